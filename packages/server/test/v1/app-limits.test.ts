/** How often calls for an app may come, as its operators see it. */
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  beforeAll(async () => {
    const limits = [`${ids.app}:token_reads=off`, "user_calls=7/60"];
    world = await startWorld({ engine, clock, limits });
  });
  afterAll(() => world.close());

  const limitsOf = async (appId: string) => {
    const { status, body } = await workspaceApiOf(world)("GET", `apps/${appId}/limits`);
    expect(status).toBe(200);
    return new Map(body.data.map((one: { policy: string }) => [one.policy, one]));
  };

  test("an app's limits are those that hold for it, with what was refused in the last day", async () => {
    const { statistics } = world.app.context;
    const place = { workspaceId: ids.workspace, appId: ids.app, connectorId: "" };
    statistics.count(place, "rate_limited", "functions_at_once");
    statistics.count({ ...place, appId: ids.otherApp }, "rate_limited", "user_calls");
    await statistics.flush();
    clock.advance(23 * 3_600_000);
    const own = await limitsOf(ids.app);
    expect(own.get("token_reads")).toMatchObject({ of: "app", quota: null, seconds: null });
    expect(own.get("user_calls")).toMatchObject({ quota: 7, seconds: 60, refused_last_day: 0 });
    expect(own.get("functions_at_once")).toMatchObject({
      quota: 1_000,
      seconds: null,
      refused_last_day: 1,
    });
    expect([...own.keys()]).not.toContain("page_requests");
    const other = await limitsOf(ids.otherApp);
    expect(other.get("token_reads")).toMatchObject({ quota: 30_000, seconds: 10 });
    expect(other.get("user_calls")).toMatchObject({ refused_last_day: 1 });
    clock.advance(3_600_000);
    expect((await limitsOf(ids.app)).get("functions_at_once")).toMatchObject({
      refused_last_day: 0,
    });
  });

  test("of another workspace's app nothing is told", async () => {
    const { status, body } = await workspaceApiOf(world)("GET", `apps/${ids.foreignApp}/limits`);
    expect([status, body.code]).toEqual([404, "app_not_found"]);
  });
});
