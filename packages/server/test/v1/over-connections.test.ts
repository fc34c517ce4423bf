/**
 * A connection that is stored as active, but whose token is over with nothing to refresh it by, reads as one that needs
 * its owner. Every figure and every filter says of it what its own page says, also before anything has ended it.
 */
import { type Api, apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { copierOf } from "@grantry/testing/copied-rows";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import type { Updateable } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countStates } from "../../src/service/overview/count-states.ts";
import type { ConnectionRow } from "../../src/store/tables/connections.ts";

/** Types of the catalogue whose entries decide otherwise than a refresh token. */
const kinds = {
  usual: null,
  neverRefreshed: { serverId: "splitwise", type: "splitwise" },
  refreshedByItself: { serverId: "instagram", type: "instagram" },
} as const;

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  let api: Api;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
    operate = workspaceApiOf(world);
    for (const user of ["ada", "bo"]) await connect(api, user, ids.userConnector);
  });
  afterEach(() => world.close());

  const db = () => world.app.context.store.db;
  const change = (userId: string, values: Updateable<ConnectionRow>) =>
    db().updateTable("connections").set(values).where("user_id", "=", userId).execute();
  const get = async (path: string) => {
    const { status, body } = await operate("GET", path);
    expect([status, body.detail]).toEqual([200, undefined]);
    return body;
  };
  async function become({ serverId, type }: { serverId: string; type: string }) {
    await db()
      .updateTable("oauth_clients")
      .set({ server_id: serverId })
      .where("oauth_client_id", "=", ids.oauthClient)
      .execute();
    await db()
      .updateTable("connectors")
      .set({ integration_type: type })
      .where("connector_id", "=", ids.userConnector)
      .execute();
  }
  /** The token of Bo's is over. */
  const over = (more: Updateable<ConnectionRow> = { refresh_token: null }) =>
    change("bo", { expires_at: clock.nowSeconds() - 60, ...more });

  /** What each place says: how many work, and how many need their owner. */
  async function figures() {
    const usersIn = async (path: string) =>
      (await get(path)).data.map((one: { user_id?: string; owner?: { user_id: string } }) =>
        "user_id" in one ? one.user_id : one.owner?.user_id,
      );
    const { connections, health } = await get(`connectors/${ids.userConnector}`);
    const { data: users } = await get(`apps/${ids.app}/users`);
    const { data: attention } = await get("attention");
    const people = attention.find(({ kind }: { kind: string }) => kind === "people");
    const impact = await operate("POST", `connectors/${ids.userConnector}/preview`, {
      delete: true,
    });
    // Of one hour they are counted once.
    await db().deleteFrom("statistics").where("metric", "=", "connections").execute();
    await countStates(world.app.context);
    const { series } = await get("statistics?metric=connections");
    const counted = Object.fromEntries(
      series.map(({ name, values }: { name: string; values: number[] }) => [name, values.at(-1)]),
    );
    const ofBo = users.find(({ user_id: id }: { user_id: string }) => id === "bo");
    return {
      listed: {
        active: (await usersIn("connections?status=active")).length,
        needs_reauth: (await usersIn("connections?status=needs_reauth")).length,
        byReason: (await usersIn("connections?reason=no_refresh_token")).length,
      },
      connector: [connections.active, connections.needs_reauth],
      health,
      user: [ofBo.connections.active, ofBo.connections.needs_reauth],
      people: people === undefined ? null : [people.count, people.reasons],
      otherKinds: attention
        .map(({ kind }: { kind: string }) => kind)
        .filter((kind: string) =>
          ["provider_away", "client_refused", "outcome_unknown"].includes(kind),
        ),
      ended: impact.body.ended,
      statistics: [counted["active"], counted["needs_reauth"]],
    };
  }
  const allWork = {
    listed: { active: 2, needs_reauth: 0, byReason: 0 },
    connector: [2, 0],
    health: "working",
    user: [1, 0],
    people: null,
    otherKinds: [],
    ended: 2,
    statistics: [2, 0],
  };
  const oneIsOver = {
    listed: { active: 1, needs_reauth: 1, byReason: 1 },
    connector: [1, 1],
    health: "working",
    user: [0, 1],
    people: [1, [{ reason: "no_refresh_token", count: 1 }]],
    otherKinds: [],
    ended: 1,
    statistics: [1, 1],
  };

  test("a token that nothing refreshes: the lists, the connector, the user, the overview, what a change ends", async () => {
    expect(await figures()).toEqual(allWork);
    await over();
    clock.advance(3_600_000);
    await change("ada", { expires_at: clock.nowSeconds() + 3_600 });
    expect(await figures()).toEqual(oneIsOver);
    const { data: told } = await get("attention");
    const since = new Date((clock.nowSeconds() - 3_660) * 1_000).toISOString();
    expect(told[0].since).toBe(since.replace(".000Z", "Z"));
  });

  test("one that was being refreshed in vain counts as over, and for neither its provider nor its client", async () => {
    await over({ refresh_token: null, failure_code: "provider_unavailable", failure_count: 3 });
    expect(await figures()).toEqual(oneIsOver);
    await over({ failure_code: "connector_misconfigured" });
    expect(await figures()).toEqual(oneIsOver);
    await over({ failure_code: null, outcome_unknown_at: clock.nowSeconds() - 100 });
    expect(await figures()).toEqual(oneIsOver);
  });

  test("where the entry refreshes nothing, a refresh token makes no difference", async () => {
    await become(kinds.neverRefreshed);
    expect(await figures()).toEqual(allWork);
    await over({});
    expect(await figures()).toEqual(oneIsOver);
    await over({ refresh_token: null });
    expect(await figures()).toEqual(oneIsOver);
  });

  test("where the entry refreshes a token by the token itself, none is over", async () => {
    await become(kinds.refreshedByItself);
    await over();
    expect(await figures()).toEqual(allWork);
  });

  test("an operation on those of a reason finds it, too", async () => {
    await over();
    const asked = { kind: "disconnect", filter: { reason: "no_refresh_token" }, dry_run: true };
    const { status, body } = await operate("POST", "operations", asked);
    expect([status, body.detail]).toEqual([expect.any(Number), undefined]);
    expect(JSON.stringify(body)).toContain('"connections":1');
  });

  test("what a policy would stop counts what works", async () => {
    await over();
    const asked = { user_connections: "off" };
    const { body } = await operate("POST", "policies/sandboxcalendar/preview", asked);
    expect(body.warnings).toEqual([{ code: "tokens_stop", connections: 1, at_least: false }]);
  });

  test("of a connector whose tokens are never refreshed all are counted, wherever they stand", async () => {
    await become(kinds.neverRefreshed);
    const { store } = world.app.context;
    const one = store.db.selectFrom("connections").selectAll().where("user_id", "=", "ada");
    const now = clock.nowSeconds();
    // Far more work than are looked at, and all of them come first.
    for (const [prefix, count, expires] of [
      ["conn_-", 5_200, now + 3_600],
      ["conn_z", 30, now - 60],
    ] as const) {
      await copierOf(store)("connections", one, count, (at) => ({
        connection_id: `${prefix}${at}`,
        user_id: `${prefix}${at}`,
        expires_at: expires,
      }));
    }
    const { data: attention } = await get("attention");
    const people = attention.find(({ kind }: { kind: string }) => kind === "people");
    expect(people).toMatchObject({
      count: 30,
      reasons: [{ reason: "no_refresh_token", count: 30 }],
    });
    const { connections } = await get(`connectors/${ids.userConnector}`);
    expect(connections).toMatchObject({ needs_reauth: 30, exact: false });
    expect(connections.active).toBeGreaterThan(1_000);
  });
});
