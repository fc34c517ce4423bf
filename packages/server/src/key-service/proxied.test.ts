/** What libraries fetch to find credentials goes through the proxy, too. */

import { generateKeyPairSync } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { madeUpLookup } from "@grantry/testing/named-hosts";
import { type OutboundProxy, startOutboundProxy } from "@grantry/testing/outbound-proxy";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { systemClock } from "../lib/clock.ts";
import { noHosts } from "../lib/host-patterns.ts";
import { createKeyServices, serviceKeyEntries, vaultAccess } from "./index.ts";

const region = "eu-central-1";
const hosts = [
  `kms.${region}.amazonaws.com`,
  `sts.${region}.amazonaws.com`,
  "cloudkms.googleapis.com",
  "oauth2.googleapis.com",
  "team.vault.azure.net",
  "login.microsoftonline.com",
];
const { lookup } = madeUpLookup(Object.fromEntries(hosts.map((name) => [name, ["8.8.8.8"]])));

let folder: string;
let proxy: OutboundProxy;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-credentials-"));
  proxy = await startOutboundProxy({ leadsTo: () => undefined });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await proxy.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

/** What the proxy is asked for when the key at this location is used, with this environment. */
async function askedFor(location: string, environment: Record<string, string>): Promise<string[]> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const { hostname, port, origin } = new URL(proxy.origin);
  const https = {
    setting: "HTTPS_PROXY",
    origin,
    isTls: false,
    host: hostname,
    port: Number(port),
    authorization: null,
  } as const;
  const services = createKeyServices({
    clock: systemClock,
    egress: { https, http: null, bypass: noHosts, connectTo: "name", hosts: null },
    lookup,
    vault: vaultAccess({ tokenFile: null, token: null, namespace: null }),
  });
  const [entry] = serviceKeyEntries(`k2:${location}`);
  if (entry === undefined) throw new Error("no key");
  const key = await services.rootKey(entry);
  await key.wrap(new Uint8Array(32), "context").catch(() => {});
  await services.close();
  return [...new Set(proxy.asked)];
}

const account = { AWS_EC2_METADATA_DISABLED: "true", AWS_REGION: region, AWS_CONFIG_FILE: "/none" };
const awsKey = `awskms:arn:aws:kms:${region}:111122223333:key/1234abcd`;

test("AWS: the key service, and the token service for a workload's identity", async () => {
  const keys = { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "secret" };
  expect(await askedFor(awsKey, { ...account, ...keys })).toEqual([
    `CONNECT kms.${region}.amazonaws.com:443`,
  ]);
  vi.unstubAllEnvs();
  proxy.asked.length = 0;
  const workload = {
    AWS_WEB_IDENTITY_TOKEN_FILE: await file("token", "a.b.c"),
    AWS_ROLE_ARN: "arn:aws:iam::111122223333:role/grantry",
  };
  expect(await askedFor(awsKey, { ...account, ...workload })).toEqual([
    `CONNECT sts.${region}.amazonaws.com:443`,
  ]);
});

test("Google Cloud: the token endpoint of a service account", async () => {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const credentials = {
    type: "service_account",
    client_email: "grantry@project.iam.gserviceaccount.com",
    private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
    token_uri: "https://oauth2.googleapis.com/token",
  };
  const path = await file("credentials.json", JSON.stringify(credentials));
  const asked = await askedFor("gcpkms:projects/p/locations/l/keyRings/r/cryptoKeys/k", {
    GOOGLE_APPLICATION_CREDENTIALS: path,
  });
  expect(asked).toEqual(["CONNECT oauth2.googleapis.com:443"]);
});

test("Azure: the authority of a client with a secret", async () => {
  const asked = await askedFor("azurekv:https://team.vault.azure.net/keys/main/0123456789abcdef", {
    AZURE_TENANT_ID: "11111111-2222-3333-4444-555555555555",
    AZURE_CLIENT_ID: "client",
    AZURE_CLIENT_SECRET: "secret",
    AZURE_TOKEN_CREDENTIALS: "EnvironmentCredential",
  });
  expect(asked).toEqual(["CONNECT login.microsoftonline.com:443"]);
});
