/** What a provider answers is read within bounds, and costs nobody but its own connections anything. */

import { consent, createJar } from "@grantry/testing/browser";
import { type Connected, connect, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonBounds } from "../src/lib/json.ts";

const hourMs = 3_600_000;
const zeros = `[${Array.from({ length: jsonBounds.valuesMax }, () => "0").join(",")}]`;
const grant = '"access_token":"hostile","token_type":"Bearer","expires_in":6';
/** Every one is small enough to be received, and well-formed. */
const costly: readonly (readonly [string, string])[] = [
  ["a list of zeros", `{${grant},"more":${zeros}}`],
  ["names", `{${grant},${Array.from({ length: 40_000 }, (_, at) => `"n${at}":0`).join(",")}}`],
  ["depth", `{${grant},"more":${"[".repeat(200_000)}${"]".repeat(200_000)}}`],
];

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({ engine, clock: withoutRegularWork(clock) });
  });
  afterEach(() => connected.world.close());

  test.each(costly)(
    "a refresh answered with %s is unusable, and the grant lives on",
    async (_what, body) => {
      const { world, read, row } = connected;
      clock.advance(hourMs);
      world.sandbox.faults.next("token", { kind: "answer", body });
      const refused = await read();
      expect([refused.status, refused.body.code]).toEqual([502, "provider_answer_invalid"]);
      expect(JSON.stringify(refused.body)).not.toContain("hostile");
      expect(await row()).toMatchObject({
        status: "active",
        failureCode: "provider_answer_invalid",
      });
      clock.advance(60_000);
      expect((await read()).status).toBe(200);
    },
  );

  test.each(costly)(
    "an account that is told with %s is none: nothing is connected",
    async (_what, body) => {
      const { world, api } = connected;
      world.sandbox.faults.next("userinfo", { kind: "answer", body });
      const user = await api.signIn("user-2");
      const started = await user.initiate(ids.userConnector);
      const page = await consent(createJar(), started.body.redirect_url);
      expect(page.status).toBe(400);
      expect(page.text).toContain("provider_answer_invalid");
    },
  );

  test("an account id of many digits stays as it is", async () => {
    const { world, api, row } = connected;
    const body = '{"sub":12345678901234567891,"name":"\\u0007Many\\u202e digits"}';
    world.sandbox.faults.next("userinfo", { kind: "answer", body });
    await connect(api, "user-2", ids.userConnector);
    expect((await row("user-2")).account).toMatchObject({
      id: "12345678901234567891",
      name: "Many digits",
    });
  });

  test("a name as long as an answer may be is cut before it is cleaned", async () => {
    const { world, api, row } = connected;
    const name = "\\u0001".repeat(500) + "x".repeat(400_000);
    const body = `{"sub":"long","name":"${name}"}`;
    world.sandbox.faults.next("userinfo", { kind: "answer", body });
    await connect(api, "user-2", ids.userConnector);
    expect((await row("user-2")).account?.name).toBe("x".repeat(320));
  });

  const scopes = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);
  const asked = ["openid", "offline_access", "email", "profile", "calendar.read"];
  const tokensWith = (granted: readonly string[]) => ({
    kind: "answer" as const,
    body: {
      access_token: "at",
      refresh_token: "rt",
      token_type: "Bearer",
      scope: granted.join(" "),
    },
  });
  const stored = async (userId: string) =>
    await connected.world.app.context.store.db
      .selectFrom("connections")
      .select(["requested_scopes", "granted_scopes"])
      .where("user_id", "=", userId)
      .executeTakeFirstOrThrow();

  test("of scopes without end those that were asked for are kept, and two hundred in all", async () => {
    const { world, api, read } = connected;
    world.sandbox.faults.next("token", tokensWith([...scopes(4_000), "x".repeat(257), ...asked]));
    world.sandbox.faults.next("userinfo", { kind: "answer", body: { sub: "many" } });
    await connect(api, "user-2", ids.userConnector);
    const { body } = await read({ scopes: asked, userId: "user-2" });
    expect(body.granted_scopes).toHaveLength(200);
    expect(body.granted_scopes).toEqual(expect.arrayContaining([...asked, "s0"]));
    expect(JSON.parse((await stored("user-2")).granted_scopes)).toHaveLength(200);
    const user = await api.signIn("user-2");
    expect(await connectionOf(user, ids.userConnector)).toMatchObject({
      status: "active",
      missing_scopes: [],
    });
  });

  test("a refresh brings no more of them than a consent", async () => {
    const { world, read, row } = connected;
    clock.advance(hourMs);
    world.sandbox.faults.next("token", tokensWith([...asked, ...scopes(120_000)]));
    expect((await read()).body.granted_scopes).toHaveLength(200);
    expect((await row()).grantedScopes).toEqual(expect.arrayContaining(asked));
  });

  test("a row of before that holds more is answered within the bound", async () => {
    const { world, read } = connected;
    await world.app.context.store.db
      .updateTable("connections")
      .set({ granted_scopes: JSON.stringify(["x".repeat(300), ...scopes(120_000)]) })
      .execute();
    expect((await read()).body.granted_scopes).toEqual(scopes(200));
  });

  test("more than two hundred cannot be asked for, and what is there stays", async () => {
    const { api } = connected;
    const initiate = async (list: readonly string[]) =>
      await api.operator("external-auth/initiate", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ integration_type: "sandboxcalendar", scopes: list }),
      });
    const { status, body } = await initiate(scopes(200));
    expect([status, body.reason]).toEqual([400, "scopes_invalid"]);
    expect(body.detail).toContain("at most 200 scopes");
    expect((await initiate(scopes(150))).status).toBe(200);
  });
});
