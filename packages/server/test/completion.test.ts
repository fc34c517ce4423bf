/** Consents that the app completes: nothing is exchanged before the session that began has proven itself. */
import { visit } from "@grantry/sandbox/visitor";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { confirmationTokenOf, createJar, departureOf } from "@grantry/testing/browser";
import {
  begin,
  comeBack,
  complete,
  goTo,
  newChallenge,
  returnUrl,
} from "@grantry/testing/completion";
import { until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf, outcomeOf } from "@grantry/testing/outcomes";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";

const waitMs = 600_000;

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let other: Awaited<ReturnType<World["another"]>>;
  let api: Api;
  let mallory: UserApi;
  let alice: UserApi;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    other = await world.another();
    api = apiOf(world);
  });
  beforeEach(async () => {
    users += 1;
    mallory = await api.signIn(`mallory-${users}`);
    alice = await api.signIn(`alice-${users}`);
  });
  afterEach(() => world.sandbox.faults.clear());
  afterAll(() => world.close());

  const exchanges = () => world.sandbox.ledger.count("token");
  const live = () => world.sandbox.ledger.liveGrants();
  const connected = (user: UserApi) => connectionOf(user, ids.userConnector);

  /** Nobody has a connection of it, and the provider's token endpoint was never asked. */
  async function expectNothing(before: number): Promise<void> {
    expect(exchanges()).toBe(before);
    expect([await connected(mallory), await connected(alice)]).toEqual([null, null]);
  }

  test("the provider's code stays unexchanged until the app completes, which connects at once (SEC-7)", async () => {
    const before = exchanges();
    const begun = await begin(alice);
    const { url, page, code } = await comeBack(begun.link);
    expect(`${url.origin}${url.pathname}`).toBe(returnUrl);
    expect([...url.searchParams.keys()]).toEqual(["grantry_authorization", "grantry_code"]);
    expect(url.searchParams.get("grantry_authorization")).toBe(begun.id);
    expect(code).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(page.headers.get("referrer-policy")).toBe("no-referrer");
    expect(page.headers.get("cache-control")).toContain("no-store");
    expect(await outcomeOf(alice, begun.id)).toEqual({
      status: "awaiting_completion",
      error: null,
    });
    await expectNothing(before);

    const { status, body } = await complete(alice, begun.id, { ...begun, code });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      authorization: { id: begun.id, status: "completed", error: null },
      connection: { status: "active", account: { email: "ada@sandbox.example" } },
      choice_url: null,
    });
    expect(exchanges()).toBe(before + 1);
    expect((await alice.token(ids.userConnector)).status).toBe(200);
  });

  test("what waits is sealed, and gone once it is taken", async () => {
    const begun = await begin(alice);
    const { callback, code } = await comeBack(begun.link);
    const row = () =>
      world.app.context.store.db
        .selectFrom("authorizations")
        .selectAll()
        .where("authorization_id", "=", begun.id)
        .executeTakeFirstOrThrow();
    const providersCode = new URL(callback).searchParams.get("code") ?? "none";
    const waiting = await row();
    expect(waiting.sealed_response).not.toBeNull();
    const text = JSON.stringify(waiting) + Buffer.from(waiting.sealed_response ?? []).toString();
    for (const secret of [providersCode, code, begun.verifier]) expect(text).not.toContain(secret);
    await complete(alice, begun.id, { ...begun, code });
    expect(await row()).toMatchObject({ sealed_response: null, code_verifier: null });
    expect(world.logLines.join("\n")).not.toContain(code);
    expect(world.logLines.join("\n")).not.toContain(begun.verifier);
  });

  describe("mallory starts and alice consents: nothing is connected, nothing exchanged (SEC-6)", () => {
    test("mallory, who has the verifier, does not get the code, and her guess ends it", async () => {
      const before = exchanges();
      const begun = await begin(mallory);
      await comeBack(begun.link);
      const guess = await complete(mallory, begun.id, {
        ...begun,
        code: newChallenge().verifier,
      });
      expect([guess.status, guess.body.code]).toEqual([400, "completion_invalid"]);
      await expectNothing(before);
      expect(await outcomeOf(mallory, begun.id)).toEqual({
        status: "failed",
        error: "completion_invalid",
      });
    });

    test("alice's app, which gets the code, has no attempt of that id: nothing is exchanged, and mallory has no code", async () => {
      const before = exchanges();
      const begun = await begin(mallory);
      const { code } = await comeBack(begun.link);
      const own = newChallenge();
      expect((await complete(alice, begun.id, { ...own, code })).body.code).toBe(
        "completion_invalid",
      );
      const guess = await complete(mallory, begun.id, { ...begun, code: newChallenge().verifier });
      expect(guess.body.code).toBe("completion_invalid");
      await expectNothing(before);
    });

    test("nor with the provider's own address of an attempt that began in mallory's browser", async () => {
      const before = exchanges();
      const begun = await begin(mallory);
      const departure = await goTo(createJar(), begun.link);
      const callback = await visit(departure.location ?? "");
      const page = await goTo(createJar(), callback.href);
      expect([page.status, page.location]).toEqual([400, null]);
      await expectNothing(before);
    });
  });

  test.each<[string, (begun: { id: string; verifier: string }, code: string) => Promise<unknown>]>([
    ["another code", (begun) => complete(alice, begun.id, { ...begun, code: "x".repeat(43) })],
    [
      "another verifier",
      (begun, code) => complete(alice, begun.id, { code, verifier: newChallenge().verifier }),
    ],
    [
      "the backend, for the right user, with another code",
      ({ id, verifier }) => {
        const owner = { kind: "user", user_id: `alice-${users}` };
        const code = "x".repeat(43);
        return api.own("POST", `authorizations/${id}/complete`, { owner, code, verifier });
      },
    ],
  ])("%s burns the code: the right one is refused afterwards", async (_name, wrong) => {
    const before = exchanges();
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    expect(await wrong(begun, code)).toMatchObject({
      status: 400,
      body: { code: "completion_invalid" },
    });
    expect((await complete(alice, begun.id, { ...begun, code })).status).toBe(400);
    await expectNothing(before);
  });

  test.each<[string, (begun: { id: string; verifier: string }, code: string) => Promise<unknown>]>([
    ["without a verifier", (begun, code) => complete(alice, begun.id, { code })],
    ["by another user", (begun, code) => complete(mallory, begun.id, { ...begun, code })],
    [
      "by another user who guesses",
      ({ id }) => {
        const { verifier } = newChallenge();
        return complete(mallory, id, { code: verifier, verifier });
      },
    ],
    [
      "by the backend for another user",
      ({ id, verifier }, code) => {
        const owner = { kind: "user", user_id: `mallory-${users}` };
        return api.own("POST", `authorizations/${id}/complete`, { owner, code, verifier });
      },
    ],
    [
      "by the backend of another app, for a user of the same id",
      ({ id, verifier }, code) => {
        const foreign = apiOf(world, ids.otherApp, secrets.otherServiceToken);
        const owner = { kind: "user", user_id: `alice-${users}` };
        return foreign.own("POST", `authorizations/${id}/complete`, { owner, code, verifier });
      },
    ],
    [
      "by another app",
      async ({ id, verifier }, code) => {
        const foreign = apiOf(world, ids.otherApp, secrets.otherServiceToken);
        const user = await foreign.signIn(`alice-${users}`);
        return complete(user, id, { code, verifier });
      },
    ],
    ["of one that there is not", (begun, code) => complete(alice, "auz_none", { ...begun, code })],
  ])("a call %s is refused and ends nothing", async (_name, wrong) => {
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    expect(await wrong(begun, code)).toMatchObject({ status: 400 });
    expect(await outcomeOf(alice, begun.id)).toEqual({
      status: "awaiting_completion",
      error: null,
    });
    expect((await complete(alice, begun.id, { ...begun, code })).body.authorization.status).toBe(
      "completed",
    );
  });

  test("to others than its user an attempt that waits is one that there is not, and waits on", async () => {
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    const foreign = apiOf(world, ids.otherApp, secrets.otherServiceToken);
    const namesake = await foreign.signIn(`alice-${users}`);
    const told = ({ status, body }: Answer) => [status, body.code, body.title, body.detail];
    const proofs = { code, verifier: begun.verifier };
    for (const caller of [mallory, namesake]) {
      for (const [method, tail, body] of [
        ["GET", "", undefined],
        ["POST", "/cancel", undefined],
        ["POST", "/complete", proofs],
      ] as const) {
        const [found, missing] = await Promise.all(
          [begun.id, "auz_none"].map((id) =>
            caller.own(method, `authorizations/${id}${tail}`, body),
          ),
        );
        if (found === undefined || missing === undefined) throw new Error("no answer");
        expect([tail, ...told(found)]).toEqual([tail, ...told(missing)]);
      }
    }
    for (const [method, tail] of [
      ["GET", ""],
      ["POST", "/cancel"],
    ] as const) {
      const { status } = await foreign.own(method, `authorizations/${begun.id}${tail}`);
      expect(status).toBe(404);
    }
    expect((await complete(alice, begun.id, { ...begun, code })).status).toBe(200);
  });

  test("before the consent there is no code to guess, and a call ends nothing", async () => {
    const begun = await begin(alice);
    const early = await complete(alice, begun.id, { ...begun, code: newChallenge().verifier });
    expect(early.body.code).toBe("completion_invalid");
    const { code } = await comeBack(begun.link);
    expect((await complete(alice, begun.id, { ...begun, code })).status).toBe(200);
  });

  interface Attempt {
    readonly id: string;
    readonly verifier: string;
    readonly code: string;
  }

  test.each<[string, (attempt: Attempt, used: Attempt) => Promise<Answer>]>([
    [
      "used twice, in an attempt of its own user's",
      ({ id, verifier }, used) => complete(alice, id, { verifier, code: used.code }),
    ],
    ["by another user", ({ id, ...proofs }) => complete(mallory, id, proofs)],
    [
      "after ten minutes",
      async ({ id, ...proofs }) => {
        clock.advance(waitMs);
        return await complete(await api.signIn(`alice-${users}`), id, proofs);
      },
    ],
    [
      "with another verifier",
      ({ id, code }) => complete(alice, id, { code, verifier: newChallenge().verifier }),
    ],
  ])(
    "a code %s is refused: nothing is stored, and what is connected stays",
    async (_how, wrong) => {
      const attempt = async () => {
        const begun = await begin(alice);
        return { ...begun, code: (await comeBack(begun.link)).code };
      };
      const used = await attempt();
      await complete(alice, used.id, used);
      const stored = async () => {
        const { db } = world.app.context.store;
        const found = await db
          .selectFrom("connections")
          .selectAll()
          .where("user_id", "=", `alice-${users}`)
          .execute();
        // When one was last used is written down later.
        const rows = found.map(({ last_used_at: _, ...row }) => row);
        const queued = await db.selectFrom("revocations").select("revocation_id").execute();
        return { rows, queued, exchanges: exchanges(), live: live() };
      };
      const next = await attempt();
      const before = await stored();
      const { status, body } = await wrong(next, used);
      expect([status, body.code, body.retry]).toEqual([400, "completion_invalid", "after_change"]);
      expect(await stored()).toEqual(before);
      const again = await api.signIn(`alice-${users}`);
      expect((await again.token(ids.userConnector)).status).toBe(200);
    },
  );

  test("a code waits ten minutes", async () => {
    const before = exchanges();
    const begun = await begin(alice);
    const { code, jar, callback } = await comeBack(begun.link);
    clock.advance(waitMs);
    const again = await api.signIn(`alice-${users}`);
    const late = await complete(again, begun.id, { ...begun, code });
    expect(late.body.code).toBe("completion_invalid");
    expect(await outcomeOf(again, begun.id)).toEqual({ status: "expired", error: null });
    expect((await jar.get(callback)).location).toBe(null);
    expect(exchanges()).toBe(before);
  });

  test.each(["user", "backend"] as const)("canceled by the %s, it is over", async (who) => {
    const before = exchanges();
    const begun = await begin(alice);
    const { code, jar, callback } = await comeBack(begun.link);
    const path = `authorizations/${begun.id}/cancel`;
    for (const _again of [1, 2]) {
      const canceled = await (who === "user" ? alice.own("POST", path) : api.own("POST", path));
      expect(canceled.body).toEqual({ id: begun.id, status: "canceled", error: null });
    }
    expect((await mallory.own("POST", path)).body.code).toBe("authorization_not_found");
    expect((await complete(alice, begun.id, { ...begun, code })).status).toBe(400);
    // The browser that comes again is told that it is over, and goes back to the app.
    expect((await jar.get(callback)).text).toContain("state_invalid");
    await expectNothing(before);
  });

  test("the connector was removed meanwhile: the attempt is gone with it, and nothing is exchanged", async () => {
    const operate = workspaceApiOf(world);
    const sent = { integration_type: undefined, type: "sandboxcalendar", name: `Gone ${users}` };
    const made = await operate("POST", "connectors", {
      ...sent,
      oauth_client_id: ids.oauthClient,
      settings: { port: String(world.sandbox.port) },
    });
    expect(made.status).toBe(201);
    const before = exchanges();
    const begun = await begin(alice, { connector_id: made.body.id });
    const { code } = await comeBack(begun.link);
    expect((await operate("DELETE", `connectors/${made.body.id}`)).status).toBeLessThan(300);
    const late = await complete(alice, begun.id, { ...begun, code });
    expect([late.status, late.body.code]).toEqual([400, "completion_invalid"]);
    const gone = await alice.own("GET", `authorizations/${begun.id}`);
    expect(gone.body.code).toBe("authorization_not_found");
    expect(exchanges()).toBe(before);
  });

  test("the right one repeated answers the same, also at once and in another process; one exchange", async () => {
    const before = exchanges();
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    const proofs = { ...begun, code };
    const elsewhere = await apiOf(other).signIn(`alice-${users}`);
    const all = await Promise.all([
      complete(alice, begun.id, proofs),
      complete(alice, begun.id, proofs),
      complete(elsewhere, begun.id, proofs),
    ]);
    for (const { status, body } of all) {
      expect(status).toBe(200);
      expect(["completed", "pending"]).toContain(body.authorization.status);
    }
    for (const user of [alice, elsewhere]) {
      const { body } = await complete(user, begun.id, proofs);
      expect(body.authorization.status).toBe("completed");
      expect(body.connection.id).toBe((await connected(alice)).id);
    }
    expect(exchanges()).toBe(before + 1);
    // A wrong one takes nothing away any more.
    expect((await complete(mallory, begun.id, proofs)).status).toBe(400);
    expect((await alice.token(ids.userConnector)).status).toBe(200);
  });

  test("repeated after a disconnect it connects nothing again", async () => {
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    await complete(alice, begun.id, { ...begun, code });
    await alice.disconnect(ids.userConnector);
    const before = exchanges();
    const { body } = await complete(alice, begun.id, { ...begun, code });
    expect([body.authorization.status, body.connection.status]).toEqual([
      "completed",
      "disconnected",
    ]);
    expect(exchanges()).toBe(before);
  });

  test("what the provider refuses is told, and told again", async () => {
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" });
    for (const _again of [1, 2]) {
      const { status, body } = await complete(alice, begun.id, { ...begun, code });
      expect([status, body.connection]).toEqual([200, null]);
      expect(body.authorization).toMatchObject({
        status: "failed",
        error: { code: "authorization_failed" },
      });
    }
    expect(await connected(alice)).toBe(null);
  });

  test("another account than the connected one is refused, and its grant given back", async () => {
    const first = await begin(alice);
    await complete(alice, first.id, { ...first, code: (await comeBack(first.link)).code });
    const grants = await live();
    const begun = await begin(alice);
    const { code } = await comeBack(begun.link, { account: "sandbox-bo" });
    const { body } = await complete(alice, begun.id, { ...begun, code });
    expect(body.authorization.error.code).toBe("account_mismatch");
    await until(async () => (await live()) === grants);
  });

  test("reload, back and a second tab lead to the same code; once completed, back to the app", async () => {
    const begun = await begin(alice);
    const { jar, callback, code, page } = await comeBack(begun.link);
    for (const address of [callback, begun.link, callback]) {
      expect((await goTo(jar, address)).location).toBe(page.location);
    }
    // No other browser gets it.
    const stranger = await goTo(createJar(), callback);
    expect([stranger.status, stranger.location]).toEqual([400, null]);
    await complete(alice, begun.id, { ...begun, code });
    const end = await goTo(jar, callback);
    expect(end.text).toContain("grantry_status=completed");
    expect(end.text).not.toContain(code);
  });

  test("several consents in one browser do not disturb each other (SEC-27)", async () => {
    const jar = createJar();
    const [one, two] = [await begin(alice), await begin(mallory)];
    const first = await comeBack(one.link, {}, jar);
    const second = await comeBack(two.link, { account: "sandbox-bo" }, jar);
    expect((await complete(mallory, two.id, { ...two, code: second.code })).status).toBe(200);
    expect((await complete(alice, one.id, { ...one, code: first.code })).status).toBe(200);
  });

  test("what only looks at a link uses nothing up, and sees a page that asks (SEC-23)", async () => {
    const begun = await begin(alice);
    for (const _again of [1, 2]) {
      const page = await createJar().get(begun.link);
      expect([page.status, page.location]).toEqual([200, null]);
    }
    const jar = createJar();
    const page = await jar.get(begun.link);
    const token = confirmationTokenOf(page);
    const departure = departureOf(await jar.post(begun.link, { decision: "continue", token }));
    const callback = await visit(departure);
    const back = await jar.get(callback.href);
    const code = new URL(back.location ?? "").searchParams.get("grantry_code") ?? "";
    expect((await complete(alice, begun.id, { ...begun, code })).status).toBe(200);
  });

  test("whoever declines goes back to the app with that, and without a code", async () => {
    const begun = await begin(alice);
    const jar = createJar();
    const departure = await goTo(jar, begun.link);
    const callback = await visit(departure.location ?? "", { deny: true });
    const page = await jar.get(callback.href);
    expect(page.text).toContain(`grantry_authorization=${begun.id}`);
    expect(page.text).toContain("grantry_status=denied");
    expect(page.text).not.toContain("grantry_code");
    // A challenge is good for one attempt: the app begins the next.
    expect(page.text).not.toContain("/restart/");
    expect(await outcomeOf(alice, begun.id)).toEqual({ status: "failed", error: "access_denied" });
  });

  test("the backend begins and completes for a user, by id or by JWT", async () => {
    for (const owner of [
      { kind: "user", user_id: `alice-${users}` },
      { kind: "user_token", token: alice.jwt },
    ]) {
      const { challenge, verifier } = newChallenge();
      const asked = { connector_id: ids.userConnector, return_url: returnUrl, challenge, owner };
      const started = await api.own("POST", "authorizations", asked);
      expect(started.status).toBe(201);
      const { code } = await comeBack(started.body.connect_url);
      const path = `authorizations/${started.body.id}`;
      expect((await api.own("GET", path)).body.status).toBe("awaiting_completion");
      const { body } = await api.own("POST", `${path}/complete`, { owner, code, verifier });
      expect(body.connection.owner.user.user_id).toBe(`alice-${users}`);
    }
  });
});
