/** Counting that ends at a bound: what is not meant never stands in the place of what is, and nobody else waits. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { type CopiedValues, copierOf } from "@grantry/testing/copied-rows";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { hearStatements } from "@grantry/testing/statements";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { instantOf } from "../../src/lib/clock.ts";
import { unusualConnectors } from "../../src/service/providers/index.ts";
import {
  countEnding,
  countFailing,
  countInDoubt,
  countNotEnded,
} from "../../src/store/attention.ts";
import { countEnded, type EndedGroup } from "../../src/store/ended-counts.ts";
import { countActive } from "../../src/store/live-counts.ts";

const hour = 3_600;
const max = 3;

describe.each(engines)("on %s", (engine) => {
  const clock = withoutRegularWork(createFakeClock());
  let world: World;

  beforeEach(async () => {
    world = await startWorld({ engine, clock });
    await connect(apiOf(world), "ada", ids.userConnector);
    const far = { expires_at: now() + 1_000 * hour };
    await store().db.updateTable("connections").set(far).execute();
  });
  afterEach(() => world.close());

  const store = () => world.app.context.store;
  const now = () => clock.nowSeconds();
  const unusual = () => unusualConnectors(world.app.context, ids.workspace);
  const like = () => store().db.selectFrom("connections").selectAll().where("user_id", "=", "ada");
  const fill = (prefix: string, count: number, values: CopiedValues) =>
    copierOf(store())("connections", like(), count, (at) => ({
      connection_id: `conn_${prefix}${at}`,
      user_id: `${prefix}${at}`,
      ...values,
    }));
  /** Of an entry of the catalogue whose tokens a refresh token does not refresh. */
  async function neverRefreshed(): Promise<void> {
    const { db } = store();
    await db.updateTable("oauth_clients").set({ server_id: "splitwise" }).execute();
    await db.updateTable("connectors").set({ integration_type: "splitwise" }).execute();
  }

  async function ending() {
    const endsTo = now() + 24 * hour;
    const groups = await countEnding(store(), await unusual(), endsTo, max);
    const asked = { ends_to: instantOf(endsTo), count: true };
    const { body } = await workspaceApiOf(world)("POST", "connections/search", asked);
    return { groups, listed: body.data.length, total: body.total.value };
  }
  const one = () => ({
    groups: [{ connectorId: ids.userConnector, count: 1, first: now() + hour, atLeast: false }],
    listed: 1,
    total: 1,
  });

  test("what ends soon is counted beside any number that are over", async () => {
    await fill("over", max + 1, { refresh_token: null, expires_at: now() - hour });
    await fill("soon", 1, { refresh_token: null, expires_at: now() + hour });
    expect(await ending()).toEqual(one());
  });

  test.each([
    ["", {}],
    [", whenever their refresh tokens end", { refresh_token_expires_at: 1 }],
  ])("so is what has a refresh token that is of no use%s", async (_, values) => {
    await neverRefreshed();
    await fill("over", max + 1, { expires_at: now() - hour, ...values });
    await fill("soon", 1, { expires_at: now() + hour });
    expect(await ending()).toEqual(one());
  });

  test("of more that end soon it is said that there are more", async () => {
    await fill("over", max + 1, { refresh_token: null, expires_at: now() - hour });
    await fill("soon", max, { refresh_token: null, expires_at: now() + hour });
    const counted = { connectorId: ids.userConnector, count: max, first: now() + hour };
    const exactly = { groups: [{ ...counted, atLeast: false }], total: max };
    expect(await ending()).toMatchObject(exactly);
    await fill("more", 1, { refresh_token: null, expires_at: now() + hour });
    const more = { groups: [{ ...counted, atLeast: true }], total: max + 1 };
    expect(await ending()).toMatchObject(more);
  });

  const ofOther = { connector_id: ids.sharedConnector };
  /** What is counted of a connector with more than are, and of another one beside it. */
  const beside = (first: object = {}) => [
    { connectorId: ids.userConnector, count: max, atLeast: true, ...first },
    { connectorId: ids.sharedConnector, count: 1, atLeast: false, ...first },
  ];

  test.each([
    ["by themselves", (at: number) => ({ refresh_token: null, expires_at: at })],
    ["with their refresh tokens", (at: number) => ({ refresh_token_expires_at: at })],
  ])("more of one connector that end soon %s hide none of another", async (_, endsAt) => {
    const first = now() + hour;
    await fill("soon", max + 1, endsAt(first));
    await fill("other", 1, { ...endsAt(first), ...ofOther });
    expect((await ending()).groups).toEqual(beside({ first }));
  });

  const failing = { failure_code: "provider_unavailable", failure_count: 2 };

  test("refreshes that fail are counted as far of each connector, and what works or is over is not", async () => {
    const endsAt = now() + hour;
    await fill("failing", max + 1, { ...failing, expires_at: endsAt });
    const refused = { failure_code: "connector_misconfigured", failure_count: 1 };
    await fill("refused", max + 1, { ...refused, expires_at: endsAt });
    await fill("other", 1, { ...refused, ...ofOther });
    await fill("once", max + 1, { ...failing, failure_count: 1 });
    await fill("over", max + 1, { ...failing, ...over() });
    await fill("unknown", max + 1, { ...failing, outcome_unknown_at: now() });
    const [here, there] = beside();
    expect(await countFailing(store(), await unusual(), max)).toMatchObject([
      { ...here, failureCode: refused.failure_code, firstEndsAt: endsAt },
      { ...here, failureCode: failing.failure_code, firstEndsAt: endsAt },
      { ...there, failureCode: refused.failure_code, firstEndsAt: now() + 1_000 * hour },
    ]);
  });

  test("so are refreshes of which nobody knows the outcome", async () => {
    await fill("unknown", max + 1, { outcome_unknown_at: now() - hour });
    await fill("later", max + 1, { outcome_unknown_at: now() });
    await fill("other", 1, { outcome_unknown_at: now() - hour, ...ofOther });
    await fill("over", max + 1, { outcome_unknown_at: 1, ...over() });
    expect(await countInDoubt(store(), await unusual(), max)).toEqual(
      beside({ first: now() - hour }),
    );
  });

  const shared = { owner_kind: "app", user_id: "", user_issuer: "", user_id_claim: "" };
  const over = () => ({ refresh_token: null, expires_at: now() - hour });
  const endedNow = async () => await countEnded(store(), await unusual(), max);

  test("what is over is counted exactly as far as is counted, and of more it is said that there are more", async () => {
    await fill("over", max, over());
    const counted = { connectorId: ids.userConnector, ownerKind: "user", count: max };
    expect(await endedNow()).toMatchObject([{ ...counted, atLeast: false }]);
    await fill("more", 1, over());
    // Each kind of owner to a bound of its own.
    await fill("shared", 1, { ...over(), ...shared });
    expect(await endedNow()).toMatchObject([
      { ...counted, ownerKind: "app", count: 1, atLeast: false },
      { ...counted, atLeast: true },
    ]);
  });

  test("an app's shared connection is told of beside any number of people's", async () => {
    const ended = { status: "needs_reauth", reason: "revoked" };
    await fill("people", max + 1, { ...ended, app_id: ids.otherApp });
    await fill("shared", 1, { ...ended, ...shared });
    const told = [
      { appId: ids.app, ownerKind: "app", count: 1, atLeast: false },
      { appId: ids.otherApp, ownerKind: "user", count: max, atLeast: true },
    ];
    expect(await endedNow()).toMatchObject(told);
    // By other plans, where the database knows how many there are of what.
    await sql`ANALYZE`.execute(store().db);
    expect(await endedNow()).toMatchObject(told);
  });

  test("what is asked for in two ways is counted to the bound in each, and together", async () => {
    const of = { app: [], user: [ids.userConnector] };
    const notEnded = () => countNotEnded(store(), ids.workspace, of, max);
    const group = { connectorId: ids.userConnector, ownerKind: "user" };
    await fill("active", max - 1, {});
    await fill("ended", max, { status: "needs_reauth" });
    expect(await notEnded()).toEqual([{ ...group, count: 2 * max, atLeast: false }]);
    await fill("more", 1, {});
    expect(await notEnded()).toEqual([{ ...group, count: 2 * max, atLeast: true }]);
  });

  const active = async () =>
    await countActive(
      store(),
      { workspaceId: ids.workspace, unusual: await unusual(), connectorId: ids.userConnector },
      { byScopes: false, max },
    );

  test("no app is told of with none of what is counted", async () => {
    await fill("more", max - 1, {});
    // Found after all others, and only to see whether there are more.
    await fill("last", 1, { refresh_token: null, app_id: ids.otherApp });
    const { groups, more } = await active();
    expect(groups).toMatchObject([{ appId: ids.app, ownerKind: "user", count: max }]);
    expect(more).toEqual(["user"]);
  });

  /** Its statements that count, and between them `turn` where something else got its turn. */
  async function statementsOf(count: () => Promise<unknown>): Promise<string[]> {
    const heard = hearStatements();
    let isDone = false;
    const turn = () => {
      heard.texts.push("turn");
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    await count();
    isDone = true;
    heard.stop();
    return heard.texts.filter((text) => text === "turn" || /count\(\*\)/.test(text));
  }
  const inTurns = (texts: readonly string[]) =>
    texts.every((text, at) => text === "turn" || texts[at + 1] === "turn");

  test("what others ask goes in between the statements that count what works", async () => {
    const texts = await statementsOf(active);
    expect(texts.filter((text) => text !== "turn").length).toBeGreaterThan(2);
    expect(inTurns(texts)).toBe(true);
  });

  test("what others ask goes in between what is counted of one connector and another", async () => {
    await fill("one", 2, over());
    await fill("other", 1, { ...over(), ...ofOther });
    const kinds = await unusual();
    let counted: readonly EndedGroup[] = [];
    const texts = await statementsOf(async () => {
      counted = await countEnded(store(), kinds);
    });
    expect(counted).toMatchObject([
      { connectorId: ids.userConnector, count: 2, atLeast: false },
      { connectorId: ids.sharedConnector, count: 1, atLeast: false },
    ]);
    // PostgreSQL holds up nobody here: there one statement counts of several.
    const statements = texts.filter((text) => text !== "turn");
    expect(statements).toHaveLength(engine === "sqlite" ? 2 : 1);
    expect(inTurns(texts)).toBe(true);
  });
});
