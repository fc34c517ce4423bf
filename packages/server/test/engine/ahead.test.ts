/** Tokens in use are refreshed before anybody waits, idle ones before their grant dies of idleness (G8). */

import { type Connected, createHold, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refreshDue } from "../../src/service/engine/background.ts";
import { sweep } from "../../src/service/upkeep/sweep.ts";

const hour = 3_600;
const day = 86_400;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let connected: Connected;

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({ engine, clock });
  });
  afterEach(() => connected.world.close());

  const context = () => connected.world.app.context;
  const settled = () => context().flights.landed();
  /** Moves the time on once nothing is under way: regular work that still is would not be begun again. */
  const advance = async (seconds: number) => {
    await settled();
    clock.advance(seconds * 1_000);
  };

  test("a connection in use is refreshed between two thirds and nine tenths of its token's life", async () => {
    expect((await connected.read()).status).toBe(200);
    await context().uses.flush();
    await advance((hour * 2) / 3 - 60);
    await settled();
    expect(connected.refreshes()).toBe(0);
    await advance((hour * 9) / 10 - (hour * 2) / 3 + 61);
    await settled();
    expect(connected.refreshes()).toBe(1);
    // Nobody waits: the token that is read then is there already.
    const asked = connected.world.sandbox.ledger.count("token");
    expect((await connected.read()).body.version).toBe(2);
    expect(connected.world.sandbox.ledger.count("token")).toBe(asked);
  });

  test("an idle connection is left alone, and awakes with the first read", async () => {
    await advance(hour * 3);
    await settled();
    expect(connected.refreshes()).toBe(0);
    expect((await connected.row()).nextRefreshAt).toBeNull();
    expect((await connected.read()).body.version).toBe(2);
    await context().uses.flush();
    await advance(hour * 0.95);
    await settled();
    expect(connected.refreshes()).toBe(2);
  });

  test("use is written down once per token set, however often a token is read (G1)", async () => {
    for (let count = 0; count < 20; count += 1) await connected.read();
    await context().uses.flush();
    const first = (await connected.row()).lastUsedAt;
    expect(first).not.toBeNull();
    await advance(60);
    for (let count = 0; count < 20; count += 1) await connected.read();
    await context().uses.flush();
    expect((await connected.row()).lastUsedAt).toBe(first);
  });

  test("near its end a token is served at once and refreshed behind the reader's back", async () => {
    await context().store.db.updateTable("connections").set({ next_refresh_at: null }).execute();
    await advance(hour - 150);
    const hold = createHold();
    connected.world.sandbox.faults.next("token", { kind: "held", until: hold.until });
    const asked = await connected.read();
    expect([asked.status, asked.body.version]).toEqual([200, 1]);
    hold.release();
    await settled();
    expect((await connected.read()).body.version).toBe(2);
    expect(connected.refreshes()).toBe(1);
  });

  test("a token that cannot be refreshed is served to its end, and no read tries it again (G1)", async () => {
    const none = { refresh_token: null, next_refresh_at: null };
    await context().store.db.updateTable("connections").set(none).execute();
    await advance(hour - 150);
    expect((await connected.read()).status).toBe(200);
    await settled();
    const heard = hearStatements();
    for (let count = 0; count < 5; count += 1) {
      expect((await connected.read()).status).toBe(200);
      await settled();
    }
    heard.stop();
    expect(heard.texts).toHaveLength(5);
    // Who needs more of it hears why there is none, and the connection lives on.
    for (const demand of [{ refused_version: 1 }, { min_ttl: 1_800 }]) {
      expect((await connected.read(demand)).body).toMatchObject({ code: "no_newer_token" });
    }
    expect(await connected.row()).toMatchObject({ status: "active", failureCode: null });
    await advance(150);
    expect((await connected.read()).body.code).toBe("needs_reauth");
    // The regular work, which the clock has begun, may be the one that writes it down.
    await settled();
    expect(await connected.row()).toMatchObject({ reason: "no_refresh_token" });
  });

  test("a connection in use that cannot be refreshed is looked at once, and again at its end", async () => {
    await connected.read();
    await context().uses.flush();
    const { db } = context().store;
    await db.updateTable("connections").set({ refresh_token: null }).execute();
    const { expiresAt } = await connected.row();
    await advance(hour * 0.9 + 1);
    await settled();
    expect(await connected.row()).toMatchObject({ status: "active", nextRefreshAt: expiresAt });
    await advance(hour * 0.1);
    await settled();
    expect(await connected.row()).toMatchObject({
      status: "needs_reauth",
      reason: "no_refresh_token",
    });
    expect(connected.refreshes()).toBe(0);
  });

  test("what two processes find due is refreshed once, and a died process's share comes up again", async () => {
    await connected.read();
    await context().uses.flush();
    const other = await connected.world.another();
    const { nextRefreshAt } = await connected.row();
    // Stands in for a process that took it and died: due again when its hold has run out.
    await advance((nextRefreshAt ?? 0) - clock.nowSeconds() - 1);
    await context()
      .store.db.updateTable("connections")
      .set({ next_refresh_at: clock.nowSeconds() + 120 })
      .execute();
    await advance(119);
    await Promise.all([refreshDue(context()), refreshDue(other.app.context)]);
    expect(connected.refreshes()).toBe(0);
    await advance(2);
    await Promise.all([refreshDue(context()), refreshDue(other.app.context)]);
    await settled();
    await other.app.context.flights.landed();
    expect(connected.refreshes()).toBe(1);
  });

  test("an idle connection whose refresh token would lapse is kept alive in time", async () => {
    // As for a provider that lets a rotating refresh token live for thirty days.
    const endsAt = clock.nowSeconds() + 30 * day;
    const { db } = context().store;
    await db.updateTable("connections").set({ refresh_token_expires_at: endsAt }).execute();
    await advance(hour);
    await settled();
    expect((await connected.row()).nextRefreshAt).toBeCloseTo(endsAt - 6 * day, -2);
    await advance(23 * day);
    await settled();
    expect(connected.refreshes()).toBe(0);
    await advance(1 * day);
    await settled();
    expect(connected.refreshes()).toBe(1);
  });

  test("that a refresh token ends for good is announced once, in time", async () => {
    const endsAt = clock.nowSeconds() + 20 * day;
    const { db } = context().store;
    await db
      .updateTable("connections")
      .set({ refresh_token_expires_at: endsAt, next_refresh_at: null })
      .execute();
    const events = async () =>
      (
        await db
          .selectFrom("events")
          .selectAll()
          .where("type", "=", "connection.ends_soon")
          .execute()
      ).length;
    await advance(17.5 * day);
    await sweep(context());
    expect(await events()).toBe(0);
    await advance(day);
    await sweep(context());
    await sweep(context());
    expect(await events()).toBe(1);
    const operate = workspaceApiOf(connected.world);
    const list = async (query = "") => (await operate("GET", `events${query}`)).body;
    await advance(5);
    const page = await list();
    expect(page.data.map((event: { type: string }) => event.type)).toEqual([
      "connection.connected",
      "connection.ends_soon",
    ]);
    expect(page.data[1].data).toEqual({ ends_at: String(endsAt) });
    const later = await list(`?cursor=${page.next_cursor}`);
    expect(later).toEqual({ data: [], next_cursor: page.next_cursor });
    expect((await list("?limit=1")).data).toHaveLength(1);
  });

  test("that a token ends which nothing refreshes is announced once, in time, and its end is told", async () => {
    const endsAt = clock.nowSeconds() + 60 * day;
    const { db } = context().store;
    await db
      .updateTable("connections")
      .set({
        refresh_token: null,
        expires_at: endsAt,
        lifetime_seconds: 60 * day,
        next_refresh_at: null,
      })
      .execute();
    const events = async (type: "connection.ends_soon" | "connection.needs_reauth") =>
      await db.selectFrom("events").selectAll().where("type", "=", type).execute();
    await advance(53 * day);
    await sweep(context());
    expect(await events("connection.ends_soon")).toEqual([]);
    await advance(1 * day);
    await sweep(context());
    await sweep(context());
    expect(await events("connection.ends_soon")).toMatchObject([{ occasion: endsAt }]);
    // Nobody reads it.
    await advance(6 * day);
    await sweep(context());
    // Or the sweep that the clock has set off, which may hold the lease.
    await until(async () => (await connected.row()).status === "needs_reauth");
    expect((await connected.row()).reason).toBe("no_refresh_token");
    expect(await events("connection.needs_reauth")).toHaveLength(1);
  });

  test("a connector behind five hundred others whose tokens end is not passed over", async () => {
    const { db } = context().store;
    const endsAt = clock.nowSeconds() + day;
    const ending = { refresh_token: null, expires_at: endsAt, lifetime_seconds: 60 * day };
    await db
      .updateTable("connections")
      .set({ ...ending, next_refresh_at: null, connected_at: clock.nowSeconds() - 59 * day })
      .execute();
    const connectors = await db.selectFrom("connectors").selectAll().execute();
    const connections = await db.selectFrom("connections").selectAll().execute();
    const [row] = connections;
    const connector = connectors.find((one) => one.connector_id === row?.connector_id);
    if (row === undefined || connector === undefined) throw new Error("nothing is connected");
    // Before it in any order of theirs.
    const names = Array.from({ length: 500 }, (_, count) => `0${String(count).padStart(7, "0")}`);
    for (const connector_id of names) {
      await db
        .insertInto("connectors")
        .values({ ...connector, connector_id, name: connector_id })
        .execute();
      const connection_id = `conn_${connector_id}`;
      await db
        .insertInto("connections")
        .values({ ...row, connection_id, connector_id })
        .execute();
    }
    await sweep(context());
    const told = await db
      .selectFrom("events")
      .select("connection_id")
      .where("type", "=", "connection.ends_soon")
      .where("connection_id", "=", row.connection_id)
      .execute();
    expect(told).toHaveLength(1);
  });

  test("a background refresh that fails is tried again later, and the token stays good meanwhile (G2)", async () => {
    await connected.read();
    await context().uses.flush();
    connected.world.sandbox.faults.next("token", { kind: "answer", status: 503 }, 3);
    await advance(hour * 0.9 + 1);
    await settled();
    expect((await connected.read()).body.version).toBe(1);
    expect(await connected.row()).toMatchObject({ failureCode: "provider_unavailable" });
    await until(async () => {
      await advance(1);
      await settled();
      return (await connected.row()).version === 2;
    });
    expect(await connected.row()).toMatchObject({ failureCode: null, failureCount: 0 });
  });
});
