/** A refresh that was sent and not answered: what is done depends on the provider's policy (G4, G6). */
import { sandbox } from "@grantry/catalogue/servers/sandbox";
import { type Connected, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import type { WorldOptions } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const hourMs = 3_600_000;

type Declare = NonNullable<WorldOptions["declare"]>;

/** The sandbox under another name, as a provider whose refresh is like this. */
const declareRefresh =
  (changes: object): Declare =>
  ({ workspaces: [workspace] }, { port }) => {
    const [client] = workspace?.oauth_clients ?? [];
    const [connector] = workspace?.connectors ?? [];
    const [app] = workspace?.apps ?? [];
    if (!workspace || !client || !connector || !app) throw new Error("the world is another");
    const connectors = sandbox.connectors.map((one) => ({ ...one, integration_type: "patient" }));
    const refresh = { ...sandbox.refresh, ...changes };
    const entry = { ...sandbox, id: "patient", refresh, connectors, settings: [] };
    workspace.providers = [JSON.parse(JSON.stringify(entry).replaceAll("{port}", String(port)))];
    connector.connection_config = {};
    client.provider = "patient";
    connector.integration_type = "patient";
    app.shared_connectors = [];
  };

/** As a provider that says a refresh may be repeated. */
const declarePatient = declareRefresh({ inconclusive: "retry", grace_seconds: 100 });

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let connected: Connected;

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({ engine, clock });
  });
  afterEach(() => connected.world.close());

  const faults = () => connected.world.sandbox.faults;
  const asked = () => connected.world.sandbox.ledger.count("token");

  test("the token that still lives is served, and nobody asks the provider until its end", async () => {
    clock.advance(hourMs - 50_000);
    faults().next("token", { kind: "drop", processed: true });
    const first = await connected.read();
    expect([first.status, first.body.version]).toEqual([200, 1]);
    expect((await connected.row()).outcomeUnknownAt).toBe(clock.nowSeconds());
    const before = asked();
    clock.advance(40_000);
    expect((await connected.read()).body.version).toBe(1);
    await connected.world.app.context.flights.landed();
    expect(asked()).toBe(before);
  });

  test("then it is tried once; only the provider's word ends it, and the reason says what happened", async () => {
    clock.advance(hourMs - 50_000);
    faults().next("token", { kind: "drop", processed: true });
    await connected.read();
    const before = asked();
    clock.advance(60_000);
    const ended = await connected.read();
    expect([ended.status, ended.body.code]).toEqual([409, "needs_reauth"]);
    expect(await connected.row()).toMatchObject({
      status: "needs_reauth",
      reason: "outcome_unknown",
    });
    expect((await connected.read()).status).toBe(409);
    expect(asked()).toBe(before + 1);
  });

  test("and where the provider had not acted, nothing is lost", async () => {
    clock.advance(hourMs - 50_000);
    faults().next("token", { kind: "drop" });
    await connected.read();
    clock.advance(60_000);
    expect((await connected.read()).body).toMatchObject({ version: 2 });
    expect((await connected.row()).outcomeUnknownAt).toBeNull();
  });

  test("a caller who cannot use the old token gets the try sooner, after the back-off", async () => {
    clock.advance(hourMs - 300_000);
    faults().next("token", { kind: "drop" });
    expect((await connected.read({ refused_version: 1 })).status).toBe(503);
    const before = asked();
    expect((await connected.read({ refused_version: 1 })).status).toBe(503);
    expect(asked()).toBe(before);
    clock.advance(30_000);
    expect((await connected.read({ refused_version: 1 })).body.version).toBe(2);
  });

  test("an answer that cannot be used may hide new tokens just so", async () => {
    clock.advance(hourMs - 50_000);
    faults().next("token", { kind: "answer", body: "<html>", processed: true });
    expect((await connected.read()).status).toBe(200);
    expect((await connected.row()).outcomeUnknownAt).not.toBeNull();
  });

  test("a provider that says so by 429 or 503 has not acted: nothing is unknown", async () => {
    clock.advance(hourMs);
    faults().next("token", { kind: "answer", status: 503 });
    expect((await connected.read()).status).toBe(503);
    expect((await connected.row()).outcomeUnknownAt).toBeNull();
    clock.advance(2_000);
    expect((await connected.read()).status).toBe(200);
  });
});

describe("a provider whose refreshes may be repeated", () => {
  test("is asked again after a short back-off", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({ clock, declare: declarePatient });
    try {
      clock.advance(hourMs);
      connected.world.sandbox.faults.next("token", { kind: "drop" });
      expect((await connected.read()).status).toBe(503);
      expect((await connected.row()).outcomeUnknownAt).not.toBeNull();
      clock.advance(2_000);
      expect((await connected.read()).body.version).toBe(2);
      expect((await connected.row()).outcomeUnknownAt).toBeNull();
    } finally {
      await connected.world.close();
    }
  });

  test("is asked again soon by the background refresh, too, while the old token lives", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({
      clock: withoutRegularWork(clock),
      declare: declarePatient,
    });
    try {
      clock.advance(hourMs - 100_000);
      connected.world.sandbox.faults.next("token", { kind: "drop" });
      expect((await connected.read()).body.version).toBe(1);
      await until(async () => (await connected.row()).outcomeUnknownAt !== null);
      const { nextRefreshAt, nextTryAt, expiresAt } = await connected.row();
      expect(nextRefreshAt).toBe(nextTryAt);
      expect(nextRefreshAt).toBeLessThan(expiresAt ?? 0);
    } finally {
      await connected.world.close();
    }
  });

  test("is asked at once although nobody knows what became of the last refresh", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({ clock, declare: declarePatient });
    try {
      clock.advance(hourMs - 50_000);
      // As a process leaves it that took the lease of a dead one away.
      const { db } = connected.world.app.context.store;
      const outcome_unknown_at = clock.nowSeconds();
      await db.updateTable("connections").set({ outcome_unknown_at }).execute();
      expect((await connected.read()).body.version).toBe(2);
      expect((await connected.row()).outcomeUnknownAt).toBeNull();
    } finally {
      await connected.world.close();
    }
  });

  test("is asked again within its grace, however often that failed", async () => {
    const clock = createFakeClock();
    const connected = await startConnected({ clock, declare: declarePatient });
    try {
      clock.advance(hourMs);
      const { faults } = connected.world.sandbox;
      faults.next("token", { kind: "drop" });
      faults.next("token", { kind: "answer", status: 503 }, 9);
      for (let tries = 1; tries <= 10; tries += 1) {
        expect((await connected.read()).status).toBe(503);
        const { failureCount, nextTryAt } = await connected.row();
        expect(failureCount).toBe(tries);
        expect((nextTryAt ?? 0) - clock.nowSeconds()).toBeLessThanOrEqual(5);
        // Longer than any pause, and than the breaker's.
        clock.advance(61_000);
      }
      expect((await connected.read()).body.version).toBe(2);
    } finally {
      await connected.world.close();
    }
  });
});

describe.each(engines)("on %s, a provider where a refresh ends the old access token", (engine) => {
  let clock: FakeClock;
  let connected: Connected;

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock: withoutRegularWork(clock),
      declare: declareRefresh({ inconclusive: "hold", ends_access_token: true }),
    });
  });
  afterEach(() => connected.world.close());

  const faults = () => connected.world.sandbox.faults;
  const asked = () => connected.world.sandbox.ledger.count("token");
  /** What the API says of a token that died. */
  const dies = () => faults().next("userinfo", { kind: "answer", status: 401 }, 20);

  test("is asked again at once, and the token that died with the lost answer is given to nobody", async () => {
    clock.advance(hourMs - 50_000);
    dies();
    faults().next("token", { kind: "drop", processed: true });
    const first = await connected.read();
    expect([first.status, first.body.code]).toEqual([503, "provider_unavailable"]);
    expect(await connected.row()).toMatchObject({ status: "active", doubtful: true });
    const before = asked();
    const ended = await connected.read();
    expect([ended.status, ended.body.code]).toEqual([409, "needs_reauth"]);
    expect(asked()).toBe(before + 1);
    expect((await connected.row()).reason).toBe("outcome_unknown");
  });

  test("the same where the token has most of its life before it", async () => {
    clock.advance(60_000);
    dies();
    faults().next("token", { kind: "answer", body: "<html>", processed: true });
    expect((await connected.read({ refused_version: 1 })).status).toBe(502);
    const plain = await connected.read();
    expect([plain.status, plain.body.code]).toEqual([409, "needs_reauth"]);
  });

  test("nothing is lost where the provider had not acted: the next who asks gets a new token", async () => {
    clock.advance(60_000);
    faults().next("token", { kind: "drop" });
    expect((await connected.read({ refused_version: 1 })).status).toBe(503);
    expect((await connected.read()).body.version).toBe(2);
    expect(await connected.row()).toMatchObject({ doubtful: false, outcomeUnknownAt: null });
  });

  test("and where its provider still takes the token, it is given out (G2)", async () => {
    clock.advance(60_000);
    faults().next("token", { kind: "answer", status: 502 }, 2);
    expect((await connected.read({ refused_version: 1 })).status).toBe(503);
    const plain = await connected.read();
    expect([plain.status, plain.body.version]).toEqual([200, 1]);
    expect(await connected.row()).toMatchObject({ doubtful: false, outcomeUnknownAt: null });
    const before = asked();
    expect((await connected.read()).body.version).toBe(1);
    expect(asked()).toBe(before);
  });

  test("while the API is away as well, nobody gets a token that may be over", async () => {
    clock.advance(60_000);
    faults().next("token", { kind: "answer", status: 504 }, 5);
    faults().next("userinfo", { kind: "answer", status: 500 }, 5);
    expect((await connected.read({ refused_version: 1 })).status).toBe(503);
    expect((await connected.read()).status).toBe(503);
    expect((await connected.row()).doubtful).toBe(true);
  });

  test("a process that died while it refreshed leaves the same doubt", async () => {
    clock.advance(60_000);
    const { db } = connected.world.app.context.store;
    const left = { lease_owner: "proc_gone", lease_number: 7, lease_until_ms: clock.nowMs() - 1 };
    await db.updateTable("connections").set(left).execute();
    await connected.read();
    await connected.world.app.context.flights.landed();
    // The reader's word is enough to find out, and the token is new by now.
    expect(await connected.row()).toMatchObject({ version: 2, doubtful: false });
  });
});
