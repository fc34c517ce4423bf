/** A workspace with connectors of very many types, of providers that never refresh and of such that need no token for it. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { connectorOf, entryAt, providersOf } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countStates } from "../../src/service/overview/count-states.ts";

const providers = { never: "none", always: "access_token" } as const;

describe.each(engines)("on %s", (engine) => {
  /** Of each provider: more than SQLite takes alternatives in one statement. PostgreSQL takes any number. */
  const many = engine === "sqlite" ? 350 : 60;
  const clock = createFakeClock();
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    operate = workspaceApiOf(world);
    await connect(apiOf(world), "ada", ids.userConnector);
    for (const id of ["never", "always"] as const) await makeMany(id);
  });
  afterAll(() => world?.close());

  const db = () => world.app.context.store.db;
  /** Connectors of as many types of a provider: the first by the operation, the others like it. */
  async function makeMany(id: keyof typeof providers) {
    const types = Array.from({ length: many }, (_, at) => `${id}${at}`);
    const entry = entryAt(`https://${id}.example`, {
      id,
      refresh: { mode: providers[id], rotation: "stable", inconclusive: "hold" },
      connectors: types.map((type) => connectorOf(type)),
    });
    const put = await providersOf(world).put(id, entry);
    expect([put.status, put.body.detail]).toEqual([expect.any(Number), undefined]);
    const client = { client_id: id, client_secret: "s".repeat(20) };
    const made = await operate("POST", "connectors", {
      name: id,
      type: `${id}0`,
      oauth_client: client,
    });
    expect(made.status).toBe(201);
    const first = await db()
      .selectFrom("connectors")
      .selectAll()
      .where("connector_id", "=", made.body.id)
      .executeTakeFirstOrThrow();
    const rows = types.slice(1).map((type) => ({
      ...first,
      connector_id: type.padStart(24, "0"),
      integration_type: type,
      name: type,
    }));
    for (let from = 0; from < rows.length; from += 100) {
      await db()
        .insertInto("connectors")
        .values(rows.slice(from, from + 100))
        .execute();
    }
  }
  /** Turns the connection's connector to one of these types: its token is over, and nothing is in its stead. */
  async function become(connectorId: string) {
    await db()
      .updateTable("connections")
      .set({ connector_id: connectorId, expires_at: clock.nowSeconds() - 60, refresh_token: null })
      .where("user_id", "=", "ada")
      .execute();
  }

  test.each([
    ["never", 0],
    ["always", 1],
  ] as const)("what is %s refreshed is told by each list and figure", async (id, active) => {
    const connectorId = `${id}${many - 1}`.padStart(24, "0");
    await become(connectorId);
    const get = async (path: string) => {
      const { status, body } = await operate("GET", path);
      expect([path, status, body.detail]).toEqual([path, 200, undefined]);
      return body;
    };
    const found = async (query: string) => (await get(`connections?${query}`)).data.length;
    expect({
      active: await found("status=active"),
      reason: await found("reason=no_refresh_token"),
      every: await found("status=needs_reauth&reason=no_refresh_token&degraded=false"),
      degraded: await found("degraded=true"),
    }).toEqual({ active, reason: 1 - active, every: 1 - active, degraded: 0 });
    const counted = { active, needs_reauth: 1 - active };
    const { connections } = await get(`connectors/${connectorId}`);
    expect(connections).toMatchObject(counted);
    expect((await get("connectors?limit=50")).data).toHaveLength(50);
    const { data: users } = await get(`apps/${ids.app}/users`);
    expect(users).toMatchObject([{ user_id: "ada", connections: counted }]);
    const { data: attention } = await get("attention");
    expect(attention.some(({ kind }: { kind: string }) => kind === "people")).toBe(active === 0);
    await countStates(world.app.context);
    const { series } = await get("statistics?metric=connections");
    const told = series.map(({ name, values }: { name: string; values: number[] }) => [
      name,
      values.at(-1),
    ]);
    expect(Object.fromEntries(told)).toMatchObject(counted);
    // Of one hour they are counted once.
    clock.advance(3_600_000);
    const preview = await operate("POST", `connectors/${connectorId}/preview`, { delete: true });
    expect([preview.status, preview.body.ended]).toEqual([200, active]);
  });
});
