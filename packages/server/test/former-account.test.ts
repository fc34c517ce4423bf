/**
 * Where an entry names accounts by another id than it did: who connected before is still the same
 * account, and what rests on one grant is still seen, however its rows came to be.
 */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { startWorld, type World } from "@grantry/testing/harness";
import { declareHouse, registerHouse } from "@grantry/testing/house";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Fixture, readFixtures } from "../src/provider/test/fixture.ts";
import { revokeDue } from "../src/service/revocation/run-due.ts";

const named = ["spotify", "supabase"];
const fixtures = readFixtures().filter(({ integration_type: type }) => named.includes(type));

describe.each(engines)("on %s", (engine) => {
  let world: DialectWorld;
  let clock: FakeClock;
  let api: Api;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startDialectWorld(fixtures, clock, { engine });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  const connect = async (type: string, userId: string): Promise<string> => {
    const user = await api.signIn(userId);
    const started = await user.initiate(world.connectorOf(type));
    return (await world.consent(started.body.redirect_url, "allow")).text;
  };
  /** Makes the row what an earlier version has left behind. */
  const leave = async (type: string, userId: string, columns: Record<string, string | null>) => {
    const { connection_id: id } = await world.row(userId, type);
    await world.app.context.store.db
      .updateTable("connections")
      .set(columns)
      .where("connection_id", "=", String(id))
      .execute();
  };
  const accountOf = async (type: string, userId: string) =>
    (await world.row(userId, type))["account_id"];
  const idsOf = (type: string): { id: string; former: string } => {
    const { account } = fixtures.find((one) => one.integration_type === type) as Fixture;
    return { id: account.account.id, former: account.former_ids?.[0] ?? "" };
  };

  test.each(named)("%s: an account stored under its former id reconnects", async (type) => {
    const { id, former } = idsOf(type);
    expect([former === "", former === id]).toEqual([false, false]);
    await connect(type, "ada");
    expect(await accountOf(type, "ada")).toBe(id);
    await leave(type, "ada", { account_id: former });
    expect(await connect(type, "ada")).not.toContain("account_mismatch");
    expect(await accountOf(type, "ada")).toBe(id);
  });

  test.each(named)("%s: also where the OAuth client was replaced in between", async (type) => {
    const { id, former } = idsOf(type);
    await connect(type, "ada");
    await leave(type, "ada", { account_id: former, grant_party: "another client" });
    expect(await connect(type, "ada")).not.toContain("account_mismatch");
    expect(await accountOf(type, "ada")).toBe(id);
  });

  test.each(named)("%s: another account is another account still", async (type) => {
    await connect(type, "ada");
    await leave(type, "ada", { account_id: "somebody else" });
    expect(await connect(type, "ada")).toContain("Another account was chosen");
    expect(await accountOf(type, "ada")).toBe("somebody else");
  });

  test.each([
    ["with its party", {}],
    ["by a version that wrote no party", { grant_party: null }],
  ])("a grant stored %s is not revoked under somebody who still uses it", async (_how, columns) => {
    const { id, former } = idsOf("supabase");
    await connect("supabase", "ada");
    await leave("supabase", "ada", { account_id: former, ...columns });
    await connect("supabase", "bob");
    expect(await accountOf("supabase", "ada")).toBe(id);
    const bob = await api.signIn("bob");
    const { body } = await bob.disconnect(world.connectorOf("supabase"));
    expect(body.revocation).toBe("kept_for_other_connections");
    clock.advance(4_000_000);
    const ada = await api.signIn("ada");
    expect((await ada.token(world.connectorOf("supabase"))).status).toBe(200);
  });

  test("an id of another provider that reads the same stays as it is", async () => {
    const { former } = idsOf("supabase");
    await connect("spotify", "ada");
    await leave("spotify", "ada", { account_id: former });
    await connect("supabase", "bob");
    expect(await accountOf("spotify", "ada")).toBe(former);
  });
});

describe.each(engines)("a workspace's own provider on %s", (engine) => {
  const notes = "c1b2c3d4e5f6a1b2c3d4e5f6";
  let world: World;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: withoutRegularWork(clock),
      declare: (bootstrap, sandbox) => {
        declareHouse(bootstrap, sandbox);
        const [workspace] = bootstrap.workspaces;
        const [provider] = workspace?.providers ?? [];
        const account = provider?.["account"] as Record<string, unknown>;
        account["former_ids"] = [["sub", "sub"]];
        const revocation = provider?.["revocation"] as Record<string, unknown>;
        revocation["ends"] = "client_grant";
        const type = { integration_type: "housenotes", oauth_client: "ocl_house" };
        workspace?.connectors?.push({ id: notes, name: "Notes", ...type });
      },
    });
    await registerHouse(world);
  });
  afterEach(() => world.close());

  test("a revocation queued under a former id waits for no grant that is in use again", async () => {
    const api = apiOf(world);
    const connect = async (userId: string) => {
      const { body } = await (await api.signIn(userId)).initiate(notes);
      expect((await consent(createJar(), body.redirect_url)).status).toBe(200);
    };
    const { db } = world.app.context.store;
    await connect("user-1");
    const [stored] = await db.selectFrom("connections").selectAll().execute();
    const former = `${stored?.account_id}:${stored?.account_id}`;
    await db.updateTable("connections").set({ account_id: former }).execute();
    world.sandbox.faults.next("revocation", { kind: "answer", status: 503 }, 4);
    const gone = await (await api.signIn("user-1")).disconnect(notes);
    expect(gone.body.revocation).toBe("queued");
    world.sandbox.faults.clear();
    await connect("user-2");
    clock.advance(31_000);
    await revokeDue(world.app.context);
    const [queued] = await db.selectFrom("revocations").selectAll().execute();
    expect(queued?.result).toBe("kept_for_other_connections");
  });
});
