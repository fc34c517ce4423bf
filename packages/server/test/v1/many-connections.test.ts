/** What is counted where there are very many connections: exact to ten thousand, and said to be no more than that beyond. */

import { errorWords } from "@grantry/contract/error-words";
import { impact } from "@grantry/contract/v1/impact";
import { operation } from "@grantry/contract/v1/operations";
import { attentionList } from "@grantry/contract/v1/overview";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connect } from "@grantry/testing/connected";
import { copierOf } from "@grantry/testing/copied-rows";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { instantOf } from "../../src/lib/clock.ts";
import { newHandle } from "../../src/lib/id.ts";
import { runOperations } from "../../src/service/operations/run.ts";

const type = "sandboxcalendar";
const connector = `connectors/${ids.userConnector}`;

describe.each(engines)("on %s", (engine) => {
  const clock = withoutRegularWork(createFakeClock());
  let world: World;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    operate = workspaceApiOf(world);
    await connect(apiOf(world), "ada", ids.userConnector);
    const started = await operate("POST", `apps/${ids.app}/authorizations`, { type });
    await consent(createJar(), started.body.connect_url, { account: "sandbox-bo" });
    // With the one that was made these are ten thousand.
    await fill("active", 9_999);
    for (const standing of ["over", "disconnected"]) await fill(standing, 500);
  });
  afterAll(() => world.close());

  async function fill(standing: string, count: number): Promise<void> {
    const { store } = world.app.context;
    const sample = store.db
      .selectFrom("connections")
      .selectAll()
      .where("user_id", "=", "ada")
      .where("connector_id", "=", ids.userConnector)
      .limit(1);
    const now = clock.nowSeconds();
    await copierOf(store)("connections", sample, count, (at) => ({
      connection_id: newHandle("connection"),
      user_id: `${standing}-${at}`,
      status: ["disconnected", "needs_reauth"].includes(standing) ? standing : "active",
      expires_at: standing === "over" ? now - at - 1 : now + 60 + at,
      ...(standing === "over" ? { refresh_token: null } : {}),
      account_email: `${at === 7 ? "rare" : "usual"}-${standing}@example.com`,
    }));
  }

  async function preview(of: string, body: object) {
    const answer = await operate("POST", `${of}/preview`, body);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(impact.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  }
  async function planned(filter: object) {
    const body = { kind: "disconnect", filter, dry_run: true };
    const answer = await operate("POST", "operations", body);
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(operation.parse(answer.body)).toEqual(answer.body);
    return answer.body;
  }

  test("ten thousand are counted exactly, whatever stands beside them", async () => {
    const ended = await preview(connector, { delete: true });
    expect(ended).toMatchObject({ connections: 10_000, at_least: false, ended: 10_000 });
    expect(ended.apps).toMatchObject([{ id: ids.app, connections: 10_000 }]);
    const off = await preview(`policies/${type}`, { shared_connections: "off" });
    expect(off.warnings).toEqual([{ code: "tokens_stop", connections: 1, at_least: false }]);
  });

  test("operations on few are counted exactly, found by whatever finds few", async () => {
    const rare = await planned({ query: "rare" });
    expect(rare.progress).toMatchObject({ total: 2, at_least: false });
    expect(rare.apps).toEqual([{ app_id: ids.app, connections: 2 }]);
    expect((await planned({ status: "active" })).progress).toMatchObject({
      total: 10_000,
      at_least: true,
    });
  });

  test("of more it is said that there are more", async () => {
    await fill("more", 1);
    const ended = await preview(connector, { delete: true });
    expect(ended).toMatchObject({ connections: 10_000, at_least: true, ended: 10_000 });
    expect(ended.warnings).toEqual([{ code: "deleted", connections: 10_000, at_least: true }]);
    // What is about shared ones alone knows of all of them.
    const off = await preview(`policies/${type}`, { shared_connections: "off" });
    expect(off).toMatchObject({ connections: 1, at_least: false });
    const moved = await preview(connector, { change: { client_id: "another" } });
    expect(moved).toMatchObject({ at_least: true, last_token_ends_at: expect.any(String) });
    expect(Date.parse(moved.last_token_ends_at) / 1_000).toBeGreaterThanOrEqual(
      clock.nowSeconds() + 60 + 9_998,
    );
  });

  test("an operation on more than are counted is refused to whoever expects a number", async () => {
    const filter = { connector_id: ids.userConnector };
    const would = await planned(filter);
    expect(would.progress).toMatchObject({ total: 10_000, at_least: true });
    const body = { kind: "disconnect", filter, expected_total: 10_000 };
    const refused = await operate("POST", "operations", body);
    expect([refused.status, refused.body.code]).toEqual([409, "confirmation_mismatch"]);
    expect(refused.body.detail).toBe(
      "The operation would be about 10000 connections or more, too many to count, and `expected_total` is 10000. Look again (`dry_run`); if these are meant, give `expected_at_least` true.",
    );
    const counted = { kind: "disconnect", filter, expected_at_least: false };
    expect((await operate("POST", "operations", counted)).body.detail).toContain(
      "too many to count, and `expected_at_least` is false.",
    );
    // What is written about the code says with what it is taken.
    const { when, remedy } = errorWords.confirmation_mismatch;
    for (const text of [when, remedy]) expect(text).toContain("`expected_at_least`");
    const begun = await operate("POST", "operations", { ...body, expected_at_least: true });
    expect([begun.status, begun.body.progress]).toEqual([201, would.progress]);
    // The number is not compared then, and can be left out.
    const { expected_total: _, ...without } = { ...body, expected_at_least: true };
    const known = await operate("POST", "operations", without);
    expect([known.status, known.body.progress]).toEqual([201, would.progress]);
    await operate("POST", `operations/${known.body.id}/cancel`);
    const few = { ...body, filter: { query: "rare" }, expected_at_least: true };
    expect((await operate("POST", "operations", few)).body.code).toBe("confirmation_mismatch");
    await operate("POST", `operations/${begun.body.id}/cancel`);
  });

  test("an operation finds the few that are meant among very many", async () => {
    const filter = { query: "rare", connected_from: instantOf(0) };
    const begun = await operate("POST", "operations", { kind: "disconnect", filter });
    expect(begun.body.progress).toMatchObject({ total: 2, at_least: false });
    await runOperations(world.app.context);
    const { body } = await operate("GET", `operations/${begun.body.id}`);
    expect(body).toMatchObject({ status: "succeeded", progress: { total: 2, done: 2 } });
  });

  test("what needs somebody is counted as far, and none hides another", async () => {
    const read = async (kind: string) => {
      const { body } = await operate("GET", "attention");
      expect(attentionList.parse(body)).toEqual(body);
      return body.data.filter((one: { kind: string }) => one.kind === kind);
    };
    expect(await read("people")).toMatchObject([{ count: 500, at_least: false }]);
    const off = { user_connections: "off", shared_connections: "off" };
    await operate("PATCH", `policies/${type}`, off);
    expect(await read("switched_off")).toMatchObject([
      { owner: "user", count: 10_000, at_least: true },
      { owner: "app", count: 1, at_least: false },
    ]);
    await operate("PATCH", `policies/${type}`, {
      user_connections: "allowed",
      shared_connections: "allowed",
    });
    await fill("needs_reauth", 10_001);
    await world.app.context.store.db
      .updateTable("connections")
      .set({ status: "needs_reauth", reason: "revoked" })
      .where("owner_kind", "=", "app")
      .execute();
    const [people] = await read("people");
    expect(people.at_least).toBe(true);
    expect(people.count).toBeGreaterThanOrEqual(10_000);
    expect(await read("shared_connection")).toMatchObject([{ count: 1, at_least: false }]);
  });
});
