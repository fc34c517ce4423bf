/** How much one may have. */
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { requireRoom, rooms } from "../../src/service/limits/index.ts";
import { hasAsMany } from "../../src/store/room.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ engine });
  });
  afterAll(() => world.close());

  test("is counted to the bound, of each by itself", async () => {
    const { store } = world.app.context;
    const apps = (owner: string, max: number) => hasAsMany(store, { table: "apps", owner, max });
    expect(await apps(ids.workspace, 2)).toBe(true);
    expect(await apps(ids.workspace, 3)).toBe(false);
    expect(await apps(ids.foreignWorkspace, 2)).toBe(false);
    for (const name of Object.keys(rooms) as (keyof typeof rooms)[]) {
      await expect(requireRoom(store, name, ids.workspace)).resolves.toBeUndefined();
    }
  });

  test("an app beyond it is refused, in words that say what to do", async () => {
    const { store } = world.app.context;
    const base = await store.db
      .selectFrom("apps")
      .selectAll()
      .where("app_id", "=", ids.app)
      .executeTakeFirstOrThrow();
    const more = Array.from({ length: rooms.apps.max - 2 }, (_, at) => ({
      ...base,
      app_id: `app_more_${at}`,
    }));
    for (let from = 0; from < more.length; from += 500) {
      await store.db
        .insertInto("apps")
        .values(more.slice(from, from + 500))
        .execute();
    }
    const refused = await workspaceApiOf(world)("POST", "apps", { name: "One more" });
    expect([refused.status, refused.body.code]).toEqual([409, "limit_reached"]);
    expect(refused.body.retry).toBe("after_change");
    expect(refused.body.detail).toContain("Delete some");
  });
});
