/** A server whose calls go through a proxy: all of them do, and none that fails there spends or ends anything. */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { globSync, readFileSync } from "node:fs";
import type { Socket } from "node:net";
import { apiOf } from "@grantry/testing/api";
import {
  type AuthorizationServer,
  startAuthorizationServer,
} from "@grantry/testing/authorization-server";
import { createJar, depart, departureOf } from "@grantry/testing/browser";
import { useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { startFunctionServer } from "@grantry/testing/function-server";
import { ids, secrets, startWorld, type World, type WorldOptions } from "@grantry/testing/harness";
import { startIdentityProvider } from "@grantry/testing/identity-provider";
import { startKeyService } from "@grantry/testing/key-services/all";
import { type NamedHosts, startNamedHosts, trustNamedHosts } from "@grantry/testing/named-hosts";
import { declareMembers, jsonBody, signedIn } from "@grantry/testing/operators";
import {
  type OutboundProxy,
  type ProxyTrouble,
  startOutboundProxy,
} from "@grantry/testing/outbound-proxy";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import { push, signalAudience, signalOf } from "@grantry/testing/transmitter";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import type { App } from "../src/app.ts";
import { noAuditSinks } from "../src/config-audit.ts";
import { egressVariables, readEgress } from "../src/config-egress.ts";
import { type Clock, systemClock } from "../src/lib/clock.ts";
import { Secret } from "../src/lib/secret.ts";
import { proveDomainByServer } from "../src/service/accounts/company/prove-domain.ts";
import { inTransaction } from "../src/store/store.ts";

const at = (name: string) => `https://${name}.example.net`;

const closers: (() => unknown)[] = [];
beforeAll(() => {
  closers.push(trustNamedHosts());
});
afterAll(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** A provider that says that it lies under a name. */
async function startProvider(clock: Clock = systemClock): Promise<AuthorizationServer> {
  const issuer = at("provider");
  return await startAuthorizationServer({
    clientId: "test-client",
    clientSecret: secrets.clientSecret,
    method: "client_secret_post",
    nowSeconds: clock.nowSeconds,
    introspection: { sub: "account-1", username: "ada" },
    metadata: {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      introspection_endpoint: `${issuer}/introspect`,
      revocation_endpoint: `${issuer}/revoke`,
      scopes_supported: ["rooms.read"],
    },
  });
}

function through(proxy: OutboundProxy, hosts: NamedHosts): WorldOptions {
  const environment = { HTTPS_PROXY: proxy.origin.replace("//", "//user:canary-of-the-proxy@") };
  const egress = readEgress(z.object(egressVariables).parse({}), environment);
  return { egress, outbound: { lookup: hosts.lookup } };
}

const plain = {
  issuer: at("provider"),
  id: "plain",
  name: "Plain",
  token_endpoint_auth_method: "client_secret_post",
};

/** Connects the user's account; the browser finds the provider on loopback. */
async function connect(world: World, provider: AuthorizationServer, userId: string) {
  const user = await apiOf(world).signIn(userId);
  const jar = createJar();
  const started = await user.initiate(ids.userConnector);
  const url = new URL(await depart(jar, started.body.redirect_url));
  const answer = await fetch(`${provider.origin}${url.pathname}${url.search}`, {
    redirect: "manual",
  });
  expect((await jar.get(answer.headers.get("location") ?? "")).text).toContain(
    "<h1>Connected</h1>",
  );
  return user;
}

describe("a server behind a proxy", () => {
  /** Where sockets of this process were opened to, by number. */
  const attempts = new Set<string>();
  const watch = (message: unknown) => {
    const { socket } = message as { socket: Socket };
    socket.on("connectionAttempt", (ip: string) => attempts.add(ip));
  };
  let world: World;
  let hosts: NamedHosts;
  let proxy: OutboundProxy;
  let provider: AuthorizationServer;
  let idp: Awaited<ReturnType<typeof startIdentityProvider>>;
  let transmitter: Awaited<ReturnType<typeof startIdentityProvider>>;
  let functions: Awaited<ReturnType<typeof startFunctionServer>>;

  beforeAll(async () => {
    subscribe("net.client.socket", watch);
    closers.push(() => void unsubscribe("net.client.socket", watch));
    provider = await startProvider();
    idp = await startIdentityProvider(at("id"));
    transmitter = await startIdentityProvider(at("signals"));
    const company = await startIdentityProvider(at("company"));
    company.metadata = {
      issuer: at("company"),
      authorization_endpoint: `${at("company")}/authorize`,
      token_endpoint: `${at("company")}/token`,
      jwks_uri: `${at("company")}/jwks`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["ES256"],
    };
    functions = await startFunctionServer();
    functions.run("hello", () => new Response("hello"));
    const sinks = await startScriptedServer({ answers: { "*": { status: 200, body: {} } } });
    const vault = await startKeyService("Vault transit");
    const vaultOrigin = new URL(vault.double.location.replace(/^vault:/, "")).origin;
    hosts = await startNamedHosts({
      "provider.example.net": provider.origin,
      "id.example.net": idp.origin,
      "signals.example.net": transmitter.origin,
      "company.example.net": company.origin,
      "functions.example.net": functions.origin,
      "otlp.example.net": sinks.origin,
      "hook.example.net": sinks.origin,
      "vault.example.net": vault.double.sandbox ?? vaultOrigin,
    });
    proxy = await startOutboundProxy({ leadsTo: hosts.leadsTo });
    world = await startWorld({
      ...through(proxy, hosts),
      encryptionKeys: `k2:${vault.double.location.replace(vaultOrigin, at("vault"))}`,
      vault: vault.vault,
      trail: { flushMs: 5, linkAfterMs: 5, linkEveryMs: 20, shipEveryMs: 20 },
      auditSinks: {
        ...noAuditSinks,
        otlp: { url: `${at("otlp")}/v1/logs`, headers: new Map() },
        webhook: {
          url: `${at("hook")}/hook`,
          secrets: [new Secret(`whsec_${Buffer.alloc(32, 7).toString("base64")}`)],
        },
      },
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        useProvider(bootstrap, "plain", plain);
        const [workspace] = bootstrap.workspaces;
        const app = workspace?.apps?.find(({ id }) => id === ids.app);
        if (app === undefined) throw new Error("no app");
        app.functions_url = `${at("functions")}/fn`;
        app.identity_providers = [
          { issuer: at("id"), audience: "app", jwks_uri: `${at("id")}/jwks` },
        ];
      },
    });
    closers.push(world.close, proxy.close, hosts.close);
    for (const { close } of [provider, idp, transmitter, company, functions, sinks, vault])
      closers.push(close);
  });

  test("sends every kind of call through it, and opens no socket to anywhere else", async () => {
    const user = await connect(world, provider, "user-1");
    const api = apiOf(world);
    const refreshed = await api.tokenOf("user-1", ids.userConnector, { refused_version: 1 });
    expect(refreshed.status).toBe(200);
    await user.disconnect(ids.userConnector);
    const jwt = await idp.sign({
      iss: at("id"),
      aud: "app",
      sub: "ada",
      exp: systemClock.nowSeconds() + 300,
    });
    const initiate = await api.call(`app-user-auth/connectors/${ids.userConnector}/initiate`, {
      method: "POST",
      headers: { authorization: `Bearer ${jwt}` },
    });
    expect(initiate.status).toBe(200);
    expect((await api.call("functions/hello", { method: "POST" })).status).toBe(200);
    await signInByCompany();
    await sendSignal();
    const kinds = [
      "GET provider.example.net/.well-known/oauth-authorization-server",
      "POST provider.example.net/token",
      "POST provider.example.net/introspect",
      "POST provider.example.net/revoke",
      "GET id.example.net/jwks",
      "POST functions.example.net/fn/hello",
      "GET company.example.net/.well-known/openid-configuration",
      "POST company.example.net/token",
      "GET signals.example.net/jwks",
      "POST vault.example.net/v1/transit/encrypt/main",
      "POST otlp.example.net/v1/logs",
      "POST hook.example.net/hook",
    ];
    await expect.poll(() => hosts.seen).toEqual(expect.arrayContaining(kinds));
    expect([...attempts]).toEqual(["127.0.0.1"]);
    expect(new Set(proxy.credentials)).toEqual(
      new Set([`Basic ${btoa("user:canary-of-the-proxy")}`]),
    );
    expect(world.logLines.join()).not.toMatch(/canary-of-the-proxy|Basic /);
  });

  async function signInByCompany(): Promise<void> {
    const owner = await signedIn(world, "owner@example.com");
    const declared = await owner.api(
      `/v1/workspaces/${ids.workspace}/sign-in-provider`,
      jsonBody("PUT", {
        issuer: at("company"),
        client_id: "company",
        client_secret: "canary-of-the-company-client",
        domains: ["company.example"],
        default_role: "viewer",
      }),
    );
    expect([declared.status, declared.body.detail]).toEqual([200, undefined]);
    await inTransaction(world.app.context.store, (store) =>
      proveDomainByServer(store, { workspaceId: ids.workspace, domain: "company.example" }),
    );
    const jar = createJar();
    const sent = { email: "ada@company.example", return_to: "/account" };
    const own = { "sec-fetch-site": "same-origin" };
    const departure = departureOf(await jar.post(`${world.url}/sign-in/company`, sent, own));
    const state = new URL(departure).searchParams.get("state");
    const back = `${world.url}/sign-in/company/${ids.workspace}/callback?code=c&state=${state}`;
    expect((await jar.get(back)).status).not.toBe(200);
  }

  async function sendSignal(): Promise<void> {
    const owner = await signedIn(world, "owner@example.com");
    const stream = {
      issuer: at("signals"),
      audience: signalAudience,
      jwks_uri: `${at("signals")}/jwks`,
    };
    const { body } = await owner.api(
      `/v1/workspaces/${ids.workspace}/signal-streams`,
      jsonBody("POST", stream),
    );
    const subject = { format: "iss_sub", iss: at("company"), sub: "nobody" };
    await push(body.receiver_url, await signalOf(transmitter, "risc/account-disabled", subject));
  }

  test("whose sources call out in the two files that know of the proxy and the one that sends mail, and ask the DNS in two", () => {
    const folder = new URL("../src/", import.meta.url).pathname;
    const opens =
      /^import (?!type\b)[^;]*from "(?:node:)?(?:net|tls|http|https|http2|dgram|dns|dns\/promises|undici|ws|pg)"|\bfetch\(|require\("/m;
    const files = globSync("**/*.ts", { cwd: folder, exclude: ["**/*.test.ts"] });
    const opening = files.filter((file) => opens.test(readFileSync(folder + file, "utf8")));
    // The first one knows the server that listens.
    expect(opening.sort()).toEqual([
      "http/drain.ts",
      "lib/dispatchers.ts",
      "lib/dns.ts",
      "lib/lookups.ts",
      "lib/proxy-tunnel.ts",
      "lib/smtp.ts",
    ]);
  });
});

describe.each(engines)("on %s, a refresh that the proxy does not let through", (engine) => {
  let clock: FakeClock;
  let world: World;
  let hosts: NamedHosts;
  let proxy: OutboundProxy;
  let provider: AuthorizationServer;

  beforeEach(async () => {
    clock = createFakeClock();
    provider = await startProvider(clock);
    hosts = await startNamedHosts({ "provider.example.net": provider.origin });
    proxy = await startOutboundProxy({ leadsTo: hosts.leadsTo });
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      ...through(proxy, hosts),
      declare: (bootstrap) => useProvider(bootstrap, "plain", plain),
    });
    await connect(world, provider, "user-1");
  });
  afterEach(async () => {
    for (const { close } of [world, proxy, hosts, provider]) await close();
  });

  const metric = async ({ context }: App, reason: string) => {
    const { body } = await context.metrics.render();
    return new RegExp(`grantry_outbound_not_sent_total\\{reason="${reason}"\\} (\\d+)`).exec(
      body,
    )?.[1];
  };
  const read = (via = world.url) => apiOf({ url: via }).tokenOf("user-1", ids.userConnector);

  const troubles: [ProxyTrouble, string][] = [
    ["demands", "credentials"],
    ["refuses", "refused"],
    ["host_away", "host_away"],
    ["garbage", "invalid"],
    ["hangs_up", "invalid"],
    ["hangs", "timeout"],
  ];

  test.each(troubles)(
    "(%s) spends no token and ends no grant; log and metrics say why",
    async (trouble, reason) => {
      const short = { lookup: hosts.lookup, connectTimeoutMs: 200 };
      // It has no tunnel yet.
      const asked = await world.another(trouble === "hangs" ? { outbound: short } : {});
      clock.advance(3_600_000);
      proxy.every(trouble);
      const before = hosts.seen.length;
      const failed = await read(asked.url);
      expect([failed.status, failed.body.code]).toEqual([503, "provider_unavailable"]);
      expect(hosts.seen.slice(before)).toEqual([]);
      expect(
        world.logLines.filter((line) => line.includes("a call did not leave")).join(),
      ).toContain(`"reason":"${reason}"`);
      expect(await metric(asked.app, reason)).toBe("1");
      expect(world.logLines.join()).not.toContain("canary-of-the-proxy");
      proxy.every(null);
      clock.advance(600_000);
      // A slow machine needs longer than that limit.
      const next = trouble === "hangs" ? await world.another() : asked;
      expect((await read(next.url)).status).toBe(200);
      expect(hosts.seen.slice(before)).toEqual(["POST provider.example.net/token"]);
    },
  );

  test("(the host is not listed any more) ends no grant either", async () => {
    const environment = { GRANTRY_OUTBOUND_HOSTS: "elsewhere.example.net" };
    const egress = readEgress(z.object(egressVariables).parse(environment), environment);
    const limited = await world.another({ egress });
    clock.advance(3_600_000);
    const before = hosts.seen.length;
    expect((await read(limited.url)).status).not.toBe(200);
    expect(hosts.seen.slice(before)).toEqual([]);
    expect(world.logLines.join()).toContain(
      "provider.example.net is not among the hosts of GRANTRY_OUTBOUND_HOSTS",
    );
    clock.advance(3_600_000);
    expect((await read()).status).toBe(200);
  });
});
