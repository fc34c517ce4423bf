/** Data keys that are destroyed are in no file of SQLite any more: neither in the database nor in what lies beside it. SEC-68. */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Secret } from "../src/lib/secret.ts";
import { permissionNames } from "../src/service/accounts/permissions.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { stageDataKey } from "../src/store/data-keys.ts";
import { destroyAllDataKeys } from "../src/store/leaving.ts";
import { insertOperator, putMembership } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";

const owner = `grantry_pk_${"o".repeat(43)}`;
const clock = createFakeClock();
let world: World;
beforeEach(async () => {
  world = await startWorld({ engine: "sqlite", clock: withoutRegularWork(clock) });
  await connect(apiOf(world), "ada", ids.userConnector);
  // As many as fill pages, which are split then and hold copies.
  for (let made = 0; made < 40; made += 1) await stageDataKey(store(), ids.workspace);
});
afterEach(() => world.close());

const store = () => world.app.context.store;
const wrappedKeys = async (workspaceId: string) => {
  const rows = store().db.selectFrom("data_keys").select(["workspace_id", "wrapped_key"]);
  const all = await rows.where("workspace_id", "=", workspaceId).execute();
  return all.map(({ wrapped_key: wrapped }) => Buffer.from(wrapped));
};

/** How many of them are in a file of the database's folder. */
async function found(keys: readonly Buffer[]): Promise<number> {
  const folder = dirname(world.databaseUrl.slice("sqlite:".length));
  const files = await Promise.all(
    (await readdir(folder)).map((one) => readFile(join(folder, one))),
  );
  return keys.filter((key) => files.some((file) => file.includes(key))).length;
}

async function makeOwner(): Promise<void> {
  const operatorId = "opr_owner";
  const account = { operatorId, email: "o@example.com", name: "O", passwordHash: "none" };
  await insertOperator(store(), account);
  await putMembership(store(), { workspaceId: ids.workspace, operatorId, role: "owner" });
  const key = { personalKeyId: "pky_owner", operatorId, name: "owner's", expiresAt: null };
  const secret = new Secret(owner);
  await insertPersonalKey(store(), { ...key, secret, scopes: permissionNames });
}

test("those of a workspace that was deleted; others' stay", async () => {
  await makeOwner();
  const keys = await wrappedKeys(ids.workspace);
  const others = await wrappedKeys(ids.foreignWorkspace);
  expect([await found(keys), await found(others)]).toEqual([keys.length, others.length]);
  const path = `/v1/workspaces/${ids.workspace}`;
  const body = { confirm: "Test workspace" };
  expect((await ownApiOf(world)("DELETE", path, { as: owner, body })).status).toBe(200);
  await runOperations(world.app.context);
  clock.advance(604_800_000);
  await runOperations(world.app.context);
  expect(await wrappedKeys(ids.workspace)).toEqual([]);
  expect([await found(keys), await found(others)]).toEqual([0, others.length]);
});

test("all of them, once the server is taken out of service, also what an earlier version left of them", async () => {
  const keys = await wrappedKeys(ids.workspace);
  const { db } = store();
  await sql`PRAGMA secure_delete = OFF`.execute(db);
  await db.deleteFrom("data_keys").where("workspace_id", "=", ids.workspace).execute();
  await sql`PRAGMA secure_delete = ON`.execute(db);
  expect(await found(keys)).toBe(keys.length);
  expect(await destroyAllDataKeys(store())).toBeGreaterThan(0);
  expect(await found(keys)).toBe(0);
});
