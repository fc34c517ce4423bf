/** What commands on the server's machine say where the database's tables are not those of this version. */
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, engines, type TestDatabase } from "@grantry/testing/databases";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { makeBackup } from "../src/local-backup.ts";
import { listNeededHosts } from "../src/local-egress.ts";
import { listLocalServerOperators } from "../src/local-server-operators.ts";

const before = "The database does not have the tables of this version yet:";

describe.each(engines)("on %s", (engine) => {
  let folder: string;
  let database: TestDatabase;
  let environment: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-outdated-"));
    database = await createTestDatabase(engine, () => inject("postgresUrl"));
    environment = {
      GRANTRY_DATABASE_URL: database.url,
      GRANTRY_DATA_DIR: join(folder, "data"),
      GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"),
    };
  });
  afterAll(async () => {
    await database?.drop();
    await rm(folder, { recursive: true });
  });

  test("they all say what brings them up to date", async () => {
    for (const command of [listLocalServerOperators, listNeededHosts]) {
      await expect(command(environment)).rejects.toMatchObject({
        code: "config_invalid",
        message: `${before} start the server once, or run grantry upgrade.`,
      });
    }
  });

  test("a backup names the version that still can, first, and leaves nothing", async () => {
    const file = join(folder, "backup.tar");
    await expect(
      makeBackup(environment, { file, recipients: [], scratch: null }),
    ).rejects.toMatchObject({
      code: "config_invalid",
      message: `${before} back it up with the version that runs on it; or start the server once, or run grantry upgrade.`,
    });
    expect(await readdir(folder)).toEqual([]);
  });
});
