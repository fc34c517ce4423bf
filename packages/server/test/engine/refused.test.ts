/** A refresh that is refused in other words than those of a dead grant (G6, G10). */

import { sandbox } from "@grantry/catalogue/servers/sandbox";
import { type Connected, connect, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, type WorldOptions } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const hourMs = 3_600_000;

/** Answers to a refresh that say no, and not that the grant is over. */
const refusals = [
  ["invalid_request", 400, '{"error":"invalid_request"}'],
  ["an empty body with 400", 400, ""],
  ["a word that nobody knows", 400, '{"error":"session_gone"}'],
  ["403 and a page", 403, "<html>no</html>"],
  ["401 and nothing", 401, ""],
  ["access_denied", 400, '{"error":"access_denied"}'],
  ["a word with 200", 200, '{"error":"no_such_session"}'],
] as const;

/** The sandbox under another name, with signs of its own for a grant that is over. */
const declareSign: WorldOptions["declare"] = ({ workspaces: [workspace] }, { port }) => {
  const [client] = workspace?.oauth_clients ?? [];
  const [connector] = workspace?.connectors ?? [];
  const [app] = workspace?.apps ?? [];
  if (!workspace || !client || !connector || !app) throw new Error("the world is another");
  const connectors = sandbox.connectors.map((one) => ({ ...one, integration_type: "terse" }));
  const grant_ended = [
    { status: 400, empty_body: true },
    { status: 400, path: "error", values: ["invalid_request"] },
  ];
  const refresh = { ...sandbox.refresh, grant_ended };
  const entry = { ...sandbox, id: "terse", refresh, connectors, settings: [] };
  workspace.providers = [JSON.parse(JSON.stringify(entry).replaceAll("{port}", String(port)))];
  connector.connection_config = {};
  client.provider = "terse";
  connector.integration_type = "terse";
  app.shared_connectors = [];
};

describe.each(engines)("on %s, a refusal of the refresh", (engine) => {
  let clock: FakeClock;
  let connected: Connected;

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock: withoutRegularWork(clock),
      users: ["user-1"],
    });
  });
  afterEach(() => connected.world.close());

  const refuse = (status: number, body: string, times = 1) =>
    connected.world.sandbox.faults.next("token", { kind: "answer", status, body }, times);
  const events = async () => {
    const { db } = connected.world.app.context.store;
    const rows = await db.selectFrom("events").selectAll().execute();
    return rows.map(({ type, data }) => [type, JSON.parse(data).reason]);
  };
  async function report() {
    const { connectionId } = await connected.row();
    return (await workspaceApiOf(connected.world)("GET", `connections/${connectionId}`)).body;
  }

  test.each(refusals)(
    "by %s that keeps coming while another connection is refreshed ends the connection, visibly",
    async (_what, status, body) => {
      await connect(connected.api, "user-2", ids.userConnector);
      for (let count = 1; count <= 5; count += 1) {
        expect(await connected.row()).toMatchObject({ status: "active" });
        clock.advance(2 * hourMs);
        expect((await connected.read({ userId: "user-2" })).status).toBe(200);
        refuse(status, body);
        const refused = await connected.read();
        if (count < 5) {
          expect(refused.body.code).not.toBe("needs_reauth");
          const { degraded, refused: told } = await report();
          expect([degraded, told.count]).toEqual([true, count]);
        } else {
          expect([refused.status, refused.body.code]).toEqual([409, "needs_reauth"]);
          expect(refused.body.detail).toContain("goes on refusing to refresh it");
        }
      }
      expect(await report()).toMatchObject({ status: "needs_reauth", reason: "refresh_refused" });
      expect(await events()).toContainEqual(["connection.needs_reauth", "refresh_refused"]);
      // What worked is left alone.
      expect(await connected.row("user-2")).toMatchObject({ status: "active", refused: null });
    },
  );

  test("ends none where all of the client are refused, however long (G6)", async () => {
    await connect(connected.api, "user-2", ids.userConnector);
    for (let round = 0; round < 12; round += 1) {
      clock.advance(3 * hourMs);
      refuse(400, '{"error":"invalid_request"}', 20);
      await connected.read();
      await connected.read({ userId: "user-2" });
      connected.world.sandbox.faults.clear();
    }
    for (const userId of ["user-1", "user-2"]) {
      expect(await connected.row(userId)).toMatchObject({
        status: "active",
        refused: { count: 1 },
      });
    }
    clock.advance(hourMs);
    expect((await connected.read()).status).toBe(200);
    expect(await connected.row()).toMatchObject({ refused: null });
  });

  test("ends none where the client may not refresh, although users go on connecting (G6)", async () => {
    for (let round = 0; round < 8; round += 1) {
      clock.advance(3 * hourMs);
      await connect(connected.api, `new-${round}`, ids.userConnector);
      refuse(400, '{"error":"unauthorized_client"}', 9);
      await connected.read();
      connected.world.sandbox.faults.clear();
    }
    expect(await connected.row()).toMatchObject({ status: "active", refused: { count: 1 } });
  });

  test("many in a moment end nothing: it takes six hours (G6)", async () => {
    await connect(connected.api, "user-2", ids.userConnector);
    clock.advance(hourMs);
    for (let count = 0; count < 10; count += 1) {
      clock.advance(360_000);
      const { version } = await connected.row("user-2");
      await connected.read({ refused_version: version, userId: "user-2" });
      refuse(400, '{"error":"invalid_request"}');
      await connected.read();
    }
    const { status, refused } = await connected.row();
    expect(status).toBe("active");
    expect(refused?.count).toBeGreaterThan(5);
  });

  test("of the only connection ends it where the provider says that it takes the client", async () => {
    for (let count = 1; count <= 5; count += 1) {
      expect((await connected.row()).status).toBe("active");
      clock.advance(2 * hourMs);
      refuse(400, '{"error":"invalid_request"}');
      await connected.read();
    }
    expect(await connected.row()).toMatchObject({
      status: "needs_reauth",
      reason: "refresh_refused",
    });
  });

  test("that was one of several is forgotten with the next success", async () => {
    clock.advance(2 * hourMs);
    refuse(400, '{"error":"invalid_request"}');
    await connected.read();
    expect((await connected.row()).refused?.count).toBe(1);
    clock.advance(hourMs);
    expect((await connected.read()).status).toBe(200);
    expect((await connected.row()).refused).toBeNull();
  });
});

describe("a provider whose entry says by what sign it tells a dead grant", () => {
  let clock: FakeClock;
  let connected: Connected;
  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({
      clock: withoutRegularWork(clock),
      declare: declareSign,
    });
    clock.advance(hourMs);
  });
  afterEach(() => connected.world.close());

  test.each([
    ["an empty body", ""],
    ["a word that means other things, too", '{"error":"invalid_request"}'],
  ])("ends a connection by %s at once, as it takes the client", async (_what, body) => {
    const { faults } = connected.world.sandbox;
    faults.next("token", { kind: "answer", status: 400, body });
    expect((await connected.read()).body.code).toBe("needs_reauth");
    expect(await connected.row()).toMatchObject({ reason: "invalid_grant" });
  });

  test("ends none by it while it says the same to everyone, as to a wrong secret (G6)", async () => {
    const { faults } = connected.world.sandbox;
    faults.next("token", { kind: "answer", status: 400, body: "" }, 500);
    for (let round = 0; round < 20; round += 1) {
      await connected.read();
      clock.advance(2 * hourMs);
    }
    expect(await connected.row()).toMatchObject({ status: "active", refused: { count: 1 } });
    faults.clear();
    expect((await connected.read()).status).toBe(200);
  });
});
