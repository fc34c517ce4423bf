/** A thousand callers, one expired token, one call to the provider (G3). */
import { afterEach, describe, expect, test } from "vitest";
import { type Api, apiOf } from "../api.ts";
import { createFakeClock } from "../fake-clock.ts";
import { type Connected, startConnected } from "./connected.ts";

const callers = 1_000;
const hourMs = 3_600_000;

let connected: Connected;
afterEach(() => connected.world.close());

async function readAll(processes: readonly Api[]) {
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, count) => {
      const via = processes[count % processes.length];
      return connected.read("", via === undefined ? {} : { via });
    }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(callers);
  const tokens = new Set(answers.map(({ body }) => body.access_token));
  expect(tokens.size).toBe(1);
  expect(connected.refreshes()).toBe(1);
  expect(connected.world.sandbox.ledger.count("reuse")).toBe(0);
  expect(await connected.world.sandbox.ledger.isLive([...tokens][0] ?? "")).toBe(true);
}

test("on PostgreSQL, over four processes", async () => {
  const clock = createFakeClock();
  connected = await startConnected({ engine: "postgres", clock });
  const processes = [connected.api];
  while (processes.length < 4) processes.push(apiOf(await connected.world.another()));
  clock.advance(hourMs);
  await readAll(processes);
});

test("on SQLite, in one process", async () => {
  const clock = createFakeClock();
  connected = await startConnected({ engine: "sqlite", clock });
  clock.advance(hourMs);
  await readAll([connected.api]);
});

describe("with one database connection", () => {
  test("reads are served while refreshes hang: none holds it (G11)", async () => {
    const users = ["user-1", "user-2", "user-3"];
    const clock = createFakeClock();
    connected = await startConnected({
      engine: "postgres",
      clock,
      users,
      databasePoolSize: 1,
      outboundTimeoutMs: 2_000,
    });
    clock.advance(hourMs);
    expect((await connected.read("", { userId: "user-3" })).status).toBe(200);
    connected.world.sandbox.faults.next("token", { kind: "hang" }, 2);
    const hanging = ["user-1", "user-2"].map((userId) => connected.read("", { userId }));
    const heard = connected.world.sandbox.ledger;
    while (heard.count("fault") < 2) await new Promise((resolve) => setImmediate(resolve));
    for (let count = 0; count < 20; count += 1) {
      expect((await connected.read("", { userId: "user-3" })).status).toBe(200);
    }
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([503, 503]);
  });
});
