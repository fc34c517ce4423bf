/** A thousand callers, one expired token, one call to the provider (G3). */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Api, apiOf } from "@grantry/testing/api";
import { type Connected, startConnected, until } from "@grantry/testing/connected";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { forBothWorkspaces, preparedStatements } from "@grantry/testing/harness";
import { afterEach, describe, expect, test } from "vitest";

const callers = 1_000;
const hourMs = 3_600_000;

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

let connected: Connected;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill("SIGTERM");
    await once(child, "exit");
  }
  await connected.world.close();
});

async function readAll(processes: readonly Api[]) {
  const answers = await Promise.all(
    Array.from({ length: callers }, (_, count) => {
      const via = processes[count % processes.length];
      return connected.read(via === undefined ? {} : { via });
    }),
  );
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(callers);
  const tokens = new Set(answers.map(({ body }) => body.access_token));
  expect(tokens.size).toBe(1);
  expect(connected.refreshes()).toBe(1);
  expect(connected.world.sandbox.ledger.count("reuse")).toBe(0);
  expect(await connected.world.sandbox.ledger.isLive([...tokens][0] ?? "")).toBe(true);
}

/** A server in an operating system's process of its own, on the database of the world. */
async function startProcess(): Promise<Api> {
  const { world } = connected;
  const port = await reservePort();
  const child = spawn(process.execPath, [...fromSource, main], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      GRANTRY_PORT: String(port),
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_DATABASE_PREPARED_STATEMENTS: preparedStatements,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(world.sandbox.origin),
    },
  });
  children.push(child);
  let output = "";
  while (!output.includes("listening")) output += (await once(child.stdout, "data")).join("");
  return apiOf({ url: `http://127.0.0.1:${port}` });
}

test("on PostgreSQL, over four processes of the operating system", async () => {
  connected = await startConnected({ engine: "postgres" });
  const processes = await Promise.all([1, 2, 3, 4].map(startProcess));
  // Used up, as far as the servers know.
  const { db } = connected.world.app.context.store;
  await db.updateTable("connections").set({ expires_at: 1 }).execute();
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
    });
    clock.advance(hourMs);
    expect((await connected.read({ userId: "user-3" })).status).toBe(200);
    connected.world.sandbox.faults.next("token", { kind: "hang" }, 2);
    const hanging = ["user-1", "user-2"].map((userId) => connected.read({ userId }));
    const heard = connected.world.sandbox.ledger;
    await until(() => heard.count("fault") > 0);
    for (let count = 0; count < 20; count += 1) {
      expect((await connected.read({ userId: "user-3" })).status).toBe(200);
    }
    // The second gets through as well, and both hang still: they end with the provider.
    await until(() => heard.count("fault") === 2);
    expect(connected.world.app.context.flights.count()).toBeGreaterThanOrEqual(2);
    await connected.world.sandbox.close();
    expect((await Promise.all(hanging)).map(({ status }) => status)).toEqual([503, 503]);
  });
});
