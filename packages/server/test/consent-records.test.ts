/** What users connect, in the audit log: in the transaction of connection and event, whoever completes it. */
import type { VisitorChoices } from "@grantry/sandbox/visitor";
import { apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { begin, comeBack, complete } from "@grantry/testing/completion";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { deleteConnection } from "../src/store/connection-writes.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let user: UserApi;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine });
  });
  beforeEach(async () => {
    users += 1;
    user = await apiOf(world).signIn(`ada-${users}`);
  });
  afterAll(() => world.close());

  const byBrowser = async (choices: VisitorChoices = {}) => {
    const { body } = await user.initiate(ids.userConnector);
    return await consent(createJar(), body.redirect_url, choices);
  };
  const byApp = async (choices: VisitorChoices = {}) => {
    const begun = await begin(user);
    const { code } = await comeBack(begun.link, choices);
    return await complete(user, begun.id, { ...begun, code });
  };

  const idOf = async () => (await connectionOf(user, ids.userConnector)).id;
  const recordsOf = async (id: string) => {
    const { body } = await workspaceApiOf(world)("GET", `audit-records?target_id=${id}`);
    return body.data.toReversed();
  };
  const eventsOf = async (id: string) =>
    await world.app.context.store.db
      .selectFrom("events")
      .select("type")
      .where("connection_id", "=", id)
      .execute();

  test.each([
    ["confirmed in the browser", "confirmation", byBrowser],
    ["completed by the app", "app_completion", byApp],
  ])(
    "what a user connects is on record with its event, %s: who, what, from where",
    async (_name, proof, connect) => {
      await connect();
      const id = await idOf();
      await connect();
      const left = await recordsOf(id);
      expect(left.map(({ action }: { action: string }) => action)).toEqual([
        "connection.connected",
        "connection.reconnected",
      ]);
      for (const record of left) {
        expect(record).toMatchObject({
          actor: { kind: "app_user", id },
          target: { kind: "connection", id },
          result: "ok",
          address: "127.0.0.1",
          request_id: expect.any(String),
          details: { app: ids.app, integration_type: "sandboxcalendar", proof },
        });
        expect(record.details.authorization).toMatch(/^auz_/);
        expect(JSON.stringify([record.actor, record.details])).not.toContain("ada");
      }
      expect(await eventsOf(id)).toHaveLength(2);
    },
  );

  test("what is refused leaves the records as they were", async () => {
    await byApp();
    const id = await idOf();
    const before = await recordsOf(id);
    const { body } = await byApp({ account: "sandbox-bo" });
    expect(body.authorization.error.code).toBe("account_mismatch");
    expect(await recordsOf(id)).toEqual(before);
  });

  test("the address from which a user connected goes with the connection, and the record stays", async () => {
    await byApp();
    const id = await idOf();
    const { store } = world.app.context;
    const [before] = await recordsOf(id);
    await deleteConnection(store, id);
    const people = await store.db
      .selectFrom("audit_people")
      .selectAll()
      .where("operator_id", "=", id)
      .execute();
    expect(people).toEqual([]);
    const [{ address, ...after }] = await recordsOf(id);
    expect(address).toBe("[erased]");
    expect([after.id, after.actor.id, after.details]).toEqual([before.id, id, before.details]);
  });

  test.each([
    ["the browser", byBrowser],
    ["the app", byApp],
  ])(
    "where the record cannot be written nothing is connected by %s, and the grant is given back",
    async (_name, connect) => {
      const { db } = world.app.context.store;
      const granted = world.sandbox.ledger.liveGrants();
      await sql.raw(refusal[engine].set).execute(db);
      try {
        await connect();
      } finally {
        await sql.raw(refusal[engine].lift).execute(db);
      }
      await world.app.context.flights.landed();
      expect(await connectionOf(user, ids.userConnector)).toBe(null);
      expect(world.sandbox.ledger.liveGrants()).toBe(granted);
      await connect();
      expect((await connectionOf(user, ids.userConnector)).status).toBe("active");
    },
  );
});

/** Nothing of the kind is recorded, by the database's own word. */
const refusal = {
  sqlite: {
    set: `CREATE TRIGGER no_records BEFORE INSERT ON audit_records
      WHEN new.action = 'connection.connected' BEGIN SELECT RAISE(ABORT, 'no records'); END`,
    lift: "DROP TRIGGER no_records",
  },
  postgres: {
    set: `ALTER TABLE audit_records ADD CONSTRAINT no_records
      CHECK (action <> 'connection.connected') NOT VALID`,
    lift: "ALTER TABLE audit_records DROP CONSTRAINT no_records",
  },
} as const;
