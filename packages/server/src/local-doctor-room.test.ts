import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase } from "@grantry/testing/databases";
import { expect, test } from "vitest";
import { createKeyring, newKeyText } from "./crypto/keyring.ts";
import { systemClock } from "./lib/clock.ts";
import type { Say } from "./local-doctor-audit.ts";
import { examineKeyAge, examineRoom } from "./local-doctor-room.ts";
import { openDatabase } from "./store/database.ts";
import { checkEncryptionKeys } from "./store/encryption-keys.ts";
import { migrate } from "./store/migrate.ts";

const findings = () => {
  const said: string[] = [];
  const say: Say = (about, verdict, text) => said.push(`${about} ${verdict} ${text}`);
  return { said, say };
};

test("says how much room there is on the disk of a folder that is not there yet", async () => {
  const folder = await mkdtemp(join(tmpdir(), "grantry-room-"));
  const { said, say } = findings();
  const config = { databaseUrl: `sqlite:${folder}/data/g.db`, unstoredFolder: `${folder}/data/u` };
  await examineRoom(config, say);
  expect(said).toEqual([expect.stringMatching(new RegExp(`^disk \\w+ \\d+ MB free .* ${folder}`))]);
  await rm(folder, { recursive: true });
});

test("says since when the root key is in use, and that a year is over", async () => {
  const made = await createTestDatabase("sqlite", () => "");
  const database = openDatabase(made.url);
  const { db } = database;
  await migrate(database);
  const keyring = createKeyring(newKeyText("k1"));
  const store = { database, db, keyring, clock: systemClock };
  await checkEncryptionKeys(store);
  const { said, say } = findings();
  await examineKeyAge(store, say);
  await db.updateTable("encryption_keys").set({ changed_at: 1_000_000_000 }).execute();
  await examineKeyAge(store, say);
  await db.updateTable("encryption_keys").set({ changed_at: 0 }).execute();
  await examineKeyAge(store, say);
  expect(said).toEqual([
    expect.stringMatching(/^key age good k1 has been in use since 20/),
    expect.stringMatching(
      /^key age unknown k1 has been in use since 2001-09-09T01:46:40Z: grantry keys/,
    ),
    expect.stringMatching(/^key age unknown k1 has been in use longer than is known/),
  ]);
  await database.close();
  await made.drop();
});
