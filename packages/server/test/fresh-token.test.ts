/** A token that was issued a moment ago is not known everywhere yet: its consent is not lost for that. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar, type Page } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newPatience, patienceMs, patiently } from "../src/lib/patience.ts";

const status = (code: number, headers: Record<string, string> = {}) => ({
  kind: "answer" as const,
  status: code,
  body: '{"serviceErrorCode":65601,"message":"The token used in the request has been revoked"}',
  headers,
});

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    api = apiOf(world);
  });
  afterEach(() => world.close());

  /** How the consent ended, and how long it was waited for, in seconds of the clock. */
  async function connect(): Promise<{ page: Page; seconds: number; token: number }> {
    const user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    const before = clock.nowMs();
    const page = await consent(createJar(), started.body.redirect_url);
    const seconds = (clock.nowMs() - before) / 1_000;
    return { page, seconds, token: (await user.token(ids.userConnector)).status };
  }
  const revocations = () => world.sandbox.ledger.count("revocation");

  test.each([
    ["401, seven times of ten", status(401), 7],
    ["429", status(429), 2],
    ["503", status(503), 2],
    ["500", status(500), 1],
    ["nothing at all", { kind: "drop" as const }, 2],
  ])("%s is tried again, and the account is connected", async (_what, fault, times) => {
    world.sandbox.faults.next("userinfo", fault, times);
    const { page, seconds, token } = await connect();
    expect([page.status, token]).toEqual([200, 200]);
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(patienceMs / 1_000);
    expect(revocations()).toBe(0);
  });

  test("Retry-After is waited for", async () => {
    world.sandbox.faults.next("userinfo", status(429, { "retry-after": "7" }));
    const { page, seconds } = await connect();
    expect([page.status, seconds]).toEqual([200, 7]);
  });

  test("but nobody waits for minutes: then the grant is given back", async () => {
    world.sandbox.faults.next("userinfo", status(429, { "retry-after": "600" }));
    const { page, seconds, token } = await connect();
    expect([page.status, seconds, token]).toEqual([400, 0, 404]);
    expect(page.text).toContain("provider_unavailable");
    expect(revocations()).toBeGreaterThan(0);
  });

  test("a token that stays refused is given up within the bound", async () => {
    world.sandbox.faults.next("userinfo", status(401), 100);
    const { page, seconds, token } = await connect();
    expect([page.status, token]).toEqual([400, 404]);
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThanOrEqual(patienceMs / 1_000);
  });

  test("an answer that would be the same again is not asked for again", async () => {
    world.sandbox.faults.next("userinfo", status(403), 100);
    const { page, seconds } = await connect();
    expect([page.status, seconds]).toEqual([400, 0]);
  });
});

test("a server that closes makes one more try at once, and waits no more", async () => {
  const clock = createFakeClock();
  const closing = new AbortController();
  let tries = 0;
  const work = async () => {
    tries += 1;
    throw new Error("refused");
  };
  const judge = () => {
    if (tries === 2) closing.abort();
    return { kind: "refused_token" as const, retryAfterSeconds: null };
  };
  const sleeping = {
    ...clock,
    sleep: async (ms: number, signal?: AbortSignal) => {
      closing.abort();
      await clock.sleep(ms, signal);
    },
  };
  await expect(patiently(newPatience(sleeping, closing.signal), work, judge)).rejects.toThrow(
    "refused",
  );
  expect(tries).toBe(2);
  expect(clock.nowMs()).toBeLessThan(sleeping.nowMs() + 1);
});
