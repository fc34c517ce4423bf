/** Disconnecting: revoked at the provider, erased here, whatever the provider does. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sweep } from "../src/service/upkeep/sweep.ts";

describe.each(engines)("on %s, a disconnect", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  async function connect(userId: string) {
    const user = await api.signIn(userId);
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const token: string = (await user.token(ids.userConnector)).body.access_token;
    return { user, token };
  }
  const row = () =>
    world.app.context.store.db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();

  test("revokes at the provider and erases every credential and the account (SEC-89)", async () => {
    const { user, token } = await connect("user-1");
    expect((await user.disconnect(ids.userConnector)).body.revocation).toBe("revoked");
    expect(await world.sandbox.ledger.isLive(token)).toBe(false);
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
    expect(await row()).toMatchObject({
      status: "disconnected",
      access_token: null,
      refresh_token: null,
      account_id: null,
      account_email: null,
      account_name: null,
      connection_config: "{}",
    });
    expect(await connectionOf(user, ids.userConnector)).toMatchObject({
      status: "disconnected",
      account: null,
    });
  });

  test.each([
    ["down", { kind: "answer", status: 503 } as const],
    ["hanging", { kind: "hang" } as const],
    ["answering rubbish with an error", { kind: "answer", status: 400, body: "<html>" } as const],
  ])(
    "erases all the same when the provider is %s, and says that it will be revoked (SEC-89)",
    async (_name, fault) => {
      const { user } = await connect("user-1");
      world.sandbox.faults.next("revocation", fault, 10);
      // Only a process that waits for the silent one has to be impatient.
      const patience = fault.kind === "hang" ? { outboundTimeoutMs: 500 } : {};
      const there = await apiOf(await world.another(patience)).signIn("user-1");
      const answer = await there.disconnect(ids.userConnector);
      expect(answer.body).toMatchObject({ status: "disconnected", revocation: "queued" });
      expect(await row()).toMatchObject({ access_token: null, refresh_token: null });
      expect((await user.token(ids.userConnector)).status).toBe(404);
    },
  );

  test("ends one user's connection and no other", async () => {
    const ada = await connect("user-1");
    const bo = await connect("user-2");
    await ada.user.disconnect(ids.userConnector);
    expect((await bo.user.token(ids.userConnector)).status).toBe(200);
    expect(await world.sandbox.ledger.isLive(bo.token)).toBe(true);
  });

  test("that happens twice at once revokes once and is refused once", async () => {
    const { user } = await connect("user-1");
    const answers = await Promise.all([1, 2, 3].map(() => user.disconnect(ids.userConnector)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 404, 404]);
  });

  test("that a crash interrupted is finished by the sweep", async () => {
    const { user, token } = await connect("user-1");
    await world.app.context.store.db
      .updateTable("connections")
      .set({ status: "disconnected", status_since: clock.nowSeconds() })
      .execute();
    expect((await user.token(ids.userConnector)).status).toBe(404);
    await sweep(world.app.context);
    expect(await world.sandbox.ledger.isLive(token)).toBe(true);
    clock.advance(300_000);
    await sweep(world.app.context);
    // Revoking goes on by itself where the provider is not quick.
    await until(async () => !(await world.sandbox.ledger.isLive(token)));
    expect(await row()).toMatchObject({ access_token: null, refresh_token: null });
  });

  test("is followed by forgetting the authorization a day later", async () => {
    await connect("user-1");
    const count = async () =>
      (await world.app.context.store.db.selectFrom("authorizations").selectAll().execute()).length;
    await sweep(world.app.context);
    expect(await count()).toBe(1);
    clock.advance(25 * 3_600_000);
    await sweep(world.app.context);
    expect(await count()).toBe(0);
  });
});
