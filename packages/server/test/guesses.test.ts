/** Guesses at keys, tokens, links and states: counted over processes, cheap to refuse, and nobody else's harm. */
import { visit } from "@grantry/sandbox/visitor";
import { apiOf } from "@grantry/testing/api";
import { createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { hearStatements } from "@grantry/testing/statements";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { wrongConsentLinksMax } from "../src/http/public/guessed.ts";
import { pendingMax } from "../src/service/connect/start.ts";
import {
  addressLimits,
  count,
  countedTogether,
  refusedLooks,
  wrongCredentialsMax,
} from "../src/service/limits/index.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let other: App;
  const pagesMax = 60;
  const limits = ["consent_starts=off", `page_requests=${pagesMax}/60`];

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock), limits });
    other = (await world.another()).app;
  });
  afterAll(() => world.close());
  beforeEach(() => clock.advance(900_000));

  const presented = new Set<string>();
  /** A service token that nobody has, and that was never presented before. */
  const guess = () => {
    const token = `grantry_st_${String(presented.size).padStart(40, "g")}`;
    presented.add(token);
    return token;
  };
  /** As if other processes had counted them. */
  const countedBefore = (what: string, address: string, tries: number) =>
    count(world.app.context, addressLimits(what, address, tries), tries);
  const ask = async (app: App, remoteAddress: string, token = guess()) => {
    const answer = await app.http.inject({
      method: "POST",
      url: `/v1/apps/${ids.app}/tokens`,
      remoteAddress,
      headers: { authorization: `Bearer ${token}` },
      payload: { type: "sandboxcalendar", owner: { kind: "app" } },
    });
    return { status: answer.statusCode, code: answer.json().code, headers: answer.headers };
  };

  test("wrong tokens are counted over all processes, and whoever was right passes all the same", async () => {
    const address = "192.0.2.1";
    // Somebody behind the same address, whose token this process has seen.
    expect((await ask(world.app, address, secrets.serviceToken)).status).toBe(404);
    await countedBefore("wrong credential", address, wrongCredentialsMax - 40);
    for (let tries = 0; tries < 20; tries += 1) {
      expect((await ask(world.app, address)).status).toBe(401);
      expect((await ask(other, address)).status).toBe(401);
    }
    const refused = await ask(other, address);
    expect([refused.status, refused.code]).toEqual([429, "too_many_attempts"]);
    expect(Number(refused.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused.headers["ratelimit-policy"]).toBe(`"attempts";q=${wrongCredentialsMax};w=900`);
    // The other process hears of it by what it writes down next.
    const more = [];
    for (let tries = 0; tries <= countedTogether; tries += 1) {
      more.push((await ask(world.app, address)).status);
    }
    expect(more.at(-1)).toBe(429);
    expect((await ask(world.app, address, secrets.serviceToken)).status).toBe(404);
    expect((await ask(other, "192.0.2.2")).status).toBe(401);
    clock.advance(900_000);
    expect((await ask(other, address)).status).toBe(401);
  });

  test("a network of many addresses has four times as much, and no more", async () => {
    // As if other processes had counted all but the last ten.
    const [, network] = addressLimits("wrong credential", "2001:db8:7:1::/64", wrongCredentialsMax);
    if (network === undefined) throw new Error("no network");
    await count(world.app.context, [network], wrongCredentialsMax * 4 - countedTogether);
    for (let tries = 0; tries < countedTogether; tries += 1) {
      expect((await ask(world.app, "2001:db8:7:abcd::1")).status).toBe(401);
    }
    expect((await ask(world.app, "2001:db8:7:ffff::1")).status).toBe(429);
    expect((await ask(world.app, "2001:db8:8::1")).status).toBe(401);
  });

  test("a network that is refused is looked at four times as often as an address, from however many of its addresses", async () => {
    const fresh = (await world.another()).app;
    const [, network] = addressLimits("wrong credential", "2001:db8:9:1::/64", wrongCredentialsMax);
    if (network === undefined) throw new Error("no network");
    await count(world.app.context, [network], wrongCredentialsMax * 4 - countedTogether);
    for (let tries = 0; tries < countedTogether; tries += 1) {
      expect((await ask(fresh, "2001:db8:9:abcd::1")).status).toBe(401);
    }
    const most = 4 * refusedLooks.quota;
    const heard = hearStatements();
    try {
      for (let tries = 0; tries < most + 100; tries += 1) {
        expect((await ask(fresh, `2001:db8:9:${tries.toString(16)}::1`)).status).toBe(429);
      }
    } finally {
      heard.stop();
    }
    expect(heard.texts.length).toBeLessThanOrEqual(most);
    expect((await ask(fresh, "2001:db8:9:ffff::1", secrets.serviceToken)).status).toBe(429);
    expect((await ask(fresh, "2001:db8:a::1", secrets.serviceToken)).status).toBe(404);
  });

  test("a flood of unknown tokens asks the database for no more than are counted", async () => {
    await countedBefore("wrong credential", "192.0.2.30", wrongCredentialsMax - 50);
    const heard = hearStatements();
    try {
      for (let tries = 0; tries < 200; tries += 1) {
        await ask(world.app, "192.0.2.30");
      }
    } finally {
      heard.stop();
    }
    // Each of fifty is looked up, and each ten are written down; then each of as many as are looked at all the same.
    expect(heard.texts.length).toBeLessThanOrEqual(50 + 50 / countedTogether + refusedLooks.quota);
    const more = hearStatements();
    try {
      for (let tries = 0; tries < 200; tries += 1) {
        expect((await ask(world.app, "192.0.2.30")).status).toBe(429);
      }
    } finally {
      more.stop();
    }
    expect(more.texts.length).toBeLessThanOrEqual(refusedLooks.quota - 150);
  });

  test("a token that is right is served behind such an address, also by a process that has not seen it yet", async () => {
    const address = "192.0.2.35";
    const fresh = (await world.another()).app;
    await countedBefore("wrong credential", address, wrongCredentialsMax - countedTogether);
    for (let tries = 0; tries < countedTogether; tries += 1) await ask(fresh, address);
    const wrong = await ask(fresh, address);
    expect([wrong.status, wrong.code]).toEqual([429, "too_many_attempts"]);
    expect(Number(wrong.headers["retry-after"])).toBeGreaterThan(0);
    // What it may read is not there: the token was right.
    expect((await ask(fresh, address, secrets.serviceToken)).status).toBe(404);
    // Once it is known, no flood keeps it out.
    const statuses = new Set<number>();
    for (let tries = 0; tries < refusedLooks.quota + 10; tries += 1) {
      statuses.add((await ask(fresh, address)).status);
    }
    expect(statuses).toEqual(new Set([429]));
    expect((await ask(fresh, address, secrets.serviceToken)).status).toBe(404);
  });

  test("the same wrong token again and again is one guess, and is soon refused from memory", async () => {
    const address = "192.0.2.40";
    const token = guess();
    const heard = hearStatements();
    try {
      for (let tries = 0; tries < 200; tries += 1) {
        expect((await ask(world.app, address, token)).status).toBe(401);
      }
    } finally {
      heard.stop();
    }
    expect(heard.texts.length).toBeLessThan(30);
    expect((await ask(world.app, address)).status).toBe(401);
  });

  test("users behind an address whose guesses are refused are served, known here or not", async () => {
    const remoteAddress = "192.0.2.45";
    await countedBefore("wrong credential", remoteAddress, wrongCredentialsMax - countedTogether);
    for (let tries = 0; tries < countedTogether; tries += 1) await ask(world.app, remoteAddress);
    expect((await ask(world.app, remoteAddress)).status).toBe(429);
    const { jwt } = await apiOf(world).signIn("fresh");
    const headers = { authorization: `Bearer ${jwt}` };
    const { http } = world.app;
    const own = await http.inject({
      url: `/v1/apps/${ids.app}/me/connections`,
      ...{ remoteAddress, headers },
    });
    const official = await http.inject({
      method: "POST",
      url: `/api/apps/${ids.app}/app-user-auth/connectors/${ids.userConnector}/initiate`,
      ...{ remoteAddress, headers, payload: {} },
    });
    expect([own.statusCode, official.statusCode]).toEqual([200, 200]);
  });

  test("a guess counts as the token that it is, whatever key stands beside it", async () => {
    const remoteAddress = "192.0.2.46";
    await countedBefore("wrong credential", remoteAddress, wrongCredentialsMax - countedTogether);
    const guessBeside = async (key: string) => {
      const answer = await world.app.http.inject({
        url: `/api/apps/${ids.app}/external-auth/tokens/sandboxcalendar`,
        remoteAddress,
        headers: { authorization: `Bearer ${guess()}`, api_key: key },
      });
      return answer.statusCode;
    };
    for (let tries = 0; tries < countedTogether; tries += 1) {
      expect(await guessBeside(tries % 2 === 0 ? "a.b.c" : "always")).toBe(401);
    }
    expect(await guessBeside("a.b.c")).toBe(429);
  });

  test("keys of operators are guessed no more often", async () => {
    const operate = async (key: string) => {
      const answer = await world.app.http.inject({
        url: `/v1/workspaces/${ids.workspace}`,
        remoteAddress: "192.0.2.50",
        headers: { authorization: `Bearer ${key}` },
      });
      return answer.statusCode;
    };
    expect(await operate(secrets.workspaceKey)).toBe(200);
    await countedBefore("wrong credential", "192.0.2.50", wrongCredentialsMax - 20);
    for (let tries = 0; tries < 20; tries += 1) {
      expect(await operate(`grantry_wk_${String(tries).padStart(40, "g")}`)).toBe(401);
    }
    expect(await operate(`grantry_wk_${"h".repeat(40)}`)).toBe(429);
    expect(await operate(secrets.workspaceKey)).toBe(200);
  });

  test("links and states of consents are guessed no more often, over all processes", async () => {
    const open = async (app: App, url: string) =>
      (await app.http.inject({ url, remoteAddress: "192.0.2.60" })).statusCode;
    const callback = `/api/external-auth/callback/${ids.oauthClient}?code=x&state=`;
    await countedBefore("consent", "192.0.2.60", wrongConsentLinksMax - 9);
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await open(world.app, `/api/external-auth/connect/guess${tries}`)).toBe(400);
      expect(await open(other, `/reconnect/guess${tries}`)).toBe(400);
      expect(await open(other, `${callback}guess${tries}`)).toBe(400);
    }
    for (const app of [world.app, other]) {
      expect(await open(app, "/api/external-auth/connect/guess")).toBe(429);
      expect(await open(app, `${callback}guess`)).toBe(429);
    }
  });

  describe("behind an address from which too many links and states were guessed", () => {
    const callback = "/api/external-auth/callback";
    const open = async (url: string, remoteAddress: string) =>
      (await world.app.http.inject({ url, remoteAddress })).statusCode;

    test("an honest link and its answer count, and no wrong one does", async () => {
      const user = await apiOf(world).signIn("neighbour-of-a-stranger");
      const { body } = await user.own("POST", "authorizations", {
        connector_id: ids.userConnector,
      });
      // Where this test's own calls come from.
      await countedBefore("consent", "127.0.0.1", wrongConsentLinksMax);
      const jar = createJar();
      const answer = await visit(await depart(jar, body.connect_url));
      expect(await open(`${callback}?code=x&state=guess`, "127.0.0.1")).toBe(429);
      expect(await open("/reconnect/guess", "127.0.0.1")).toBe(429);
      expect((await jar.get(answer.href)).status).toBe(200);
      expect((await connectionOf(user, ids.userConnector)).status).toBe("active");
    });

    test("wrong ones are looked up no more often than pages may be asked for, and not counted", async () => {
      const address = "192.0.2.70";
      await countedBefore("consent", address, wrongConsentLinksMax);
      const heard = hearStatements();
      const statuses: number[] = [];
      try {
        for (let tries = 0; tries < pagesMax + 20; tries += 1) {
          statuses.push(await open(`${callback}?code=x&state=guess${tries}`, address));
        }
      } finally {
        heard.stop();
      }
      expect(new Set(statuses)).toEqual(new Set([429]));
      // Each is looked for among those that wait and those that were used, and what was counted is read.
      expect(heard.texts.length).toBeLessThanOrEqual(pagesMax * 3);
      expect(
        heard.texts.filter((text) =>
          /attempts.*(?:insert|update)|(?:insert|update).*attempts/i.test(text),
        ),
      ).toEqual([]);
    });
  });

  test("a user has so many consents under way, and one more ends the oldest", async () => {
    const user = await apiOf(world).signIn("user-with-tabs");
    const begin = async () => {
      // One second apart: which is the oldest is known.
      clock.advance(1_000);
      const { body } = await user.own("POST", "authorizations", {
        connector_id: ids.userConnector,
      });
      return body.id as string;
    };
    const begun = [];
    for (let count = 0; count < pendingMax + 2; count += 1) begun.push(await begin());
    const states = [];
    for (const id of begun) states.push((await user.attempt(id)).body.status);
    expect(states).toEqual(["failed", "failed", ...Array(pendingMax).fill("pending")]);
    const neighbour = await apiOf(world).signIn("user-with-one-tab");
    const { body } = await neighbour.own("POST", "authorizations", {
      connector_id: ids.userConnector,
    });
    for (let count = 0; count < 5; count += 1) await begin();
    expect((await neighbour.attempt(body.id)).body.status).toBe("pending");
  });
});
