/** SEC-102: what one workspace has recorded, and a sink does not take, holds up no other workspace. */

import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { directly } from "../src/lib/egress.ts";
import { createOutbound } from "../src/lib/outbound.ts";
import { Secret } from "../src/lib/secret.ts";
import {
  type AuditSink,
  createShipper,
  linkWaiting,
  openSinks,
  sinkStates,
} from "../src/service/trail/index.ts";
import { insertAuditRecords } from "../src/store/audit-records.ts";
import type { Store } from "../src/store/store.ts";

const secret = new Secret(`whsec_${Buffer.alloc(32, 7).toString("base64")}`);
const bad = "<script>";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let receiver: ScriptedServer;
  let clock: FakeClock;
  let store: Store;
  let outbound: ReturnType<typeof createOutbound>;
  /** By workspace, what was taken. */
  let taken: Map<string, number[]>;
  let refuses: (body: string) => number | undefined;

  beforeAll(async () => {
    receiver = await startScriptedServer();
    world = await startWorld({ engine });
    outbound = createOutbound({
      egress: directly,
      allowedPrivateOrigins: new Set([receiver.origin]),
    });
  });
  afterAll(async () => {
    await outbound.close();
    await world.close();
    await receiver.close();
  });
  beforeEach(async () => {
    receiver.reset();
    taken = new Map();
    refuses = () => undefined;
    receiver.on("/hook", ({ body }) => {
      const status = refuses(body);
      if (status !== undefined) return { status };
      for (const { workspace_id: id, number } of JSON.parse(body).data.records) {
        taken.set(id, [...(taken.get(id) ?? []), number]);
      }
      return { status: 200 };
    });
    clock = createFakeClock();
    store = { ...world.app.context.store, clock };
    for (const table of ["audit_cursors", "audit_sinks", "audit_records", "audit_chains"]) {
      await sql`DELETE FROM ${sql.table(table)}`.execute(store.db);
    }
  });

  async function inserted(workspaceIds: readonly string[], names: readonly string[]) {
    await insertAuditRecords(
      store,
      workspaceIds.flatMap((workspaceId) =>
        names.map((name) => ({
          workspaceId,
          actor: { kind: "workspace_key", id: "key_1", label: "a key" } as const,
          action: "app.changed" as const,
          target: { kind: "app", id: "app_1" },
          details: { name },
        })),
      ),
    );
    await linkWaiting({ store });
  }
  const hook = () => ({ url: `${receiver.origin}/hook`, secrets: [secret] });
  const settings = () => ({ file: null, otlp: null, webhook: hook() });
  function shipper(through = store) {
    const [sink] = openSinks(settings(), { send: outbound.send, clock });
    const closing = new AbortController().signal;
    return createShipper(
      { ...world.app.context, store: through, clock, closing },
      sink as AuditSink,
    );
  }
  const upTo = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  const state = async () => (await sinkStates(store, settings()))[0];

  test.each([403, 413])(
    "%i to one record: only its workspace waits, up to that record, and goes on in order once it is taken",
    async (status) => {
      refuses = (body) => (body.includes(bad) ? status : undefined);
      await inserted(["ws_a", "ws_c"], ["fine", "fine"]);
      await inserted(["ws_b"], ["fine", "fine", bad, "fine"]);
      const { ship, measure } = shipper();
      await ship();
      expect(taken.get("ws_a")).toEqual([1, 2]);
      expect(taken.get("ws_b")).toEqual([1, 2]);
      expect(taken.get("ws_c")).toEqual([1, 2]);
      // Tried again after pauses that grow; what others record meanwhile is sent at once.
      const before = receiver.requests.length;
      await ship();
      expect(receiver.requests).toHaveLength(before);
      for (let at = 3; at < 15; at += 1) {
        await inserted(["ws_a", "ws_c"], ["fine"]);
        clock.advance(60_000);
        await ship();
        expect(taken.get("ws_a")).toEqual(upTo(at));
        expect(taken.get("ws_c")).toEqual(upTo(at));
      }
      const refusedOnes = receiver.requests.slice(before).filter(({ body }) => body.includes(bad));
      expect(refusedOnes.length).toBeGreaterThan(5);
      expect(refusedOnes.length).toBeLessThan(11);
      for (const { body } of refusedOnes) expect(JSON.parse(body).data.records).toHaveLength(1);
      // It shows.
      expect(await state()).toMatchObject({
        waiting: 2,
        oldestSeconds: 720,
        failure: status === 413 ? "too_large" : "refused",
        isStopped: false,
      });
      await measure();
      const { body } = await world.app.context.metrics.render();
      expect(body).toContain('grantry_audit_records_waiting{sink="webhook"} 2');
      expect(body).toContain('grantry_audit_oldest_waiting_seconds{sink="webhook"} 720');

      refuses = () => undefined;
      clock.advance(300_000);
      await ship();
      expect(taken.get("ws_b")).toEqual([1, 2, 3, 4]);
      expect(await state()).toMatchObject({ waiting: 0, failure: null });
    },
  );

  test("a process that goes on for another sends the others, too, and no record of the refused one out of order", async () => {
    refuses = (body) => (body.includes(bad) ? 422 : undefined);
    await inserted(["ws_a", "ws_b"], ["fine", bad, "fine"]);
    await inserted(["ws_c"], ["fine"]);
    const first = shipper();
    await first.ship();
    await first.release();
    await inserted(["ws_c"], ["fine"]);
    await shipper().ship();
    expect(Object.fromEntries(taken)).toEqual({ ws_a: [1], ws_b: [1], ws_c: [1, 2] });
  });

  test("where what was refused is gone, nothing says any more that the sink refuses it", async () => {
    refuses = (body) => (body.includes(bad) ? 422 : undefined);
    await inserted(["ws_a"], ["fine"]);
    await inserted(["ws_b"], [bad]);
    const { ship } = shipper();
    await ship();
    expect(await state()).toMatchObject({ waiting: 1, failure: "refused" });
    await sql`DELETE FROM audit_records WHERE workspace_id = 'ws_b'`.execute(store.db);
    await sql`DELETE FROM audit_chains WHERE chain_id = 'ws_b'`.execute(store.db);
    clock.advance(1_000);
    await ship();
    await inserted(["ws_a"], ["fine"]);
    await ship();
    expect(await state()).toMatchObject({ waiting: 0, failure: null });
  });

  test("where every workspace is refused the sink is left alone after ten, for longer each time, and has everything in the end", async () => {
    const many = Array.from({ length: 60 }, (_, at) => `ws_${String(at).padStart(2, "0")}`);
    await inserted(many, ["fine", "fine"]);
    refuses = () => 403;
    const { ship } = shipper();
    await ship();
    // All of a batch, and ten alone.
    expect(receiver.requests).toHaveLength(11);
    await ship();
    expect(receiver.requests).toHaveLength(11);
    clock.advance(3_600_000);
    await ship();
    expect(receiver.requests.length).toBeLessThanOrEqual(22);
    refuses = () => undefined;
    clock.advance(3_600_000);
    await ship();
    expect(many.map((id) => taken.get(id))).toEqual(many.map(() => [1, 2]));
    expect(await state()).toMatchObject({ waiting: 0, failure: null });
  });

  test("twenty workspaces that are refused keep no other from being sent soon", async () => {
    const refused = Array.from({ length: 20 }, (_, at) => `ws_${String(at).padStart(2, "0")}`);
    refuses = (body) => (body.includes(bad) ? 400 : undefined);
    await inserted(refused, [bad, "fine"]);
    await inserted(["ws_last"], ["fine"]);
    const { ship } = shipper();
    for (let at = 0; at < 10; at += 1) {
      await ship();
      clock.advance(10_000);
    }
    expect(taken.get("ws_last")).toEqual([1]);
    expect([...taken.keys()]).toEqual(["ws_last"]);
  });

  test.each([401, 429, 500])(
    "%i is of the whole sink: nothing else is tried before the pause is over",
    async (status) => {
      refuses = () => status;
      await inserted(["ws_a", "ws_b"], ["fine"]);
      const { ship } = shipper();
      await ship();
      await ship();
      expect(receiver.requests).toHaveLength(1);
    },
  );

  test("a process that does not send, and one whose sink is left alone, looks through no chains", async () => {
    await inserted(["ws_a"], ["fine"]);
    const one = shipper();
    await one.ship();
    const statements: string[] = [];
    const counted = (): Store => ({
      ...store,
      db: store.db.withPlugin({
        transformQuery: ({ node }) => {
          statements.push(JSON.stringify(node));
          return node;
        },
        transformResult: async ({ result }) => result,
      }),
    });
    const chainsLookedAt = () => statements.filter((text) => text.includes("audit_chains")).length;
    const other = shipper(counted());
    await other.ship();
    expect([statements.length, chainsLookedAt()]).toEqual([1, 0]);
    // The one that has it has it as well while nothing waits.
    clock.advance(40_000);
    await one.ship();
    clock.advance(40_000);
    await other.ship();
    expect([statements.length, chainsLookedAt()]).toEqual([2, 0]);

    refuses = () => 500;
    await inserted(["ws_a"], ["fine"]);
    await one.release();
    await other.ship();
    expect(chainsLookedAt()).toBeGreaterThan(0);
    statements.length = 0;
    await other.ship();
    expect([statements.length, chainsLookedAt()]).toEqual([1, 0]);

    refuses = () => 410;
    clock.advance(1_000);
    await other.ship();
    clock.advance(3_600_000);
    statements.length = 0;
    await other.ship();
    expect([statements.length, chainsLookedAt()]).toEqual([1, 0]);
  });
});
