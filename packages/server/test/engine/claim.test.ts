/**
 * A connection to the database breaks when it has just done what it was asked: what this process knows of
 * itself decides, not the clock, and nobody else is blamed (G3, G6).
 */

import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { type Connected, startConnected, until } from "@grantry/testing/connected";
import { type Forwarder, startForwarder } from "@grantry/testing/forwarder";
import { ids } from "@grantry/testing/harness";
import { afterEach, beforeEach, expect, inject, test } from "vitest";
import { systemClock } from "../../src/lib/clock.ts";

const claiming = 'update "connections" set "lease_owner"';

let forwarder: Forwarder;
let connected: Connected;

beforeEach(async () => {
  forwarder = await startForwarder(inject("postgresUrl"));
  connected = await startConnected({
    engine: "postgres",
    postgresUrl: forwarder.at(inject("postgresUrl")),
    users: ["user-1", "user-2"],
    // It would be found out by then, and never here.
    tokens: { leaseMs: 600_000, waitMaxMs: 20_000 },
  });
  // Used up, as far as the server knows.
  const { db } = connected.world.app.context.store;
  const expires_at = systemClock.nowSeconds() - 1;
  await db.updateTable("connections").set({ expires_at }).execute();
});
afterEach(async () => {
  await connected.world.close();
  await forwarder.close();
});

const calm = { leaseOwner: null, outcomeUnknownAt: null, failureCode: null };

test("a claim whose reply is lost is taken back at once, and the reader is served", async () => {
  const lost = forwarder.loseAnswerTo(claiming);
  const [answer] = await Promise.all([connected.read(), lost]);
  expect([answer.status, answer.body.version]).toEqual([200, 2]);
  expect(await connected.row()).toMatchObject(calm);
  expect(connected.refreshes()).toBe(1);
});

test("a claim that is lost with the database away is free for other processes as soon as it is back", async () => {
  const there = apiOf(await connected.world.another());
  const lost = forwarder.loseAnswerTo(claiming);
  const failing = connected.read();
  await lost;
  // What the process would take the claim back with meets no database.
  forwarder.leadTo("postgres://127.0.0.1:1");
  forwarder.breakAll();
  expect((await failing).status).toBe(503);
  forwarder.leadTo(inject("postgresUrl"));
  const answer = await connected.read({ via: there });
  expect([answer.status, answer.body.version]).toEqual([200, 2]);
  expect(await connected.row()).toMatchObject(calm);
});

test("a failure that could not be written down is no unknown outcome", async () => {
  connected.world.sandbox.faults.next("token", { kind: "answer", status: 503 });
  const lost = forwarder.loseQuestion('"failure_code" = ');
  const [failed] = await Promise.all([connected.read(), lost]);
  expect([failed.status, failed.body.code]).toEqual([503, "database_unavailable"]);
  expect((await connected.row()).leaseOwner).not.toBeNull();
  const answer = await connected.read();
  expect([answer.status, answer.body.version]).toEqual([200, 2]);
  expect(await connected.row()).toMatchObject(calm);
});

test("an end that could not be written down is none of an unknown outcome", async () => {
  connected.world.sandbox.faults.next("token", { kind: "error", error: "invalid_grant" }, 2);
  const lost = forwarder.loseQuestion('"reason" = ');
  const [failed] = await Promise.all([connected.read(), lost]);
  expect([failed.status, failed.body.code]).toEqual([503, "database_unavailable"]);
  expect((await connected.row()).leaseOwner).not.toBeNull();
  expect((await connected.read()).body.code).toBe("needs_reauth");
  expect(await connected.row()).toMatchObject({ ...calm, reason: "invalid_grant" });
});

test("new tokens whose storing is done and not heard of are served", async () => {
  const lost = forwarder.loseAnswerTo('"version" = "version" + ');
  const [answer] = await Promise.all([connected.read(), lost]);
  expect([answer.status, answer.body.version]).toEqual([200, 2]);
  expect(await connected.row()).toMatchObject({ ...calm, version: 2 });
  expect(connected.refreshes()).toBe(1);
});

test("a consent that is stored and not heard of is kept, not given back", async () => {
  const user = await connected.api.signIn("user-3");
  const { redirect_url } = (await user.initiate(ids.userConnector)).body;
  const lost = forwarder.loseAnswerTo("commit", { after: 'update "connections" set' });
  await Promise.all([consent(createJar(), redirect_url), lost]);
  const answer = await user.token(ids.userConnector);
  expect(answer.status).toBe(200);
  await until(() => connected.world.app.context.flights.count() === 0);
  expect(connected.world.sandbox.ledger.count("revocation")).toBe(0);
});

test("a consent of which nobody knows whether it is stored is given back once the database says that it is not", async () => {
  const user = await connected.api.signIn("user-3");
  const { redirect_url } = (await user.initiate(ids.userConnector)).body;
  const lost = forwarder.loseQuestion('insert into "connections"');
  const consenting = consent(createJar(), redirect_url);
  await lost;
  forwarder.leadTo("postgres://127.0.0.1:1");
  forwarder.breakAll();
  await consenting;
  const { sandbox } = connected.world;
  expect(sandbox.ledger.count("revocation")).toBe(0);
  forwarder.leadTo(inject("postgresUrl"));
  await until(() => sandbox.ledger.count("revocation") === 1);
  expect((await user.token(ids.userConnector)).body.reason).toBe("not_connected");
});

test("many claims that are lost are taken back by one loop, and it ends", async () => {
  const { context } = connected.world.app;
  const users = ["user-1", "user-2"] as const;
  const lost = forwarder.loseAnswerTo(claiming);
  const reading = users.map((user) => connected.read({ userId: user }));
  await lost;
  forwarder.leadTo("postgres://127.0.0.1:1");
  forwarder.breakAll();
  await Promise.all(reading);
  forwarder.leadTo(inject("postgresUrl"));
  await until(() => context.flights.count() === 0);
  expect(context.claims.toFree.size).toBe(0);
  const { db } = context.store;
  const leased = db
    .selectFrom("connections")
    .select("lease_owner")
    .where("lease_owner", "is not", null);
  expect(await leased.execute()).toEqual([]);
});

test("what is queued to be given back and not heard of any more is not queued twice", async () => {
  const { sandbox, app } = connected.world;
  const user = await connected.api.signIn("user-3");
  const { redirect_url } = (await user.initiate(ids.userConnector)).body;
  sandbox.faults.next("userinfo", { kind: "answer", status: 400 }, 10);
  const lost = forwarder.loseAnswerTo('update "revocations"');
  const consenting = consent(createJar(), redirect_url);
  await lost;
  forwarder.leadTo("postgres://127.0.0.1:1");
  forwarder.breakAll();
  await consenting;
  forwarder.leadTo(inject("postgresUrl"));
  await until(() => app.context.flights.count() === 0);
  const rows = await app.context.store.db.selectFrom("revocations").selectAll().execute();
  expect(rows).toHaveLength(1);
  // Both tokens, once.
  expect(sandbox.ledger.count("revocation", { outcome: "ok" })).toBe(2);
});
