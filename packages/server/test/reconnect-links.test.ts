/**
 * Links by which an operator asks the person of a connection to connect again: good for that user, connector
 * and account alone, once, and taken back by whatever makes the connection another one.
 */
import { connectionCheck, reconnectRequest } from "@grantry/contract/v1/reconnect";
import { visit } from "@grantry/sandbox/visitor";
import { type Api, apiOf } from "@grantry/testing/api";
import { confirmationTokenOf, consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readFixtures } from "../src/provider/test/fixture.ts";
import { inTransaction } from "../src/store/store.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const dayMs = 86_400_000;

describe.each(engines)("on %s, a link to reconnect", (engine) => {
  let world: World;
  let api: Api;
  let own: OwnApi;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    api = apiOf(world);
    own = ownApiOf(world);
  });
  afterEach(() => world.close());

  const db = () => world.app.context.store.db;
  const row = (userId: string) =>
    db()
      .selectFrom("connections")
      .selectAll()
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();
  const post = (path: string, body: unknown = {}) =>
    own("POST", `${workspace}/connections/${path}`, { as: secrets.workspaceKey, body });
  async function connected(userId = "ada"): Promise<string> {
    const user = await api.signIn(userId);
    const { body } = await user.initiate(ids.userConnector);
    await consent(createJar(), body.redirect_url);
    return (await row(userId)).connection_id;
  }
  async function linkFor(connectionId: string): Promise<string> {
    const { status, body } = await post(`${connectionId}/reconnect-requests`);
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(reconnectRequest.parse(body)).toEqual(body);
    return body.url;
  }
  /** The connect link that the operator's leads to. */
  async function opened(url: string): Promise<string> {
    const page = await createJar().get(url);
    expect([page.status, page.text]).toEqual([303, ""]);
    return page.location ?? "";
  }
  const refusedAt = async (
    url: string,
    saying = "A link to reconnect works once, within a week",
  ) => {
    const page = await createJar().get(url);
    expect(page.status).toBe(400);
    expect(page.location).toBeNull();
    expect(page.text).toContain(saying);
  };

  test("asks whoever opens it, and connects the same account for the same user", async () => {
    const id = await connected();
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    await post(`${id}/refresh`);
    expect((await row("ada")).status).toBe("needs_reauth");
    const url = await linkFor(id);
    const connect = await opened(url);
    const jar = createJar();
    const page = await jar.get(connect);
    // The same browser is not known: whoever reads it is asked whether they are meant.
    expect(page.text).toContain("Reconnect your");
    expect(page.text).toContain("no other is accepted");
    expect(page.text).not.toContain("Did you start this yourself");
    expect((await row("ada")).status).toBe("needs_reauth");
    const end = await consent(jar, connect, { account: "sandbox-ada" });
    expect(end.status).toBe(200);
    // Who came by a message goes on to the app, where that has one origin alone.
    const [home, ...others] = (await world.app.context.apps.get(ids.app)).origins;
    expect(others).toEqual([]);
    expect(end.text).toContain(`href="${home}/?grantry_connector=`);
    expect(await row("ada")).toMatchObject({ connection_id: id, status: "active", reason: null });
    await refusedAt(url);
  });

  test("brings no other account, whoever opens it, and gives that one's grant back", async () => {
    const id = await connected();
    const before = await row("ada");
    const live = await world.sandbox.ledger.liveGrants();
    const connect = await opened(await linkFor(id));
    const end = await consent(createJar(), connect, { account: "sandbox-bo" });
    expect(end.status).toBe(400);
    expect(await row("ada")).toEqual(before);
    expect(await world.sandbox.ledger.liveGrants()).toBe(live);
    // It worked once: the browser that failed may not begin another by it.
    expect(end.text).not.toContain("/restart");
  });

  test.each([
    [
      "at the provider",
      async (connect: string) => await consent(createJar(), connect, { deny: true }),
    ],
    [
      "on our own page",
      async (connect: string) => {
        const jar = createJar();
        const token = confirmationTokenOf(await jar.get(connect));
        return await jar.post(connect, { decision: "cancel", token });
      },
    ],
  ])(
    "sends whoever declines %s nowhere: they did not come from the app",
    async (_where, decline) => {
      const id = await connected();
      const standing = await decline(await opened(await linkFor(id)));
      expect(standing.text).toContain("<h1>Still connected, as before</h1>");
      world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
      await post(`${id}/refresh`);
      const broken = await decline(await opened(await linkFor(id)));
      expect(broken.text).toContain("<h1>Not connected</h1>");
      for (const page of [standing, broken]) {
        expect(page.status).toBe(400);
        expect(page.text).toContain('"leave":false');
        expect(page.text).not.toContain("Taking you back");
        expect(page.text).toMatch(/<a class="button primary" href="[^"]+">Back to/);
      }
    },
  );

  test("works once: of two who opened it the first leaves by it", async () => {
    const url = await linkFor(await connected());
    const [first, second] = [await opened(url), await opened(url)];
    // Who opens it again while nobody has left gets the same attempt.
    expect(second).toBe(first);
    expect(
      await db().selectFrom("authorizations").selectAll().where("status", "=", "pending").execute(),
    ).toHaveLength(1);
    const other = createJar();
    const shown = await other.get(first);
    await depart(createJar(), first);
    const token = confirmationTokenOf(shown);
    expect((await other.post(first, { decision: "continue", token })).status).toBe(400);
    await refusedAt(url);
  });

  test("is looked at by programs without being used", async () => {
    const url = await linkFor(await connected());
    const page = await createJar().get(url, { headers: { "sec-purpose": "prefetch" } });
    expect(page.status).toBe(503);
    for (let time = 0; time < 3; time += 1) await opened(url);
    await consent(createJar(), await opened(url), { account: "sandbox-ada" });
    expect((await row("ada")).version).toBe(2);
  });

  test("is over after a week, and its attempt after ten minutes", async () => {
    const id = await connected();
    const url = await linkFor(id);
    const early = await opened(url);
    clock.advance(6 * dayMs);
    await refusedAt(early, "A link works once, for ten minutes");
    expect(await opened(url)).not.toBe(early);
    clock.advance(dayMs + 1_000);
    await refusedAt(url);
  });

  test("ends with a newer link, also where somebody has opened it", async () => {
    const id = await connected();
    const old = await linkFor(id);
    const connect = await opened(old);
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(connect));
    const url = await linkFor(id);
    await refusedAt(old);
    expect((await jar.post(connect, { decision: "continue", token })).status).toBe(400);
    await opened(url);
  });

  test("ends with the connection, at whatever point, and connects nothing then", async () => {
    const id = await connected();
    const url = await linkFor(id);
    const jar = createJar();
    const left = await depart(jar, await opened(url));
    const callback = await visit(left, { account: "sandbox-bo" });
    await post(`${id}/disconnect`);
    const end = await jar.get(callback.href);
    expect(end.status).toBe(400);
    expect(await row("ada")).toMatchObject({ status: "disconnected", account_id: null });
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
    await refusedAt(url);
    expect(await db().selectFrom("reconnect_links").selectAll().execute()).toEqual([]);
  });

  test("ends with a consent that the person gave in the app meanwhile", async () => {
    const id = await connected();
    const url = await linkFor(id);
    const jar = createJar();
    const callback = await visit(await depart(jar, await opened(url)), { account: "sandbox-ada" });
    await connected();
    const before = await row("ada");
    expect((await jar.get(callback.href)).status).toBe(400);
    expect(await row("ada")).toEqual(before);
  });

  /** How many statements wait for a row of this database. */
  async function waiting(): Promise<number> {
    const { rows } = await sql`
      SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
    `.execute(db());
    return rows.length;
  }

  test("is not made of what another process ended while it was asked for", async () => {
    const id = await connected();
    let asked: ReturnType<typeof post> | undefined;
    await inTransaction(world.app.context.store, async (store) => {
      const of = store.db.updateTable("connections").where("connection_id", "=", id);
      await of.set({ status: "disconnected" }).execute();
      asked = post(`${id}/reconnect-requests`);
      // It reads the connection as it was, and then waits for the row.
      if (engine === "postgres") await expect.poll(waiting).toBe(1);
    });
    const { status, body } = (await asked) ?? {};
    expect([status, body?.code]).toEqual([409, "reconnect_not_possible"]);
    expect(await db().selectFrom("reconnect_links").selectAll().execute()).toEqual([]);
  });

  test("is kept as a hash, stands in the audit log and the timeline, and is of this workspace", async () => {
    const id = await connected();
    clock.advance(60_000);
    const url = await linkFor(id);
    const secret = new URL(url).pathname.split("/").at(-1) ?? "none";
    const links = await db().selectFrom("reconnect_links").selectAll().execute();
    expect(JSON.stringify(links)).not.toContain(secret);
    const records = await db()
      .selectFrom("audit_records")
      .selectAll()
      .where("action", "=", "connection.reconnect_requested")
      .execute();
    expect(records).toMatchObject([{ target_id: id }]);
    expect(JSON.stringify(records)).not.toContain(secret);
    const told = await own("GET", `${workspace}/connections/${id}/timeline`, {
      as: secrets.workspaceKey,
    });
    expect(told.body.data[0]).toMatchObject({ kind: "reconnect_requested" });
    const unknown = await post("conn_unknown/reconnect-requests");
    expect([unknown.status, unknown.body.code]).toEqual([404, "connection_not_found"]);
  });

  test("is not made where no account is known that it could be bound to, or no person", async () => {
    const id = await connected();
    const refusal = async () => {
      const { status, body } = await post(`${id}/reconnect-requests`);
      return [status, body.code];
    };
    const change = (values: object) =>
      db().updateTable("connections").set(values).where("connection_id", "=", id).execute();
    await change({ account_id: null, account_email: null, account_name: null });
    expect(await refusal()).toEqual([409, "reconnect_not_possible"]);
    await change({ account_id: "acc", user_issuer: null });
    expect(await refusal()).toEqual([409, "reconnect_not_possible"]);
    await change({ user_issuer: "" });
    expect((await refusal())[0]).toBe(201);
    await post(`${id}/disconnect`);
    expect(await refusal()).toEqual([409, "reconnect_not_possible"]);
  });

  test("beside it, a check ends what is over and cannot be refreshed, for that reason", async () => {
    const id = await connected();
    const of = db().updateTable("connections").where("connection_id", "=", id);
    // Over just now: the clock stands still, so that nothing but the check looks at it.
    const over = { refresh_token: null, expires_at: clock.nowSeconds() - 1 };
    await of.set(over).execute();
    const { body } = await post(`${id}/check`, undefined);
    expect([body.verdict, body.connection.reason]).toEqual(["ended", "no_refresh_token"]);
  });

  test("beside it, a check asks the provider whether the grant lives", async () => {
    const id = await connected();
    const check = async () => {
      const { status, body } = await post(`${id}/check`, undefined);
      expect([status, body.detail]).toEqual([200, undefined]);
      expect(connectionCheck.parse(body)).toEqual(body);
      return [body.verdict, body.connection.status];
    };
    expect(await check()).toEqual(["accepted", "active"]);
    expect((await row("ada")).validated_at).not.toBeNull();
    // Over its time: the refresh tells.
    clock.advance(2 * dayMs);
    const refreshes = world.sandbox.ledger.count("refresh");
    expect(await check()).toEqual(["accepted", "active"]);
    expect(world.sandbox.ledger.count("refresh")).toBe(refreshes + 1);
    clock.advance(2 * dayMs);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    expect(await check()).toEqual(["ended", "needs_reauth"]);
    const again = await post(`${id}/check`, undefined);
    expect([again.status, again.body.code]).toEqual([409, "needs_reauth"]);
  });
});

test("is not made for an account of an organization: somebody else's consent would bring their rights", async () => {
  const fixtures = readFixtures().filter(({ integration_type: type }) => type === "bamboohr");
  const world = await startDialectWorld(fixtures, createFakeClock());
  try {
    const user = await apiOf(world).signIn("ada");
    const { body } = await user.initiate(world.connectorOf("bamboohr"));
    await world.consent(body.redirect_url, "allow");
    const row = await world.row("ada", "bamboohr");
    expect(row["status"]).toBe("active");
    const path = `/v1/workspaces/${row["workspace_id"]}/connections/${row["connection_id"]}/reconnect-requests`;
    const answer = await ownApiOf(world)("POST", path, { as: secrets.workspaceKey, body: {} });
    expect([answer.status, answer.body.code]).toEqual([409, "reconnect_not_possible"]);
    expect(answer.body.detail).toContain("organization");
  } finally {
    await world.close();
  }
});
