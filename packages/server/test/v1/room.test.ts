/** How much one may have. */
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
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

  /** Enters so many rows: `columns` may say `i`, the number of the row. */
  const fill = async (into: string, rows: number, columns: string) =>
    await sql
      .raw(
        `WITH RECURSIVE counted (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM counted WHERE i < ${rows})
        INSERT INTO ${into} SELECT ${columns} FROM counted`,
      )
      .execute(world.app.context.store.db);

  test("members and OAuth clients have a bound, too", async () => {
    const operate = workspaceApiOf(world);
    const anybody = "(operator_id, email, name, created_at, updated_at)";
    await fill(
      `operators ${anybody}`,
      rooms.members.max,
      "'opr_more_' || i, 'more' || i || '@example.com', 'One of many', 1, 1",
    );
    await fill(
      "memberships (workspace_id, operator_id, role, created_at, updated_at)",
      rooms.members.max,
      `'${ids.workspace}', 'opr_more_' || i, 'viewer', 1, 1`,
    );
    const invitation = { email: "one-more@example.com", role: "viewer" };
    const invited = await operate("POST", "invitations", invitation);
    expect([invited.status, invited.body.code]).toEqual([409, "limit_reached"]);

    await fill(
      `oauth_clients (oauth_client_id, workspace_id, name, server_id, client_id, client_secret,
        redirect_path, created_at, updated_at)`,
      rooms.oauthClients.max,
      `'ocl_more_' || i, '${ids.workspace}', 'More ' || i, 'slack', 'more-' || i,
        (SELECT client_secret FROM oauth_clients WHERE oauth_client_id = '${ids.oauthClient}'), 'own', 1, 1`,
    );
    const connector = await operate("POST", "connectors", {
      type: "slack",
      name: "Slack",
      oauth_client: { client_id: "one-more", client_secret: "s".repeat(40) },
    });
    expect([connector.status, connector.body.code]).toEqual([409, "limit_reached"]);
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
