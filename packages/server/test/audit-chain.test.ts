/** SEC-102: the chain of the audit trail names the first record that is not as it was written. */
import { engines } from "@grantry/testing/databases";
import { startWorld, type World } from "@grantry/testing/harness";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { systemClock } from "../src/lib/clock.ts";
import { resealAll } from "../src/service/keys/index.ts";
import { linkWaiting, removeOldRecords, verifyChain } from "../src/service/trail/index.ts";
import { linkRecords } from "../src/store/audit-chain.ts";
import { forgetPeople } from "../src/store/audit-people.ts";
import {
  insertAuditRecord,
  insertAuditRecords,
  listAuditRecords,
} from "../src/store/audit-records.ts";
import { insertTokenReads } from "../src/store/audit-token-reads.ts";
import { checkChain } from "../src/store/audit-verify.ts";
import { inTransaction, type Store } from "../src/store/store.ts";

const actor = { kind: "workspace_key", id: "key_1", label: "a key" } as const;
const entryOf = (workspaceId: string | null, id: string, details = {}) => ({
  workspaceId,
  actor,
  action: "app.changed" as const,
  target: { kind: "app", id },
  details,
});

async function inserted(store: Store, workspaceId: string | null, count: number): Promise<void> {
  const names = Array.from({ length: count }, (_, at) => `app_${at}`);
  await insertAuditRecords(
    store,
    names.map((name) => entryOf(workspaceId, name, { name })),
  );
}

async function read(store: Store, workspaceId: string, count: number): Promise<void> {
  const reads = Array.from({ length: count }, (_, at) => ({
    at: 1_800_000_000,
    serviceTokenId: "stk_1",
    appId: "app_1",
    target: { kind: "connection", id: `conn_${at}` },
    result: "ok",
    address: "203.0.113.7",
    requestId: "req_1",
  }));
  await insertTokenReads(store, workspaceId, reads);
}

/** The first that is wrong; null where all is well. */
async function broken(store: Store, workspaceId: string | null, max = 3) {
  let from: number | null = null;
  for (;;) {
    const part = await checkChain(store, workspaceId, { from, max });
    if (part.next === null) return part.broken && [part.broken.kind, part.broken.number];
    from = part.next;
  }
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let store: Store;
  beforeAll(async () => {
    world = await startWorld({ engine });
    store = world.app.context.store;
  });
  afterAll(() => world.close());

  /** A chain of ten, of changes and reads of tokens, in a workspace of its own. */
  let made = 0;
  async function chain(): Promise<string> {
    made += 1;
    const workspaceId = `ws_chain_${made}`;
    await inserted(store, workspaceId, 3);
    await linkWaiting({ store });
    await read(store, workspaceId, 4);
    await inserted(store, workspaceId, 3);
    await linkWaiting({ store });
    expect(await broken(store, workspaceId)).toBeNull();
    return workspaceId;
  }
  const run = (query: ReturnType<typeof sql>) => query.execute(store.db);
  const numbers = async (workspaceId: string) => {
    const { rows } = await sql<{ number: number }>`SELECT number FROM audit_records
      WHERE workspace_id = ${workspaceId} ORDER BY number`.execute(store.db);
    return rows.map(({ number }) => Number(number));
  };

  test("records are numbered without gaps, whichever way they were written", async () => {
    expect(await numbers(await chain())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test("records that belong to no workspace have a chain, too", async () => {
    await inserted(store, null, 2);
    await linkWaiting({ store });
    expect(await broken(store, null)).toBeNull();
    await run(
      sql`UPDATE audit_records SET action = 'x.y' WHERE workspace_id IS NULL AND number = 1`,
    );
    expect(await broken(store, null)).toEqual(["changed", 1]);
  });

  const texts = {
    actor_kind: "operator",
    actor_id: "key_2",
    actor_label: "another",
    action: "app.deleted",
    target_kind: "connector",
    target_id: "app_9",
    details: '{"name":"other"}',
    result: "forbidden",
    address: "198.51.100.1",
    request_id: "req_2",
    hash: "A".repeat(43),
  };
  test.each(Object.entries(texts))(
    "a record whose %s was changed is named",
    async (column, value) => {
      const workspaceId = await chain();
      await run(sql`UPDATE audit_records SET ${sql.ref(column)} = ${value}
      WHERE workspace_id = ${workspaceId} AND number = 6`);
      expect(await broken(store, workspaceId)).toEqual(["changed", 6]);
    },
  );

  test("so is one whose time, id or number was changed, and one that was unlinked or moved elsewhere", async () => {
    const changes = {
      recorded_at: sql`recorded_at + 1`,
      audit_record_id: sql`audit_record_id + 1000000`,
    };
    for (const [column, value] of Object.entries(changes)) {
      const workspaceId = await chain();
      // PostgreSQL gives ids by itself alone: whoever has the table can change that first.
      if (engine === "postgres" && column === "audit_record_id") {
        await run(sql`ALTER TABLE audit_records ALTER audit_record_id DROP IDENTITY IF EXISTS`);
      }
      await run(sql`UPDATE audit_records SET ${sql.ref(column)} = ${value}
        WHERE workspace_id = ${workspaceId} AND number = 4`);
      expect(await broken(store, workspaceId), column).toEqual(["changed", 4]);
      if (engine === "postgres" && column === "audit_record_id") {
        await run(
          sql`ALTER TABLE audit_records ALTER audit_record_id ADD GENERATED ALWAYS AS IDENTITY`,
        );
        await run(
          sql`SELECT setval(pg_get_serial_sequence('audit_records', 'audit_record_id'), 5000000)`,
        );
      }
    }
    for (const change of [
      sql`UPDATE audit_records SET number = 99`,
      sql`UPDATE audit_records SET number = NULL, hash = NULL`,
      sql`UPDATE audit_records SET workspace_id = 'ws_elsewhere', number = 1`,
      sql`DELETE FROM audit_records`,
    ]) {
      const workspaceId = await chain();
      await run(sql`${change} WHERE workspace_id = ${workspaceId} AND number = 7`);
      expect(await broken(store, workspaceId)).toEqual(["removed", 7]);
      await run(sql`DELETE FROM audit_records WHERE workspace_id = 'ws_elsewhere'`);
    }
  });

  test("two that changed places are named, and one that was put in", async () => {
    const swapped = await chain();
    await run(
      sql`UPDATE audit_records SET number = -1 WHERE workspace_id = ${swapped} AND number = 5`,
    );
    await run(
      sql`UPDATE audit_records SET number = 5 WHERE workspace_id = ${swapped} AND number = 6`,
    );
    await run(
      sql`UPDATE audit_records SET number = 6 WHERE workspace_id = ${swapped} AND number = -1`,
    );
    expect(await broken(store, swapped)).toEqual(["changed", 5]);
    const grown = await chain();
    for (let number = 10; number >= 3; number -= 1) {
      await run(sql`UPDATE audit_records SET number = ${number + 1}
        WHERE workspace_id = ${grown} AND number = ${number}`);
    }
    await run(sql`INSERT INTO audit_records (workspace_id, recorded_at, actor_kind, actor_id, actor_label,
        action, target_kind, target_id, details, number, hash)
      SELECT workspace_id, recorded_at, actor_kind, actor_id, actor_label, action, target_kind, 'app_x',
        details, 3, hash FROM audit_records WHERE workspace_id = ${grown} AND number = 2`);
    expect(await broken(store, grown)).toEqual(["changed", 3]);
  });

  test("a chain whose end was cut is told by its seal, also where the end says so", async () => {
    const cut = await chain();
    await run(sql`DELETE FROM audit_records WHERE workspace_id = ${cut} AND number > 8`);
    expect(await broken(store, cut)).toEqual(["removed", 9]);
    await run(sql`UPDATE audit_chains SET last_number = 8, last_hash = (SELECT hash FROM audit_records
      WHERE workspace_id = ${cut} AND number = 8) WHERE chain_id = ${cut}`);
    expect(await broken(store, cut)).toEqual(["end_changed", 8]);
    await inserted(store, cut, 1);
    await linkWaiting({ store });
    expect(await broken(store, cut)).toEqual(["end_was_changed", 8]);
    const headless = await chain();
    await run(sql`DELETE FROM audit_chains WHERE chain_id = ${headless}`);
    expect(await broken(store, headless)).toEqual(["end_changed", 10]);
    await inserted(store, headless, 1);
    await linkWaiting({ store });
    expect(await broken(store, headless)).toEqual(["end_was_changed", 10]);
  });

  test("a seal whose key nobody has proves nothing: it is found out, and stays found out", async () => {
    const cut = await chain();
    await run(sql`DELETE FROM audit_records WHERE workspace_id = ${cut} AND number > 5`);
    await run(sql`UPDATE audit_chains SET last_number = 5, key_id = 'dek_none', seal = 'x',
      last_hash = (SELECT hash FROM audit_records WHERE workspace_id = ${cut} AND number = 5)
      WHERE chain_id = ${cut}`);
    expect(await broken(store, cut)).toEqual(["end_changed", 5]);
    await read(store, cut, 1);
    expect(await broken(store, cut)).toEqual(["end_was_changed", 5]);
    await run(sql`UPDATE audit_chains SET broken_number = NULL, key_id = 'dek_none'
      WHERE chain_id = ${cut}`);
    expect(await broken(store, cut)).toEqual(["end_changed", 6]);
    await read(store, cut, 1);
    expect(await broken(store, cut)).toEqual(["end_was_changed", 6]);
    await resealAll({ store, clock: systemClock }, { workspaceId: null, pageRows: 3, pauseMs: 0 });
    expect(await broken(store, cut)).toEqual(["end_was_changed", 6]);
  });

  test("so does one by a data key that somebody put there who cannot wrap", async () => {
    const forged = await chain();
    await run(sql`INSERT INTO data_keys
      (data_key_id, workspace_id, root_key_id, wrapped_key, state, created_at, changed_at)
      SELECT 'dek_forged', '', root_key_id, wrapped_key, 'deprecated', 1, 1 FROM data_keys
      WHERE workspace_id = '' AND state = 'primary'`);
    await run(sql`UPDATE audit_chains SET key_id = 'dek_forged' WHERE chain_id = ${forged}`);
    expect(await broken(store, forged)).toEqual(["end_changed", 10]);
    await read(store, forged, 1);
    expect(await broken(store, forged)).toEqual(["end_was_changed", 10]);
    await run(sql`DELETE FROM data_keys WHERE data_key_id = 'dek_forged'`);
  });

  test("a chain that was begun anew is told by a record that was noted elsewhere", async () => {
    const anew = await chain();
    const { lastNumber, lastHash } = await verifyChain(store, anew, () => {});
    const noted = { number: lastNumber ?? 0, hash: lastHash ?? "" };
    await read(store, anew, 1);
    const isThere = async () => (await verifyChain(store, anew, () => {}, noted)).isExpectedThere;
    expect(await isThere()).toBe(true);
    await run(sql`DELETE FROM audit_chains WHERE chain_id = ${anew}`);
    await run(
      sql`UPDATE audit_records SET number = NULL, hash = NULL WHERE workspace_id = ${anew}`,
    );
    await run(sql`UPDATE audit_records SET target_id = 'app_other'
      WHERE workspace_id = ${anew} AND target_id = 'app_1'`);
    await linkWaiting({ store });
    expect(await numbers(anew)).toHaveLength(11);
    expect(await isThere()).toBe(false);
  });

  test("a chain of which every hash was made anew has an end that nobody sealed", async () => {
    const forged = await chain();
    await run(
      sql`UPDATE audit_records SET action = 'app.deleted' WHERE workspace_id = ${forged} AND number = 1`,
    );
    await run(
      sql`UPDATE audit_records SET number = NULL, hash = NULL WHERE workspace_id = ${forged}`,
    );
    await run(sql`DELETE FROM audit_chains WHERE chain_id = ${forged}`);
    // As somebody would who has the program and not the key.
    const other = { ...store, keyring: { ...store.keyring, derive: () => new Uint8Array(32) } };
    await linkRecords(other, forged, 100);
    expect(await broken(store, forged)).toEqual(["end_changed", 10]);
  });

  test("a record of a change that is undone is not there, and leaves no gap", async () => {
    const workspaceId = await chain();
    const undone = inTransaction(store, async (within) => {
      await insertAuditRecord(within, entryOf(workspaceId, "app_undone"));
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await inserted(store, workspaceId, 1);
    await linkWaiting({ store });
    expect(await numbers(workspaceId)).toHaveLength(11);
    expect(await broken(store, workspaceId)).toBeNull();
  });

  test("people are named by id: what is said of them is erased, and the chain stays whole", async () => {
    const workspaceId = "ws_people";
    const mia = { kind: "operator", id: "opr_gone", label: "Mia (mia@example.com)" } as const;
    const details = { email: "Mia@example.com", role: "admin" };
    await insertAuditRecord(store, { ...entryOf(workspaceId, "opr_2"), actor: mia, details });
    await linkWaiting({ store });
    const page = { after: null, limit: 10 };
    const filters = { actorId: null, action: null, targetId: null, from: null, to: null };
    const shown = async () => {
      const asked = { ...page, filters: { ...filters, tokenReads: "without" as const } };
      const [record] = await listAuditRecords(store, workspaceId, asked);
      return [record?.actor.label, record?.details];
    };
    expect(await shown()).toEqual(["opr_gone", details]);
    const { rows } = await sql<{
      all: string;
    }>`SELECT actor_label || details AS "all" FROM audit_records
      WHERE workspace_id = ${workspaceId}`.execute(store.db);
    expect(rows[0]?.all).not.toMatch(/mia/i);
    expect(await forgetPeople(store, "mia@example.com")).toBe(1);
    expect(await shown()).toEqual(["opr_gone", { email: "[erased]", role: "admin" }]);
    expect(await broken(store, workspaceId)).toBeNull();
  });

  test("what was recorded before there were chains is linked, with people by id", async () => {
    const workspaceId = "ws_older";
    await store.db
      .insertInto("audit_records")
      .values({
        workspace_id: workspaceId,
        recorded_at: 1_000,
        actor_kind: "operator",
        actor_id: "opr_old",
        actor_label: "Bo (bo@example.com)",
        action: "member.changed",
        target_kind: "operator",
        target_id: "opr_3",
        details: '{"email":"mo@example.com","to":"admin"}',
      })
      .execute();
    await linkWaiting({ store });
    expect(await broken(store, workspaceId)).toBeNull();
    const { rows } = await sql<{
      all: string;
    }>`SELECT actor_label || details AS "all" FROM audit_records
      WHERE workspace_id = ${workspaceId}`.execute(store.db);
    expect(rows[0]?.all).not.toMatch(/example\.com/);
  });

  test("older ones come before reads of tokens in it, and so go once they are too old", async () => {
    const workspaceId = "ws_upgraded";
    await run(sql`INSERT INTO workspaces (workspace_id, name, created_at, audit_days)
      VALUES (${workspaceId}, 'upgraded', 1, 30)`);
    const then = store.clock.nowSeconds() - 40 * 86_400;
    const before = { ...store, clock: { ...store.clock, nowSeconds: () => then } };
    await inserted(before, workspaceId, 7);
    await read(store, workspaceId, 1);
    await linkWaiting({ store });
    await read(store, workspaceId, 1);
    expect(await broken(store, workspaceId)).toBeNull();
    await removeOldRecords(store);
    expect(await numbers(workspaceId)).toEqual([8, 9]);
    expect(await broken(store, workspaceId)).toBeNull();
  });

  test("what is too old, or too much, goes from the beginning, and what is left verifies", async () => {
    const workspaceId = await chain();
    await run(sql`INSERT INTO workspaces (workspace_id, name, created_at, audit_records_max)
      VALUES (${workspaceId}, 'kept', 1, 4)`);
    await removeOldRecords(store);
    expect(await numbers(workspaceId)).toEqual([7, 8, 9, 10]);
    expect(await broken(store, workspaceId)).toBeNull();
    await run(sql`UPDATE workspaces SET audit_records_max = NULL, audit_days = 1
      WHERE workspace_id = ${workspaceId}`);
    const later = { ...store.clock, nowSeconds: () => store.clock.nowSeconds() + 200_000 };
    await inserted({ ...store, clock: later }, workspaceId, 2);
    await linkWaiting({ store });
    await removeOldRecords({ ...store, clock: later });
    expect((await numbers(workspaceId)).at(-1)).toBe(12);
    expect(await broken(store, workspaceId)).toBeNull();
    await inserted(store, workspaceId, 1);
    await linkWaiting({ store });
    expect(await broken(store, workspaceId)).toBeNull();
    await run(sql`UPDATE audit_chains SET anchor_number = 11 WHERE chain_id = ${workspaceId}`);
    expect(await broken(store, workspaceId)).not.toBeNull();
  });

  test("two processes that write and link at once leave one whole chain of 10,000", async () => {
    const other = (await world.another()).app.context.store;
    const workspaceId = "ws_busy";
    const write = async (mine: Store) => {
      for (let round = 0; round < 10; round += 1) {
        await inserted(mine, workspaceId, 250);
        await linkWaiting({ store: mine });
        await read(mine, workspaceId, 250);
      }
    };
    await Promise.all([write(store), write(other)]);
    await linkWaiting({ store });
    expect(await broken(store, workspaceId, 5_000)).toBeNull();
    const found = await numbers(workspaceId);
    expect([found.length, found[0], found.at(-1)]).toEqual([10_000, 1, 10_000]);
  });
});
