/** An operation on very many goes on window by window: it reaches each of them once, whatever comes and goes meanwhile. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { copierOf } from "@grantry/testing/copied-rows";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { turnsDuring } from "@grantry/testing/turns";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { instantOf } from "../../src/lib/clock.ts";
import { newHandle } from "../../src/lib/id.ts";
import { targetFilter } from "../../src/service/operations/filter.ts";
import { runOperations } from "../../src/service/operations/run.ts";
import { listTargets, type TargetPage } from "../../src/store/operation-targets.ts";

const windowMax = 5;

describe.each(engines)("on %s", (engine) => {
  const clock = withoutRegularWork(createFakeClock());
  let world: World;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    await connect(apiOf(world), "ada", ids.userConnector);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await connections().where("user_id", "<>", "ada").execute();
  });

  const connections = () => world.app.context.store.db.deleteFrom("connections");

  const longAgo = () => clock.nowSeconds() - 3_600;

  /** So many more, made long ago and connected then; resolves with their ids. */
  async function fill(count: number, connectedAt: (at: number) => number): Promise<string[]> {
    const { store } = world.app.context;
    const sample = store.db.selectFrom("connections").selectAll().where("user_id", "=", "ada");
    const made = Array.from({ length: count }, () => newHandle("connection"));
    await copierOf(store)("connections", sample, count, (at) => ({
      connection_id: made[at] ?? null,
      user_id: made[at] ?? null,
      created_at: longAgo() - 1,
      connected_at: connectedAt(at),
    }));
    return made;
  }

  async function meant(connectedBefore: number | null) {
    const none = { ids: null, appId: null, connectorId: null, integrationType: null };
    const any = { reason: null, degraded: null, endsTo: null, lastUsedTo: null, beginning: null };
    const found = await targetFilter(world.app.context, ids.workspace, {
      kind: "disconnect",
      filter: {
        ...{ ...none, ...any, ownerKind: null, user: null, status: null },
        connectedFrom: null,
        connectedBefore,
      },
      createdAt: clock.nowSeconds(),
    });
    if (found === null) throw new Error("nothing is meant");
    return found;
  }

  test("none is passed over and none comes twice while others are made and ended", async () => {
    const all = await fill(60, () => clock.nowSeconds() - 60);
    const [ended, left] = [all.slice(0, 20), all.slice(20)];
    const filter = await meant(null);
    const { store } = world.app.context;
    const churn = async () => {
      await fill(1, () => clock.nowSeconds());
      const one = ended.pop();
      if (one !== undefined) await connections().where("connection_id", "=", one).execute();
    };
    // After each statement, so also between two of one page.
    const db = store.db.withPlugin({
      transformQuery: ({ node }) => node,
      transformResult: async ({ result }) => {
        await churn();
        return result;
      },
    });
    const reached: string[] = [];
    let after: string | null = "";
    while (after !== null) {
      const page = { after, limit: 50, windowMax };
      const found: TargetPage = await listTargets({ ...store, db }, ids.workspace, filter, page);
      reached.push(...found.targets.map(({ connectionId }) => connectionId));
      expect(found.next === null || found.next > after).toBe(true);
      after = found.next;
    }
    expect(new Set(reached).size).toBe(reached.length);
    expect(reached.filter((id) => left.includes(id))).toEqual(left.toSorted());
  });

  test("windows in which none is meant are gone through to the end", async () => {
    await fill(60, () => clock.nowSeconds());
    const filter = await meant(longAgo());
    let windows = 0;
    let after: string | null = "";
    while (after !== null) {
      const page = { after, limit: 50, windowMax };
      const { store } = world.app.context;
      const found: TargetPage = await listTargets(store, ids.workspace, filter, page);
      expect(found.targets).toEqual([]);
      windows += 1;
      after = found.next;
    }
    expect(windows).toBe(Math.floor(61 / windowMax) + 1);
  });

  test("what others ask goes in between the windows, also where none is meant", async () => {
    const operate = workspaceApiOf(world);
    await fill(4_100, () => clock.nowSeconds());
    const begun = await operate("POST", "operations", {
      kind: "disconnect",
      filter: { connected_to: instantOf(longAgo()) },
    });
    const turns = await turnsDuring(() => runOperations(world.app.context));
    // Two windows are full, and one is not.
    expect(turns).toBeGreaterThanOrEqual(3);
    const { body } = await operate("GET", `operations/${begun.body.id}`);
    expect(body).toMatchObject({ status: "succeeded", progress: { done: 0 } });
  });

  test("the few that are meant are reached where no index finds them", async () => {
    const operate = workspaceApiOf(world);
    const all = await fill(4_100, (at) => (at % 1_000 === 0 ? longAgo() : clock.nowSeconds()));
    const begun = await operate("POST", "operations", {
      kind: "disconnect",
      filter: { connected_to: instantOf(longAgo() + 60) },
    });
    expect(begun.status, JSON.stringify(begun.body)).toBe(201);
    await runOperations(world.app.context);
    const { body } = await operate("GET", `operations/${begun.body.id}`);
    expect(body).toMatchObject({ status: "succeeded", progress: { total: 5, done: 5 } });
    const receipts = await operate("GET", `operations/${begun.body.id}/receipts`);
    const reached = receipts.body.data.map((one: { connection_id: string }) => one.connection_id);
    expect(reached.toSorted()).toEqual([0, 1, 2, 3, 4].map((at) => all[at * 1_000]).toSorted());
  });
});
