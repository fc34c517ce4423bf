/** Pages of origins that an app has not declared: kept for an operator, within bounds; and origins with a wildcard. */

import { refusedOriginList } from "@grantry/contract/v1/apps";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  const clock = createFakeClock();
  beforeAll(async () => {
    world = await startWorld({ engine, clock });
  });
  afterAll(() => world.close());

  /** As a page of the origin asks; null where it was not let in. */
  const call = async (origin: string, { url, app }: Pick<World, "url" | "app"> = world) => {
    const answer = await fetch(`${url}/v1/apps/${ids.app}/me/connections`, {
      headers: { origin },
    });
    const { code } = (await answer.json()) as { code: string };
    await app.context.flights.landed();
    return code;
  };
  const listed = async (appId: string = ids.app) => {
    const { status, body } = await workspaceApiOf(world)("GET", `apps/${appId}/refused-origins`);
    expect(status).toBe(200);
    expect(refusedOriginList.parse(body)).toEqual(body);
    return body.data as { origin: string; first_refused_at: string; last_refused_at: string }[];
  };
  const setOrigins = async (...origins: string[]) =>
    (await workspaceApiOf(world)("PATCH", `apps/${ids.app}`, { origins })).status;

  test("a refused origin is told to operators, by every process, until it is allowed or a day has gone", async () => {
    expect(await listed()).toEqual([]);
    const other = await world.another();
    expect(await call("http://localhost:5173", other)).toBe("origin_not_allowed");
    const [first] = await listed();
    expect(first?.origin).toBe("http://localhost:5173");
    clock.advance(1_800_000);
    await call("http://localhost:5173");
    clock.advance(60_000);
    await call("https://other.example");
    const [latest, again] = await listed();
    expect([latest?.origin, again?.origin]).toEqual([
      "https://other.example",
      "http://localhost:5173",
    ]);
    expect(again?.first_refused_at).toBe(first?.first_refused_at);
    expect(again?.last_refused_at).not.toBe(first?.last_refused_at);
    // Of this app alone.
    expect(await listed(ids.otherApp)).toEqual([]);
    expect(await setOrigins("http://localhost:5173")).toBe(200);
    expect((await listed()).map(({ origin }) => origin)).toEqual(["https://other.example"]);
    clock.advance(86_400_000 + 1_000);
    expect(await listed()).toEqual([]);
  });

  test("whatever is sent, a bounded number is kept, and only what could be allowed", async () => {
    for (const odd of [
      "null",
      "file://",
      "https://a.example/x",
      `https://${"a".repeat(400)}.com`,
    ]) {
      expect(await call(odd)).toBe("origin_not_allowed");
    }
    expect(await listed()).toEqual([]);
    for (let count = 0; count < 30; count += 1) await call(`https://n${count}.example`);
    expect(await listed()).toHaveLength(20);
    // Also where another process has room for them in its memory.
    const other = await world.another();
    for (let count = 30; count < 40; count += 1) await call(`https://n${count}.example`, other);
    expect(await listed()).toHaveLength(20);
    clock.advance(86_400_000 + 1_000);
    await call("https://later.example");
    expect((await listed()).map(({ origin }) => origin)).toEqual(["https://later.example"]);
  });

  test("another workspace's operators see nothing of it", async () => {
    const foreign = workspaceApiOf(world, { workspaceId: ids.foreignWorkspace });
    const { status } = await foreign("GET", `apps/${ids.app}/refused-origins`);
    expect(status).toBe(404);
  });

  test("pages one label below a wildcard may call and be returned to, and no others", async () => {
    expect(await setOrigins("https://*.vercel.app")).toBe(400);
    expect(await setOrigins("https://*.preview.example.com")).toBe(200);
    const begin = async (returnUrl: string) => {
      const path = `/v1/workspaces/${ids.workspace}/apps/${ids.app}/authorizations`;
      const body = { type: "sandboxcalendar", return_url: returnUrl };
      return (await ownApiOf(world)("POST", path, { as: secrets.workspaceKey, body })).status;
    };
    expect(await call("https://pr-12.preview.example.com")).toBe("unauthorized");
    expect(await begin("https://pr-12.preview.example.com/settings?x=1")).toBe(201);
    for (const origin of [
      "https://preview.example.com",
      "https://a.b.preview.example.com",
      "http://a.preview.example.com",
      "https://a.preview.example.com:8443",
      "https://*.preview.example.com",
      "https://evil.example",
    ]) {
      expect(await call(origin), origin).toBe("origin_not_allowed");
      expect(await begin(`${origin}/settings`), origin).toBe(400);
    }
    for (const url of [
      "https://a.preview.example.com@evil.example/",
      "https://evil.example\\.preview.example.com/",
      "https://evil.example/.preview.example.com",
      "https://a.preview.example.com./",
      "https://user@a.preview.example.com/",
    ]) {
      expect(await begin(url), url).toBe(400);
    }
  });
});
