/** Lists of connectors by whose they are; whether they work, and how many are connected. */
import { connector, connectorList } from "@grantry/contract/v1/connectors";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { countStates } from "../../src/service/overview/count-states.ts";
import { readConnectorFigures } from "../../src/store/connector-figures.ts";

const inFailure = { kind: "answer", status: 401, body: '{"error":"invalid_client"}' } as const;

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
  });
  afterEach(() => world.close());

  const store = () => world.app.context.store;
  async function read(connectorId: string = ids.userConnector) {
    const { body } = await operate("GET", `connectors/${connectorId}`);
    expect(connector.parse(body)).toEqual(body);
    return body;
  }
  const state = async () => {
    const { health, connections } = await read();
    return [health, connections];
  };
  const counts = (active: number, needs_reauth = 0) => ({
    active,
    needs_reauth,
    exact: true,
    at_least: false,
  });

  test("a connector that nothing uses is not tested yet; one with connections works", async () => {
    expect(await state()).toEqual(["not_tested", counts(0)]);
    await connect(api, "ada", ids.userConnector);
    await connect(api, "bo", ids.userConnector);
    expect(await state()).toEqual(["working", counts(2)]);
    await store()
      .db.updateTable("connections")
      .set({ status: "needs_reauth", reason: "revoked" })
      .where("user_id", "=", "bo")
      .execute();
    expect(await state()).toEqual(["working", counts(1, 1)]);
    const user = await api.signIn("ada");
    await user.disconnect(ids.userConnector);
    expect(await state()).toEqual(["working", counts(0, 1)]);
  });

  test("a test that went through says that it works; one that failed at the secret, that it does not", async () => {
    const tested = (at: number, failed: "code_exchange" | "consent" | null) =>
      store()
        .db.updateTable("connectors")
        .set({ tested_at: at, test_failed_step: failed })
        .where("connector_id", "=", ids.userConnector)
        .execute();
    await tested(clock.nowSeconds(), null);
    expect((await read()).health).toBe("working");
    await tested(clock.nowSeconds(), "consent");
    expect((await read()).health).toBe("not_tested");
    await tested(clock.nowSeconds(), "code_exchange");
    expect((await read()).health).toBe("credentials_rejected");
    // Of another secret it says nothing.
    clock.advance(10_000);
    const secret = { client_secret: "another" };
    await operate("POST", `oauth-clients/${ids.oauthClient}/rotate-secret`, secret);
    expect((await read()).health).toBe("not_tested");
  });

  test("a client that its provider refuses is told of all of its connectors", async () => {
    const second = await operate("POST", "connectors", {
      type: "sandboxcalendar",
      name: "Second",
      oauth_client_id: ids.oauthClient,
    });
    await connect(api, "ada", ids.userConnector);
    clock.advance(2 * 3_600_000);
    world.sandbox.faults.next("token", inFailure, 9);
    await api.tokenOf("ada", ids.userConnector);
    world.sandbox.faults.clear();
    expect((await read()).health).toBe("credentials_rejected");
    expect((await read(second.body.id)).health).toBe("credentials_rejected");
    const others = await operate("GET", "connectors");
    expect(connectorList.parse(others.body)).toEqual(others.body);
    expect(others.body.data.map(({ health }: { health: string }) => health)).toContain(
      "credentials_rejected",
    );
  });

  test("a provider that fails again and again does not answer, and works when it does", async () => {
    await connect(api, "ada", ids.userConnector);
    clock.advance(2 * 3_600_000);
    const away = { kind: "answer", status: 503, body: "" } as const;
    world.sandbox.faults.next("token", away, 20);
    await api.tokenOf("ada", ids.userConnector);
    expect((await read()).health).toBe("working");
    clock.advance(3_600_000);
    await api.tokenOf("ada", ids.userConnector);
    expect((await read()).health).toBe("not_answering");
    world.sandbox.faults.clear();
    clock.advance(3_600_000);
    await api.tokenOf("ada", ids.userConnector);
    expect((await read()).health).toBe("working");
  });

  test("above the bound figures are of the last count, and say so, or that there are at least so many", async () => {
    for (const userId of ["ada", "bo", "cy"]) await connect(api, userId, ids.userConnector);
    const usual = { workspaceId: ids.workspace, engine, always: [], never: [] };
    const figures = async (limit: number) =>
      (await readConnectorFigures(store(), usual, [ids.userConnector], limit)).get(
        ids.userConnector,
      );
    expect(await figures(3)).toMatchObject({
      active: 3,
      needsReauth: 0,
      exact: true,
      atLeast: false,
    });
    expect(await figures(1)).toMatchObject({ active: 2, exact: false, atLeast: true });
    await countStates(world.app.context);
    expect(await figures(1)).toMatchObject({ active: 3, exact: false, atLeast: false });
  });

  test("those of single apps are a list of their own, with the app's name", async () => {
    const started = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), started.body.redirect_url);
    const shared = await operate("GET", "connectors?owner=app");
    expect(connectorList.parse(shared.body)).toEqual(shared.body);
    expect(shared.body.data).toMatchObject([
      { app: { id: ids.app }, health: "working", connections: counts(1) },
    ]);
    const usual = await operate("GET", "connectors");
    expect(usual.body.data.every(({ app }: { app: unknown }) => app === null)).toBe(true);
    expect((await operate("GET", "connectors?owner=user")).body.data).toEqual(usual.body.data);
    const theirs = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    expect((await theirs("GET", "connectors?owner=app")).body.data).toEqual([]);
  });

  test("the list goes page by page through every connector once", async () => {
    for (const name of ["A", "B", "C"]) {
      const body = { type: "sandboxcalendar", name, oauth_client_id: ids.oauthClient };
      await operate("POST", "connectors", body);
    }
    const all = (await operate("GET", "connectors?limit=200")).body;
    expect(all.next_cursor).toBeNull();
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await operate("GET", `connectors?limit=2${next}`);
      seen.push(...body.data);
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(all.data);
  });

  test("figures are read by indexes, in one statement for all that are shown", async () => {
    await connect(api, "ada", ids.userConnector);
    const heard = hearStatements();
    await operate("GET", "connectors");
    heard.stop();
    const counted = heard.texts.filter((text) => /FROM connections/.test(text));
    expect(counted).toHaveLength(1);
    if (engine === "postgres") return;
    const explain = sql.raw(`EXPLAIN QUERY PLAN ${counted[0]}`);
    const plan = await sql<{ detail: string }>`${explain}`.execute(store().db);
    const details = plan.rows.map(({ detail }) => detail);
    expect(details.filter((detail) => /^SCAN (?:c|s|o|k)\b/.test(detail))).toEqual([]);
    const used = new Set(details.join("\n").match(/(?<=INDEX )conn\w+/g));
    expect([...used].sort()).toEqual([
      "connections_alive",
      "connections_ended",
      "connections_failures",
      "connectors_of_client",
    ]);
  });
});
