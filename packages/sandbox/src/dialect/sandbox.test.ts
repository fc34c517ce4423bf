/** The dialect sandbox is as strict as the documentation it plays. */
import { readdirSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { DialectFixture, DialectRequest } from "./fixture.ts";
import { type DialectSandbox, startDialectSandbox } from "./sandbox.ts";
import { visitDialect } from "./visitor.ts";

const folder = new URL("../../../catalogue/fixtures/", import.meta.url);
const fixtures = readdirSync(folder).map(
  (name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as DialectFixture,
);
const gitlab = fixtureOf("gitlab");
const redirectUri = "https://client.example/callback";

let sandbox: DialectSandbox;
let nowMs = 0;

beforeEach(async () => {
  nowMs = 1_800_000_000_000;
  sandbox = await startDialectSandbox({ fixtures, nowMs: () => nowMs });
});
afterEach(() => sandbox.close());

function fixtureOf(type: string): DialectFixture {
  const found = fixtures.find(({ integration_type }) => integration_type === type);
  if (found === undefined) throw new Error(`no fixture of ${type}`);
  return found;
}

/** The authorization URL of a type, with changes; null removes a parameter. */
function authorizationUrl(
  { integration_type: type, authorization_request: request }: DialectFixture,
  changes: Record<string, string | null> = {},
): string {
  const { host, pathname } = new URL(request.endpoint);
  const own = { client_id: sandbox.clientOf(type).clientId, redirect_uri: redirectUri };
  const parameters = { ...request.parameters, ...own, ...changes };
  const given = Object.entries(parameters).filter(
    (pair): pair is [string, string] => pair[1] !== null,
  );
  return `${sandbox.origin}/~/${host}${pathname}?${new URLSearchParams(given)}`;
}

async function send(request: DialectRequest, changes: Record<string, string> = {}) {
  const { host, pathname, search } = new URL(request.url);
  const answer = await fetch(`${sandbox.origin}/~/${host}${pathname}${search}`, {
    method: request.method,
    headers: request.headers,
    ...(request.body === undefined
      ? {}
      : { body: new URLSearchParams({ ...request.body, ...changes }).toString() }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
}

async function codeOf(fixture: DialectFixture): Promise<string> {
  const callback = await visitDialect(authorizationUrl(fixture));
  return callback.searchParams.get("code") ?? "";
}

const exchange = (code: string, changes: Record<string, string> = {}) =>
  send(gitlab.token.request, { code, redirect_uri: redirectUri, ...changes });
const refresh = (token: string) =>
  send(gitlab.refresh!.request, { refresh_token: token, redirect_uri: redirectUri });
const answerOf = (name: string) =>
  gitlab.failures.find((failure) => failure.name === name)?.answer.body;
const deadGrant = answerOf("the refresh token was used before or is over");

describe("the authorization endpoint", () => {
  test("sends the browser back with a code of its own and the state", async () => {
    const first = await visitDialect(authorizationUrl(gitlab, { state: "state-1" }));
    expect(first.origin + first.pathname).toBe(redirectUri);
    expect(first.searchParams.get("state")).toBe("state-1");
    expect(first.searchParams.get("code")).not.toBe(await codeOf(gitlab));
  });

  test("says no in the words of the standard", async () => {
    const back = await visitDialect(authorizationUrl(gitlab, { state: "state-1" }), "deny");
    expect(Object.fromEntries(back.searchParams)).toEqual({
      error: "access_denied",
      state: "state-1",
    });
  });

  test.each([
    ["code_challenge", null],
    ["code_challenge_method", "plain"],
    ["response_type", "token"],
    ["state", null],
    ["redirect_uri", "not a url"],
    ["client_id", "another"],
    ["scope", "read_user,read_api"],
  ])("refuses a request whose %s is %s, and keeps it in the ledger", async (name, value) => {
    const url = authorizationUrl(gitlab, { [name]: value });
    await expect(visitDialect(url)).rejects.toThrow("The sandbox refused (400)");
    expect(sandbox.ledger.problems).toHaveLength(1);
  });

  test("carries what the provider adds to its answer", async () => {
    const back = await visitDialect(authorizationUrl(fixtureOf("quickbooks")));
    expect(back.searchParams.get("realmId")).toBe("9130350000000000000");
  });

  test("names the type, and shows nothing of a request unescaped", async () => {
    const page = await (await fetch(authorizationUrl(gitlab, { scope: "<script>" }))).text();
    expect(page).toContain("<title>Allow access to gitlab? - sandbox</title>");
    expect(page).not.toContain("<script>");
  });
});

describe("the token endpoint", () => {
  test("answers in the documented shape, with tokens nobody else has", async () => {
    const one = await exchange(await codeOf(gitlab));
    const other = await exchange(await codeOf(gitlab));
    expect(one.status).toBe(200);
    const documented = gitlab.token.answer.body as Record<string, unknown>;
    const { access_token, refresh_token } = one.body;
    expect(one.body).toEqual({ ...documented, access_token, refresh_token });
    expect(access_token).not.toBe(other.body.access_token);
    expect(sandbox.isLive(access_token)).toBe(true);
    expect(sandbox.isLive(gitlab.token.grant.access_token)).toBe(false);
  });

  test("takes a code once; the second time ends what came of it (RFC 6749 section 4.1.2)", async () => {
    const code = await codeOf(gitlab);
    const { body } = await exchange(code);
    expect(await exchange(code)).toEqual({ status: 400, body: deadGrant });
    expect(sandbox.isLive(body.access_token)).toBe(false);
    expect(sandbox.ledger.count("gitlab", "reuse")).toBe(1);
  });

  test.each([
    ["another verifier (RFC 7636 section 4.6)", { code_verifier: "x".repeat(43) }],
    ["another redirect URI", { redirect_uri: "https://client.example/other" }],
    ["an unknown code", { code: "unknown" }],
  ])("refuses %s as the fixture says", async (_name, changes) => {
    const answer = await exchange(await codeOf(gitlab), changes);
    expect(answer).toEqual({ status: 400, body: deadGrant });
  });

  test("refuses a code after ten minutes", async () => {
    const code = await codeOf(gitlab);
    nowMs += 600_000;
    expect(await exchange(code)).toEqual({ status: 400, body: deadGrant });
  });

  test("refuses a wrong secret as the fixture says, and the code stays good", async () => {
    const code = await codeOf(gitlab);
    const { clientSecret } = sandbox.clientOf("gitlab");
    sandbox.changeSecret("gitlab", "another");
    expect(await exchange(code)).toEqual({ status: 401, body: answerOf("the client is wrong") });
    sandbox.changeSecret("gitlab", clientSecret);
    expect((await exchange(code)).status).toBe(200);
  });

  test.each([
    ["a parameter too many", { extra: "1" }, "body extra"],
    ["another grant type", { grant_type: "password" }, "body grant_type"],
  ])("refuses %s and says which", async (_name, changes, field) => {
    const answer = await exchange(await codeOf(gitlab), changes);
    expect(answer).toMatchObject({ status: 400, body: { error: "sandbox_undocumented_request" } });
    expect(sandbox.ledger.problems.join()).toContain(field);
  });

  test("refuses credentials in a header where the body is documented", async () => {
    const { request } = gitlab.token;
    const headers = { ...request.headers, authorization: "Basic eDp5" };
    const code = await codeOf(gitlab);
    const answer = await send({ ...request, headers }, { code, redirect_uri: redirectUri });
    expect(answer.body.error_description).toContain("header authorization");
  });

  test("rotates; a used-up refresh token ends the grant", async () => {
    const { body: first } = await exchange(await codeOf(gitlab));
    const { body: second } = await refresh(first.refresh_token);
    expect(second.refresh_token).not.toBe(first.refresh_token);
    expect(await refresh(first.refresh_token)).toEqual({ status: 400, body: deadGrant });
    expect(sandbox.isLive(second.access_token)).toBe(false);
    expect(await refresh(second.refresh_token)).toEqual({ status: 400, body: deadGrant });
  });

  test("refuses what the account holder withdrew", async () => {
    const { body } = await exchange(await codeOf(gitlab));
    sandbox.withdraw(body.access_token);
    expect(sandbox.isLive(body.access_token)).toBe(false);
    expect(await refresh(body.refresh_token)).toEqual({ status: 400, body: deadGrant });
  });

  test("fails once where that was ordered", async () => {
    const { body } = await exchange(await codeOf(gitlab));
    sandbox.faults.next("gitlab", { kind: "documented", failure: "client_fault" });
    expect((await refresh(body.refresh_token)).body.error).toBe("invalid_client");
    expect((await refresh(body.refresh_token)).status).toBe(200);
  });

  test("tells types apart that share it, by their clients", async () => {
    const docs = fixtureOf("googledocs");
    const sheets = fixtureOf("googlesheets");
    expect(sandbox.clientOf("googledocs")).not.toEqual(sandbox.clientOf("googlesheets"));
    const code = await codeOf(docs);
    const { clientId, clientSecret } = sandbox.clientOf("googledocs");
    const own = { client_id: clientId, client_secret: clientSecret, redirect_uri: redirectUri };
    expect((await send(docs.token.request, { ...own, code })).status).toBe(200);
    expect(sandbox.tokensOf("googledocs")).toHaveLength(1);
    expect(sandbox.tokensOf("googlesheets")).toEqual([]);
    const stranger = await send(sheets.token.request, { client_id: "nobody", code: "unknown" });
    expect(stranger.body.error).toBe("invalid_client");
  });
});

describe("the API", () => {
  const [call] = gitlab.account.calls;
  const account = (token: string) =>
    send({ ...call!.request, headers: { authorization: `Bearer ${token}` } });

  test("takes a token until its life is over", async () => {
    const { body } = await exchange(await codeOf(gitlab));
    expect(await account(body.access_token)).toEqual({ status: 200, body: call!.answer.body });
    nowMs += gitlab.token.grant.lifetime_seconds! * 1000;
    expect((await account(body.access_token)).status).toBe(401);
  });

  test("takes no token of the fixture itself", async () => {
    expect((await account(gitlab.token.grant.access_token)).status).toBe(401);
  });
});

test("a revocation ends the grant, with all its tokens", async () => {
  const { body } = await exchange(await codeOf(gitlab));
  const [call] = gitlab.revocation.calls;
  const answer = await send(call!.request, { token: body.refresh_token });
  expect(answer.status).toBe(200);
  expect(sandbox.isLive(body.access_token)).toBe(false);
  expect(sandbox.ledger.count("gitlab", "revocation")).toBe(1);
});

test("an address that no fixture names is refused", async () => {
  const answer = await fetch(`${sandbox.origin}/~/host.example/token`, { method: "POST" });
  expect(answer.status).toBe(400);
  expect(sandbox.ledger.problems).toEqual(["POST host.example/token is in no documentation"]);
});

test("the home page lists every type with its client", async () => {
  const page = await (await fetch(`${sandbox.origin}/`)).text();
  for (const { integration_type: type } of fixtures) {
    expect(page).toContain(`<b>${type}</b>`);
    expect(page).toContain(sandbox.clientOf(type).clientSecret);
  }
});
