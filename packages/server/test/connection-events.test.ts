/** Events: in order for each connection, small, and there exactly where their change is. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { addEvent } from "../src/store/events.ts";

import type { ReauthReason } from "../src/store/tables/connections.ts";
import type { EventType } from "../src/store/tables/events.ts";

const hourMs = 3_600_000;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let userId: string;
  let users = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
  });
  beforeEach(() => {
    users += 1;
    userId = `user-${users}`;
  });
  afterAll(() => world.close());

  const rowOf = async () => {
    const { db } = world.app.context.store;
    const query = db.selectFrom("connections").selectAll().where("user_id", "=", userId);
    return await query.executeTakeFirst();
  };
  const idOf = async () => (await rowOf())?.connection_id ?? "none";
  const eventsOf = async (connectionId: string) =>
    await world.app.context.store.db
      .selectFrom("events")
      .select(["number", "type"])
      .where("connection_id", "=", connectionId)
      .orderBy("number")
      .execute();
  /** As the API shows them, once nothing can come before them any more. */
  const shownOf = async (connectionId: string) => {
    clock.advance(hourMs);
    const { body } = await workspaceApiOf(world)("GET", "events?limit=200");
    const events = body.data as { connection_id: string; number: number; type: string }[];
    return events.filter((one) => one.connection_id === connectionId);
  };

  const connects = async () => await connect(apiOf(world), userId, ids.userConnector);
  const disconnects = async () =>
    await apiOf(world).own("POST", `connections/${await idOf()}/disconnect`);
  const ends = async () => {
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    await apiOf(world).tokenOf(userId, ids.userConnector, {
      refused_version: Number((await rowOf())?.version),
    });
  };
  const resumes = async () => {
    await workspaceApiOf(world)("POST", `connections/${await idOf()}/retry`);
  };

  test("are counted for each connection, also those of one second (SEC-99)", async () => {
    await connects();
    clock.advance(hourMs / 2);
    await ends();
    await resumes();
    await disconnects();
    await connects();
    const events = await shownOf(await idOf());
    const inOrder = events.toSorted((one, other) => one.number - other.number);
    expect(inOrder.map(({ number, type }) => [number, type])).toEqual([
      [1, "connection.connected"],
      [2, "connection.needs_reauth"],
      [3, "connection.resumed"],
      [4, "connection.disconnected"],
      [5, "connection.connected"],
    ]);
  });

  test("of many that are entered at once none has another's number, and one that was there uses none up (SEC-99)", async () => {
    await connects();
    const connectionId = await idOf();
    const there = (await world.another()).app.context.store;
    const endsSoon = (occasion: number) => ({
      workspaceId: ids.workspace,
      appId: ids.app,
      connectionId,
      type: "connection.ends_soon" as const,
      occasion,
      data: { ends_at: String(occasion) },
    });
    const entered = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        addEvent(at % 2 === 0 ? there : world.app.context.store, endsSoon(Math.floor(at / 2))),
      ),
    );
    expect(entered.filter((isNew) => isNew)).toHaveLength(10);
    const numbers = (await eventsOf(connectionId)).map(({ number }) => Number(number));
    expect(numbers).toEqual(Array.from({ length: 11 }, (_, at) => at + 1));
    expect(Number((await rowOf())?.event_count)).toBe(11);
  });

  test("are smaller than 20 kB, with the longest of everything that one holds (SEC-99)", async () => {
    await connects();
    const { db } = world.app.context.store;
    const connectionId = await idOf();
    const { name } = await db
      .selectFrom("connectors")
      .select("name")
      .where("connector_id", "=", ids.userConnector)
      .executeTakeFirstOrThrow();
    const renamed = async (to: string) =>
      await db
        .updateTable("connectors")
        .set({ name: to })
        .where("connector_id", "=", ids.userConnector)
        .execute();
    // As many as a name may have; nothing is longer as JSON.
    await renamed("\u0001".repeat(200));
    const longest: ReauthReason = "refresh_token_expired";
    await addEvent(world.app.context.store, {
      ...{ workspaceId: ids.workspace, appId: ids.app, connectionId },
      ...{ type: "connection.needs_reauth", occasion: Number.MAX_SAFE_INTEGER },
      data: { reason: longest, ends_at: String(Number.MAX_SAFE_INTEGER) },
    });
    const events = await shownOf(connectionId);
    await renamed(name);
    expect(events).toHaveLength(2);
    for (const one of events) expect(JSON.stringify(one).length).toBeLessThan(20_000 / 4);
  });

  /** From now on the database breaks off what enters an event of this type, once it is entered. */
  async function breakOff(type: EventType): Promise<() => Promise<void>> {
    const { db } = world.app.context.store;
    const run = async (...statements: string[]) => {
      for (const statement of statements) await sql.raw(statement).execute(db);
    };
    const when = `WHEN (NEW.type = '${type}')`;
    if (engine === "sqlite") {
      await run(`CREATE TRIGGER broken AFTER INSERT ON events ${when}
        BEGIN SELECT RAISE(ABORT, 'broken off'); END`);
      return () => run("DROP TRIGGER broken");
    }
    await run(
      `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END $$`,
      `CREATE TRIGGER broken AFTER INSERT ON events FOR EACH ROW ${when}
        EXECUTE FUNCTION broken()`,
    );
    return () => run("DROP TRIGGER broken ON events", "DROP FUNCTION broken");
  }

  const nothing = async () => undefined;
  const changes = [
    { type: "connection.connected", before: nothing, change: connects },
    { type: "connection.needs_reauth", before: connects, change: ends },
    {
      type: "connection.resumed",
      before: async () => {
        await connects();
        clock.advance(hourMs / 2);
        await ends();
      },
      change: resumes,
    },
    { type: "connection.disconnected", before: connects, change: disconnects },
  ] as const;

  test.each(changes)(
    "$type: broken off between change and event neither is there, else both (SEC-100)",
    async ({ type, before, change }) => {
      await before();
      const was = await rowOf();
      const mend = await breakOff(type);
      await change().catch(() => undefined);
      await mend();
      const left = await rowOf();
      const shown = ({ status, version, event_count }: NonNullable<typeof was>) => ({
        status,
        version: Number(version),
        event_count: Number(event_count),
      });
      expect(left && shown(left)).toEqual(was && shown(was));
      expect((await eventsOf(was?.connection_id ?? "")).map((one) => one.type)).not.toContain(type);
      clock.advance(hourMs);
      await change();
      const { connection_id: id = "", event_count: count } = (await rowOf()) ?? {};
      const events = await eventsOf(id);
      expect(events.map((one) => one.type)).toContain(type);
      expect(events).toHaveLength(Number(count));
    },
  );
});
