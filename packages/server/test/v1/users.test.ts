/** The users of an app by `/v1`: random handles, found by what the app calls them, never in an address. */
import * as users from "@grantry/contract/v1/users";
import { type Answer, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const app = `/v1/apps/${ids.app}`;
const ofWorkspace = `/v1/workspaces/${ids.workspace}/apps/${ids.app}`;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;
  const as: string = secrets.serviceToken;
  const get = (path: string, credential = as) => api("GET", path, { as: credential });
  const search = (body: object, path = app, credential = as) =>
    api("POST", `${path}/users/search`, { as: credential, body });

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = ownApiOf(world);
    const claims = { ada: { email: "ada@example.com", name: "Ada" }, bo: {}, cy: {} };
    for (const [userId, known] of Object.entries(claims)) {
      const user = await apiOf(world).signIn(userId, known);
      const started = await user.initiate(ids.userConnector);
      // Cy began, and has not come to an end.
      if (userId !== "cy") await consent(createJar(), started.body.redirect_url);
    }
    await apiOf(world, ids.otherApp, secrets.otherServiceToken).signIn("ada");
  });
  afterAll(() => world.close());

  function expectAnswer(answer: Answer, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([200, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }

  test("whoever connected, began to, or got a user token is listed once, page by page", async () => {
    const all = await get(`${app}/users`);
    expectAnswer(all, users.userList);
    const named = all.body.data.map((one: { user_id: string }) => one.user_id);
    expect(named.sort()).toEqual(["ada", "bo", "cy"]);
    const handles = all.body.data.map(({ id }: { id: string }) => id);
    expect(new Set(handles).size).toBe(3);
    for (const handle of handles) expect(handle).toMatch(/^usr_[\w-]{20,}$/);
    const seen: string[] = [];
    let cursor = "";
    for (let pages = 0; pages < 10; pages += 1) {
      const page = await get(`${app}/users?limit=1${cursor}`);
      seen.push(...page.body.data.map(({ id }: { id: string }) => id));
      if (page.body.next_cursor === null) break;
      cursor = `&cursor=${encodeURIComponent(page.body.next_cursor)}`;
    }
    expect(seen).toEqual(handles);
    expect((await get(`${ofWorkspace}/users`, secrets.workspaceKey)).body).toEqual(all.body);
  });

  test("a user is found by the app's own id, with what is known and how the connections stand", async () => {
    const found = await search({ user_id: "ada" });
    expectAnswer(found, users.foundUsers);
    expect(found.body.data).toMatchObject([
      {
        user_id: "ada",
        issuer: null,
        email: "ada@example.com",
        name: "Ada",
        connections: { active: 1, needs_reauth: 0 },
      },
    ]);
    const [ada] = found.body.data;
    expect((await get(`${app}/users/${ada.id}`)).body).toEqual(ada);
    expect((await get(`${ofWorkspace}/users/${ada.id}`, secrets.workspaceKey)).body).toEqual(ada);
    const same = await search({ user_id: "ada", issuer: null }, ofWorkspace, secrets.workspaceKey);
    expect(same.body.data).toEqual([ada]);
    expect((await search({ user_id: "ada", issuer: "https://id.example" })).body.data).toEqual([]);
    const [cy] = (await search({ user_id: "cy" })).body.data;
    expect(cy.connections).toEqual({ active: 0, needs_reauth: 0 });
    // Connections name their owner alike.
    const connections = await api("POST", `${app}/connections/search`, {
      as,
      body: { user: { user_id: "ada" } },
    });
    expect(connections.body.data[0].owner.user).toEqual({
      id: ada.id,
      user_id: "ada",
      issuer: null,
    });
  });

  test("a second attempt keeps the handle, and what a token no longer says", async () => {
    const [before] = (await search({ user_id: "ada" })).body.data;
    await (await apiOf(world).signIn("ada", { name: "Ada B." })).initiate(ids.userConnector);
    const [after] = (await search({ user_id: "ada" })).body.data;
    expect(after).toEqual({ ...before, name: "Ada B." });
  });

  test("users of others read like users who are not there", async () => {
    const [ada] = (await search({ user_id: "ada" })).body.data;
    const other = secrets.otherServiceToken;
    const theirs = await get(`/v1/apps/${ids.otherApp}/users/${ada.id}`, other);
    const none = await get(`/v1/apps/${ids.otherApp}/users/usr_none`, other);
    expect([theirs.status, theirs.body.code]).toEqual([404, "user_not_found"]);
    expect({ ...theirs.body, request_id: "" }).toEqual({ ...none.body, request_id: "" });
    // The same id there is another user.
    const [namesake] = (await get(`/v1/apps/${ids.otherApp}/users`, other)).body.data;
    expect(namesake).toMatchObject({ user_id: "ada", connections: { active: 0 } });
    expect(namesake.id).not.toBe(ada.id);
    const foreign = `/v1/workspaces/${ids.foreignWorkspace}/apps/${ids.app}/users`;
    const refused = await get(foreign, secrets.foreignWorkspaceKey);
    expect([refused.status, refused.body.code]).toEqual([404, "app_not_found"]);
  });
});
