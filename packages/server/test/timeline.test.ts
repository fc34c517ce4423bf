/** The timeline of a connection: what happened to it, folded by day, bounded, forgotten and erased. */
import { timelineEntryList } from "@grantry/contract/v1/timeline";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sweep } from "../src/service/upkeep/sweep.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const dayMs = 86_400_000;

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly count: number;
  readonly code: string | null;
  readonly details: Readonly<Record<string, string>>;
}

describe.each(engines)("on %s, the timeline of a connection", (engine) => {
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

  async function connectedId(userId = "ada"): Promise<string> {
    await connect(userId);
    const { db } = world.app.context.store;
    const query = db.selectFrom("connections").select("connection_id");
    return (await query.where("user_id", "=", userId).executeTakeFirstOrThrow()).connection_id;
  }
  async function connect(userId: string, choice: Parameters<typeof consent>[2] = {}) {
    const user = await api.signIn(userId);
    const { body } = await user.initiate(ids.userConnector);
    await consent(createJar(), body.redirect_url, choice);
  }
  const operate = (method: "GET" | "POST" | "PATCH" | "DELETE", path: string, body?: unknown) =>
    own(method, `${workspace}/${path}`, {
      as: secrets.workspaceKey,
      ...(body === undefined ? {} : { body }),
    });
  const refresh = (id: string) => operate("POST", `connections/${id}/refresh`);
  async function read(id: string): Promise<Entry[]> {
    const { status, body } = await operate("GET", `connections/${id}/timeline`);
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(timelineEntryList.parse(body)).toEqual(body);
    return body.data;
  }
  const kindsOf = (entries: readonly Entry[]) =>
    entries.map(({ kind, code, count }) => [kind, code, count]);
  const rows = () =>
    world.app.context.store.db.selectFrom("timeline_entries").selectAll().execute();

  test("tells a consent with its account and scopes, and refreshes of a day as one", async () => {
    const id = await connectedId();
    for (let time = 0; time < 3; time += 1) {
      clock.advance(60_000);
      expect((await refresh(id)).status).toBe(200);
    }
    const entries = await read(id);
    const asked = Array.from({ length: 3 }, () => ["refresh_requested", null, 1]);
    const [last, ...before] = kindsOf(entries);
    expect(last).toEqual(["refreshed", null, 3]);
    expect(before).toEqual([...asked, ["connected", null, 1]]);
    expect(entries.at(-1)?.details).toMatchObject({ account: "ada@sandbox.example" });
    const { granted, requested } = entries.at(-1)?.details ?? {};
    expect([granted, Number(granted) > 0]).toEqual([requested, true]);
    clock.advance(dayMs);
    await refresh(id);
    expect(kindsOf(await read(id)).slice(0, 3)).toEqual([
      ["refreshed", null, 1],
      ["refresh_requested", null, 1],
      ["refreshed", null, 3],
    ]);
  });

  test("tells what failed, what it came to, and who refused or left a consent", async () => {
    const id = await connectedId();
    world.sandbox.faults.next("token", { kind: "answer", status: 503 });
    clock.advance(60_000);
    await refresh(id);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    clock.advance(60_000);
    await refresh(id);
    clock.advance(60_000);
    await connect("ada", { deny: true });
    clock.advance(60_000);
    await connect("ada", { account: "sandbox-bo" });
    const user = await api.signIn("ada");
    await user.initiate(ids.userConnector);
    clock.advance(660_000);
    await sweep(world.app.context);
    await sweep(world.app.context);
    clock.advance(60_000);
    await connect("ada");
    const told = kindsOf(await read(id)).filter(([kind]) => kind !== "refresh_requested");
    expect(told).toEqual([
      ["reconnected", null, 1],
      ["consent_left", null, 1],
      ["consent_failed", "account_mismatch", 1],
      ["consent_failed", "access_denied", 1],
      ["needs_reauth", "invalid_grant", 1],
      [expect.stringMatching(/^refresh_(failed|unanswered)$/), "provider_unavailable", 1],
      ["connected", null, 1],
    ]);
  });

  test("tells who disconnected and what became of the grant, and names no account any more", async () => {
    const id = await connectedId();
    clock.advance(60_000);
    await operate("POST", `connections/${id}/disconnect`);
    const [ended, connected] = await read(id);
    expect(ended).toMatchObject({
      kind: "disconnected",
      actor: { kind: "workspace_key" },
      receipt: { result: "revoked", cause: "disconnected" },
    });
    expect([connected?.kind, connected?.details]).toEqual(["connected", {}]);
    expect(JSON.stringify(await rows())).not.toContain("ada@sandbox.example");
    // A user's own end is the user's, who is known by the connection alone.
    const other = await connectedId("bo");
    await (await api.signIn("bo")).disconnect(ids.userConnector);
    expect((await read(other))[0]).toMatchObject({
      kind: "disconnected",
      actor: { kind: "app_user" },
    });
  });

  test("tells a refresh that an API's refusal led to, and none of the reads", async () => {
    const id = await connectedId();
    const { body: first } = await api.tokenOf("ada", ids.userConnector);
    const before = await rows();
    for (let time = 0; time < 3; time += 1) await api.tokenOf("ada", ids.userConnector);
    expect(await rows()).toEqual(before);
    await api.tokenOf("ada", ids.userConnector, { refused_version: first.version });
    expect(kindsOf(await read(id))[0]).toEqual(["refreshed", "reported", 1]);
  });

  test("tells changes of its connector and of what is allowed, since it is there", async () => {
    const change = (name: string) => operate("PATCH", `connectors/${ids.userConnector}`, { name });
    await change("Before");
    clock.advance(60_000);
    const id = await connectedId();
    clock.advance(60_000);
    expect((await change("After")).status).toBe(200);
    clock.advance(60_000);
    await operate("PATCH", "policies/sandboxcalendar", { user_connections: "off" });
    expect(await read(id)).toMatchObject([
      { kind: "policy_changed", details: { allowed: "false" }, actor: { kind: "workspace_key" } },
      { kind: "connector_changed", details: { changed: "name" } },
      { kind: "connected" },
    ]);
  });

  test("comes in pages: each once, in the same order, also of one moment", async () => {
    const id = await connectedId();
    await refresh(id);
    await connect("ada", { deny: true });
    await connect("ada");
    await refresh(id);
    const whole = await read(id);
    expect(whole.length).toBeGreaterThan(4);
    const paged: Entry[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await operate("GET", `connections/${id}/timeline?limit=2${query}`);
      expect(body.data.length).toBeLessThanOrEqual(2);
      paged.push(...body.data);
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(paged).toEqual(whole);
    const other = await connectedId("bo");
    const { body } = await operate("GET", `connections/${id}/timeline?limit=1`);
    const elsewhere = `connections/${other}/timeline?limit=1&cursor=${body.next_cursor}`;
    expect((await operate("GET", elsewhere)).body.code).toBe("cursor_invalid");
  });

  test("is forgotten after its time, and goes with the connection", async () => {
    const id = await connectedId();
    await refresh(id);
    clock.advance(31 * dayMs);
    await sweep(world.app.context);
    const kinds = async () => (await rows()).map(({ kind }) => kind);
    // What happens every hour is kept for 30 days, what happens seldom for 400.
    expect(await kinds()).not.toContain("refreshed");
    expect(await kinds()).toContain("connected");
    clock.advance(400 * dayMs);
    await sweep(world.app.context);
    expect(await kinds()).not.toContain("connected");
    await connect("ada");
    expect(await rows()).not.toEqual([]);
    const { store } = world.app.context;
    await store.db.deleteFrom("authorizations").execute();
    await store.db.deleteFrom("connections").where("connection_id", "=", id).execute();
    expect(await rows()).toEqual([]);
  });

  test("of another workspace's connection there is none", async () => {
    const id = await connectedId();
    const foreign = `/v1/workspaces/${ids.foreignWorkspace}/connections/${id}/timeline`;
    expect((await own("GET", foreign, { as: secrets.workspaceKey })).status).not.toBe(200);
    const unknown = await operate("GET", "connections/conn_unknown/timeline");
    expect([unknown.status, unknown.body.code]).toEqual([404, "connection_not_found"]);
  });
});
