/** PostgreSQL goes away in the middle of something: that fails, and nothing else. */

import { allowConnections } from "@grantry/testing/database-away";
import { createMigratedDatabase, type TestDatabase } from "@grantry/testing/databases";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { type Database, openDatabase } from "../src/store/database.ts";
import { isDatabaseUnavailable } from "../src/store/database-errors.ts";

let made: TestDatabase;
let database: Database;
const nameOf = (url: string) => new URL(url).pathname.slice(1);

beforeEach(async () => {
  made = await createMigratedDatabase("postgres", () => inject("postgresUrl"));
  database = openDatabase(made.url);
});
afterEach(async () => {
  await allowConnections(inject("postgresUrl"), nameOf(made.url), true);
  await database.close();
  await made.drop();
});

test("a connection that breaks while it is in use fails its work and does not end the process", async () => {
  const uncaught: unknown[] = [];
  const note = (thrown: unknown) => uncaught.push(thrown);
  process.on("uncaughtException", note);
  const work = database.transaction(async (trx) => {
    const count = () => trx.selectFrom("workspaces").selectAll().execute();
    await count();
    await allowConnections(inject("postgresUrl"), nameOf(made.url), false);
    await count();
  });
  const thrown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(isDatabaseUnavailable(thrown)).toBe(true);
  expect(uncaught).toEqual([]);
  process.off("uncaughtException", note);
  await allowConnections(inject("postgresUrl"), nameOf(made.url), true);
  await database.ping();
});
