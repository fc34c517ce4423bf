/** What else goes on where a value or a key does not open, and what a copy of the database opens with. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { apiOf } from "@grantry/testing/api";
import { type Connected, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { systemClock } from "../src/lib/clock.ts";
import { directly } from "../src/lib/egress.ts";
import { openKeyring } from "../src/root-keys.ts";
import { refreshDue } from "../src/service/engine/background.ts";
import { resealAll, retireKey, rotateDataKey, rotateRootKey } from "../src/service/keys/index.ts";
import { openAccessToken, toConnection } from "../src/store/connections.ts";
import { listDataKeys } from "../src/store/data-key-states.ts";
import { prepareSealing, stageDataKey } from "../src/store/data-keys.ts";
import { openDatabase } from "../src/store/database.ts";
import { checkEncryptionKeys } from "../src/store/encryption-keys.ts";
import { firstLook, type LookFrom, takeUpChanged } from "../src/store/known-data-keys.ts";
import { writeResealed } from "../src/store/reseal-write.ts";
import { sealedTables } from "../src/store/sealed-tables.ts";
import { insertWorkspace } from "../src/store/server-workspaces.ts";

const users = ["user-1", "user-2", "user-3"];
const roots = ["k1", "k2"].map((id) => newKeyText(id));
const everything = { workspaceId: null, pageRows: 2, pauseMs: 0 };

let connected: Connected;
let clock: FakeClock;

async function start(engine: (typeof engines)[number]): Promise<void> {
  clock = createFakeClock();
  connected = await startConnected({
    engine,
    clock: withoutRegularWork(clock),
    users,
    encryptionKeys: roots.join(),
  });
}
afterEach(() => connected.world.close());
const hex = (value: Uint8Array | null | undefined) => Buffer.from(value ?? []).toString("hex");
const store = () => connected.world.app.context.store;

describe.each(engines)("on %s", (engine) => {
  beforeEach(() => start(engine));

  test("refreshes in the background go on past a connection that does not open, now and later (SEC-63)", async () => {
    const { context } = connected.world.app;
    for (const userId of users) await connected.read({ userId });
    await context.uses.flush();
    const { connectionId } = await connected.row("user-1");
    await store()
      .db.updateTable("connections")
      .set((eb) => ({ refresh_token: eb.ref("access_token"), next_refresh_at: 1 }))
      .where("connection_id", "=", connectionId)
      .execute();
    for (const round of [1, 2]) {
      const before = await Promise.all(users.slice(1).map((userId) => connected.row(userId)));
      clock.advance(3_500_000);
      await refreshDue(context);
      for (const [at, { version }] of before.entries()) {
        expect((await connected.row(users[at + 1])).version, `round ${round}`).toBe(version + 1);
      }
      for (const userId of users.slice(1)) await connected.read({ userId });
      await context.uses.flush();
    }
    // Nobody has to consent anew for it: what is there may open again.
    expect(await connected.row("user-1")).toMatchObject({ status: "active", reason: null });
  });

  test("a value that was changed meanwhile is not overwritten by what is sealed anew, also among many", async () => {
    const table = sealedTables.find((one) => one.table === "connections");
    if (table === undefined) throw new Error("no table of connections");
    const rows = await store().db.selectFrom("connections").selectAll().execute();
    const [changed, ...others] = rows;
    const fresh = Buffer.from("sealed by a refresh meanwhile");
    await store()
      .db.updateTable("connections")
      .set({ refresh_token: fresh })
      .where("connection_id", "=", changed?.connection_id ?? "")
      .execute();
    const place = table.place({ ...changed }, "access_token");
    const after = store().keyring.seal("7".repeat(1_500_000), place);
    const changes = rows.map((row) => ({
      key: row.connection_id,
      values: [
        { column: "access_token", before: row.access_token ?? fresh, after },
        ...(row === changed
          ? [{ column: "refresh_token", before: row.refresh_token ?? fresh, after }]
          : []),
      ],
    }));
    // Of more than one statement: each has at most four million characters.
    expect(await writeResealed(store(), table, changes)).toBe(others.length);
    for (const row of await store().db.selectFrom("connections").selectAll().execute()) {
      const was = rows.find((one) => one.connection_id === row.connection_id);
      if (row.connection_id === changed?.connection_id) {
        expect(hex(row.refresh_token)).toBe(hex(fresh));
        expect(hex(row.access_token)).toBe(hex(was?.access_token));
      } else {
        expect(hex(row.refresh_token)).toBe(hex(was?.refresh_token));
        expect(hex(row.access_token) === hex(after)).toBe(true);
      }
    }
  });
});

test("a start unwraps only so many data keys: the server's own, staged ones, and of others the rest later", async () => {
  await start("sqlite");
  for (let at = 0; at < 9; at += 1) {
    await insertWorkspace(store(), { workspaceId: `ws_more_${at}`, name: `More ${at}` });
  }
  const staged = await stageDataKey(store(), "ws_more_8");
  const { keyring } = await openKeyring(roots.join(), { clock: systemClock, egress: directly });
  const fresh = { ...store(), keyring };
  const failed: string[] = [];
  const look = (from: LookFrom) => takeUpChanged(fresh, from, (keyId) => failed.push(keyId), 3);
  const held = () => keyring.dataKeys.all();
  const begun = await look(firstLook);
  expect(begun.since).toBe(0);
  expect(held()).toHaveLength(5);
  expect(held().some(({ workspaceId }) => workspaceId === "")).toBe(true);
  expect(held().some(({ keyId }) => keyId === staged)).toBe(true);
  await prepareSealing(fresh, "ws_more_8");
  expect(keyring.dataKeys.primaryOf("ws_more_8")?.serves).toBe(true);
  let next = begun;
  for (let turn = 0; next.since === 0 && turn < 9; turn += 1) next = await look(next);
  expect(next.since).toBeGreaterThan(0);
  const all = await listDataKeys(store(), { workspaceId: null, after: "", limit: 100 });
  expect(held()).toHaveLength(all.length);
  expect(failed).toEqual([]);
});

test("data keys that never unwrap keep no others from being unwrapped", async () => {
  await start("sqlite");
  for (let at = 0; at < 9; at += 1) {
    await insertWorkspace(store(), { workspaceId: `ws_more_${at}`, name: `More ${at}` });
  }
  const all = await listDataKeys(store(), { workspaceId: null, after: "", limit: 100 });
  const broken = all.filter(({ workspaceId }) => workspaceId !== "").slice(0, 5);
  for (const { keyId } of broken) {
    await store()
      .db.updateTable("data_keys")
      .set({ wrapped_key: Buffer.from("cut short") })
      .where("data_key_id", "=", keyId)
      .execute();
  }
  const { keyring } = await openKeyring(roots.join(), { clock: systemClock, egress: directly });
  const fresh = { ...store(), keyring };
  let failed: string[] = [];
  let from = firstLook;
  let looks = 0;
  do {
    failed = [];
    from = await takeUpChanged(fresh, from, (keyId) => failed.push(keyId), 3);
    expect(failed.length).toBeLessThanOrEqual(3);
    looks += 1;
  } while (from.since === 0 && looks < 9);
  expect(looks).toBeLessThan(9);
  expect(keyring.dataKeys.all()).toHaveLength(all.length - broken.length);
});

test("a copy of the database opens with the root key of its time, and with no later one (SEC-61, SEC-68)", async () => {
  await start("sqlite");
  const folder = await mkdtemp(join(tmpdir(), "grantry-copy-"));
  try {
    const file = join(folder, "copy.db");
    await sql`VACUUM INTO ${file}`.execute(store().db);
    const token = (await connected.read()).body.access_token;
    const clockOfKeys = {
      nowSeconds: () => clock.nowSeconds(),
      sleep: () => connected.world.app.context.keys.look(),
    };
    const old = (
      await listDataKeys(store(), { workspaceId: ids.workspace, after: "", limit: 1 })
    )[0];
    await rotateRootKey({ store: store(), clock: clockOfKeys }, "k2");
    await rotateDataKey({ store: store(), clock: clockOfKeys }, ids.workspace);
    const turned = await connected.world.another({ encryptionKeys: [...roots].reverse().join() });
    const there = { store: turned.app.context.store, clock: clockOfKeys };
    await resealAll(there, everything);
    clock.advance(61_000);
    await connected.world.app.context.keys.look();
    await turned.app.context.keys.look();
    await retireKey(there, "k1");
    await retireKey(there, old?.keyId ?? "");
    expect((await connected.read({ via: apiOf(turned) })).status).toBe(200);

    const openCopy = async (encryptionKeys: string) => {
      const database = openDatabase(`sqlite:${file}`);
      const { keyring } = await openKeyring(encryptionKeys, {
        clock: systemClock,
        egress: directly,
      });
      const copy = { database, db: database.db, keyring, clock };
      try {
        await checkEncryptionKeys(copy);
        const row = await copy.db
          .selectFrom("connections")
          .selectAll()
          .where("user_id", "=", users[0] ?? "")
          .executeTakeFirstOrThrow();
        return (await openAccessToken(copy, toConnection(row)))?.reveal();
      } finally {
        await database.close();
      }
    };
    expect(await openCopy(roots[0] ?? "")).toBe(token);
    await expect(openCopy(roots[1] ?? "")).rejects.toThrow(/"k1", which is not configured/);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
