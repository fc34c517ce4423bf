/** `grantry egress hosts`, and what `grantry doctor` says of hosts that are not listed and of a proxy. */
import { engines } from "@grantry/testing/databases";
import { forBothWorkspaces, ids, startWorld, type World } from "@grantry/testing/harness";
import { startKeyService } from "@grantry/testing/key-services/all";
import { startOutboundProxy } from "@grantry/testing/outbound-proxy";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newKeyText } from "../../server/src/crypto/keyring.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

interface Finding {
  readonly about: string;
  readonly verdict: string;
  readonly text: string;
}

describe.each(engines)("on %s", (engine) => {
  let bench: Bench;
  let folder: Folder;
  let world: World;
  let env: Record<string, string>;
  let sandboxHost: string;

  beforeAll(async () => {
    bench = await createBench({});
    folder = await bench.folder();
    world = await startWorld({
      engine,
      declare: ({ workspaces: [workspace] }) => {
        if (workspace === undefined) throw new Error("no workspace");
        const secret = { client_secret: { env: "clientSecret" } };
        workspace.oauth_clients?.push(
          { id: "ocl_google", name: "Google", provider: "google", client_id: "g", ...secret },
          { id: "ocl_bamboo", name: "Bamboo", provider: "bamboohr", client_id: "z", ...secret },
        );
        workspace.connectors?.push(
          {
            id: "c1".repeat(12),
            name: "Mail",
            oauth_client: "ocl_google",
            integration_type: "gmail",
          },
          {
            id: "c2".repeat(12),
            name: "People",
            oauth_client: "ocl_bamboo",
            integration_type: "bamboohr",
          },
        );
        const app = workspace.apps?.find(({ id }) => id === ids.app);
        if (app === undefined) throw new Error("no app");
        app.functions_url = "https://functions.example.com:8443/fn";
        app.identity_providers = [
          {
            issuer: "https://id.example.com",
            audience: "app",
            jwks_uri: "https://keys.example.com/jwks",
          },
        ];
      },
    });
    sandboxHost = new URL(world.sandbox.origin).host;
    env = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_PUBLIC_URL: world.url,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(world.sandbox.origin),
      GRANTRY_AUDIT_OTLP_URL: "https://otlp.example.com/v1/logs",
      // No provider is called here.
      GRANTRY_SANDBOX_PROVIDERS: world.sandbox.origin,
    };
  });
  afterAll(async () => {
    await world?.close();
    await bench?.close();
  });

  const doctor = async (more: Record<string, string>) => {
    const { json } = await folder.run(["doctor", "--json"], { env: { ...env, ...more } });
    return (json.findings as Finding[]).filter(({ about }) => /^(hosts of|outbound)/.test(about));
  };

  test("every host that is needed is listed with what for, and nobody is called", async () => {
    const sent = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.example.com:4318" };
    const { json } = await folder.run(["egress", "hosts", "--json"], { env: { ...env, ...sent } });
    const of = (host: string) =>
      (json.hosts as { host: string; what: string }[])
        .filter((one) => one.host === host)
        .map(({ what }) => what);
    expect(of("oauth2.googleapis.com")).toEqual(["gmail (ocl_google)"]);
    expect(of("*.bamboohr.com")).toEqual(["bamboohr (ocl_bamboo)"]);
    expect(of(sandboxHost)).toContain(`sandboxcalendar (${ids.oauthClient})`);
    expect(of("functions.example.com:8443")).toEqual([`functions of ${ids.app}`]);
    expect(of("keys.example.com")).toEqual([`key set of ${ids.app}`]);
    expect(of("otlp.example.com")).toEqual(["audit records, by GRANTRY_AUDIT_OTLP_URL"]);
    expect(of("collector.example.com:4318")).toEqual(["telemetry, by OTEL_EXPORTER_OTLP_ENDPOINT"]);
    expect(of("accounts.google.com")).toEqual([]);
  });

  test("root keys in key services name theirs", async () => {
    const vault = await startKeyService("Vault transit");
    const keys = `k2:vault:https://vault.example.com:8200/transit/keys/main,k3:awskms:arn:aws:kms:eu-central-1:111122223333:key/1234abcd,${newKeyText("k1")}`;
    const ran = await folder.run(["egress", "hosts", "--json"], {
      env: { ...env, GRANTRY_ENCRYPTION_KEYS: keys },
    });
    await vault.close();
    const hosts = (ran.json.hosts as { host: string }[]).map(({ host }) => host);
    expect(hosts).toContain("vault.example.com:8200");
    expect(hosts).toContain("kms.eu-central-1.amazonaws.com");
  });

  test("doctor names each OAuth client with a host that is not listed, and none once they are", async () => {
    const some = await doctor({ GRANTRY_OUTBOUND_HOSTS: `${sandboxHost},oauth2.googleapis.com` });
    const of = (client: string) =>
      some.find(({ about }) => about.startsWith(`hosts of ${client} `));
    expect(of(ids.oauthClient)?.verdict).toBe("good");
    expect(of("ocl_bamboo")).toMatchObject({
      verdict: "bad",
      text: "GRANTRY_OUTBOUND_HOSTS does not list *.bamboohr.com",
    });
    expect(of("ocl_google")?.verdict).toBe("bad");
    const { stdout } = await folder.run(["egress", "hosts", "--list"], { env });
    const all = await doctor({ GRANTRY_OUTBOUND_HOSTS: stdout.trim() });
    expect(new Set(all.map(({ verdict }) => verdict))).toEqual(new Set(["good"]));
    expect(await doctor({})).toEqual([]);
  });

  test("doctor says that calls go through the proxy, and what is wrong with it", async () => {
    const proxy = await startOutboundProxy({ leadsTo: () => undefined });
    proxy.every("demands");
    const found = await doctor({
      GRANTRY_SANDBOX_PROVIDERS: "",
      HTTPS_PROXY: proxy.origin,
      GRANTRY_PROXY_CONNECT_TO: "unresolved",
      GRANTRY_OUTBOUND_HOSTS: `oauth2.googleapis.com,${sandboxHost}`,
    });
    await proxy.close();
    expect(found.filter(({ about }) => about === "outbound calls")).toEqual([
      {
        about: "outbound calls",
        verdict: "bad",
        text: expect.stringMatching(/^The proxy http:.* demands credentials \(407\): put user/),
      },
    ]);
  });
});
