import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Secret } from "../lib/secret.ts";
import { vaultAccess } from "./vault-access.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-vault-"));
});
afterAll(() => rm(folder, { recursive: true }));

const token = new Secret("hvs.of-the-environment");

test("a Vault's token is read anew at every use: an agent replaces it", async () => {
  const tokenFile = join(folder, "token");
  await writeFile(tokenFile, "hvs.one\n");
  const access = vaultAccess({ tokenFile, token, namespace: null });
  expect((await access.token()).reveal()).toBe("hvs.one");
  await writeFile(tokenFile, "hvs.two");
  expect((await access.token()).reveal()).toBe("hvs.two");
});

test.each([
  ["is not there", null],
  ["is empty", ""],
  ["holds lines", "hvs.one\nhvs.two"],
])("a file that %s gives no token, whatever the environment has", async (_what, text) => {
  const tokenFile = join(folder, `bad-${text?.length}`);
  if (text !== null) await writeFile(tokenFile, text);
  const access = vaultAccess({ tokenFile, token, namespace: null });
  await expect(access.token()).rejects.toMatchObject({ kind: "refused" });
});

test("without a token anywhere it is said where one may stand", async () => {
  const access = vaultAccess({ tokenFile: null, token: null, namespace: null });
  await expect(access.token()).rejects.toThrow(
    /GRANTRY_VAULT_TOKEN_FILE, BAO_TOKEN or VAULT_TOKEN/,
  );
});
