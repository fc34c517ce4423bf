/** What an operation on many connections is about is what the list of connections shows by the same filter. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantOf } from "../../src/lib/clock.ts";
import { newHandle } from "../../src/lib/id.ts";
import { targetFilter } from "../../src/service/operations/filter.ts";
import { listTargets, type TargetPage } from "../../src/store/operation-targets.ts";

const nothing: TargetPage = { targets: [], next: null };
const workspace = `/v1/workspaces/${ids.workspace}`;

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  /** Its tokens are refreshed by themselves. */
  let byItself: string;
  /** No entry of any catalogue is there for it. */
  let unknown: string;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    await connect(apiOf(world), "ada", ids.userConnector);
    byItself = await connector("instagram");
    unknown = await connector("sandboxcalendar");
    const { db } = world.app.context.store;
    await db
      .updateTable("connectors")
      .set({ integration_type: "gone" })
      .where("connector_id", "=", unknown)
      .execute();
    await fill();
  });
  afterAll(() => world.close());

  const call = (method: string, path: string, body?: unknown) =>
    ownApiOf(world)(method, workspace + path, { as: secrets.workspaceKey, body });

  async function connector(type: string): Promise<string> {
    const made = await call("POST", "/connectors", {
      type,
      name: `Another ${type}`,
      oauth_client: { client_id: `another-${type}`, client_secret: "s" },
    });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    return made.body.id;
  }

  /** Every way of standing, with each connector. */
  async function fill(): Promise<void> {
    const { db } = world.app.context.store;
    const sample = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    const now = clock.nowSeconds();
    const connectors = [sample.connector_id, byItself, unknown];
    for (const connectorId of connectors) {
      for (const status of ["active", "needs_reauth", "disconnected"] as const) {
        for (let at = 0; at < 8; at += 1) {
          const [isOver, isFailing, refreshes] = [at % 2 === 0, at % 4 < 2, at < 4];
          await db
            .insertInto("connections")
            .values({
              ...sample,
              connection_id: newHandle("connection"),
              connector_id: connectorId,
              user_id: `${status}-${at}`,
              status,
              reason: status === "needs_reauth" ? "revoked" : null,
              refresh_token: refreshes ? sample.refresh_token : null,
              expires_at: at === 7 ? null : now + (isOver ? -60 : 3_600),
              refresh_token_expires_at: refreshes && isFailing ? now + 86_400 : null,
              last_used_at: at < 6 ? now - at * 86_400 : null,
              account_email: `${refreshes ? "Ada" : "bo"}-${at}@example.com`,
              failure_code: isFailing ? "provider_unavailable" : null,
            } as never)
            .execute();
        }
      }
    }
  }

  /** Days from now, as the API writes times. */
  const at = (days: number) => instantOf(clock.nowSeconds() + days * 86_400);

  /** By an address, or by a search. */
  async function listed(filter: string | object): Promise<{ id: string; status: string }[]> {
    const answer =
      typeof filter === "string"
        ? await call("GET", `/connections?limit=200&count=true&${filter}`)
        : await call("POST", "/connections/search", { limit: 200, count: true, ...filter });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    expect(answer.body.total).toEqual({ value: answer.body.data.length, exact: true });
    return answer.body.data;
  }

  async function aimedAt(kind: "disconnect" | "refresh", filter: object): Promise<string[]> {
    const body = { kind, filter };
    const would = await call("POST", "/operations", { ...body, dry_run: true });
    expect(would.status, JSON.stringify(would.body)).toBe(200);
    const begun = await call("POST", "/operations", body);
    const stopped = await call("POST", `/operations/${begun.body.id}/cancel`);
    expect(stopped.body.filter).toEqual(filter);
    const { context } = world.app;
    const { store } = context;
    const kept = await store.db
      .selectFrom("operations")
      .selectAll()
      .where("operation_id", "=", begun.body.id)
      .executeTakeFirstOrThrow();
    const found = await targetFilter(context, ids.workspace, {
      kind,
      filter: JSON.parse(kept.filter),
      createdAt: kept.created_at,
    });
    const page = { after: "", limit: 1_000 };
    const { targets, next } =
      found === null ? nothing : await listTargets(store, ids.workspace, found, page);
    expect(next).toBe(null);
    expect(would.body.progress.total).toBe(targets.length);
    return targets.map(({ connectionId }) => connectionId).sort();
  }

  const filters = [
    ["everything", () => ({ all: true }), () => ""],
    ["an app", () => ({ app_id: ids.app }), () => `app_id=${ids.app}`],
    ["another app", () => ({ app_id: ids.otherApp }), () => `app_id=${ids.otherApp}`],
    ["a connector", () => ({ connector_id: byItself }), () => `connector_id=${byItself}`],
    ["a type", () => ({ type: "instagram" }), () => "type=instagram"],
    ["a type of no entry", () => ({ type: "gone" }), () => "type=gone"],
    ["shared ones", () => ({ owner: "app" }), () => "owner=app"],
    ["users' ones", () => ({ owner: "user" }), () => "owner=user"],
    ["active ones", () => ({ status: "active" }), () => "status=active"],
    [
      "those that need their owner",
      () => ({ status: "needs_reauth" }),
      () => "status=needs_reauth",
    ],
    [
      "active ones of a type",
      () => ({ status: "active", type: "gone" }),
      () => "status=active&type=gone",
    ],
    [
      "those of a type that need their owner",
      () => ({ status: "needs_reauth", type: "instagram" }),
      () => "status=needs_reauth&type=instagram",
    ],
    ["a reason", () => ({ reason: "revoked" }), () => "reason=revoked"],
    ["degraded ones", () => ({ degraded: true }), () => "degraded=true"],
    ["others", () => ({ degraded: false }), () => "degraded=false"],
    ["those that end soon", () => ({ ends_to: at(2) }), () => `ends_to=${at(2)}`],
    ["those not used since", () => ({ last_used_to: at(-2) }), () => `last_used_to=${at(-2)}`],
    [
      "several at once",
      () => ({ ends_to: at(2), last_used_to: at(0), status: "active", owner: "user" }),
      () => `ends_to=${at(2)}&last_used_to=${at(0)}&status=active&owner=user`,
    ],
    ["a beginning", () => ({ query: "ada-" }), () => ({ query: "ADA-" })],
  ] as const;

  test.each(filters)("%s: operations and the list name the same", async (_name, filter, query) => {
    const all = await listed(query());
    const idsOf = (isMeant: (status: string) => boolean) =>
      all.filter(({ status }) => isMeant(status)).map(({ id }) => id);
    const ended = idsOf((status) => status !== "disconnected");
    expect(await aimedAt("disconnect", filter())).toEqual(ended.sort());
    const working = idsOf((status) => status === "active");
    expect(await aimedAt("refresh", filter())).toEqual(working.sort());
  });

  test("what is over needs its owner, unless it is refreshed by itself", async () => {
    const over = await listed("status=needs_reauth");
    const active = await listed("status=active");
    const { db } = world.app.context.store;
    const stored = await db.selectFrom("connections").selectAll().execute();
    const countOf = (some: { id: string }[], connectorId: string, user: RegExp) =>
      stored.filter(
        (row) =>
          row.connector_id === connectorId &&
          user.test(row.user_id) &&
          some.some(({ id }) => id === row.connection_id),
      ).length;
    // Over are 0, 2, 4 and 6; without a refresh token 4 to 7.
    expect(countOf(over, ids.userConnector, /^active/)).toBe(2);
    expect(countOf(over, byItself, /^active/)).toBe(0);
    expect(countOf(over, unknown, /^active/)).toBe(4);
    expect(countOf(active, byItself, /^active/)).toBe(8);
    expect(countOf(await listed("degraded=true"), unknown, /^active/)).toBe(2);
  });

  test("names what is not there: settings are refused, and nothing is done; connections and users are told", async () => {
    const ask = (kind: string, filter: object, dry_run = false) =>
      call("POST", "/operations", { kind, filter, dry_run });
    const refusals = [
      [{ app_id: "app_unknown" }, "app_not_found"],
      [{ app_id: ids.foreignApp }, "app_not_found"],
      [{ connector_id: "665f1c0f2ab79d3f7c1c2d4e" }, "connector_not_found"],
      [{ type: "slak" }, "connector_not_found"],
      [{ provider_id: "slak" }, "provider_not_found"],
    ] as const;
    for (const [filter, code] of refusals) {
      for (const kind of ["freeze", "disconnect", "erase", "refresh"]) {
        const { status, body } = await ask(kind, filter);
        expect([kind, filter, status, body.code]).toEqual([kind, filter, 404, code]);
      }
      expect((await ask("freeze", filter, true)).body.code).toBe(code);
    }
    expect((await call("GET", "/freezes")).body.data).toEqual([]);
    const known = (await call("GET", "/connections?limit=1")).body.data[0].id;
    const some = { ids: [known, "conn_unknown", "conn_unknown"] };
    const told = await ask("freeze", some, true);
    expect(told.body.unknown).toEqual({ ids: ["conn_unknown"], user: false });
    // It may be about who has not connected yet, and stands.
    const user = { user: { user_id: "adda" } };
    const frozen = await ask("freeze", user);
    expect([frozen.status, frozen.body.unknown]).toEqual([201, { ids: [], user: true }]);
    const { id } = frozen.body;
    expect((await call("GET", `/operations/${id}`)).body.unknown).toBeNull();
    expect((await ask("freeze", { user: { user_id: "ada" } }, true)).body.unknown.user).toBe(false);
    // What is there of a type that no catalogue has any more, and a type that nothing is of yet.
    for (const type of ["gone", "slack"]) {
      expect((await ask("freeze", { type }, true)).status).toBe(200);
    }
    // A freeze ends, whatever has gone since.
    for (const [filter] of refusals) expect((await ask("unfreeze", filter)).status).toBe(201);
    expect((await ask("unfreeze", user)).status).toBe(201);
    expect((await call("GET", "/freezes")).body.data).toEqual([]);
  });
});
