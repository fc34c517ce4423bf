/** What is wrong can be read (G10): the operator's view of a connection in each of its states. */

import { type Connected, connect, firstUser, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { showConnection } from "../../src/service/connections/index.ts";

const hour = 3_600;
/** As `/v1` writes times. */
const instant = (seconds: number) => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;

describe.each(engines)("on %s, a connection", (engine) => {
  let clock: FakeClock;
  let connected: Connected;
  let now: number;

  beforeEach(async () => {
    clock = createFakeClock();
    now = clock.nowSeconds();
    connected = await startConnected({ engine, clock });
  });
  afterEach(() => connected.world.close());

  const faults = () => connected.world.sandbox.faults;
  const update = (values: object) =>
    connected.world.app.context.store.db.updateTable("connections").set(values).execute();

  const show = (connectionId: string, workspaceId: string = ids.workspace) =>
    workspaceApiOf(connected.world, { workspaceId })("GET", `connections/${connectionId}`);
  async function report() {
    const answer = await show((await connected.row()).connectionId);
    expect(answer.status).toBe(200);
    return answer.body;
  }

  const fresh = () => ({
    id: expect.stringMatching(/^conn_/),
    app_id: ids.app,
    connector: { id: ids.userConnector, type: "sandboxcalendar", name: "My calendar" },
    owner: {
      kind: "user",
      user: { id: expect.stringMatching(/^usr_/), user_id: firstUser, issuer: null },
      unassigned: false,
    },
    status: "active",
    reason: null,
    status_since: instant(now),
    degraded: false,
    frozen_at: null,
    settings: { port: String(connected.world.sandbox.port) },
    held_scopes: ["openid", "offline_access", "email", "profile", "calendar.read"],
    connected_by: null,
    account: { id: "sandbox-ada", email: "ada@sandbox.example", name: "Ada Example" },
    requested_scopes: ["openid", "offline_access", "email", "profile", "calendar.read"],
    granted_scopes: expect.arrayContaining(["openid", "calendar.read"]),
    missing_scopes: [],
    outdated_by: [],
    expires_at: instant(now + hour),
    refresh_token_expires_at: null,
    refreshable: true,
    receipt: null,
    revocation: null,
    version: 1,
    created_at: instant(now),
    connected_at: instant(now),
    last_refreshed_at: null,
    last_used_at: null,
    next_refresh_at: expect.any(String),
    next_try_at: null,
    failure: null,
    refused: null,
    token_doubtful: false,
    outcome_unknown_since: null,
    refreshing: false,
  });

  test("that was just granted", async () => {
    expect(await report()).toEqual(fresh());
  });

  test("that was refreshed", async () => {
    clock.advance(hour * 1_000);
    await connected.read();
    await connected.world.app.context.uses.flush();
    expect(await report()).toEqual({
      ...fresh(),
      version: 2,
      expires_at: instant(now + 2 * hour),
      last_refreshed_at: instant(now + hour),
      last_used_at: instant(now + hour),
    });
  });

  test("whose provider fails: degraded, with the reason and the next try", async () => {
    clock.advance(hour * 1_000);
    const headers = { "retry-after": "40" };
    faults().next("token", { kind: "answer", status: 429, headers });
    await connected.read();
    expect(await report()).toMatchObject({
      status: "active",
      degraded: true,
      failure: { code: "provider_unavailable", count: 1 },
      next_try_at: instant(now + hour + 40),
    });
  });

  test("of which it is unknown whether it was refreshed", async () => {
    clock.advance((hour - 30) * 1_000);
    faults().next("token", { kind: "drop", processed: true });
    await connected.read();
    expect(await report()).toMatchObject({
      status: "active",
      degraded: true,
      outcome_unknown_since: instant(now + hour - 30),
      next_try_at: instant(now + hour),
    });
  });

  test("whose grant is over", async () => {
    clock.advance(hour * 1_000);
    faults().next("token", { kind: "error", error: "invalid_grant" });
    await connected.read();
    expect(await report()).toMatchObject({
      status: "needs_reauth",
      reason: "invalid_grant",
      status_since: instant(now + hour),
      degraded: false,
      next_refresh_at: null,
    });
  });

  test("that expired and cannot be refreshed is not called healthy", async () => {
    await update({ refresh_token: null });
    expect(await report()).toMatchObject({ status: "active" });
    // The clock stands still: the job that writes down what is over would hide what the report finds itself.
    await update({ expires_at: now - 60 });
    expect(await report()).toMatchObject({ status: "needs_reauth", reason: "no_refresh_token" });
    expect(await connected.row()).toMatchObject({ status: "active" });
  });

  test("as the use case answers it, holds what no view shows yet, and no credential", async () => {
    const author = { author_id: "key:key_ops", author_label: "ops", author_email: null };
    await update({ connection_config: '{"kept":"of an answer"}', validated_at: now, ...author });
    const { connectionId } = await connected.row();
    const shown = await showConnection(connected.world.app.context, ids.workspace, connectionId);
    expect(shown).toMatchObject({
      connector: { id: ids.userConnector, type: "sandboxcalendar", name: "My calendar" },
      owner: { kind: "user", userId: firstUser },
      settings: {},
      heldScopes: shown.requestedScopes,
      createdAt: now,
      checkedAt: now,
      connectedBy: { id: "key:key_ops", label: "ops", email: null },
    });
    expect(Object.keys(shown).filter((name) => /^sealed|Token$/.test(name))).toEqual([]);
  });

  test("that is being refreshed", async () => {
    await update({ lease_owner: "proc_other", lease_until_ms: clock.nowMs() + 1_000 });
    expect(await report()).toMatchObject({ refreshing: true });
    clock.advance(1_000);
    expect(await report()).toMatchObject({ refreshing: false });
  });

  test("that was disconnected, and connected again", async () => {
    const user = await connected.api.signIn(firstUser);
    await user.disconnect(ids.userConnector);
    expect(await report()).toMatchObject({ status: "disconnected", account: null });
    await connect(connected.api, firstUser, ids.userConnector);
    expect(await report()).toEqual({ ...fresh(), version: 3 });
  });

  test("of another workspace is not there, and a read of it shows no credential", async () => {
    const { connectionId } = await connected.row();
    const foreign = await show(connectionId, ids.foreignWorkspace);
    expect(foreign.body.code).toBe("workspace_not_found");
    expect((await show("conn_none")).body.code).toBe("connection_not_found");
    const token = (await connected.read()).body.access_token;
    expect(JSON.stringify(await report())).not.toContain(token);
  });
});
