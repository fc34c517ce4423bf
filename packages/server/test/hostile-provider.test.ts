/** What a provider answers is read within bounds, and costs nobody but its own connections anything. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { jsonBounds } from "../src/lib/json.ts";
import { consent, createJar } from "./browser.ts";
import { engines } from "./databases.ts";
import { type Connected, connect, startConnected } from "./engine/connected.ts";
import { createFakeClock, type FakeClock, withoutRegularWork } from "./fake-clock.ts";
import { ids } from "./harness.ts";

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
      world.sandbox.faults.next("token", { kind: "rubbish", body });
      const refused = await read();
      expect([refused.status, refused.body.reason]).toEqual([502, "provider_answer_invalid"]);
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
      world.sandbox.faults.next("userinfo", { kind: "rubbish", body });
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
    world.sandbox.faults.next("userinfo", { kind: "rubbish", body });
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
    world.sandbox.faults.next("userinfo", { kind: "rubbish", body });
    await connect(api, "user-2", ids.userConnector);
    expect((await row("user-2")).account?.name).toBe("x".repeat(320));
  });
});
