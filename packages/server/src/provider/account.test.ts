import { createFakeClock } from "@grantry/testing/fake-clock";
import { describe, expect, test } from "vitest";
import { OutboundError } from "../lib/outbound.ts";
import { newPatience, type Patience } from "../lib/patience.ts";
import { Secret } from "../lib/secret.ts";
import { readAccount } from "./account.ts";
import type { Grant } from "./provider-client.ts";
import { clientWith, type FixtureAnswer, json, scripted } from "./test/fixture.ts";

const grant: Grant = {
  accessToken: new Secret("at-1"),
  refreshToken: null,
  tokenType: "Bearer",
  lifetimeSeconds: null,
  refreshLifetimeSeconds: null,
  grantedScopes: ["read"],
  keptValues: { realm: "r1" },
  accountHints: null,
};
const request = { url: "https://as.example/me" };
const accountRules = { request, id: ["sub"], email: ["email"], name: ["name"] };

async function read(
  answers: (FixtureAnswer | Error)[],
  account: NonNullable<Parameters<typeof clientWith>[0]["account"]> = accountRules,
  patience: Patience | null = null,
) {
  const wire = scripted(...answers);
  const reading = readAccount(clientWith({ account }), grant, wire.send, patience);
  const result = await reading.catch((thrown: unknown) => thrown);
  return { result, requests: wire.requests };
}

describe("the account", () => {
  test("keeps every digit of a numeric id", async () => {
    const body = '{"sub":17841400000000000123,"email":null}';
    const answer = { status: 200, headers: { "content-type": "application/json" }, body };
    expect((await read([answer])).result).toMatchObject({ id: "17841400000000000123" });
  });

  test("has no id that is longer than 512 characters, and names of 320 at most, however long they are told", async () => {
    const told = (length: number) => json({ sub: "x".repeat(length), name: "n".repeat(400_000) });
    const { result } = await read([told(512)]);
    expect(result).toMatchObject({ id: "x".repeat(512), name: "n".repeat(320) });
    for (const length of [513, 500_000]) {
      expect((await read([told(length)])).result).toMatchObject({ reason: "no_account_id" });
    }
  });

  test("is joined from all parts of its id, also from settings and kept values", async () => {
    const account = { request, id: ["org.id", "user.id", "kept:realm"] };
    const { result } = await read([json({ org: { id: 7 }, user: { id: "u" } })], account);
    expect(result).toEqual({ id: "7:u:r1", email: null, name: null });
  });

  test("has the ids of before beside its own, and goes by the newest of them where it has none", async () => {
    const account = { request, id: ["uid"], former_ids: [["org", "sub"], ["email"]] };
    const whole = { uid: "u", org: "o", sub: "s", email: "e" };
    expect((await read([json(whole)], account)).result).toMatchObject({
      id: "u",
      formerIds: ["o:s", "e"],
    });
    const { uid: _, ...older } = whole;
    expect((await read([json(older)], account)).result).toMatchObject({
      id: "o:s",
      formerIds: ["e"],
    });
    const oldest = (await read([json({ sub: "s", email: "e" })], account)).result;
    expect(oldest).toEqual({ id: "e", email: null, name: null });
  });

  test("has no former id that is its own", async () => {
    const account = { request, id: ["uid"], former_ids: [["sub"]] };
    const { result } = await read([json({ uid: "same", sub: "same" })], account);
    expect(result).toEqual({ id: "same", email: null, name: null });
  });

  test("holds no token that its answers repeat", async () => {
    const email_request = { request: { url: "https://as.example/mail" }, email: "mail" };
    const account = { ...accountRules, email_request };
    const answers = [json({ sub: "1", name: "at-1" }), json({ mail: "at-1" })];
    const { result } = await read(answers, account);
    expect(result).toEqual({ id: "1", email: null, name: null });
    const named = (await read([json({ sub: "at-1", name: "Ada" })])).result;
    expect(named).toMatchObject({ kind: "unusable_answer", reason: "no_account_id" });
  });

  test.each<[string, unknown]>([
    ["none", {}],
    ["an empty one", { sub: "" }],
    ["null", { sub: null }],
    ["an object", { sub: {} }],
    ["one with a line break", { sub: "a\nb" }],
    ["one that is too long", { sub: "x".repeat(513) }],
    ["an inherited member", "text"],
  ])("is refused where the id is %s", async (_what, body) => {
    const { result } = await read([json(body)]);
    expect(result).toMatchObject({ kind: "unusable_answer", reason: "no_account_id" });
  });

  test("has a name and an email address without control characters", async () => {
    const { result } = await read([json({ sub: "1", email: "a@b.c", name: "A\u001b[31m\r\nB " })]);
    expect(result).toEqual({ id: "1", email: "a@b.c", name: "A[31mB" });
  });

  test.each([
    [json({ error: "invalid_client" }, 401), "unusable_answer"],
    [json({}, 403), "unusable_answer"],
    [json({}, 503), "transient"],
    [json({}, 429), "transient"],
    [new OutboundError("no_answer", "x"), "no_answer"],
    [new OutboundError("not_sent", "x"), "transient"],
  ])("that cannot be read is no word about the grant or the client (%#)", async (answer, kind) => {
    expect((await read([answer])).result).toMatchObject({ kind });
  });

  test("that is answered with status 200 and an error is none", async () => {
    const account = { ...accountRules, succeeds_if: { path: "error.code", equals: "ok" } };
    const answer = { sub: "1", error: { code: "access_token_invalid" } };
    expect((await read([json(answer)], account)).result).toMatchObject({ kind: "unusable_answer" });
    const good = await read([json({ sub: "1", error: { code: "ok" } })], account);
    expect(good.result).toMatchObject({ id: "1" });
  });

  describe("with a second call for the email address", () => {
    const second = {
      request: { url: "https://as.example/emails?user={user}" },
      placeholders: { user: "sub" },
      needs_scopes: ["read"],
      entry: { path: "primary", equals: true },
      email: "email",
    };
    const account = { ...accountRules, email_request: second };

    test("takes the entry that passes the test", async () => {
      const list = [
        { email: "b@example.com", primary: false },
        { email: "a@example.com", primary: true },
      ];
      const { result, requests } = await read([json({ sub: "1&x" }), json(list)], account);
      expect(result).toMatchObject({ email: "a@example.com" });
      expect(requests[1]?.url).toBe("https://as.example/emails?user=1%26x");
      expect(requests[1]?.headers["authorization"]).toBe("Bearer at-1");
    });

    test("makes no call where the first held one, or the scopes are lacking", async () => {
      const first = await read([json({ sub: "1", email: "a@b.c" })], account);
      expect(first.requests).toHaveLength(1);
      const lacking = { ...account, email_request: { ...second, needs_scopes: ["more"] } };
      const none = await read([json({ sub: "1" })], lacking);
      expect(none.result).toMatchObject({ id: "1", email: null });
      expect(none.requests).toHaveLength(1);
    });

    test("is tried again while the token is new, as the first one is", async () => {
      const clock = createFakeClock();
      const patience = newPatience(clock, new AbortController().signal);
      const before = clock.nowMs();
      const answers = [
        json({}, 401),
        json({ sub: "1" }),
        json({}, 503),
        json([{ email: "a@b.c", primary: true }]),
      ];
      const { result, requests } = await read(answers, account, patience);
      expect(result).toMatchObject({ id: "1", email: "a@b.c" });
      expect(requests).toHaveLength(4);
      expect(clock.nowMs() - before).toBe(750);
    });

    test.each([json({}, 403), json("rubbish"), json([]), new OutboundError("no_answer", "x")])(
      "loses nothing but the address where it fails (%#)",
      async (answer) => {
        const { result } = await read([json({ sub: "1" }), answer], account);
        expect(result).toEqual({ id: "1", email: null, name: null });
      },
    );
  });
});
