/** Workspaces, members, invitations, keys and the audit trail by `/v1`; and what holds of every list. */
import { auditRecordList } from "@grantry/contract/v1/audit";
import * as people from "@grantry/contract/v1/people";
import { resetLink } from "@grantry/contract/v1/reset-link";
import { signInProviderList } from "@grantry/contract/v1/sign-in-provider";
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const foreign = `/v1/workspaces/${ids.foreignWorkspace}`;
const ownerKey = `grantry_pk_${"o".repeat(43)}`;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;
  const as = ownerKey;
  const get = (path: string, credential = as) => api("GET", path, { as: credential });
  const post = (path: string, body: unknown, credential = as) =>
    api("POST", path, { as: credential, body });

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = ownApiOf(world);
    const { store } = world.app.context;
    for (const [operatorId, role] of [
      ["opr_owner", "owner"],
      ["opr_b", "member"],
      ["opr_a", "viewer"],
    ] as const) {
      const email = `${operatorId.slice(4)}@example.com`;
      await insertOperator(store, { operatorId, email, name: operatorId, passwordHash: "none" });
      await putMembership(store, { workspaceId: ids.workspace, operatorId, role });
    }
    await insertPersonalKey(store, {
      personalKeyId: "pky_owner",
      operatorId: "opr_owner",
      name: "owner's",
      secret: new Secret(ownerKey),
      scopes: permissionNames,
      expiresAt: null,
    });
  });
  afterAll(() => world.close());

  function expectAnswer(answer: Answer, status: number, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([status, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }

  test("who calls is told, person or key, with where they belong", async () => {
    const me = await get("/v1/me");
    expectAnswer(me, 200, people.person);
    expect(me.body).toMatchObject({ id: "opr_owner", kind: "person", email: "owner@example.com" });
    const key = await get("/v1/me", secrets.workspaceKey);
    expect(key.body).toMatchObject({ kind: "key", email: null });
    expect(key.body.workspaces.map(({ id }: { id: string }) => id)).toEqual([ids.workspace]);
    const list = await get("/v1/workspaces");
    expectAnswer(list, 200, people.workspaceList);
    expect(list.body.data).toEqual(me.body.workspaces);
    expectAnswer(await get(workspace), 200, people.workspace);
    expect((await get(foreign)).body.code).toBe("workspace_not_found");
  });

  test("members are listed page by page, changed and taken out", async () => {
    const all = await get(`${workspace}/members`);
    expectAnswer(all, 200, people.memberList);
    expect(all.body.data.map(({ email }: { email: string }) => email)).toEqual([
      "a@example.com",
      "b@example.com",
      "owner@example.com",
    ]);
    const first = await get(`${workspace}/members?limit=2`);
    expect(first.body.data).toEqual(all.body.data.slice(0, 2));
    const cursor = encodeURIComponent(first.body.next_cursor);
    const second = await get(`${workspace}/members?limit=2&cursor=${cursor}`);
    expect(second.body).toEqual({ data: all.body.data.slice(2), next_cursor: null });
    // What is gone meanwhile does not lose the place.
    const removed = await api("DELETE", `${workspace}/members/opr_b`, { as });
    expectAnswer(removed, 200, people.deleted);
    expect((await get(`${workspace}/members?limit=2&cursor=${cursor}`)).body).toEqual(second.body);
    const changed = await api("PATCH", `${workspace}/members/opr_a`, {
      as,
      body: { role: "admin" },
    });
    expectAnswer(changed, 200, people.member);
    expect(changed.body.role).toBe("admin");
    const last = await api("PATCH", `${workspace}/members/opr_owner`, {
      as,
      body: { role: "admin" },
    });
    expect([last.status, last.body.code]).toEqual([409, "last_owner"]);
  });

  test("a cursor is of this list, this caller and these filters, and is no other text", async () => {
    const { body } = await get(`${workspace}/members?limit=1`);
    const cursor: string = body.next_cursor;
    const refused = async (path: string, credential = as) => {
      const answer = await get(path, credential);
      expect([answer.status, answer.body.code, answer.body.retry]).toEqual([
        400,
        "cursor_invalid",
        "after_change",
      ]);
    };
    const query = `?limit=1&cursor=${encodeURIComponent(cursor)}`;
    await refused(`${workspace}/keys${query}`);
    await refused(`${workspace}/members${query}`, secrets.workspaceKey);
    await refused(`/v1/workspaces${query}`);
    for (const other of [`${cursor}x`, cursor.slice(0, -1), "x", "..", "k1.W10.x"])
      await refused(`${workspace}/members?cursor=${encodeURIComponent(other)}`);
    for (const limit of ["0", "201", "many", "1.5"])
      expect((await get(`${workspace}/members?limit=${limit}`)).body.code).toBe("bad_request");
  });

  test("invitations are made, listed without their links, and taken back", async () => {
    const body = { email: "noah@example.com", role: "member" };
    const made = await post(`${workspace}/invitations`, body);
    expectAnswer(made, 201, people.createdInvitation);
    const listed = await get(`${workspace}/invitations`);
    expectAnswer(listed, 200, people.invitationList);
    const { url, ...shown } = made.body;
    expect(listed.body.data).toEqual([shown]);
    expect(JSON.stringify(listed.body)).not.toContain(new URL(url).pathname.split("/").at(-1));
    const path = `${workspace}/invitations/${made.body.id}`;
    const resent = await post(`${path}/resend`, undefined);
    expectAnswer(resent, 201, people.createdInvitation);
    expect(resent.body.id).toBe(made.body.id);
    expect(resent.body.url).not.toBe(url);
    // The link of before is none any more.
    expect((await fetch(url)).status).toBe(400);
    expect((await fetch(resent.body.url)).status).toBe(200);
    expectAnswer(await api("DELETE", path, { as }), 200, people.deleted);
    const again = await api("DELETE", path, { as });
    expect([again.status, again.body.code]).toEqual([404, "invitation_not_found"]);
    const gone = await post(`${path}/resend`, undefined);
    expect([gone.status, gone.body.code]).toEqual([404, "invitation_not_found"]);
  });

  test("the workspace's identity provider is listed, or that there is none", async () => {
    const one = `${workspace}/sign-in-provider`;
    const none = await get(`${one}s`);
    expectAnswer(none, 200, signInProviderList);
    expect(none.body.data).toEqual([]);
    const made = await api("PUT", one, {
      as,
      body: {
        issuer: world.sandbox.origin,
        client_id: "company",
        client_secret: "of the company",
        domains: ["daybook.example"],
      },
    });
    expect([made.status, made.body.detail]).toEqual([200, undefined]);
    const listed = await get(`${one}s`);
    expectAnswer(listed, 200, signInProviderList);
    expect(listed.body.data).toEqual([(await get(one)).body]);
    expect((await api("DELETE", one, { as })).status).toBe(200);
  });

  test("a reset link is made by a person and told once", async () => {
    const path = `${workspace}/members/opr_a/reset-links`;
    expectAnswer(await post(path, undefined), 201, resetLink);
    const byKey = await post(path, undefined, secrets.workspaceKey);
    expect([byKey.status, byKey.body.code]).toEqual([403, "person_required"]);
  });

  test("keys are made, tell their secret once, work, and end", async () => {
    const made = await post(`${workspace}/keys`, {
      name: "deploy",
      role: "viewer",
      scopes: ["workspace:read"],
      expires_in_days: null,
    });
    expectAnswer(made, 201, people.createdWorkspaceKey);
    expect(made.body.expires_at).toBeNull();
    const { secret } = made.body;
    expect((await get(`${workspace}/members`, secret)).status).toBe(200);
    const listed = await get(`${workspace}/keys?limit=1`);
    expectAnswer(listed, 200, people.workspaceKeyList);
    expect(JSON.stringify(listed.body)).not.toContain(secret);
    const all = await get(`${workspace}/keys`);
    const found = all.body.data.find(({ id }: { id: string }) => id === made.body.id);
    expect(found).toMatchObject({
      name: "deploy",
      role: "viewer",
      last_used_at: expect.any(String),
    });
    expect((await api("DELETE", `${workspace}/keys/${made.body.id}`, { as })).status).toBe(200);
    expect((await get(`${workspace}/members`, secret)).status).toBe(401);

    const own = await post("/v1/me/keys", { name: "laptop", scopes: ["apps:read"] });
    expectAnswer(own, 201, people.createdPersonalKey);
    expectAnswer(await get("/v1/me/keys"), 200, people.personalKeyList);
    const more = await post(
      "/v1/me/keys",
      { name: "more", scopes: ["audit:read"] },
      own.body.secret,
    );
    expect([more.status, more.body.code]).toEqual([403, "forbidden"]);
    expect((await api("DELETE", `/v1/me/keys/${own.body.id}`, { as })).status).toBe(200);
    expect((await get("/v1/me", own.body.secret)).status).toBe(401);
  });

  test("the audit trail has what was done, newest first, page by page", async () => {
    const all = await get(`${workspace}/audit-records?limit=200`);
    expectAnswer(all, 200, auditRecordList);
    const seen: unknown[] = [];
    let cursor: string | null = "";
    for (let pages = 0; cursor !== null && pages < 100; pages += 1) {
      const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await get(`${workspace}/audit-records?limit=3${next}`);
      seen.push(...body.data);
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(all.body.data);
    expect(all.body.data[0].action).toBe("personal_key.revoked");
  });

  test("a key is changed without a new secret, to at most what the one who changes it can do", async () => {
    const keys = `${workspace}/keys`;
    const input = { role: "member", scopes: ["apps:read", "apps:write"] };
    const { body } = await post(keys, { name: "deploy", ...input });
    const path = `${keys}/${body.id}`;
    const change = (changes: object, credential = as) =>
      api("PATCH", path, { as: credential, body: changes });
    const told = ({ status, body: { code } }: Answer) => [status, code];
    const narrow = await change({ scopes: ["apps:read"] });
    expectAnswer(narrow, 200, people.workspaceKey);
    expect(narrow.body).toMatchObject({ name: "deploy", role: "member", scopes: ["apps:read"] });
    const create = () =>
      api("POST", `${workspace}/apps`, { as: body.secret, body: { name: "By key" } });
    expect(told(await create())).toEqual([403, "forbidden"]);
    await change({ scopes: ["apps:write"], expires_at: null });
    expect((await create()).status).toBe(201);
    const found = await get(path);
    expectAnswer(found, 200, people.workspaceKey);
    expect(found.body).toMatchObject({ expires_at: null, scopes: ["apps:write"] });
    // A scope beyond the role; a role with a scope beyond it; an end that is over; nothing of another workspace.
    expect(told(await change({ scopes: ["workspace:write"] }))).toEqual([400, "bad_request"]);
    expect(told(await change({ role: "viewer" }))).toEqual([400, "bad_request"]);
    const over = { expires_at: "2020-01-01T00:00:00Z" };
    expect(told(await change(over))).toEqual([400, "bad_request"]);
    const theirs = `/v1/workspaces/${ids.foreignWorkspace}/keys/${body.id}`;
    const by = { as: secrets.foreignWorkspaceKey, body: { name: "x" } };
    expect(told(await api("PATCH", theirs, by))).toEqual([404, "api_key_not_found"]);
    // Neither to more than the caller has, nor of one that has more.
    const limited = await post(keys, {
      name: "limited",
      role: "admin",
      scopes: ["workspace:write", "apps:read"],
    });
    const more = await change({ scopes: ["apps:write"] }, limited.body.secret);
    expect(told(more)).toEqual([403, "forbidden"]);
    const all = await change({ name: "taken" }, limited.body.secret);
    expect(told(all)).toEqual([403, "forbidden"]);
    expect((await get(path)).body).toEqual(found.body);
  });

  test("an owner names a workspace and says what it is for; nobody else, and nothing else of it changes", async () => {
    const before = await get(workspace);
    expectAnswer(before, 200, people.workspace);
    const change = (body: unknown, credential = as) =>
      api("PATCH", workspace, { as: credential, body });
    const marked = await change({ environment: "production" });
    expectAnswer(marked, 200, people.workspace);
    expect(marked.body).toEqual({ ...before.body, environment: "production" });
    const named = await change({ name: "日本語 Labs" });
    expect(named.body).toEqual({ ...marked.body, name: "日本語 Labs" });
    expect((await get("/v1/me")).body.workspaces).toContainEqual(named.body);
    const [record] = (await get(`${workspace}/audit-records?limit=1`)).body.data;
    expect(record).toMatchObject({
      action: "workspace.changed",
      details: { name: `${before.body.name} -> 日本語 Labs` },
    });
    // What changes nothing leaves no record.
    await change({ name: "日本語 Labs", environment: "production" });
    expect((await get(`${workspace}/audit-records?limit=1`)).body.data[0].id).toBe(record.id);
    expect((await change({ environment: "test" })).body.code).toBe("bad_request");
    expect((await change({ name: "X" }, secrets.workspaceKey)).body.code).toBe("forbidden");
    await change({ name: before.body.name, environment: before.body.environment });
  });
});
