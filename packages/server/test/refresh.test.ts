/** Expired tokens: one refresh for all who wait, and nothing lost by a sick provider. */

import { type Api, apiOf, type TokenAsked, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { createHold, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openRefreshToken, toConnection } from "../src/store/connections.ts";

const hourMs = 3_600_000;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let clock: FakeClock;
  let user: UserApi;

  beforeEach(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    api = apiOf(world);
    user = await api.signIn("user-1");
    const started = await user.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
  });
  afterEach(() => world.close());

  const read = (via = api) => via.tokenOf("user-1", ids.userConnector);
  const demand = (asked: TokenAsked) => api.tokenOf("user-1", ids.userConnector, asked);
  const refreshes = (outcome = "ok") =>
    world.sandbox.ledger.count("token", { grantType: "refresh_token", outcome });
  const status = async () => {
    const later = await api.signIn("user-1");
    return (await later.connector(ids.userConnector)).body.connections[0];
  };

  test("a fresh token is read without asking the provider and without a write (G1)", async () => {
    const rows = () => world.app.context.store.db.selectFrom("connections").selectAll().execute();
    const before = await rows();
    const asked = world.sandbox.ledger.count("token");
    const tokens = new Set<string>();
    for (let count = 0; count < 20; count += 1) tokens.add((await read()).body.access_token);
    expect(tokens.size).toBe(1);
    expect(world.sandbox.ledger.count("token")).toBe(asked);
    expect(await rows()).toEqual(before);
  });

  test("an expired token is refreshed once for all who ask at once (G3)", async () => {
    clock.advance(hourMs);
    const answers = await Promise.all(Array.from({ length: 100 }, read));
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.access_token)).size).toBe(1);
    expect(new Set(answers.map((answer) => answer.body.version))).toEqual(new Set([2]));
    expect(refreshes()).toBe(1);
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("two processes refresh once between them (G3)", async () => {
    const there = apiOf(await world.another());
    clock.advance(hourMs);
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, count) => read(count % 2 === 0 ? api : there)),
    );
    expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]));
    expect(new Set(answers.map((answer) => answer.body.access_token)).size).toBe(1);
    expect(refreshes()).toBe(1);
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("tokens rotate again and again without losing one (SEC-38)", async () => {
    for (let count = 2; count < 12; count += 1) {
      clock.advance(hourMs);
      const answer = await read();
      expect(answer.body.version).toBe(count);
      expect(await world.sandbox.ledger.isLive(answer.body.access_token)).toBe(true);
    }
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
  });

  test("a token that is still good is served while the provider is down (G2)", async () => {
    world.sandbox.faults.next("token", { kind: "answer", status: 500 }, 100);
    expect((await read()).status).toBe(200);
    clock.advance(hourMs - 120_000);
    expect((await read()).status).toBe(200);
  });

  test.each([
    ["500", { kind: "answer", status: 500 } as const],
    [
      "429 with Retry-After",
      { kind: "answer", status: 429, headers: { "retry-after": "7" } } as const,
    ],
    ["a dropped connection", { kind: "drop" } as const],
    ["silence", { kind: "hang" } as const],
  ])(
    "%s ends no connection: it says when to ask again and works again then (G6, SEC-36)",
    async (_name, fault) => {
      clock.advance(hourMs);
      world.sandbox.faults.next("token", fault, 1);
      // Only a process that waits for the silent one has to be impatient.
      const patience = fault.kind === "hang" ? { outboundTimeoutMs: 300 } : {};
      const refused = await read(apiOf(await world.another(patience)));
      expect(refused.status).toBe(503);
      expect(refused.body.code).toBe("provider_unavailable");
      // During the back-off the provider is left alone.
      const asked = world.sandbox.ledger.count("token");
      expect((await read()).status).toBe(503);
      expect(world.sandbox.ledger.count("token")).toBe(asked);
      expect((await status()).status).toBe("active");
      clock.advance(30_000);
      expect((await read()).status).toBe(200);
    },
  );

  test("a token's life counts from when it was asked for, however long the answer took", async () => {
    clock.advance(hourMs);
    const askedAt = clock.nowSeconds();
    const { faults, ledger } = world.sandbox;
    const hold = createHold();
    faults.next("token", { kind: "held", until: hold.until, processed: true });
    const answered = read();
    await until(() => ledger.count("refresh") > 0);
    clock.advance(15_000);
    hold.release();
    const { body } = await answered;
    expect(body.version).toBe(2);
    expect(Date.parse(body.expires_at)).toBe((askedAt + 3_600) * 1_000);
  });

  test("Retry-After of the provider is passed on and kept to", async () => {
    clock.advance(hourMs);
    world.sandbox.faults.next("token", {
      kind: "answer",
      status: 429,
      headers: { "retry-after": "40" },
    });
    expect((await read()).status).toBe(503);
    clock.advance(30_000);
    const refused = await read();
    expect(refused.headers.get("retry-after")).toBe("10");
  });

  describe("a provider that asks to come again", () => {
    const asks = (status: number, value: string) =>
      world.sandbox.faults.next("token", {
        kind: "answer",
        status,
        headers: { "retry-after": value },
      });
    const date = (seconds: number) => new Date(clock.nowMs() + seconds * 1_000).toUTCString();
    const waits = async () => {
      expect((await read()).status).toBe(503);
      return Number((await read()).headers.get("retry-after"));
    };
    const refreshNow = async () => {
      const row = await world.app.context.store.db
        .selectFrom("connections")
        .select("connection_id")
        .executeTakeFirstOrThrow();
      return await workspaceApiOf(world)("POST", `connections/${row.connection_id}/refresh`);
    };
    beforeEach(() => clock.advance(hourMs));

    test.each([
      [503, 300],
      [500, 300],
      [429, 3_600],
    ])("in a day, by %i, is believed for %i seconds", async (status, seconds) => {
      asks(status, "86400");
      expect(await waits()).toBe(seconds);
      clock.advance(seconds * 1_000);
      expect((await read()).status).toBe(200);
    });

    test("by a date is understood (RFC 9110)", async () => {
      asks(503, date(40));
      expect(await waits()).toBe(40);
    });

    test.each(["-5", "soon", "", "1e9", "Sun, 06 Nov 1994 08:49:37 GMT"])(
      "with a value that says nothing (%j) is asked after our own pause",
      async (value) => {
        asks(503, value);
        expect(await waits()).toBeLessThanOrEqual(2);
      },
    );

    test("is asked at once all the same where an operator wants it", async () => {
      asks(429, "3000");
      expect(await waits()).toBe(3_000);
      const answer = await refreshNow();
      expect([answer.status, answer.body.version]).toEqual([200, 2]);
      expect((await read()).body.version).toBe(2);
    });

    test("the same while the endpoint is left alone by its breaker", async () => {
      const { db } = world.app.context.store;
      asks(503, "200");
      await read();
      for (let connection = 0; connection < 4; connection += 1) {
        const leave = await gate().enter(`other-${connection}`);
        leave({ health: "sick", retryAfterSeconds: 200 });
      }
      await db.updateTable("connections").set({ next_try_at: null, failure_code: null }).execute();
      expect((await read()).headers.get("retry-after")).toBe("200");
      expect((await refreshNow()).status).toBe(200);
      // And it is found well by that.
      expect((await read()).body.version).toBe(2);
    });

    /** The gate of the user's connection. */
    const gate = () => {
      const key = {
        provider: "sandbox",
        endpoint: `${ids.oauthClient} port ${world.sandbox.port}`,
      };
      return {
        enter: (connectionId: string) => world.app.context.gates.enter(key, { connectionId }),
      };
    };
  });

  test("a refused client is the operator's fault and ends no connection (G6)", async () => {
    clock.advance(hourMs);
    world.sandbox.faults.next("token", { kind: "error", error: "invalid_client", status: 401 });
    const refused = await read();
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe("connector_misconfigured");
    expect((await status()).status).toBe("active");
  });

  test("a connector that cannot be used is said to every reader at once, and keeps no lease", async () => {
    const { db } = world.app.context.store;
    clock.advance(hourMs);
    await db.updateTable("oauth_clients").set({ server_id: "github" }).execute();
    for (const answer of [await read(), await read()]) {
      expect([answer.status, answer.body.code]).toEqual([409, "connector_misconfigured"]);
    }
    const row = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ status: "active", lease_owner: null });
    await db.updateTable("oauth_clients").set({ server_id: "sandbox" }).execute();
    expect((await read()).status).toBe(200);
  });

  test("a grant that was withdrawn at the provider ends the connection, with the reason (G6, G10)", async () => {
    const { connection } = await storedRefreshToken(world);
    await world.sandbox.withdraw(connection);
    clock.advance(hourMs);
    const refused = await read();
    expect([refused.status, refused.body.code]).toEqual([409, "needs_reauth"]);
    // In the words that the official SDK looks for.
    const wire = await (await api.signIn("user-1")).token(ids.userConnector);
    expect(wire.status).toBe(404);
    expect(wire.body).toMatchObject({ code: "NOT_FOUND", reason: "needs_reauth" });
    expect(wire.body.detail).toContain("No active connection found");
    expect(wire.body.detail).toContain("not connected");
    expect(await status()).toMatchObject({ status: "needs_reauth", reason: "invalid_grant" });
    const asked = world.sandbox.ledger.count("token");
    expect((await read()).status).toBe(409);
    expect(world.sandbox.ledger.count("token")).toBe(asked);
  });

  describe("tried again by an operator after it had ended", () => {
    const row = async () =>
      await world.app.context.store.db
        .selectFrom("connections")
        .selectAll()
        .executeTakeFirstOrThrow();
    const retry = async () => {
      const { connection_id: id } = await row();
      return await workspaceApiOf(world)("POST", `connections/${id}/retry`);
    };
    const events = async () => {
      const { db } = world.app.context.store;
      const rows = await db.selectFrom("events").selectAll().orderBy("created_at").execute();
      return rows.map(({ type }) => type);
    };
    const says = (status: number, body = "") =>
      world.sandbox.faults.next("token", { kind: "answer", status, body });
    /** A provider's incident: a living grant is said to be over. */
    const endWrongly = async () => {
      clock.advance(hourMs / 2);
      says(400, '{"error":"invalid_grant"}');
      expect((await demand({ refused_version: 1 })).body.code).toBe("needs_reauth");
      expect((await read()).status).toBe(409);
    };

    test("it works again where the provider's word was wrong, and everyone is told", async () => {
      await endWrongly();
      const { status, body } = await retry();
      expect([status, body.status, body.reason]).toEqual([200, "active", null]);
      expect((await read()).status).toBe(200);
      expect(await events()).toContain("connection.resumed");
      // One that works is left as it is.
      const before = refreshes();
      expect((await retry()).status).toBe(200);
      expect(refreshes()).toBe(before);
    });

    test("it ends again, with an event of its own, where the provider says the same", async () => {
      await endWrongly();
      says(400, '{"error":"invalid_grant"}');
      const { status, body } = await retry();
      expect([status, body.code]).toEqual([409, "needs_reauth"]);
      expect(await row()).toMatchObject({ status: "needs_reauth", reason: "invalid_grant" });
      const ended = (await events()).filter((type) => type === "connection.needs_reauth");
      expect(ended).toHaveLength(2);
    });

    test("while the provider is away its old token is given out only where its API takes it", async () => {
      await endWrongly();
      says(503);
      expect((await retry()).status).toBe(503);
      expect(await events()).toContain("connection.resumed");
      world.sandbox.faults.next("userinfo", { kind: "answer", status: 401 }, 2);
      expect((await read()).status).toBe(503);
      clock.advance(30_000);
      expect((await read()).status).toBe(200);
    });

    test("a token that nothing refreshes is used once to see", async () => {
      const { db } = world.app.context.store;
      clock.advance(60_000);
      const ended = { refresh_token: null, status: "needs_reauth", reason: "revoked" } as const;
      await db.updateTable("connections").set(ended).execute();
      expect((await retry()).body.status).toBe("active");
      expect((await read()).body.version).toBe(2);
      await db.updateTable("connections").set(ended).execute();
      world.sandbox.faults.next("userinfo", { kind: "answer", status: 401 }, 2);
      expect((await retry()).body.code).toBe("needs_reauth");
      expect((await row()).status).toBe("needs_reauth");
    });

    test("one that was disconnected has nothing to be tried", async () => {
      const later = await api.signIn("user-1");
      await later.disconnect(ids.userConnector);
      expect((await retry()).body.code).toBe("not_connected");
    });
  });

  test("connecting again mends what had ended", async () => {
    const { connection } = await storedRefreshToken(world);
    await world.sandbox.withdraw(connection);
    clock.advance(hourMs);
    expect((await read()).status).toBe(409);
    const later = await api.signIn("user-1");
    await consent(createJar(), (await later.initiate(ids.userConnector)).body.redirect_url);
    expect((await read()).status).toBe(200);
    expect(await status()).toMatchObject({ status: "active", reason: null });
  });

  describe("a caller", () => {
    test("whose token an API refused gets a newer one; a hundred who complain cause one refresh (G12)", async () => {
      const refused = await read();
      const answers = await Promise.all(
        Array.from({ length: 100 }, () => demand({ refused_version: 1 })),
      );
      expect(new Set(answers.map((answer) => answer.body.version))).toEqual(new Set([2]));
      expect(answers[0]?.body.access_token).not.toBe(refused.body.access_token);
      expect(refreshes()).toBe(1);
      // Whoever complains later of the old one is given the new one.
      expect((await demand({ refused_version: 1 })).body.version).toBe(2);
      expect(refreshes()).toBe(1);
    });

    test("that joins a refresh with a higher demand still gets what it asked for", async () => {
      clock.advance(hourMs);
      const answers = await Promise.all([read(), demand({ refused_version: 2 }), read()]);
      expect(answers[1]?.body.version).toBe(3);
      expect(refreshes()).toBe(2);
    });

    test("that needs a token for longer gets one that lives so long (SEC-48)", async () => {
      clock.advance(hourMs - 600_000);
      expect((await demand({ min_ttl: 600 })).body.version).toBe(1);
      const answer = await demand({ min_ttl: 601 });
      expect(answer.body.version).toBe(2);
      expect(answer.body.expires_in).toBeGreaterThanOrEqual(601);
    });

    test("that asks for longer than any token lives gets a new one, and not one per read", async () => {
      for (let count = 0; count < 5; count += 1) {
        expect((await demand({ min_ttl: 86400 })).status).toBe(200);
      }
      expect(refreshes()).toBeLessThanOrEqual(1);
    });

    test("that asks for nothing gets what is left while the provider is away (G2, SEC-47)", async () => {
      clock.advance(hourMs - 30_000);
      world.sandbox.faults.next("token", { kind: "answer", status: 503 }, 10);
      expect((await read()).body.version).toBe(1);
      expect((await demand({ min_ttl: 60 })).status).toBe(503);
      clock.advance(30_000);
      expect((await read()).status).toBe(503);
    });

    test("that needs scopes is told which are missing, and nothing is refreshed (SEC-79)", async () => {
      const enough = await demand({ scopes: ["calendar.read", "openid"] });
      expect(enough.status).toBe(200);
      const refused = await demand({ scopes: ["calendar.read", "calendar.write"] });
      expect(refused.status).toBe(403);
      expect(refused.body).toMatchObject({
        code: "missing_scopes",
        missing_scopes: ["calendar.write"],
      });
      expect(refreshes()).toBe(0);
    });

    describe("whose token nothing refreshes", () => {
      const heard = () => world.sandbox.ledger.count("userinfo");
      const events = async () => {
        const rows = await world.app.context.store.db.selectFrom("events").selectAll().execute();
        return rows.map(({ type, data }) => [type, JSON.parse(data).reason]);
      };
      let refreshToken: string;
      beforeEach(async () => {
        clock.advance(60_000);
        refreshToken = (await storedRefreshToken(world)).connection;
        const { db } = world.app.context.store;
        await db.updateTable("connections").set({ refresh_token: null }).execute();
      });

      test("cannot end a connection by its word: where nothing can be refreshed, it stays as it is (G6)", async () => {
        const refused = await demand({ refused_version: 1 });
        expect([refused.status, refused.body.code]).toEqual([409, "no_newer_token"]);
        expect(refused.body.detail).toContain("still takes it");
        expect((await read()).status).toBe(200);
        expect((await status()).status).toBe("active");
      });

      test("ends it where the provider refuses the token as well, and everyone is told (G6, G10)", async () => {
        await world.sandbox.withdraw(refreshToken);
        const before = heard();
        const answers = await Promise.all(
          Array.from({ length: 20 }, () => demand({ refused_version: 1 })),
        );
        expect(new Set(answers.map((answer) => answer.body.code))).toEqual(
          new Set(["needs_reauth"]),
        );
        expect(answers[0]?.body.detail).toContain("access was taken back at the provider");
        // Asked twice to be sure, whoever complains.
        expect(heard() - before).toBe(2);
        expect(await status()).toMatchObject({ status: "needs_reauth", reason: "revoked" });
        expect((await read()).status).toBe(409);
        expect(await events()).toContainEqual(["connection.needs_reauth", "revoked"]);
      });

      test("is not believed while the provider cannot be asked, and is told so", async () => {
        const { faults } = world.sandbox;
        faults.next("userinfo", { kind: "answer", status: 503 });
        const refused = await demand({ refused_version: 1 });
        expect([refused.status, refused.body.code]).toEqual([409, "no_newer_token"]);
        expect(refused.body.detail).toContain("could not be found out");
        // One 401 may be a slip; the next answer counts.
        clock.advance(60_000);
        faults.next("userinfo", { kind: "answer", status: 401 });
        expect((await demand({ refused_version: 1 })).body.detail).toContain("still takes it");
        expect((await read()).status).toBe(200);
      });

      test("is asked about at the provider once in some seconds, however many complain", async () => {
        await demand({ refused_version: 1 });
        const before = heard();
        expect((await demand({ refused_version: 1 })).body.detail).toContain("a moment ago");
        expect(heard()).toBe(before);
      });

      test("gets it to its end where it asks for one that lives longer, and is told the truth", async () => {
        clock.advance(hourMs - 120_000);
        const longer = await demand({ min_ttl: 3000 });
        expect([longer.status, longer.body.code]).toEqual([409, "no_newer_token"]);
        clock.advance(30_000);
        expect((await read()).body.version).toBe(1);
        expect((await status()).status).toBe("active");
        clock.advance(30_000);
        expect((await read()).body.detail).toContain("its token has expired");
        expect(await status()).toMatchObject({ reason: "no_refresh_token" });
      });
    });

    test.each<object>([
      { min_ttl: 0 },
      { min_ttl: "x" },
      { min_ttl: 86_401 },
      { refused_version: -1 },
    ])("that asks nonsense (%j) is told so", async (asked) => {
      const refused = await demand(asked);
      expect(refused.status).toBe(400);
      expect(refused.body.code).toBe("bad_request");
    });
  });

  test("a lease that its holder left behind is taken over when it has run out (G5)", async () => {
    const { db } = world.app.context.store;
    clock.advance(hourMs);
    await db
      .updateTable("connections")
      .set({ lease_owner: "proc_gone", lease_number: 7, lease_until_ms: clock.nowMs() + 20_000 })
      .execute();
    expect((await read()).status).toBe(200);
    expect(refreshes()).toBe(1);
    const row = await db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
    expect(row.lease_number).toBe(9);
    expect(row.lease_owner).toBeNull();
  });

  test("a disconnect during a refresh wins: nothing is stored, what came is revoked (G7, SEC-51)", async () => {
    clock.advance(hourMs);
    const { promise: disconnected, resolve: answer } = Promise.withResolvers<void>();
    world.sandbox.faults.next("token", { kind: "held", until: disconnected, processed: true });
    const reading = read();
    await until(() => refreshes() === 1);
    const later = await api.signIn("user-1");
    expect((await later.disconnect(ids.userConnector)).status).toBe(200);
    answer();
    expect((await reading).status).toBe(404);
    expect((await read()).status).toBe(404);
    const row = await world.app.context.store.db
      .selectFrom("connections")
      .selectAll()
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ status: "disconnected", access_token: null, refresh_token: null });
    expect(await world.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("a reconnect during a refresh wins: its tokens stay (G7)", async () => {
    clock.advance(hourMs);
    const { promise: reconnected, resolve: letGo } = Promise.withResolvers<void>();
    world.sandbox.faults.next("token", { kind: "held", until: reconnected, processed: true });
    const reading = read();
    await until(() => refreshes() === 1);
    const fresh = await api.signIn("user-1");
    await consent(createJar(), (await fresh.initiate(ids.userConnector)).body.redirect_url);
    letGo();
    const answer = await reading;
    expect(answer.status).toBe(200);
    const now = await read();
    expect(now.body.access_token).toBe(answer.body.access_token);
    expect(await world.sandbox.ledger.isLive(now.body.access_token)).toBe(true);
  });
});

async function storedRefreshToken(world: World): Promise<{ connection: string }> {
  const { store } = world.app.context;
  const row = await store.db.selectFrom("connections").selectAll().executeTakeFirstOrThrow();
  const token = await openRefreshToken(store, toConnection(row));
  if (token === null) throw new Error("there is no refresh token");
  return { connection: token.reveal() };
}
