/** What a provider answered survives a database that stays away, and the end of the process (G4). */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Connected, createHold, startConnected, until } from "@grantry/testing/connected";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";

describe("with a database that goes away just when the provider has rotated the token", () => {
  let folder: string;
  let connected: Connected;

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), "grantry-kept-")), "unstored");
    connected = await startConnected({
      engine: "postgres",
      unstoredFolder: folder,
      tokens: { storeMaxMs: 300, leaseMs: 1_000, heartbeatMs: 200, takeoverPauseMs: 500 },
    });
    const { db } = connected.world.app.context.store;
    await db.updateTable("connections").set({ expires_at: systemClock.nowSeconds() }).execute();
  });
  afterEach(async () => {
    await allowConnections(true);
    await connected.world.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Ends every connection to the test's database and lets none, or again any, in. */
  async function allowConnections(allowed: boolean): Promise<void> {
    const name = new URL(connected.world.databaseUrl).pathname.slice(1);
    const client = new pg.Client({ connectionString: inject("postgresUrl") });
    await client.connect();
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
    const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    if (!allowed) await client.query(terminate, [name]);
    await client.end();
  }

  /** Reads, and takes the database away between the provider's rotation and its answer. */
  async function loseDatabase() {
    const { sandbox } = connected.world;
    const hold = createHold();
    sandbox.faults.next("token", { kind: "held", until: hold.until, processed: true });
    const reading = connected.read();
    await until(() => sandbox.ledger.count("refresh") === 1);
    await allowConnections(false);
    hold.release();
    const answer = await reading;
    expect([answer.status, answer.body.code]).toEqual([503, "database_unavailable"]);
    expect(await files()).toHaveLength(1);
  }

  /** A pooler may go on refusing for a moment after the database is back. */
  const isStored = async () => (await connected.row().catch(() => undefined))?.version === 2;

  /** Complete ones: the same answer may be written anew beside. */
  const files = async () =>
    (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));

  test("the reader is told, the answer lies sealed in a file, and is stored when it is back", async () => {
    await loseDatabase();
    const [name = ""] = await files();
    const text = await readFile(join(folder, name), "utf8");
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    await allowConnections(true);
    await until(isStored);
    await until(async () => (await files()).length === 0);
    const { body } = await connected.read();
    expect(body.version).toBe(2);
    expect(text).not.toContain(body.access_token);
    expect((await connected.read({ refused_version: 2 })).body.version).toBe(3);
    expect(connected.world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("a process that ends before that leaves it to the next", async () => {
    await loseDatabase();
    const [name = ""] = await files();
    const text = await readFile(join(folder, name), "utf8");
    await allowConnections(true);
    await until(isStored);
    // As if the process had been killed before: the row as it was, the file still there.
    const { db } = connected.world.app.context.store;
    const { lease } = JSON.parse(text);
    await connected.world.app.context.flights.landed();
    await writeFile(join(folder, name), text);
    const before = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    await db
      .updateTable("connections")
      .set({
        version: 1,
        expires_at: 1,
        access_token: Buffer.from("what was there before"),
        refresh_token: Buffer.from("what was there before"),
        lease_owner: lease.owner,
        lease_number: lease.number,
        lease_until_ms: systemClock.nowMs() + 30_000,
      })
      .execute();
    await connected.world.another();
    const after = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    expect({ ...after, updated_at: 0 }).toEqual({ ...before, updated_at: 0 });
    expect(await files()).toEqual([]);
    expect((await connected.read({ refused_version: 2 })).body.version).toBe(3);
  });

  test("a file that is not ours, or is broken, stops nobody", async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "broken.json"), "{");
    await writeFile(join(folder, "other.json"), '{"lease":{},"answer":"{}"}');
    await writeFile(join(folder, "half.json.new"), "{");
    expect((await connected.world.another()).url).toContain("http");
    expect(connected.world.logLines.join("")).toContain("an unstored answer is unreadable");
  });
});
