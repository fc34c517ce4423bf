/** SEC-102: the record can be kept elsewhere: sent to sinks, at least once, each chain in its order. */

import { hash } from "node:crypto";
import { mkdtemp, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { sql } from "kysely";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { directly } from "../src/lib/egress.ts";
import { createOutbound } from "../src/lib/outbound.ts";
import { Secret } from "../src/lib/secret.ts";
import {
  type AuditSink,
  createShipper,
  linkWaiting,
  openSinks,
  removeOldRecords,
  type SinkSettings,
} from "../src/service/trail/index.ts";
import { insertAuditRecords } from "../src/store/audit-records.ts";
import type { Store } from "../src/store/store.ts";

interface Shipped {
  readonly workspace_id: string | null;
  readonly number: number;
  readonly hash: string;
  readonly previous_hash: string;
  // biome-ignore lint/suspicious/noExplicitAny: a record as it comes.
  readonly [name: string]: any;
}

const secret = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const nothing: SinkSettings = { file: null, otlp: null, webhook: null };

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let receiver: ScriptedServer;
  let clock: FakeClock;
  let store: Store;
  let folder: string;
  let outbound: ReturnType<typeof createOutbound>;

  beforeAll(async () => {
    receiver = await startScriptedServer();
    world = await startWorld({ engine });
    outbound = createOutbound({
      egress: directly,
      allowedPrivateOrigins: new Set([receiver.origin]),
      totalTimeoutMs: 2_000,
    });
  });
  afterAll(async () => {
    await outbound.close();
    await world.close();
    await receiver.close();
  });
  beforeEach(async () => {
    receiver.reset();
    receiver.on("/hook", { status: 204 });
    clock = createFakeClock();
    store = { ...world.app.context.store, clock };
    folder = await mkdtemp(join(tmpdir(), "grantry-shipping-"));
    for (const table of ["audit_cursors", "audit_sinks", "audit_records", "audit_chains"]) {
      await sql`DELETE FROM ${sql.table(table)}`.execute(store.db);
    }
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function inserted(workspaceId: string | null, count: number, details = {}): Promise<void> {
    await insertAuditRecords(
      store,
      Array.from({ length: count }, (_, at) => ({
        workspaceId,
        actor: { kind: "workspace_key", id: "key_1", label: "a key" } as const,
        action: "app.changed" as const,
        target: { kind: "app", id: `app_${at}` },
        details: { name: `é "${at}"`, ...details },
      })),
    );
    await linkWaiting({ store });
  }

  const context = () => ({
    ...world.app.context,
    store,
    clock,
    closing: new AbortController().signal,
  });
  function shipperOf(settings: Partial<SinkSettings>) {
    const [sink] = openSinks({ ...nothing, ...settings }, { send: outbound.send, clock });
    return createShipper(context(), sink as AuditSink);
  }
  const hook = () => ({ url: `${receiver.origin}/hook`, secrets: [new Secret(secret)] });
  const shippedBy = (requests = receiver.requests): Shipped[] =>
    requests.flatMap(({ body }) => JSON.parse(body).data.records);
  const linesOf = async (path: string): Promise<Shipped[]> =>
    (await readFile(path, "utf8"))
      .split("\n")
      .slice(0, -1)
      .map((line) => JSON.parse(line));
  const row = async () =>
    await store.db.selectFrom("audit_sinks").selectAll().executeTakeFirstOrThrow();
  const cursors = async () =>
    await store.db.selectFrom("audit_cursors").select(["chain_id", "number"]).execute();
  const numbers = (records: readonly Shipped[], workspaceId: string | null) =>
    records.filter((one) => one.workspace_id === workspaceId).map(({ number }) => number);
  const upTo = (count: number, from = 1) =>
    Array.from({ length: count - from + 1 }, (_, at) => from + at);
  const logged = (message: string) =>
    world.logLines.filter((line) => JSON.parse(line).msg === message).length;

  /** By what docs/security/audit.md says, and nothing of ours. */
  function isWhole(records: readonly Shipped[]): boolean {
    return records.every((one) => {
      const text = JSON.stringify([
        "grantry audit 1",
        one.workspace_id ?? "",
        one.number,
        one.previous_hash,
        one["id"],
        Date.parse(one["at"]) / 1_000,
        one["actor"].kind,
        one["actor"].id,
        one["actor"].label,
        one["action"],
        one["target"].kind,
        one["target"].id,
        JSON.stringify(one["details"]),
        one["result"],
        one["address"],
        one["request_id"],
      ]);
      return hash("sha256", text, "base64url") === one.hash;
    });
  }

  test("a file gets every record of every chain, in order, as a line from which its hash can be made", async () => {
    const path = join(folder, "new", "audit.jsonl");
    await inserted("ws_a", 3);
    await inserted(null, 2);
    const shipper = shipperOf({ file: path });
    await shipper.ship();
    await inserted("ws_a", 1_500);
    await shipper.ship();
    const lines = await linesOf(path);
    expect(numbers(lines, "ws_a")).toEqual(upTo(1_503));
    expect(numbers(lines, null)).toEqual([1, 2]);
    expect(isWhole(lines)).toBe(true);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    await shipper.sink.close();
  });

  test("a file that was moved away is made anew, and nothing is written twice or to the old one", async () => {
    const path = join(folder, "audit.jsonl");
    const shipper = shipperOf({ file: path });
    await inserted("ws_a", 2);
    await shipper.ship();
    await rename(path, `${path}.1`);
    await inserted("ws_a", 1);
    await shipper.ship();
    expect(numbers(await linesOf(`${path}.1`), "ws_a")).toEqual([1, 2]);
    expect(numbers(await linesOf(path), "ws_a")).toEqual([3]);
    await rm(path);
    await writeFile(path, "", { mode: 0o640 });
    await inserted("ws_a", 1);
    await shipper.ship();
    expect(numbers(await linesOf(path), "ws_a")).toEqual([4]);
    await shipper.sink.close();
  });

  test("behind a line that was cut off the next one begins anew; a file that cannot be written is tried again", async () => {
    const path = join(folder, "audit.jsonl");
    await writeFile(path, '{"workspace_id":"ws_a","num');
    await inserted("ws_a", 2);
    const shipper = shipperOf({ file: path });
    await shipper.ship();
    const [torn, ...lines] = (await readFile(path, "utf8")).split("\n").slice(0, -1);
    expect(torn).toBe('{"workspace_id":"ws_a","num');
    expect(lines.map((line) => JSON.parse(line).number)).toEqual([1, 2]);

    const elsewhere = shipperOf({ file: folder });
    await elsewhere.ship();
    expect(await cursors()).toHaveLength(1);
    const failing = await store.db
      .selectFrom("audit_sinks")
      .select(["failure", "failures"])
      .where("failure", "is not", null)
      .execute();
    expect(failing).toEqual([{ failure: "file", failures: 1 }]);
    await shipper.sink.close();
  });

  test("a webhook is signed so that the standard's own library takes it, by each of two secrets", async () => {
    await inserted("ws_a", 2);
    const next = `whsec_${Buffer.alloc(24, 9).toString("base64")}`;
    const secrets = [new Secret(secret), new Secret(next)];
    await shipperOf({ webhook: { ...hook(), secrets } }).ship();
    const [request] = receiver.requests;
    if (request === undefined) throw new Error("Nothing came.");
    expect(request.headers["content-type"]).toBe("application/json");
    for (const one of [secret, next]) {
      const payload = new Webhook(one).verify(
        request.body,
        request.headers as Record<string, string>,
      ) as { type: string; timestamp: string };
      expect(payload.type).toBe("audit.recorded");
      expect(Date.parse(payload.timestamp)).not.toBeNaN();
    }
    expect(() =>
      new Webhook(secret).verify(`${request.body} `, request.headers as Record<string, string>),
    ).toThrow();
    expect(isWhole(shippedBy())).toBe(true);
  });

  test("batches are bounded in number and in bytes, and one large record goes alone", async () => {
    await inserted("ws_a", 450);
    await inserted("ws_a", 3, { large: "x".repeat(70_000) });
    await shipperOf({ webhook: hook() }).ship();
    expect(numbers(shippedBy(), "ws_a")).toEqual(upTo(453));
    const sizes = receiver.requests.map(({ body }) => [
      JSON.parse(body).data.records.length,
      body.length,
    ]);
    for (const [count = 0, bytes = 0] of sizes) {
      expect(count).toBeLessThanOrEqual(200);
      expect(bytes < 65_536 || count === 1).toBe(true);
    }
  });

  test("many chains take turns, each in its order", async () => {
    await inserted("ws_many", 2_000);
    for (let at = 0; at < 60; at += 1) await inserted(`ws_${at}`, 2);
    await shipperOf({ webhook: hook() }).ship();
    const shipped = shippedBy();
    expect(numbers(shipped, "ws_many")).toEqual(upTo(2_000));
    for (let at = 0; at < 60; at += 1) expect(numbers(shipped, `ws_${at}`)).toEqual([1, 2]);
    // Nobody waits until the long one is through.
    const last = shipped.findLastIndex((one) => one.workspace_id !== "ws_many");
    expect(last).toBeLessThan(1_000);
  });

  const faults = {
    "500": { kind: "answer", status: 500 },
    "503 without a word": { kind: "answer", status: 503 },
    "401": { kind: "answer", status: 401 },
    "a redirect": { kind: "answer", status: 307, headers: { location: "/elsewhere" } },
    "a connection that breaks": { kind: "drop" },
    "an answer that breaks off": { kind: "cut" },
    "no answer": { kind: "hang" },
  } as const;
  test.each(Object.entries(faults))(
    "%s: nothing is lost; the same is sent again by the same id after a pause",
    async (_name, fault) => {
      await inserted("ws_a", 2);
      const shipper = shipperOf({ webhook: hook() });
      receiver.on("/hook", { status: 200, body: { ok: true } });
      receiver.faults.next("/hook", fault);
      await shipper.ship();
      if (fault.kind !== "cut") expect(await cursors()).toEqual([]);
      // More waits by then, and is sent after it.
      await inserted("ws_a", 1);
      await shipper.ship();
      if (fault.kind !== "cut") expect(receiver.requests).toHaveLength(1);
      clock.advance(1_000);
      await shipper.ship();
      expect(receiver.requests.map(({ path }) => path)).not.toContain("/elsewhere");
      expect(await cursors()).toEqual([{ chain_id: "ws_a", number: 3 }]);
      const [first, second] = receiver.requests;
      if (fault.kind !== "cut") {
        expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
        expect(second?.body).toBe(first?.body);
      }
      const seen = new Set(numbers(shippedBy(), "ws_a"));
      expect([...seen]).toEqual([1, 2, 3]);
      expect(await row()).toMatchObject({ failures: 0, failure: null, failing_since: null });
    },
  );

  test("pauses grow, and a longer one that is asked for is kept", async () => {
    await inserted("ws_a", 1);
    const shipper = shipperOf({ webhook: hook() });
    receiver.faults.every("/hook", { kind: "answer", status: 500 });
    const pauses: number[] = [];
    for (let at = 0; at < 12; at += 1) {
      await shipper.ship();
      const { next_try_at } = await row();
      pauses.push(next_try_at - clock.nowSeconds());
      clock.advance((next_try_at - clock.nowSeconds()) * 1_000);
    }
    for (const [at, pause] of pauses.entries()) {
      expect(pause).toBeGreaterThanOrEqual(Math.min(150, 2 ** at / 2));
      expect(pause).toBeLessThanOrEqual(Math.min(300, 2 ** at));
    }
    receiver.faults.clear();
    const headers = { "retry-after": "1200" };
    receiver.faults.next("/hook", { kind: "answer", status: 429, headers });
    await shipper.ship();
    expect((await row()).next_try_at - clock.nowSeconds()).toBe(1_200);
    clock.advance(1_199_000);
    await shipper.ship();
    expect(receiver.requests).toHaveLength(13);
    clock.advance(1_000);
    await shipper.ship();
    expect(await cursors()).toEqual([{ chain_id: "ws_a", number: 1 }]);
  });

  test("410 stops it, and is told; a server that starts anew asks once more", async () => {
    await inserted("ws_a", 1);
    const shipper = shipperOf({ webhook: hook() });
    receiver.faults.every("/hook", { kind: "answer", status: 410 });
    await shipper.ship();
    clock.advance(86_400_000);
    await shipper.ship();
    expect(receiver.requests).toHaveLength(1);
    expect((await row()).stopped_at).not.toBeNull();
    expect(logged("the sink wants no audit records any more: it answered 410")).toBe(1);
    await shipper.measure();
    const { body } = await world.app.context.metrics.render();
    expect(body).toContain('grantry_audit_sink_stopped{sink="webhook"} 1');
    receiver.faults.clear();
    await shipperOf({ webhook: hook() }).ship();
    expect(numbers(shippedBy(), "ws_a")).toEqual([1, 1]);
    expect((await row()).stopped_at).toBeNull();
  });

  test("413: less is sent at once, until it is taken", async () => {
    await inserted("ws_a", 40);
    const shipper = shipperOf({ webhook: hook() });
    receiver.on("/hook", ({ body }) => ({ status: body.length > 5_000 ? 413 : 200 }));
    for (let at = 0; at < 60; at += 1) {
      await shipper.ship();
      clock.advance(300_000);
    }
    expect(await cursors()).toEqual([{ chain_id: "ws_a", number: 40 }]);
    const took = receiver.requests.filter(({ body }) => body.length <= 5_000);
    expect(numbers(shippedBy(took), "ws_a")).toEqual(upTo(40));
  });

  test("an address that is private, and not allowed, is never called", async () => {
    await inserted("ws_a", 1);
    const url = receiver.origin.replace("127.0.0.1", "localhost").replace("http:", "https:");
    await shipperOf({ webhook: { ...hook(), url: `${url}/hook` } }).ship();
    expect(receiver.requests).toHaveLength(0);
    expect((await row()).failure).toBe("not_allowed");
  });

  test("of two processes one sends; where it says nothing more the other goes on, and the first moves nothing", async () => {
    await inserted("ws_a", 2);
    const one = shipperOf({ webhook: hook() });
    const other = shipperOf({ webhook: hook() });
    let let_go = () => {};
    const until = new Promise<void>((done) => {
      let_go = done;
    });
    receiver.faults.next("/hook", { kind: "held", until, processed: true });
    const sending = one.ship();
    await expect.poll(() => receiver.requests.length).toBe(1);
    await other.ship();
    expect(receiver.requests).toHaveLength(1);
    // As if the first were dead: nobody hears of it for a minute.
    clock.advance(61_000);
    await other.ship();
    expect(receiver.requests).toHaveLength(2);
    await inserted("ws_a", 1);
    await other.ship();
    let_go();
    await sending;
    expect(await cursors()).toEqual([{ chain_id: "ws_a", number: 3 }]);
    await one.ship();
    expect(receiver.requests).toHaveLength(3);
    await other.release();
    await inserted("ws_a", 1);
    await one.ship();
    expect(numbers(shippedBy(), "ws_a")).toEqual([1, 2, 1, 2, 3, 4]);
  });

  test("each sink has a place of its own: what one does not take the other has", async () => {
    const path = join(folder, "audit.jsonl");
    await inserted("ws_a", 2);
    receiver.faults.every("/hook", { kind: "answer", status: 500 });
    const [file, webhook] = [shipperOf({ file: path }), shipperOf({ webhook: hook() })];
    await webhook.ship();
    await file.ship();
    expect(numbers(await linesOf(path), "ws_a")).toEqual([1, 2]);
    await webhook.measure();
    await file.measure();
    const { body } = await world.app.context.metrics.render();
    expect(body).toContain('grantry_audit_records_waiting{sink="webhook"} 2');
    expect(body).toContain('grantry_audit_records_waiting{sink="file"} 0');
    await file.sink.close();
  });

  test("how long the oldest has waited is told, of a chain of no workspace, too", async () => {
    await inserted(null, 1);
    clock.advance(100_000);
    await inserted("ws_a", 1);
    const shipper = shipperOf({ webhook: hook() });
    await shipper.measure();
    const { body } = await world.app.context.metrics.render();
    expect(body).toContain('grantry_audit_records_waiting{sink="webhook"} 2');
    expect(body).toContain('grantry_audit_oldest_waiting_seconds{sink="webhook"} 100');
  });

  describe("retention", () => {
    const keep = async (days: number | null, records: number | null) => {
      await sql`UPDATE workspaces SET audit_days = ${days}, audit_records_max = ${records}
        WHERE workspace_id = 'ws_test'`.execute(store.db);
    };
    afterEach(() => keep(null, null));
    const left = async () => {
      const { rows } = await sql<{ number: number }>`SELECT number FROM audit_records
        WHERE workspace_id = 'ws_test' ORDER BY number`.execute(store.db);
      return rows.map(({ number }) => Number(number));
    };
    const day = 86_400_000;

    test.each([
      ["age", 30, null],
      ["number", null, 1],
    ])("by %s waits for a sink that fails, for three days", async (_by, days, records) => {
      await inserted("ws_test", 3);
      await keep(days, records);
      const shipper = shipperOf({ webhook: hook() });
      receiver.faults.every("/hook", { kind: "answer", status: 500 });
      clock.advance(days === null ? 0 : 31 * day);
      await shipper.ship();
      await removeOldRecords(store);
      expect(await left()).toEqual([1, 2, 3]);
      clock.advance(2 * day + 3_600_000);
      await shipper.ship();
      await removeOldRecords(store);
      expect(await left()).toEqual(days === null ? [1, 2, 3] : [3]);
      clock.advance(day);
      await shipper.ship();
      await removeOldRecords(store);
      expect(await left()).toEqual([3]);
      receiver.faults.clear();
      clock.advance(300_000);
      await shipper.ship();
      expect(await cursors()).toEqual([{ chain_id: "ws_test", number: 3 }]);
    });

    test("what was sent goes as if there were no sink; one that nobody uses any more is not waited for", async () => {
      const shipper = shipperOf({ webhook: hook() });
      await inserted("ws_test", 3);
      await shipper.ship();
      await keep(null, 1);
      await removeOldRecords(store);
      expect(await left()).toEqual([3]);
      await inserted("ws_test", 3);
      clock.advance(3 * day + 1_000);
      await removeOldRecords(store);
      expect(await left()).toEqual([6]);
    });

    test("what was removed before it was sent is counted and told, and what comes after it is sent", async () => {
      const shipper = shipperOf({ webhook: hook() });
      await inserted("ws_test", 1);
      await shipper.ship();
      await inserted("ws_test", 4);
      clock.advance(4 * day);
      await keep(null, 1);
      await removeOldRecords(store);
      const before = logged("audit records were removed before the sink had them");
      await shipper.ship();
      expect(numbers(shippedBy(), "ws_test")).toEqual([1, 5]);
      expect(isWhole(shippedBy())).toBe(true);
      expect(logged("audit records were removed before the sink had them")).toBe(before + 1);
      const { body } = await world.app.context.metrics.render();
      expect(body).toContain(
        'grantry_audit_records_not_sent_total{sink="webhook",why="removed"} 3',
      );
    });
  });

  describe("what was changed in the database shows", () => {
    const message = "the audit trail does not go on where the sink is";

    test("a record that was changed before it was sent does not fit its hash elsewhere", async () => {
      await inserted("ws_a", 3);
      await sql`UPDATE audit_records SET target_id = 'app_9' WHERE number = 2`.execute(store.db);
      await shipperOf({ webhook: hook() }).ship();
      const shipped = shippedBy();
      expect(shipped.map((one) => isWhole([one]))).toEqual([true, false, true]);
    });

    test("a chain that was begun anew is told, and sent anew where it is shorter", async () => {
      const shipper = shipperOf({ webhook: hook() });
      await inserted("ws_a", 4);
      await shipper.ship();
      const before = logged(message);
      const again = async (without: string) => {
        await sql`DELETE FROM audit_records WHERE target_id = ${without}`.execute(store.db);
        await sql`UPDATE audit_records SET number = NULL, hash = NULL`.execute(store.db);
        await sql`DELETE FROM audit_chains`.execute(store.db);
        await linkWaiting({ store });
      };
      await again("app_1");
      await shipper.ship();
      expect(numbers(shippedBy(), "ws_a")).toEqual([1, 2, 3, 4, 1, 2, 3]);
      expect(logged(message)).toBe(before + 1);
      // As long as before: what follows does not fit what was sent.
      await again("app_2");
      await inserted("ws_a", 2);
      receiver.requests.length = 0;
      await shipper.ship();
      expect(logged(message)).toBe(before + 2);
      expect(shippedBy().map((one) => isWhole([one]))).toEqual([false]);
    });

    test("records that were taken away before they were sent hold up nothing", async () => {
      const shipper = shipperOf({ webhook: hook() });
      await inserted("ws_a", 3);
      await sql`DELETE FROM audit_records`.execute(store.db);
      const before = logged(message);
      await shipper.ship();
      expect(logged(message)).toBe(before + 1);
      await inserted("ws_a", 1);
      await shipper.ship();
      expect(numbers(shippedBy(), "ws_a")).toEqual([4]);
    });
  });
});
