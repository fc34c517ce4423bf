/** Events of a rare kind among many: none is passed over, and no page looks through all of them. */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { hearStatements } from "@grantry/testing/statements";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type EventCursor, listEvents } from "../../src/store/events.ts";

const many = 2_400;
/** Two next to each other, one at the end of what a page looks at, and the last. */
const rare = [3, 4, 999, 1_700, many - 1];

describe.each(engines)("on %s", (engine) => {
  let world: World;
  const store = () => world.app.context.store;

  beforeAll(async () => {
    world = await startWorld({ engine });
    await connect(apiOf(world), "ada", ids.userConnector);
    const { db } = store();
    const { connection_id } = await db
      .selectFrom("connections")
      .select("connection_id")
      .executeTakeFirstOrThrow();
    await db.deleteFrom("events").execute();
    const values = Array.from({ length: many }, (_, at) => ({
      event_id: `evt_${String(at).padStart(6, "0")}`,
      workspace_id: ids.workspace,
      app_id: ids.app,
      connection_id,
      type: rare.includes(at)
        ? ("connection.needs_reauth" as const)
        : ("connection.resumed" as const),
      data: "{}",
      occasion: at,
      created_at: 1_000 + Math.floor(at / 10),
    }));
    for (let first = 0; first < many; first += 400) {
      await db
        .insertInto("events")
        .values(values.slice(first, first + 400))
        .execute();
    }
  });
  afterAll(() => world.close());

  const page = (after: EventCursor | null, newestFirst: boolean, limit: number) =>
    listEvents(store(), ids.workspace, {
      type: "connection.needs_reauth",
      appId: null,
      connectorId: null,
      after,
      until: 10_000,
      limit,
      newestFirst,
    });

  test.each([
    [1, false],
    [2, false],
    [50, false],
    [1, true],
    [50, true],
  ])("by %s a page, newest first: %s, all of them come, each once", async (limit, newestFirst) => {
    const found: string[] = [];
    let after: EventCursor | null = null;
    for (let pages = 0; pages < 20; pages += 1) {
      const { events, next }: Awaited<ReturnType<typeof page>> = await page(
        after,
        newestFirst,
        limit,
      );
      found.push(...events.map(({ eventId }) => eventId));
      after = next;
      if (next === null) break;
    }
    expect(after).toBeNull();
    const expected = rare.map((at) => `evt_${String(at).padStart(6, "0")}`);
    expect(found).toEqual(newestFirst ? expected.toReversed() : expected);
  });

  test("a page and where it ends are of one statement: nothing can be deleted between them", async () => {
    const heard = hearStatements();
    const { events, next } = await page(null, false, 50);
    heard.stop();
    expect([events.length, next?.eventId]).toEqual([3, "evt_000999"]);
    expect(heard.texts.filter((text) => text.includes('"events"'))).toHaveLength(1);
  });
});
