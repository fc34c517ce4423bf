/** Figures over time: counted by every process, added up in the database, read as series. */
import { statistics } from "@grantry/contract/v1/overview";
import { type Api, apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { copierOf } from "@grantry/testing/copied-rows";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { turnsDuring } from "@grantry/testing/turns";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { flushNotes } from "../../src/service/engine/index.ts";
import { countsMax, createStatistics } from "../../src/service/engine/statistics.ts";
import { countStates } from "../../src/service/overview/count-states.ts";
import { rowsOf } from "../../src/store/statistics.ts";

const hour = 3_600_000;
const workspaceId = ids.workspace;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let api: Api;

  beforeEach(async () => {
    clock = createFakeClock();
    // In the middle of an hour that is not the day's last or first.
    clock.advance(26 * hour + hour / 2 - ((clock.nowMs() + 2 * hour) % (24 * hour)));
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const context = () => world.app.context;
  const read = async (query: string, to = workspaceApiOf(world)) => {
    const answer = await to("GET", `statistics?${query}`);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(statistics.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  };
  /** The last value of each series. */
  const last = async (query: string) => {
    const { series } = await read(query);
    return Object.fromEntries(
      series.map(({ name, values }: { name: string; values: number[] }) => [name, values.at(-1)]),
    );
  };
  const readToken = (to = api) => to.tokenOf("user-1", ids.userConnector);

  test("what two processes served in one hour adds up, and stays when both are gone", async () => {
    await connect(api, "user-1", ids.userConnector);
    const other = await world.another();
    const otherApi = apiOf({ ...world, url: other.url });
    for (let count = 0; count < 3; count += 1) await readToken();
    for (let count = 0; count < 4; count += 1) await readToken(otherApi);
    const served = `metric=tokens_served`;
    expect(await last(served)).toEqual({ fresh: 0, refreshed: 0, remaining: 0 });
    await Promise.all([flushNotes(context()), flushNotes(other.app.context)]);
    expect(await last(served)).toEqual({ fresh: 7, refreshed: 0, remaining: 0 });
    expect(await last(`${served}&bucket=day`)).toMatchObject({ fresh: 7 });
    // What is counted already is not counted again.
    await flushNotes(context());
    await readToken(otherApi);
    // A process that closes writes down what it has.
    await other.app.close();
    const third = await world.another();
    const { series } = await read(served, workspaceApiOf({ url: third.url }));
    expect(series[0]).toMatchObject({ name: "fresh" });
    expect(series[0].values.at(-1)).toBe(8);
  });

  test("many processes that write at the same moment lose nothing", async () => {
    const processes = Array.from({ length: 8 }, () =>
      createStatistics(context().store, context().log),
    );
    const connectors = Array.from({ length: 40 }, (_, at) => `c${at}`);
    for (const [at, one] of processes.entries()) {
      // Each in another order: whoever waited for another would be waited for.
      const order = at % 2 === 0 ? connectors : connectors.toReversed();
      for (const connectorId of order) {
        one.count({ workspaceId, appId: ids.app, connectorId }, "tokens_served", "fresh");
      }
    }
    await Promise.all(processes.map((one) => one.flush()));
    expect(await last("metric=tokens_served")).toMatchObject({ fresh: 8 * 40 });
    expect(await last(`metric=tokens_served&app_id=${ids.app}`)).toMatchObject({ fresh: 8 * 40 });
  });

  test("what cannot be written is kept, in its own hour, and written later", async () => {
    await connect(api, "user-1", ids.userConnector);
    await readToken();
    const { db } = context().store;
    await db.schema.alterTable("statistics").renameTo("away").execute();
    await flushNotes(context());
    clock.advance(hour);
    await db.schema.alterTable("away").renameTo("statistics").execute();
    await flushNotes(context());
    const { series } = await read("metric=tokens_served");
    expect(series[0].values.slice(-2)).toEqual([1, 0]);
  });

  test("a read writes nothing, and one statement writes down what many reads counted (G1)", async () => {
    await connect(api, "user-1", ids.userConnector);
    await readToken();
    await flushNotes(context());
    const heard = hearStatements();
    for (let count = 0; count < 20; count += 1) await readToken();
    const reads = heard.texts.filter((text) => !/^(begin|commit)/i.test(text));
    await flushNotes(context());
    heard.stop();
    expect(reads).toHaveLength(20);
    expect(reads.join()).not.toMatch(/insert|update|statistics/i);
    const writes = heard.texts.filter((text) => /statistics/.test(text));
    expect(writes).toHaveLength(1);
    expect(writes[0]).toMatch(/^insert into "statistics"/);
  });

  test("so much and no more is held in memory, and the log says what was not counted", async () => {
    const one = createStatistics(context().store, context().log);
    for (let at = 0; at < countsMax + 5; at += 1) {
      one.count({ workspaceId, appId: "a", connectorId: `c${at}` }, "refreshes", "ok");
    }
    // One that is there is counted on.
    one.count({ workspaceId, appId: "a", connectorId: "c0" }, "refreshes", "ok");
    const { db } = context().store;
    await db.schema.alterTable("statistics").renameTo("away").execute();
    await one.flush();
    expect(world.logLines.join()).toContain('"uncounted":5');
  });

  test("by app and by connector, of this workspace alone", async () => {
    await connect(api, "user-1", ids.userConnector);
    await readToken();
    await flushNotes(context());
    const served = "metric=tokens_served";
    for (const filter of ["", `&app_id=${ids.app}`, `&connector_id=${ids.userConnector}`]) {
      expect(await last(served + filter)).toMatchObject({ fresh: 1 });
    }
    expect(await last(`${served}&app_id=${ids.otherApp}`)).toMatchObject({ fresh: 0 });
    expect(await last(`${served}&connector_id=${ids.sharedConnector}`)).toMatchObject({ fresh: 0 });
    const foreign = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    const theirs = await read(served, foreign);
    expect(theirs.series[0].values.every((value: number) => value === 0)).toBe(true);
    const ofApp = await foreign("GET", `statistics?${served}&app_id=${ids.app}`);
    expect([ofApp.status, ofApp.body.code]).toEqual([404, "app_not_found"]);
    const ofConnector = await foreign(
      "GET",
      `statistics?${served}&connector_id=${ids.userConnector}`,
    );
    expect([ofConnector.status, ofConnector.body.code]).toEqual([404, "connector_not_found"]);
  });

  test("refreshes by how they ended, who waited for how long, and who connected again", async () => {
    await connect(api, "user-1", ids.userConnector);
    clock.advance(2 * hour);
    await readToken();
    clock.advance(2 * hour);
    world.sandbox.faults.next("token", {
      kind: "answer",
      status: 400,
      body: '{"error":"invalid_grant"}',
    });
    await readToken();
    await connect(api, "user-1", ids.userConnector);
    await flushNotes(context());
    const refreshes = await read("metric=refreshes");
    expect(refreshes.series.map(({ name }: { name: string }) => name)).toEqual([
      "ok",
      "dead_grant",
    ]);
    expect(refreshes.series[0].values.slice(-3)).toEqual([1, 0, 0]);
    expect(refreshes.series[1].values.slice(-3)).toEqual([0, 0, 1]);
    const { series } = await read("metric=reader_wait");
    const [count, mean, half, most] = series;
    expect(count.values.slice(-3)).toEqual([1, 0, 1]);
    for (const one of [mean, half, most]) {
      expect(one.values.at(-1)).toBeGreaterThanOrEqual(0);
      expect(one.values.at(-2)).toBeNull();
    }
    const { series: reconnects } = await read("metric=reconnects");
    expect(reconnects).toMatchObject([{ name: "connected" }, { name: "reconnected" }]);
    expect(reconnects[0].values.slice(-5)).toEqual([1, 0, 0, 0, 0]);
    expect(reconnects[1].values.slice(-5)).toEqual([0, 0, 0, 0, 1]);
  });

  test("connections by state are counted once an hour; an hour without a count is no zero", async () => {
    await connect(api, "user-1", ids.userConnector);
    await connect(api, "user-2", ids.userConnector);
    await countStates(context());
    await connect(api, "user-3", ids.userConnector);
    await countStates(context());
    const { db } = context().store;
    const setReauth = db.updateTable("connections").set({ status: "needs_reauth" });
    clock.advance(2 * hour);
    await setReauth.where("user_id", "=", "user-1").execute();
    await countStates(context());
    const { series } = await read("metric=connections");
    const values = Object.fromEntries(
      series.map((one: { name: string; values: number[] }) => [one.name, one.values.slice(-3)]),
    );
    expect(values).toEqual({
      active: [2, null, 2],
      needs_reauth: [0, null, 1],
      disconnected: [0, null, 0],
    });
    expect(await last("metric=connections&bucket=day")).toMatchObject({
      active: 2,
      needs_reauth: 1,
    });
    await setReauth.execute();
    clock.advance(hour);
    await countStates(context());
    expect(await last(`metric=connections&bucket=day&connector_id=${ids.userConnector}`)).toEqual({
      active: 0,
      needs_reauth: 3,
      disconnected: 0,
    });
  });

  /** From now on no count of these workspaces can be written down. */
  async function refuseCounts(refused: string): Promise<void> {
    const statement =
      engine === "postgres"
        ? `ALTER TABLE statistics ADD CONSTRAINT refused CHECK (NOT ${refused})`
        : `CREATE TRIGGER refused BEFORE INSERT ON statistics WHEN new.${refused}
            BEGIN SELECT RAISE(ABORT, 'refused'); END`;
    await sql.raw(statement).execute(context().store.db);
  }

  test("a workspace whose connections cannot be counted keeps no other from being counted", async () => {
    await connect(api, "user-1", ids.userConnector);
    const { db } = context().store;
    const row = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    const theirs = {
      workspace_id: ids.foreignWorkspace,
      app_id: ids.foreignApp,
      connector_id: ids.foreignConnector,
    };
    await db
      .insertInto("connections")
      .values({ ...row, ...theirs, connection_id: "con_foreign" })
      .execute();
    await refuseCounts(`workspace_id = '${ids.foreignWorkspace}'`);
    await expect(countStates(context())).rejects.toThrow("refused");
    expect(await last("metric=connections")).toMatchObject({ active: 1 });
  });

  test("however many of them cannot be counted, the others are, whichever come first", async () => {
    await connect(api, "user-1", ids.userConnector);
    const { store } = context();
    const copy = copierOf(store);
    const bad = (at: number) => `a_bad_${at}`;
    const { db } = store;
    const known = db.selectFrom("workspaces").selectAll().where("workspace_id", "=", workspaceId);
    // More than are looked up at once, by ids before all others.
    await copy("workspaces", known, 205, (at) => ({ workspace_id: bad(at), name: bad(at) }));
    const one = db.selectFrom("connections").selectAll().limit(1);
    await copy("connections", one, 205, (at) => ({
      connection_id: bad(at),
      workspace_id: bad(at),
      user_id: bad(at),
    }));
    await refuseCounts("workspace_id LIKE 'a_bad_%'");
    const counted = () => expect(countStates(context())).rejects.toThrow("refused");
    // And what others ask goes in between them.
    expect(await turnsDuring(counted)).toBeGreaterThanOrEqual(205);
    expect(await last("metric=connections")).toMatchObject({ active: 1 });
  });

  test("hours are forgotten after five weeks, days after thirteen months, by whoever counts", async () => {
    await connect(api, "user-1", ids.userConnector);
    await readToken();
    await flushNotes(context());
    const spans = async () => {
      const rows = await context()
        .store.db.selectFrom("statistics")
        .select("span")
        .distinct()
        .where("metric", "=", "tokens_served")
        .execute();
      return rows.map(({ span }) => span).sort();
    };
    clock.advance(34 * 24 * hour);
    await countStates(context());
    expect(await spans()).toEqual(["day", "hour"]);
    clock.advance(2 * 24 * hour);
    await countStates(context());
    expect(await spans()).toEqual(["day"]);
    clock.advance(366 * 24 * hour);
    await countStates(context());
    expect(await spans()).toEqual([]);
  });

  test("the time asked for is bounded by what is kept and by now, and must not run backwards", async () => {
    const { times } = await read("metric=refreshes");
    expect(times).toHaveLength(25);
    expect((await read("metric=refreshes&bucket=day")).times).toHaveLength(31);
    const all = await read("metric=refreshes&from=1970-01-01T00:00:00Z&to=2999-01-01T00:00:00Z");
    expect(all.times).toHaveLength(35 * 24);
    expect(all.times.at(-1)).toBe(times.at(-1));
    expect((await read("metric=refreshes&from=2999-01-01T00:00:00Z")).times).toEqual([]);
    const call = ownApiOf(world);
    const path = `/v1/workspaces/${workspaceId}/statistics?metric=refreshes`;
    const backwards = `${path}&from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z`;
    const refused = await call("GET", backwards, { as: secrets.workspaceKey });
    expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
  });
});

test("one row for each figure that a count goes into, in one order", () => {
  const one = {
    workspaceId: "w",
    appId: "a",
    connectorId: "c",
    metric: "refreshes",
    detail: "ok",
    hour: 90_000,
    count: 2,
    total: 0,
  } as const;
  const rows = rowsOf([{ ...one, connectorId: "d" }, one]);
  expect(rows).toEqual(rowsOf([one, { ...one, connectorId: "d" }]));
  expect(rows).toHaveLength(12);
  const sum = rows.find(
    (row) => row.span === "day" && row.app_id === "" && row.connector_id === "",
  );
  expect(sum).toMatchObject({ started_at: 86_400, count: 4 });
});
