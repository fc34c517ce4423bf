import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { createKeyring, newKeyText } from "./crypto/keyring.ts";
import { isPrivate, readEncryptionKeys } from "./encryption-key-file.ts";

describe("the encryption key file", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-key-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const local = () => readConfig({ GRANTRY_DATA_DIR: join(folder, "data") });

  test("is made at the first start, for its owner's eyes only, and used ever after", async () => {
    const first = await readEncryptionKeys(local());
    expect(createKeyring(first).rootKeys.map(({ id }) => id)).toEqual(["k1"]);
    const path = join(folder, "data", "encryption.key");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readEncryptionKeys(local())).toBe(first);
    expect(await readFile(path, "utf8")).toBe(first);
  });

  test("is made once by processes that start at the same time", async () => {
    const texts = await Promise.all(Array.from({ length: 8 }, () => readEncryptionKeys(local())));
    expect(new Set(texts).size).toBe(1);
    expect(createKeyring(texts[0] ?? "").rootKeys).toHaveLength(1);
    expect(await readdir(join(folder, "data"))).toEqual(["encryption.key"]);
  });

  test("is never there without its key, for a process that comes in between", async () => {
    const path = join(folder, "data", "encryption.key");
    // The moment in between is short: of many first starts, some are met in it.
    for (let start = 0; start < 300; start += 1) {
      await rm(path, { force: true });
      let isMade = false;
      const making = readEncryptionKeys(local()).finally(() => {
        isMade = true;
      });
      while (!isMade) {
        if (existsSync(path)) expect(readFileSync(path, "utf8")).toMatch(/^k1:.{44}\n$/);
        await new Promise((resolve) => setImmediate(resolve));
      }
      await making;
    }
  });

  test("is refused when others can read it", async () => {
    const path = join(folder, "keys");
    await writeFile(path, newKeyText("k1"));
    await chmod(path, 0o644);
    const config = readConfig({ GRANTRY_ENCRYPTION_KEY_FILE: path });
    await expect(readEncryptionKeys(config)).rejects.toThrow(/chmod 600/);
    await chmod(path, 0o600);
    expect(await readEncryptionKeys(config)).toContain("k1:");
  });

  test.each([
    ["its own, for itself", { uid: 1000, mode: 0o600 }, 1000, true],
    ["its own, for its group", { uid: 1000, mode: 0o640 }, 1000, false],
    [
      "root's, for its group, as Kubernetes and systemd give it",
      { uid: 0, mode: 0o440 },
      1000,
      true,
    ],
    ["root's, for everybody", { uid: 0, mode: 0o444 }, 1000, false],
    ["root's, for a group that can write it", { uid: 0, mode: 0o460 }, 1000, false],
    ["another user's, for its group", { uid: 1001, mode: 0o440 }, 1000, false],
    ["root's, for a group, where it is root", { uid: 0, mode: 0o440 }, 0, false],
  ])("%s", (_, { uid, mode }, ownUid, expected) => {
    expect(isPrivate({ mode: 0o100_000 | mode, uid }, ownUid)).toBe(expected);
  });

  test("is never made where it was named: a missing one is an error (SEC-57)", async () => {
    const path = join(folder, "missing");
    const config = readConfig({ GRANTRY_ENCRYPTION_KEY_FILE: path });
    await expect(readEncryptionKeys(config)).rejects.toThrow(/does not exist/);
    await expect(stat(path)).rejects.toThrow();
  });
});
