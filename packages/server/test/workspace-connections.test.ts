/** What operators can do to the connections of their workspace: find, refresh, disconnect. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, type OperatorBrowser, signedIn } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const base = `/v1/workspaces/${ids.workspace}/connections`;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let admin: OperatorBrowser;

  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareMembers });
    api = apiOf(world);
    admin = await signedIn(world, "admin@example.com");
    for (const userId of ["ada", "bo", "cy"] as const) await connect(api, userId);
    await connect(apiOf(world, ids.otherApp, secrets.otherServiceToken), "ada");
    const shared = await api.operator("external-auth/initiate", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "sandboxcalendar" }),
    });
    await consent(createJar(), shared.body.redirect_url);
  });
  afterAll(() => world.close());

  async function connect(app: Api, userId: "ada" | "bo" | "cy"): Promise<void> {
    const user = await app.signIn(userId);
    const { body } = await user.initiate(ids.userConnector);
    await consent(createJar(), body.redirect_url, { account: `sandbox-${userId}` as const });
  }

  interface Row {
    readonly id: string;
    readonly app_id: string;
    readonly status: string;
    readonly version: number;
    readonly owner: { readonly user: { readonly user_id: string } | null };
  }
  const list = async (query = ""): Promise<{ data: Row[]; next_cursor: string | null }> => {
    const answer = await admin.api(base + query);
    expect(answer.status).toBe(200);
    return answer.body;
  };
  const idOf = async (userId: string): Promise<string> => {
    const { data } = await list(`?app_id=${ids.app}`);
    return data.find(({ owner }) => owner.user?.user_id === userId)?.id ?? "";
  };

  test("the list holds every connection of the workspace, page by page, each once", async () => {
    const all = await list();
    expect([all.data.length, all.next_cursor]).toEqual([5, null]);
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await list(`?limit=2${after}`);
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map((row) => row.id));
      cursor = page.next_cursor;
    }
    expect(seen).toEqual(all.data.map((row) => row.id));
    expect(JSON.stringify(all)).not.toMatch(/"(?:access|refresh)_token"/);
  });

  test("app, type and status pick", async () => {
    expect((await list(`?app_id=${ids.otherApp}`)).data.length).toBe(1);
    expect((await list("?type=sandboxcalendar")).data.length).toBe(5);
    expect((await list("?type=slack")).data).toEqual([]);
    expect((await list("?status=disconnected")).data).toEqual([]);
    expect((await admin.api(`${base}?status=odd`)).status).toBe(400);
  });

  const recordsOf = async (wanted: string) => {
    const { body } = await admin.api(`/v1/workspaces/${ids.workspace}/audit-records?limit=200`);
    return body.data.filter(({ action }: { action: string }) => action === wanted);
  };

  test("a forced refresh gets a new token although the old one is good, and is recorded", async () => {
    const id = await idOf("ada");
    const answer = await admin.api(`${base}/${id}/refresh`, { method: "POST" });
    expect([answer.status, answer.body.version]).toEqual([200, 2]);
    const user = await api.signIn("ada");
    expect((await user.token(ids.userConnector)).body.version).toBe(2);
    expect(await recordsOf("connection.refresh_requested")).toMatchObject([
      {
        target: { kind: "connection", id, label: "My calendar (ada)" },
        actor: { kind: "operator", label: "admin (admin@example.com)" },
        details: { version: "1" },
      },
    ]);
  });

  test("a forced refresh that the provider refuses is recorded all the same", async () => {
    const before = (await recordsOf("connection.refresh_requested")).length;
    world.sandbox.faults.next("token", { kind: "answer", status: 503 });
    const answer = await admin.api(`${base}/${await idOf("ada")}/refresh`, { method: "POST" });
    expect(answer.body.code).toBe("provider_unavailable");
    expect(await recordsOf("connection.refresh_requested")).toHaveLength(before + 1);
  });

  test("an admin disconnects a user's connection, and it is recorded", async () => {
    const id = await idOf("bo");
    const answer = await admin.api(`${base}/${id}/disconnect`, { method: "POST" });
    expect([answer.status, answer.body]).toEqual([
      200,
      { connection_id: id, revocation: "revoked" },
    ]);
    const user = await api.signIn("bo");
    expect((await user.token(ids.userConnector)).body.reason).toBe("not_connected");
    const again = await admin.api(`${base}/${id}/disconnect`, { method: "POST" });
    expect([again.status, again.body.code]).toEqual([404, "not_connected"]);
    expect((await list("?status=disconnected")).data.map((row) => row.id)).toEqual([id]);
    const refresh = await admin.api(`${base}/${id}/refresh`, { method: "POST" });
    expect([refresh.status, refresh.body.code]).toEqual([404, "not_connected"]);
    expect(await recordsOf("connection.disconnected")).toMatchObject([
      { target: { kind: "connection", id }, actor: { kind: "operator" } },
    ]);
  });

  test("roles: a viewer may list, a member refresh, an admin disconnect", async () => {
    const id = await idOf("cy");
    const calls = { "": "GET", [`/${id}/refresh`]: "POST", [`/${id}/disconnect`]: "POST" };
    const tried: Record<string, number[]> = {};
    for (const role of ["viewer", "member"]) {
      const browser = await signedIn(world, `${role}@example.com`);
      const statuses = Object.entries(calls).map(
        async ([path, method]) => (await browser.api(base + path, { method })).status,
      );
      tried[role] = await Promise.all(statuses);
    }
    expect(tried).toEqual({ viewer: [200, 403, 403], member: [200, 200, 403] });
  });

  test("another workspace's connection reads like one that does not exist", async () => {
    const id = await idOf("cy");
    const foreign = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    for (const action of ["refresh", "retry", "disconnect"]) {
      const answer = await foreign("POST", `connections/${id}/${action}`);
      expect([answer.status, answer.body.code]).toEqual([404, "connection_not_found"]);
    }
    const listed = await foreign("GET", "connections");
    expect(listed.body).toEqual({ data: [], next_cursor: null, total: null });
  });
});
