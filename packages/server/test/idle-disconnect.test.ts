/**
 * Disconnecting a connection whose access token is over: its grant ends at the provider all the same,
 * for every entry of the catalogue, and what is said of it is true. The dialect sandbox ends a grant
 * by a living token only, as the providers do.
 */

import { type Api, apiOf } from "@grantry/testing/api";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { connectionOf } from "@grantry/testing/outcomes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fixture, readFixtures } from "../src/provider/test/fixture.ts";

const fixtures = readFixtures();
const typed = fixtures.map((fixture) => ({ type: fixture.integration_type, fixture }));
const revocable = typed.filter(({ fixture }) => fixture.revocation.calls.length > 0);

let world: DialectWorld;
let clock: FakeClock;
let api: Api;

beforeAll(async () => {
  clock = createFakeClock();
  world = await startDialectWorld(fixtures, clock);
  api = apiOf(world);
});
afterAll(async () => {
  expect([...world.sandbox.ledger.problems]).toEqual([]);
  await world.close();
});

async function connect(type: string, userId: string): Promise<void> {
  const user = await api.signIn(userId);
  const { body } = await user.initiate(world.connectorOf(type));
  const page = await world.consent(body.redirect_url, "allow");
  expect(page.text).toContain("<h1>Connected</h1>");
}

/** The access token is over, also where no lifetime is told; the refresh token lives on. */
function expire({ token: { grant } }: Fixture, type: string): void {
  for (const token of world.sandbox.tokensOf(type)) world.sandbox.expire(token);
  clock.advance(((grant.lifetime_seconds ?? 0) + 1) * 1_000);
}

async function disconnect(type: string, userId: string) {
  const user = await api.signIn(userId);
  const { body } = await user.disconnect(world.connectorOf(type));
  expect(await connectionOf(user, world.connectorOf(type))).toMatchObject({
    status: "disconnected",
    revocation: body.revocation,
  });
  return body.revocation;
}

describe("an idle connection", () => {
  test.each(typed)("$type: is revoked where the provider revokes", async ({ type, fixture }) => {
    await connect(type, "ada");
    expire(fixture, type);
    const { calls, result } = fixture.revocation;
    expect(await disconnect(type, "ada")).toBe(result);
    expect(world.sandbox.ledger.count(type, "revocation")).toBe(calls.length === 0 ? 0 : 1);
    expect(world.sandbox.tokensOf(type).length).toBe(calls.length === 0 ? 1 : 0);
  });

  test.each(revocable)(
    "$type: whose grant the user took back is not told as failed",
    async ({ type, fixture }) => {
      await connect(type, "bo");
      world.sandbox.withdraw(type);
      expire(fixture, type);
      // Where RFC 7009 answers 200 for every token, what was over reads as revoked.
      expect(["revoked", "already_ended"]).toContain(await disconnect(type, "bo"));
      expect(world.sandbox.tokensOf(type)).toEqual([]);
    },
  );

  const refreshed = revocable.filter(
    ({ fixture: { refresh, token, revocation } }) =>
      refresh !== null &&
      token.grant.refresh_token !== null &&
      !JSON.stringify(revocation.calls).includes(token.grant.refresh_token),
  );

  test("is refreshed first at those who revoke by access token", () => {
    const types = refreshed.map(({ type }) => type).sort();
    const known = ["dropbox", "github", "notion", "slack", "slackbot", "square", "tiktok", "zoom"];
    expect(types).toEqual(known);
  });

  test.each(refreshed)(
    "$type: waits for a provider that cannot refresh it now",
    async ({ type, fixture }) => {
      await connect(type, "cy");
      expire(fixture, type);
      world.sandbox.faults.next(type, { kind: "documented", failure: "transient" });
      expect(await disconnect(type, "cy")).toBe("queued");
      expect(world.sandbox.tokensOf(type).length).toBe(1);
      clock.advance(400_000);
      const { revokeDue } = await import("../src/service/revocation/run-due.ts");
      await revokeDue(world.app.context);
      expect(world.sandbox.tokensOf(type)).toEqual([]);
      const user = await api.signIn("cy");
      expect(await connectionOf(user, world.connectorOf(type))).toMatchObject({
        revocation: "revoked",
      });
    },
  );

  test.each(refreshed)("$type: tells a grant that is over as that", async ({ type, fixture }) => {
    await connect(type, "dee");
    world.sandbox.withdraw(type);
    expire(fixture, type);
    expect(await disconnect(type, "dee")).toBe("already_ended");
  });
});
