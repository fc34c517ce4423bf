/** The database goes away while the server runs: a clear answer, nothing lost, well again by itself. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Clock, systemClock } from "../src/lib/clock.ts";

describe("while PostgreSQL is away", () => {
  let world: World;
  let api: Api;
  /** How far the server's clock is ahead. Waiting is real: the database comes back in real time. */
  let ahead = 0;
  const clock: Clock = {
    ...systemClock,
    nowMs: () => systemClock.nowMs() + ahead,
    now: () => new Date(systemClock.nowMs() + ahead),
    nowSeconds: () => Math.floor((systemClock.nowMs() + ahead) / 1000),
  };

  beforeEach(async () => {
    ahead = 0;
    world = await startWorld({ engine: "postgres", clock });
    api = apiOf(world);
  });
  afterEach(async () => {
    await allowConnections(true);
    await world.close();
  });

  /** Ends every connection to the test's database and lets none, or again any, in. */
  async function allowConnections(allowed: boolean): Promise<void> {
    const name = new URL(world.databaseUrl).pathname.slice(1);
    const client = new pg.Client({ connectionString: inject("postgresUrl") });
    await client.connect();
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
    const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    if (!allowed) await client.query(terminate, [name]);
    await client.end();
  }

  test("every call says so with 503, the process lives, and tokens are there again after it", async () => {
    const user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const before = await user.token(ids.userConnector);
    expect(before.status).toBe(200);

    await allowConnections(false);
    for (const { status, body } of [
      await user.token(ids.userConnector),
      await user.initiate(ids.userConnector),
    ]) {
      expect([status, body.reason]).toEqual([503, "database_unavailable"]);
    }
    for (const { status, body } of [
      await api.tokenOf("user-1", ids.userConnector),
      await user.own("GET", "connections"),
    ]) {
      expect([status, body.code]).toEqual([503, "database_unavailable"]);
    }
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);

    await allowConnections(true);
    expect((await user.token(ids.userConnector)).body).toEqual(before.body);
  });

  test("a refresh token that rotated just then is stored as soon as it is back (G4)", async () => {
    const user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    ahead = 3_600_000;
    const hold = createHold();
    world.sandbox.faults.next("token", { kind: "held", until: hold.until, processed: true });
    const read = () => api.tokenOf("user-1", ids.userConnector);
    const reading = read();
    const { ledger } = world.sandbox;
    await until(() => ledger.count("refresh") > 0);
    // The provider has rotated the token and holds its answer back.
    await allowConnections(false);
    hold.release();
    await until(() => world.logLines.some((line) => line.includes("it is tried again")));
    await allowConnections(true);
    const answer = await reading;
    expect(answer.status).toBe(200);
    expect(answer.body.version).toBe(2);
    // The next refresh works: the rotated token was kept.
    ahead += 3_600_000;
    expect((await read()).body.version).toBe(3);
    expect(ledger.count("reuse")).toBe(0);
  });
});
