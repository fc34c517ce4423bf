/** SEC-102: records as OpenTelemetry logs, decoded by the protocol's official definitions. */
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { otlpRequests } from "@grantry/testing/otlp-definitions";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { directly } from "../src/lib/egress.ts";
import { createOutbound } from "../src/lib/outbound.ts";
import { Secret } from "../src/lib/secret.ts";
import { createShipper, linkWaiting, openSinks } from "../src/service/trail/index.ts";
import { insertAuditRecords } from "../src/store/audit-records.ts";
import type { Store } from "../src/store/store.ts";

let world: World;
let collector: ScriptedServer;
let outbound: ReturnType<typeof createOutbound>;
let clock: FakeClock;
let store: Store;

beforeAll(async () => {
  collector = await startScriptedServer();
  clock = createFakeClock();
  world = await startWorld();
  store = { ...world.app.context.store, clock };
  outbound = createOutbound({
    egress: directly,
    allowedPrivateOrigins: new Set([collector.origin]),
  });
});
afterAll(async () => {
  await outbound.close();
  await world.close();
  await collector.close();
});
beforeEach(() => {
  collector.reset();
  collector.on("/v1/logs", { status: 200, body: { partialSuccess: {} } });
});

function shipper() {
  const headers = new Map([["authorization", new Secret("Bearer canary-of-the-collector")]]);
  const otlp = { url: `${collector.origin}/v1/logs`, headers };
  const [sink] = openSinks({ file: null, webhook: null, otlp }, { send: outbound.send, clock });
  if (sink === undefined) throw new Error("There is no sink.");
  const closing = new AbortController().signal;
  return createShipper({ ...world.app.context, store, clock, closing }, sink);
}

async function inserted(workspaceId: string | null, result = "ok"): Promise<void> {
  await insertAuditRecords(store, [
    {
      workspaceId,
      actor: { kind: "workspace_key", id: "key_1", label: "a key" },
      action: "app.changed",
      target: { kind: "app", id: "app_1" },
      result,
    },
  ]);
  await linkWaiting({ store });
}

test("a batch is an export request of the protocol, with no member that it does not know", async () => {
  await inserted("ws_otlp");
  await inserted("ws_otlp", "forbidden");
  const sender = shipper();
  await sender.ship();
  await sender.release();
  const sent = collector.requests.at(-1);
  expect(sent?.headers).toMatchObject({
    "content-type": "application/json",
    authorization: "Bearer canary-of-the-collector",
  });
  const body = JSON.parse(sent?.body ?? "");
  const bytes = otlpRequests.logs.encode(otlpRequests.logs.fromObject(body)).finish();
  const read = otlpRequests.logs.decode(bytes);
  // What the definitions do not know, or know otherwise, would be missing or different.
  expect(otlpRequests.logs.toObject(read, { longs: String })).toEqual(body);
  const [logs] = body.resourceLogs;
  expect(logs.resource.attributes).toContainEqual({
    key: "service.name",
    value: { stringValue: "grantry" },
  });
  const records = logs.scopeLogs[0].logRecords.filter((one: { body: { stringValue: string } }) =>
    one.body.stringValue.includes("ws_otlp"),
  );
  expect(records).toHaveLength(2);
  const [first, second] = records.map((one: { body: { stringValue: string } }) =>
    JSON.parse(one.body.stringValue),
  );
  expect([first.number, second.number, second.previous_hash]).toEqual([1, 2, first.hash]);
  expect(records[0]).toMatchObject({
    severityNumber: 9,
    eventName: "grantry.audit.app.changed",
    timeUnixNano: `${Date.parse(first.at) / 1_000}000000000`,
  });
  expect(records[1].severityNumber).toBe(13);
  expect(records[1].attributes).toContainEqual({
    key: "grantry.audit.number",
    value: { intValue: "2" },
  });
});

test("what the collector says it did not keep is told, and not sent again, as the protocol says", async () => {
  const sender = shipper();
  await inserted("ws_otlp");
  collector.on("/v1/logs", {
    status: 200,
    body: { partialSuccess: { rejectedLogRecords: "1", errorMessage: "no" } },
  });
  await sender.ship();
  clock.advance(600_000);
  await sender.ship();
  await sender.release();
  expect(collector.requests).toHaveLength(1);
  const { body } = await world.app.context.metrics.render();
  expect(body).toContain('grantry_audit_records_not_sent_total{sink="otlp",why="rejected"} 1');
});

test("no header that proves who sends is in the log or the database", async () => {
  collector.on("/v1/logs", { status: 401, body: { message: "no" } });
  await inserted("ws_otlp");
  await shipper().ship();
  const rows = await store.db.selectFrom("audit_sinks").selectAll().execute();
  const all = world.logLines.join() + JSON.stringify(rows);
  expect(all).toContain("audit records were not taken");
  expect(all).not.toContain("canary-of-the-collector");
  expect(all).not.toContain(collector.origin);
});
