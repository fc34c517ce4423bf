/**
 * Every connector of the catalogue on the real server, against the dialect sandbox: connect, token,
 * expiry, refresh, dead grant, an operator's fault, a sick provider, disconnect. What is expected
 * comes from the fixtures, never from the entries. Prints a row per type.
 */

import { type Api, apiOf, type TokenAsked } from "@grantry/testing/api";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Fixture, readFixtures } from "../src/provider/test/fixture.ts";

const fixtures = readFixtures();
const steps = [
  "refused",
  "connect",
  "token",
  "expiry",
  "dead grant",
  "reconnect",
  "wrong secret",
  "sick",
  "disconnect",
] as const;
type Step = (typeof steps)[number];

let world: DialectWorld;
let clock: FakeClock;
let api: Api;
const rows = new Map<string, Map<Step, string>>();

beforeAll(async () => {
  clock = createFakeClock();
  world = await startDialectWorld(fixtures, clock);
  api = apiOf(world);
});

afterAll(async () => {
  console.log(table());
  expect([...world.sandbox.ledger.problems]).toEqual([]);
  await world.close();
});

/** A row per type: what became of each step. */
function table(): string {
  const header = ["type", ...steps];
  const lines = fixtures.map(({ integration_type: type }) => {
    const row = rows.get(type);
    return [type, ...steps.map((step) => row?.get(step) ?? "failed")];
  });
  const all = [header, ...lines];
  const widths = header.map((_, at) => Math.max(...all.map((line) => (line[at] ?? "").length)));
  const text = (line: string[]) =>
    line
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return ["", ...all.map(text), ""].join("\n");
}

/** How the provider keeps a connection fresh, as its documented requests show it. */
function freshness({
  refresh,
  token: { grant },
}: Fixture): "by refresh token" | "by itself" | "minted" | "not" {
  if (refresh === null) return "not";
  const request = JSON.stringify(refresh.request);
  if (grant.refresh_token !== null && request.includes(grant.refresh_token))
    return "by refresh token";
  return request.includes(grant.access_token) ? "by itself" : "minted";
}

/** All that can be done with one type's connector, by one user. `grant` is what its code brings. */
function walk(fixture: Fixture, walker = "ada", grant = fixture.token.grant) {
  const type = fixture.integration_type;
  const connectorId = world.connectorOf(type);
  const { sandbox } = world;
  const expires = grant.lifetime_seconds !== null;
  const means = freshness(fixture);
  let refused: TokenAsked = {};

  const read = (userId = walker) => api.tokenOf(userId, connectorId, refused);
  /** The token in the words of the official clients' wire. */
  const officialRead = async (userId = walker) =>
    await (await api.signIn(userId)).token(connectorId);
  /** The connection, as its user sees it; null before there is one. */
  const status = async (userId = walker) => connectionOf(await api.signIn(userId), connectorId);
  const connect = async (userId = walker, decision: "allow" | "deny" = "allow") => {
    const user = await api.signIn(userId);
    const started = await user.initiate(connectorId);
    expect(started.status).toBe(200);
    const page = await world.consent(started.body.redirect_url, decision);
    return { page, attempt: await outcomeOf(user, started.body.connection_id) };
  };
  const connected = async (userId = walker) => {
    refused = {};
    const { page } = await connect(userId);
    expect(page.text).toContain("<h1>Connected</h1>");
    expect(page.status).toBe(200);
  };
  /**
   * To where the token is no longer handed out: it is over, or, where it has no lifetime, an API has
   * refused it. One that is refreshed by itself must not be over.
   */
  const expire = async () => {
    if (!expires) refused = { refused_version: (await read()).body.version };
    const seconds = (grant.lifetime_seconds ?? 0) + (means === "by itself" ? -30 : 1);
    clock.advance(seconds * 1000);
  };
  /** What is said to a reader who was told by an API that the token is over, then to any reader. */
  const complain = async () => {
    clock.advance(60_000);
    refused = {};
    const { body } = await read();
    refused = { refused_version: body.version };
    const told = await read();
    refused = {};
    return { told, after: await read(), status: await status() };
  };
  return {
    type,
    sandbox,
    grant,
    expires,
    means,
    read,
    officialRead,
    status,
    connect,
    connected,
    expire,
    complain,
  };
}

/** A token that nothing refreshes: an API's refusal ends it where its provider says so, too, and only then. */
async function refusedForGood({ complain, sandbox, type }: Walk): Promise<void> {
  const unproven = await complain();
  expect(unproven.told).toMatchObject({ status: 409, body: { code: "no_newer_token" } });
  expect(unproven.told.body.detail).not.toContain("expired");
  expect(unproven.after.status).toBe(200);
  expect(unproven.status).toMatchObject({ status: "active", reason: null });
  sandbox.withdraw(type);
  const proven = await complain();
  expect(proven.told).toMatchObject({ status: 409, body: { code: "needs_reauth" } });
  expect(proven.told.body.detail).toContain("access was taken back");
  expect(proven.after).toMatchObject({ status: 409, body: { code: "needs_reauth" } });
  expect(proven.status).toMatchObject({ status: "needs_reauth", reason: "revoked" });
}

type Walk = ReturnType<typeof walk>;

async function refusedStep({ connect, status, sandbox, type }: Walk): Promise<string> {
  const { page, attempt } = await connect(undefined, "deny");
  expect(page.status).toBe(400);
  expect(attempt).toMatchObject({ status: "failed", error: "access_denied" });
  expect(await status()).toBe(null);
  expect(sandbox.ledger.count(type, "exchange")).toBe(0);
  return "access_denied";
}

async function connectStep(fixture: Fixture, { connected, status }: Walk): Promise<string> {
  await connected();
  const body = await status();
  expect(body).toMatchObject({ status: "active", reason: null, missing_scopes: [] });
  expect(body.account).toEqual(fixture.account.account);
  const granted = fixture.token.grant.granted_scopes ?? body.requested_scopes;
  expect(body.granted_scopes).toEqual(granted);
  return "connected";
}

/**
 * What the official clients' connection_config holds: the settings that the fixture chooses, and what the
 * addresses of calls are made of. Of every other type it is null, whatever the provider's answers hold.
 */
const configs: Readonly<Record<string, readonly string[]>> = {
  bamboohr: ["subdomain"],
  contentful: ["region"],
  databricks: ["host"],
  googleads: ["login_customer_id"],
  one_drive: ["tenant"],
  quickbooks: ["realm_id"],
  salesforce: ["instance_url"],
  share_point: ["tenant"],
  snowflake: ["subdomain"],
  supabase: ["organization_slug"],
  wix: ["share_url_id"],
  wrike: ["host"],
  zoom: ["api_url"],
};

async function tokenStep({ read, officialRead, sandbox, type, grant }: Walk): Promise<string> {
  const { status, body } = await read();
  expect(status).toBe(200);
  expect(sandbox.tokensOf(type)).toEqual([body.access_token]);
  expect(sandbox.isLive(body.access_token)).toBe(true);
  expect(body.token_type).toBe(grant.token_type);
  const { lifetime_seconds: lifetime } = grant;
  expect(body.expires_in).toBe(lifetime);
  const expiresAt = lifetime === null ? null : clock.nowSeconds() + lifetime;
  expect(body.expires_at === null ? null : Date.parse(body.expires_at) / 1_000).toBe(expiresAt);
  expect(body.values).toMatchObject(grant.kept_values);
  expect(Object.keys(body.settings)).toEqual(configs[type] ?? []);
  const { body: official } = await officialRead();
  expect(official).toMatchObject({ access_token: body.access_token, expires_at: expiresAt });
  expect(official.connection_values ?? {}).toEqual(body.values);
  const config = configs[type] === undefined ? null : body.settings;
  expect(official.connection_config).toEqual(config);
  return "live";
}

async function expiryStep(fixture: Fixture, walked: Walk): Promise<string> {
  const { read, status, expire, sandbox, type, means, expires } = walked;
  const before: string = (await read()).body.access_token;
  if (means === "not") {
    clock.advance(400 * 86_400_000);
    expect((await read()).body.access_token).toBe(before);
    return "never over";
  }
  for (const round of [1, 2]) {
    await expire();
    expect((await status()).status).toBe("active");
    const answers = await Promise.all(Array.from({ length: 20 }, () => read()));
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 200));
    const tokens = new Set(answers.map((answer) => answer.body.access_token));
    expect([...tokens]).toEqual(sandbox.tokensOf(type));
    expect(tokens).not.toContain(before);
    expect(sandbox.isLive([...tokens][0])).toBe(true);
    expect(sandbox.ledger.count(type, "refresh")).toBe(round);
    const kept = fixture.refresh?.grant.kept_values ?? {};
    expect(answers[0]?.body.values).toMatchObject(kept);
  }
  expect(sandbox.ledger.count(type, "reuse")).toBe(0);
  return expires ? means : `${means}, refused`;
}

async function deadGrantStep(walked: Walk) {
  const { read, status, expire, sandbox, type, means } = walked;
  if (means === "not") {
    await refusedForGood(walked);
    return "revoked";
  }
  sandbox.withdraw(type);
  await expire();
  const failures = sandbox.ledger.count(type, "failure");
  const refused = await read();
  expect([refused.status, refused.body.code]).toEqual([409, "needs_reauth"]);
  expect(await status()).toMatchObject({ status: "needs_reauth", reason: "invalid_grant" });
  expect(sandbox.ledger.count(type, "failure")).toBe(failures + 1);
  expect((await read()).status).toBe(409);
  expect(sandbox.ledger.count(type, "failure")).toBe(failures + 1);
  return "invalid_grant";
}

async function reconnectStep({ connected, status, read, sandbox, type }: Walk): Promise<string> {
  await connected();
  expect(await status()).toMatchObject({ status: "active", reason: null });
  expect(sandbox.tokensOf(type)).toEqual([(await read()).body.access_token]);
  return "connected";
}

/** Whether the refresh of this provider shows the client's secret, so that a wrong one is seen. */
function refreshShowsSecret({ refresh }: Fixture): boolean {
  return refresh !== null && refresh.takes_no_client !== true;
}

async function wrongSecretStep(fixture: Fixture, walked: Walk): Promise<string> {
  const { sandbox, type, read, status, connect, expire } = walked;
  const { clientSecret } = sandbox.clientOf(type);
  sandbox.changeSecret(type, "another secret");
  if (refreshShowsSecret(fixture)) {
    await expire();
    const refused = await read();
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe("connector_misconfigured");
    expect((await status()).status).toBe("active");
    sandbox.changeSecret(type, clientSecret);
    clock.advance(301_000);
    expect((await read()).status).toBe(200);
    return "409, active";
  }
  // Nothing but a new connection shows the secret; where it is wrong, the one there is stays.
  const { page, attempt } = await connect("bo");
  expect(page.status).toBe(400);
  expect(attempt).toMatchObject({ status: "failed", error: "connector_misconfigured" });
  sandbox.changeSecret(type, clientSecret);
  expect((await read()).status).toBe(200);
  expect((await status()).status).toBe("active");
  return "at connect, active";
}

async function sickStep(fixture: Fixture, walked: Walk): Promise<string> {
  const { sandbox, type, means, read, status, connect, expire, connected } = walked;
  if (means === "by itself") return await sickWhileItLives(walked);
  sandbox.faults.next(type, { kind: "documented", failure: "transient" });
  if (means !== "not") {
    await expire();
    const refused = await read();
    expect(refused.status).toBe(503);
    expect(refused.body.code).toBe("provider_unavailable");
    const failure = fixture.failures.find(
      ({ of, kind }) => of === "refresh" && kind === "transient",
    );
    const wait = failure?.retry_after_seconds;
    // Where the provider does not say, our own pause is told.
    expect(refused.headers.get("retry-after")).toBe(String(wait ?? 1));
    expect((await status()).status).toBe("active");
    // Where the provider may have acted all the same, it is left alone for as long as a lease.
    clock.advance((wait ?? 30) * 1000);
    expect((await read()).status).toBe(200);
    return wait === undefined ? "503, then well" : `503, well after ${wait} s`;
  }
  const { attempt } = await connect("bo");
  expect(attempt).toMatchObject({ status: "failed", error: "provider_unavailable" });
  await connected("bo");
  // What is not revoked with the disconnect is taken back at the provider, so that one grant is left.
  const token: string = (await read("bo")).body.access_token;
  await (await api.signIn("bo")).disconnect(world.connectorOf(type));
  sandbox.withdraw(token);
  expect((await read()).status).toBe(200);
  return "at connect, well";
}

/** A token that is refreshed by itself is not over yet when that fails: it is handed out until it works. */
async function sickWhileItLives({ read, expire, sandbox, type }: Walk): Promise<string> {
  sandbox.faults.next(type, { kind: "documented", failure: "transient" });
  await expire();
  const [before] = sandbox.tokensOf(type);
  const old = await read();
  expect(old).toMatchObject({ status: 200, body: { access_token: before } });
  clock.advance(1_000);
  const refreshed = await read();
  expect(refreshed).toMatchObject({ status: 200 });
  expect(refreshed.body.access_token).not.toBe(before);
  expect(sandbox.isLive(refreshed.body.access_token)).toBe(true);
  return "old token, then well";
}

async function disconnectStep(fixture: Fixture, { sandbox, type, read, status }: Walk) {
  const token: string = (await read()).body.access_token;
  const before = sandbox.ledger.count(type, "revocation");
  const user = await api.signIn("ada");
  const { body } = await user.disconnect(world.connectorOf(type));
  const { calls, result } = fixture.revocation;
  expect(body).toMatchObject({ status: "disconnected", revocation: result });
  expect(sandbox.ledger.count(type, "revocation") - before).toBe(calls.length === 0 ? 0 : 1);
  // Where nothing can be revoked, the token lives on at the provider and is gone here.
  expect(sandbox.isLive(token)).toBe(calls.length === 0);
  expect(await world.row("ada", type)).toMatchObject({
    status: "disconnected",
    access_token: null,
    refresh_token: null,
    account_id: null,
    connection_config: "{}",
  });
  expect((await read()).status).toBe(404);
  expect((await status()).status).toBe("disconnected");
  return result;
}

describe("every connector, from refusal to disconnect (SEC-36, SEC-38, SEC-89)", () => {
  test.each(fixtures)("$integration_type", async (fixture) => {
    const walked = walk(fixture);
    const row = new Map<Step, string>();
    rows.set(fixture.integration_type, row);
    const problems = () => [...world.sandbox.ledger.problems];
    const step = async (name: Step, result: Promise<string>) => {
      try {
        row.set(name, await result);
      } catch (thrown) {
        const seen = [...problems(), ...world.logLines.slice(-3)].join("\n");
        throw new Error(`${name}: ${thrown instanceof Error ? thrown.message : ""}\n${seen}`, {
          cause: thrown,
        });
      }
    };
    await step("refused", refusedStep(walked));
    await step("connect", connectStep(fixture, walked));
    await step("token", tokenStep(walked));
    await step("expiry", expiryStep(fixture, walked));
    await step("dead grant", deadGrantStep(walked));
    await step("reconnect", reconnectStep(walked));
    await step("wrong secret", wrongSecretStep(fixture, walked));
    await step("sick", sickStep(fixture, walked));
    await step("disconnect", disconnectStep(fixture, walked));
    expect(problems()).toEqual([]);
  });
});

/** Documented answers to other kinds of clients: without a refresh token, with other scopes. */
const others = fixtures.flatMap((fixture) =>
  (fixture.other_token_answers ?? []).map(({ name, grant }, at) => ({
    userId: `cy-${at}`,
    type: fixture.integration_type,
    fixture,
    name,
    grant,
  })),
);

describe("another answer to a code", () => {
  test.each(others)("$type: $name", async ({ userId, fixture, type, name, grant }) => {
    const walked = walk(fixture, userId, grant);
    const { connect, status, read, expire, expires, means, sandbox } = walked;
    sandbox.answerNext(type, name);
    const { page, attempt } = await connect();
    if (attempt.error === "missing_scopes") {
      expect(fixture.scopes.every((scope) => grant.granted_scopes?.includes(scope))).toBe(false);
      expect((await read()).status).toBe(404);
      return;
    }
    expect(attempt).toMatchObject({ status: "completed", error: null });
    const isRefreshed =
      means !== "not" && (means !== "by refresh token" || grant.refresh_token !== null);
    // Who connects is told where it will not last.
    if (expires && !isRefreshed) expect(page.text).toContain("nothing to refresh the access with");
    else expect(page.text).not.toContain("nothing to refresh the access with");
    const before = await read();
    const granted = grant.granted_scopes ?? (await status()).requested_scopes;
    expect(before.body).toMatchObject({ token_type: grant.token_type, granted_scopes: granted });
    expect(before.body.values).toMatchObject(grant.kept_values);
    await expire();
    const after = await read();
    if (means === "not" || (means === "by refresh token" && grant.refresh_token === null)) {
      if (expires) {
        expect(after.body.code).toBe("needs_reauth");
        const ended = { status: "needs_reauth", reason: "no_refresh_token" };
        expect(await status()).toMatchObject(ended);
      } else {
        await refusedForGood(walked);
      }
    } else {
      expect(after.status).toBe(200);
      expect(after.body.access_token).not.toBe(before.body.access_token);
      expect(sandbox.isLive(after.body.access_token)).toBe(true);
    }
    expect([...sandbox.ledger.problems]).toEqual([]);
  });
});
