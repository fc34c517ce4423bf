/** Filters, orders and counts of lists of connections: the same as going through all of them. */

import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newHandle } from "../../src/lib/id.ts";
import { countListed } from "../../src/store/connection-counts.ts";
import type { ConnectionFilters } from "../../src/store/connection-filters.ts";
import { type ConnectionOrder, findConnections, orders } from "../../src/store/connection-pages.ts";

const many = 150;
const workspace = `/v1/workspaces/${ids.workspace}`;
const workspaceId = ids.workspace;

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let other: string;
  let rows: Awaited<ReturnType<typeof allRows>>;

  const allRows = async () =>
    await world.app.context.store.db
      .selectFrom("connections")
      .selectAll()
      .where("workspace_id", "=", workspaceId)
      .execute();

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    await connect(apiOf(world), "user-0", ids.userConnector);
    const body = {
      type: "sandboxcalendar",
      name: "Another",
      oauth_client: { client_id: "another", client_secret: "s" },
    };
    const made = await call("POST", "/connectors", body);
    other = made.body.id;
    await fill();
    rows = await allRows();
  });
  afterAll(() => world.close());

  const call = (method: string, path: string, body?: unknown) =>
    ownApiOf(world)(method, workspace + path, { as: secrets.workspaceKey, body });

  async function fill(): Promise<void> {
    const { db } = world.app.context.store;
    const [sample] = await allRows();
    if (sample === undefined) throw new Error("nobody is connected");
    const now = clock.nowSeconds();
    for (let at = 1; at < many; at += 1) {
      const status = (["active", "active", "needs_reauth", "disconnected"] as const)[at % 4];
      const isOver = status !== "active";
      const time = now - (at % 7) * 60;
      await db
        .insertInto("connections")
        .values({
          ...sample,
          connection_id: newHandle("connection"),
          connector_id: at % 3 === 0 ? other : sample.connector_id,
          owner_kind: "user",
          user_id: `${at % 5 === 0 ? "Ümit" : "User"}-${at}`,
          status: status ?? "active",
          reason: status === "needs_reauth" ? (at % 8 === 2 ? "revoked" : "invalid_grant") : null,
          access_token: status === "disconnected" ? null : sample.access_token,
          refresh_token: isOver || at % 10 === 1 ? null : sample.refresh_token,
          account_id: `acc-${at}`,
          account_email: at % 6 === 0 ? null : `Person${at}@Example.com`,
          account_name: at % 6 === 0 ? null : `${at % 2 === 0 ? "Ada" : "Bo"} 100%_${at}`,
          failure_code: at % 11 === 0 ? "provider_unavailable" : null,
          expires_at: at % 9 === 0 ? null : time + (at % 2 === 0 ? 3_600 : -60),
          refresh_token_expires_at: at % 5 === 2 || isOver ? null : time + (at % 6) * 86_400,
          last_used_at: at % 4 === 1 ? null : time,
          created_at: time,
          updated_at: now - (at % 13),
        } as never)
        .execute();
    }
  }

  type Row = (typeof rows)[number];

  /** Filters, and which rows they mean. */
  const filters: readonly (readonly [string, () => ConnectionFilters, (row: Row) => boolean])[] = [
    ["nothing", () => ({}), () => true],
    ["app", () => ({ appId: ids.app }), () => true],
    ["another app", () => ({ appId: ids.otherApp }), () => false],
    ["connectors", () => ({ connectorIds: [other] }), ({ connector_id: id }) => id === other],
    ["no connector", () => ({ connectorIds: [] }), () => false],
    ["shared ones", () => ({ ownerKind: "app" }), () => false],
    ["users' ones", () => ({ ownerKind: "user" }), () => true],
    ["user", () => ({ user: { userId: "User-7" } }), ({ user_id: id }) => id === "User-7"],
    ["disconnected", () => ({ status: "disconnected" }), ({ status }) => status === "disconnected"],
    ["active", () => ({ status: "active" }), (row) => row.status === "active" && !isOver(row)],
    [
      "needs_reauth",
      () => ({ status: "needs_reauth" }),
      ({ status, refresh_token: token, expires_at: end }) =>
        status === "needs_reauth" ||
        (status === "active" && token === null && end !== null && end <= clock.nowSeconds()),
    ],
    ["reason", () => ({ reason: "revoked" }), ({ reason }) => reason === "revoked"],
    ["degraded", () => ({ degraded: true }), (row) => isDegraded(row)],
    ["not degraded", () => ({ degraded: false }), (row) => !isDegraded(row)],
    [
      "ends before",
      () => ({ expiresTo: clock.nowSeconds() - 120 }),
      ({ expires_at: end }) => end !== null && end < clock.nowSeconds() - 120,
    ],
    [
      "end by themselves soon",
      () => ({ endsTo: clock.nowSeconds() + 3 * 86_400 }),
      (row) => endsWithin(row, 3 * 86_400),
    ],
    ["end by themselves now", () => ({ endsTo: clock.nowSeconds() }), (row) => endsWithin(row, 0)],
    [
      "used before",
      () => ({ lastUsedTo: clock.nowSeconds() - 60 }),
      ({ last_used_at: used }) => used !== null && used < clock.nowSeconds() - 60,
    ],
    [
      "beginning of a user id",
      () => ({ beginning: "uSER-1" }),
      ({ user_id: id }) => /^user-1/i.test(id),
    ],
    [
      "beginning of other letters",
      () => ({ beginning: "Ümit" }),
      ({ user_id: id }) => id.startsWith("Ümit"),
    ],
    [
      "beginning of an email",
      () => ({ beginning: "person14" }),
      ({ account_email: email }) => /^person14/i.test(email ?? ""),
    ],
    [
      "beginning of a name, letter for letter",
      () => ({ beginning: "ada 100%_" }),
      ({ account_name: name }) => (name ?? "").startsWith("Ada 100%_"),
    ],
    [
      "beginning of an account's id",
      () => ({ beginning: "acc-12" }),
      ({ account_id: id }) => /^acc-12/.test(id ?? ""),
    ],
    ["no such beginning", () => ({ beginning: "zz" }), () => false],
    [
      "several at once",
      () => ({ status: "active", connectorIds: [other], degraded: false, beginning: "user" }),
      (row) =>
        row.status === "active" &&
        !isOver(row) &&
        row.connector_id === other &&
        row.failure_code === null &&
        /^user/i.test(row.user_id),
    ],
  ];

  /** Since nothing refreshes it then; what is over by now needs its owner, and ends no more. */
  function endsWithin(row: Row, seconds: number): boolean {
    const end = row.refresh_token === null ? row.expires_at : row.refresh_token_expires_at;
    const isMeant = end !== null && end < clock.nowSeconds() + seconds;
    return row.status === "active" && isMeant && !isOver(row);
  }

  const sequences: readonly ConnectionOrder[] = Object.keys(orders).flatMap((by) =>
    [false, true].map((descending) => ({ by: by as ConnectionOrder["by"], descending })),
  );

  function expected(isMeant: (row: Row) => boolean, { by, descending }: ConnectionOrder): string[] {
    const place = (row: Row): number => {
      if (by === "connection_id") return 0;
      if (by === "expires_at") return row.expires_at ?? Number.MAX_SAFE_INTEGER;
      return by === "last_used_at" ? (row.last_used_at ?? 0) : row[by];
    };
    const sign = descending ? -1 : 1;
    const byId = (one: Row, two: Row) => (one.connection_id < two.connection_id ? -1 : 1);
    return rows
      .filter(isMeant)
      .sort((one, two) => sign * (place(one) - place(two) || byId(one, two)))
      .map(({ connection_id: id }) => id);
  }

  /** All pages. */
  async function pagesOf(
    asked: { readonly filters: ConnectionFilters; readonly order: ConnectionOrder },
    bounds?: { readonly fewMax: number; readonly scannedMax: number },
  ): Promise<string[]> {
    const found: string[] = [];
    const { store } = world.app.context;
    for (let after: Awaited<ReturnType<typeof findConnections>>["next"] = null; ; ) {
      const page = await findConnections(
        store,
        { ...asked, workspaceId, after, limit: 20 },
        bounds,
      );
      expect(page.connectionIds.length).toBeLessThanOrEqual(20);
      found.push(...page.connectionIds);
      if (page.next === null) return found;
      after = page.next;
    }
  }

  describe.each([
    ["from an index", undefined],
    ["by looking through all", { fewMax: 0, scannedMax: 17 }],
    ["some by an index", { fewMax: 20, scannedMax: 40 }],
  ] as const)("%s", (_way, bounds) => {
    test.each(filters)("%s: every page, in every order", async (_name, filter, isMeant) => {
      for (const order of sequences) {
        const pages = await pagesOf({ filters: filter(), order }, bounds);
        // PostgreSQL may compare ids by another order of letters: what has one place keeps one.
        expect([order, [...pages].sort()]).toEqual([order, expected(isMeant, order).sort()]);
        if (engine === "sqlite") expect([order, pages]).toEqual([order, expected(isMeant, order)]);
        const places = pages.map((id) => placeIn(id, order));
        const sorted = places.toSorted((one, two) => (order.descending ? two - one : one - two));
        expect(places).toEqual(sorted);
      }
    });
  });

  function placeIn(id: string, { by }: ConnectionOrder): number {
    const row = rows.find(({ connection_id: one }) => one === id);
    if (by === "connection_id" || row === undefined) return 0;
    if (by === "expires_at") return row.expires_at ?? Number.MAX_SAFE_INTEGER;
    return by === "last_used_at" ? (row.last_used_at ?? 0) : row[by];
  }

  test.each(filters)("%s: counted", async (_name, filter, isMeant) => {
    const { store } = world.app.context;
    const exact = await countListed(store, { workspaceId, filters: filter() });
    expect(exact).toEqual({ value: rows.filter(isMeant).length, exact: true });
  });

  test("too many to be counted are estimated", async () => {
    const { store } = world.app.context;
    const bounds = { fewMax: 20, scannedMax: 50 };
    // PostgreSQL does it by itself before long.
    if (engine === "postgres") await sql`ANALYZE connections`.execute(store.db);
    const all = await countListed(store, { workspaceId, filters: {} }, bounds);
    expect(all.exact).toBe(false);
    // Of random ids, at so few rows.
    expect(all.value).toBeGreaterThan(many / 3);
    expect(all.value).toBeLessThan(many * 3);
    const few = await countListed(store, { workspaceId, filters: { beginning: "user-7" } }, bounds);
    expect(few.exact).toBe(true);
  });

  function isOver({ refresh_token: token, expires_at: end }: Row): boolean {
    return token === null && end !== null && end <= clock.nowSeconds();
  }

  function isDegraded(row: Row): boolean {
    return row.status === "active" && row.failure_code !== null && !isOver(row);
  }

  describe("by /v1", () => {
    const idsOf = (answer: Awaited<ReturnType<typeof call>>) =>
      answer.body.data.map(({ id }: { id: string }) => id).sort();

    test.each([
      ["type=sandboxcalendar", () => true],
      ["type=nothing", () => false],
      ["provider_id=sandbox", () => true],
      ["provider_id=google", () => false],
      [`oauth_client_id=${ids.oauthClient}`, ({ connector_id: id }: Row) => id !== other],
      ["reason=invalid_grant", ({ reason }: Row) => reason === "invalid_grant"],
      // What is over, and was troubled before, is not degraded: it needs its owner.
      ["degraded=true", (row: Row) => isDegraded(row)],
      ["degraded=false", (row: Row) => !isDegraded(row)],
      ["status=active", (row: Row) => row.status === "active" && !isOver(row)],
      [
        "status=needs_reauth",
        (row: Row) => row.status === "needs_reauth" || (row.status === "active" && isOver(row)),
      ],
      ["user=usr_nobody", () => false],
    ] as const)("%s", async (query, isMeant) => {
      const answer = await call("GET", `/connections?limit=200&count=true&${query}`);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      const wanted = rows.filter(isMeant).map(({ connection_id: id }) => id);
      expect(idsOf(answer)).toEqual(wanted.sort());
      expect(answer.body.total).toEqual({ value: wanted.length, exact: true });
    });

    test("a user is named by the handle, in an address as in a search", async () => {
      const all = await call("GET", "/connections?limit=200");
      expect(all.body.total).toBe(null);
      const { id, owner } = all.body.data.find(
        (one: { owner: { user: { user_id: string } } }) => one.owner.user.user_id === "user-0",
      );
      const found = await call("GET", `/connections?user=${owner.user.id}`);
      expect(idsOf(found)).toEqual([id]);
      const searched = await call("POST", "/connections/search", { user: { id: owner.user.id } });
      expect(idsOf(searched)).toEqual([id]);
      const both = { id: owner.user.id, user_id: "user-0" };
      for (const user of [both, {}]) {
        const refused = await call("POST", "/connections/search", { user });
        expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
      }
    });

    test("pages go on in the order that was asked for, and a cursor is good for no other", async () => {
      const first = await call(
        "GET",
        "/connections?sort=-updated_at&limit=100&status=disconnected",
      );
      const rest = rows.filter(({ status }) => status === "disconnected").length;
      expect(first.body.data).toHaveLength(Math.min(rest, 100));
      const page = await call("GET", "/connections?sort=-updated_at&limit=90");
      const cursor = page.body.next_cursor;
      const next = await call("GET", `/connections?sort=-updated_at&limit=90&cursor=${cursor}`);
      expect([...page.body.data, ...next.body.data]).toHaveLength(many);
      const wrong = await call("GET", `/connections?sort=updated_at&limit=90&cursor=${cursor}`);
      expect([wrong.status, wrong.body.code]).toEqual([400, "cursor_invalid"]);
    });

    test("search finds by beginnings, and nothing of another workspace", async () => {
      const found = await call("POST", "/connections/search", { query: "person14", count: true });
      expect(found.body.total.value).toBe(found.body.data.length);
      expect(found.body.data.length).toBeGreaterThan(1);
      const foreign = await ownApiOf(world)(
        "POST",
        `/v1/workspaces/${ids.foreignWorkspace}/connections/search`,
        { as: secrets.foreignWorkspaceKey, body: { query: "person14" } },
      );
      expect(foreign.body.data).toEqual([]);
    });
  });
});
