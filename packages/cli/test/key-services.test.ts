/** `grantry doctor` beside a server whose root keys lie in key services. */
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
