/** `grantry doctor` beside a server whose root keys lie in key services. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { startConnected } from "@grantry/testing/connected";
import { startWorld, type World } from "@grantry/testing/harness";
import { type RunningKeyService, startKeyService } from "@grantry/testing/key-services/all";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { newKeyText } from "../../server/src/crypto/keyring.ts";
import { promoteRootKey } from "../../server/src/store/encryption-keys.ts";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
let folder: Folder;
let vault: RunningKeyService;
let aws: RunningKeyService;
let world: World;
let env: Record<string, string>;

beforeAll(async () => {
  bench = await createBench({});
  folder = await bench.folder();
  vault = await startKeyService("Vault transit");
  aws = await startKeyService("AWS KMS");
  const encryptionKeys = [
    `k3:${vault.double.location}`,
    `k2:${aws.double.location}`,
    newKeyText("k1"),
  ].join();
  world = await startWorld({ encryptionKeys, vault: vault.vault });
  env = {
    ...vault.double.environment,
    GRANTRY_DATABASE_URL: world.databaseUrl,
    GRANTRY_ENCRYPTION_KEYS: encryptionKeys,
    GRANTRY_PUBLIC_URL: world.url,
  };
});
afterEach(() => {
  for (const { double } of [vault, aws]) double.set("enabled");
});
afterAll(async () => {
  await world.close();
  await aws.close();
  await vault.close();
  await bench.close();
});

async function examine() {
  const { json } = await folder.run(["doctor", "--json"], { env });
  const findings: { about: string; verdict: string; text: string }[] = json.findings;
  return (about: string) => findings.find((one) => one.about === about);
}

test("has each root key in a service encrypt and decrypt something", async () => {
  const of = await examine();
  for (const about of ["root key k2", "root key k3", "key"]) {
    expect(of(about), about).toMatchObject({ verdict: "good" });
  }
});

test("says of one that its service refuses which it is, why, and what to do", async () => {
  aws.double.set("disabled");
  const of = await examine();
  expect(of("root key k2")).toMatchObject({
    verdict: "bad",
    text: expect.stringMatching(/k2.*DisabledException.*See to the state of the key/),
  });
  expect(of("root key k3")).toMatchObject({ verdict: "good" });
  expect(of("key")).toMatchObject({ verdict: "bad" });
});

test("asks of one that gave way to another no more than to open what it wrapped", async () => {
  await promoteRootKey(world.app.context.store, "k2");
  await promoteRootKey(world.app.context.store, "k3");
  const of = await examine();
  expect(of("root key k2")).toBeUndefined();
  expect(of("root key k3")).toMatchObject({ verdict: "good" });
  expect(of("key")).toMatchObject({ verdict: "good", text: expect.stringContaining("k2") });
});

test("keys go from a process to a service and on to another key, with what is sealed; each serves alone in the end", async () => {
  const held = newKeyText("k1");
  const there = `k4:${vault.double.otherLocation}`;
  const fresh = newKeyText("k5");
  const options = { encryptionKeys: `${held},${there}`, vault: vault.vault };
  const connected = await startConnected(options);
  const own = connected.world;
  const keys = async (args: readonly string[], configured: readonly string[]) => {
    const ran = await folder.run(["keys", ...args, "--json"], {
      env: {
        ...env,
        GRANTRY_DATABASE_URL: own.databaseUrl,
        GRANTRY_ENCRYPTION_KEYS: configured.join(),
      },
    });
    expect(ran.code, ran.stdout).toBe(0);
    return ran.json;
  };
  const change = async (to: string, from: string, configured: readonly string[]) => {
    await keys(["rotate", to], configured);
    const { wrapped } = await keys(["reseal", "--pause-ms", "0"], configured);
    expect(wrapped).toBeGreaterThan(0);
    await keys(["retire", from], configured);
  };
  const serves = async (...configured: string[]) => {
    const { app, url } = await own.another({ encryptionKeys: configured.join() });
    expect((await connected.read({ via: apiOf({ url }) })).status).toBe(200);
    return app;
  };

  await change("k4", "k1", [there, held]);
  await own.app.close();
  const both = await serves(there, fresh);
  await change("k5", "k4", [fresh, there]);
  await both.close();
  vault.double.set("gone");
  await serves(fresh);
  await own.close();
});

test("a key is made in a file beside one that lies in a service", async () => {
  await writeFile(join(folder.root, "keys"), `k4:${vault.double.location}`, { mode: 0o600 });
  const { GRANTRY_ENCRYPTION_KEYS: _none, ...others } = env;
  const { json } = await folder.run(["keys", "add", "k6", "--json"], {
    env: { ...others, GRANTRY_ENCRYPTION_KEY_FILE: join(folder.root, "keys") },
  });
  expect(json).toMatchObject({ id: "k6" });
  expect(await folder.read("keys")).toMatch(/^k4:vault:\S+\nk6:\S{44}\n$/);
});
