/** The server's operator: who is one, and what they do with workspaces, domains and keys. */
import * as people from "@grantry/contract/v1/people";
import * as server from "@grantry/contract/v1/server-workspaces";
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { jsonBody, operatorBrowser, password, setUp } from "@grantry/testing/operators";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/lib/secret.ts";
import {
  appointServerOperator,
  createResetLinkOfServer,
  dismissServerOperator,
} from "../../src/service/accounts/index.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";
import { findHolderOfDomain } from "../../src/store/sign-in-domains.ts";
import { putSignInProvider } from "../../src/store/sign-in-providers.ts";

const all = "/v1/server/workspaces";
const operatorKey = `grantry_pk_${"s".repeat(43)}`;
const ownerKey = `grantry_pk_${"o".repeat(43)}`;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;
  const get = (path: string) => api("GET", path, { as: operatorKey });
  const post = (path: string, body?: unknown) => api("POST", path, { as: operatorKey, body });
  const patch = (path: string, body: unknown) => api("PATCH", path, { as: operatorKey, body });

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = ownApiOf(world);
    const { store } = world.app.context;
    const enter = async (of: string, secret: string, scopes: readonly string[]) => {
      const operatorId = `opr_${of}`;
      const email = `${of}@example.com`;
      await insertOperator(store, { operatorId, email, name: of, passwordHash: "none" });
      const key = { personalKeyId: `pky_${of}`, operatorId, name: of, expiresAt: null };
      await insertPersonalKey(store, { ...key, secret: new Secret(secret), scopes });
    };
    await enter("server", operatorKey, ["server:own", "apps:read"]);
    await insertServerOperator(store, "opr_server", "test");
    await enter("owner", ownerKey, permissionNames);
    const { workspace: workspaceId } = ids;
    await putMembership(store, { workspaceId, operatorId: "opr_owner", role: "owner" });
  });
  afterAll(() => world.close());

  function expectAnswer(answer: Answer, status: number, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([status, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }
  const trailOf = async (workspaceId: string | null) => {
    const { db } = world.app.context.store;
    const rows = await db
      .selectFrom("audit_records")
      .select(["action", "actor_id", "details"])
      .where("workspace_id", workspaceId === null ? "is" : "=", workspaceId)
      .orderBy("audit_record_id")
      .execute();
    return rows.map((row) => [row.action, row.actor_id]);
  };

  test("a workspace is created, seen, renamed, and gets its first owner by a link", async () => {
    const made = await post(all, { name: "Daybook", id: "ws_daybook" });
    expectAnswer(made, 201, server.serverWorkspace);
    expect(made.body).toMatchObject({ id: "ws_daybook", name: "Daybook", frozen: null });
    const again = await post(all, { name: "Other", id: "ws_daybook" });
    expect([again.status, again.body.code]).toEqual([409, "workspace_exists"]);
    const unnamed = await post(all, { name: "Unnamed" });
    expectAnswer(unnamed, 201, server.serverWorkspace);
    expect(unnamed.body.id).toMatch(/^ws_/);
    for (const wrong of [{ name: "" }, { name: "x", id: "a b" }, { name: "x", id: "a".repeat(65) }])
      expect((await post(all, wrong)).body.code).toBe("bad_request");

    const renamed = await patch(`${all}/ws_daybook`, { name: "Daybook Ltd" });
    expectAnswer(renamed, 200, server.serverWorkspace);
    expect((await patch(`${all}/ws_daybook`, {})).body).toEqual(renamed.body);
    expect((await get(`${all}/ws_daybook`)).body).toEqual(renamed.body);
    expect(renamed.body.name).toBe("Daybook Ltd");

    const email = "mia@daybook.example";
    const invited = await post(`${all}/ws_daybook/owner-invitations`, { email });
    expectAnswer(invited, 201, people.createdInvitation);
    const browser = operatorBrowser(world);
    const page = await browser.post(new URL(invited.body.url).pathname, { name: "Mia", password });
    expect(page.location).toBe("/account");
    const { body } = await browser.api("/v1/workspaces");
    expect(body.data).toMatchObject([{ id: "ws_daybook", role: "owner" }]);
    expect(await trailOf("ws_daybook")).toEqual([
      ["workspace.created", "opr_server"],
      ["workspace.renamed", "opr_server"],
      ["invitation.created", "opr_server"],
      ["member.added", expect.stringMatching(/^opr_/)],
    ]);
    for (const answer of [
      await get(`${all}/ws_none`),
      await patch(`${all}/ws_none`, { name: "x" }),
      await post(`${all}/ws_none/owner-invitations`, { email }),
      await post(`${all}/ws_none/sign-in-domains/daybook.example/prove`),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, "workspace_not_found"]);
  });

  test("a request sent twice with one key creates one workspace", async () => {
    const headers = { "idempotency-key": "create-once-0001" };
    const body = { name: "Once" };
    const first = await api("POST", all, { as: operatorKey, body, headers });
    const second = await api("POST", all, { as: operatorKey, body, headers });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    const invite = `${all}/${first.body.id}/owner-invitations`;
    const whom = { body: { email: "a@example.com" }, headers, as: operatorKey };
    const [one, two] = [await api("POST", invite, whom), await api("POST", invite, whom)];
    expect([one.status, two.body]).toEqual([201, one.body]);
  });

  test("all workspaces are listed, newest first, page by page", async () => {
    const whole = await get(`${all}?limit=200`);
    expectAnswer(whole, 200, server.serverWorkspaceList);
    const listed = whole.body.data.map(({ id }: { id: string }) => id);
    expect(listed).toContain(ids.workspace);
    expect(listed).toContain(ids.foreignWorkspace);
    const seen: unknown[] = [];
    let cursor: string | null = "";
    for (let pages = 0; cursor !== null && pages < 50; pages += 1) {
      const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const { body } = await get(`${all}?limit=1${next}`);
      expect(body.data).toHaveLength(1);
      seen.push(...body.data);
      cursor = body.next_cursor;
    }
    expect(seen).toEqual(whole.body.data);
    const order = whole.body.data.map(({ created_at }: { created_at: string }) => created_at);
    expect(order).toEqual([...order].sort().reverse());
  });

  test("who answers for the server has nothing in a workspace by it, and its owner nothing above", async () => {
    const inside = await get(`/v1/workspaces/${ids.workspace}`);
    expect([inside.status, inside.body.code]).toEqual([404, "workspace_not_found"]);
    const above = await api("GET", all, { as: ownerKey });
    expect([above.status, above.body.code]).toEqual([403, "server_operator_required"]);
    const key = { name: "more", scopes: ["server:own"] };
    const made = await api("POST", "/v1/me/keys", { as: ownerKey, body: key });
    expect([made.status, made.body.code]).toEqual([403, "forbidden"]);
    const own = await post("/v1/me/keys", key);
    expectAnswer(own, 201, people.createdPersonalKey);
    expect((await api("GET", all, { as: own.body.secret })).status).toBe(200);
  });

  test("their word proves a domain that the workspace has declared, and no other", async () => {
    const { store } = world.app.context;
    const { workspace: workspaceId } = ids;
    const provider = { workspaceId, issuer: "https://id.example", clientId: "c" };
    const more = { clientSecret: new Secret("s"), defaultRole: null, domains: ["co.example"] };
    await putSignInProvider(store, { ...provider, ...more });
    const path = `${all}/${workspaceId}/sign-in-domains`;
    expectAnswer(await post(`${path}/Co.example/prove`), 200, server.provenSignInDomain);
    expect(await findHolderOfDomain(store, "co.example")).toEqual({
      workspaceId,
      provenBy: "server",
    });
    expect((await trailOf(workspaceId)).at(-1)).toEqual(["sign_in_domain.proven", "opr_server"]);
    const other = await post(`${path}/other.example/prove`);
    expect([other.status, other.body.code]).toEqual([404, "sign_in_domain_not_found"]);
    expect((await post(`${path}/not a domain/prove`)).body.code).toBe("bad_request");
  });

  test("root keys are told by id and use, and nothing else of them is", async () => {
    const keys = await get("/v1/server/encryption-keys");
    expectAnswer(keys, 200, server.rootKeyList);
    const { count } = await world.app.context.store.db
      .selectFrom("data_keys")
      .select((eb) => eb.fn.countAll().as("count"))
      .executeTakeFirstOrThrow();
    expect(keys.body.data).toEqual([{ id: "k1", state: "primary", data_keys: Number(count) }]);
  });

  test("an account is made one on the machine alone: proven, with a password, signed out everywhere", async () => {
    const { store } = world.app.context;
    const refused = (email: string) =>
      expect(appointServerOperator(store, email)).rejects.toMatchObject({
        code: "server_operator_refused",
      });
    await refused("nobody@example.com");
    // Merely invited: who made the invitation may hold its password.
    await refused("owner@example.com");
    const link = await createResetLinkOfServer(
      { store, publicUrl: world.url },
      { email: "owner@example.com", endsSecondFactor: false },
    );
    const browser = operatorBrowser(world);
    await browser.post(new URL(link.url.reveal()).pathname, { password });
    const form = { email: "owner@example.com", password };
    expect((await browser.post("/sign-in", form)).status).toBe(303);
    await appointServerOperator(store, " Owner@example.com");
    expect((await browser.get("/account")).location).toContain("/sign-in");
    expect((await browser.post("/sign-in", form)).status).toBe(303);
    expect((await browser.api(all)).status).toBe(200);

    // A colleague of a workspace cannot make the link that opens the account.
    await putMembership(store, {
      workspaceId: ids.workspace,
      operatorId: "opr_server",
      role: "owner",
    });
    const path = `/v1/workspaces/${ids.workspace}/members/opr_owner/reset-links`;
    const every = await browser.api("/v1/me/keys", {
      ...jsonBody("POST", { name: "all", scopes: [...permissionNames, "server:own"] }),
    });
    expect(every.status).toBe(201);
    await insertPersonalKey(store, {
      personalKeyId: "pky_colleague",
      operatorId: "opr_server",
      name: "colleague",
      secret: new Secret(`grantry_pk_${"c".repeat(43)}`),
      scopes: permissionNames,
      expiresAt: null,
    });
    const made = await api("POST", path, { as: `grantry_pk_${"c".repeat(43)}` });
    expect([made.status, made.body.code]).toEqual([409, "password_reset_refused"]);

    await dismissServerOperator(store, "owner@example.com");
    const after = await browser.api(all);
    expect([after.status, after.body.code]).toEqual([403, "server_operator_required"]);
    const byKey = await api("GET", all, { as: every.body.secret });
    expect([byKey.status, byKey.body.code]).toEqual([403, "server_operator_required"]);
    await expect(dismissServerOperator(store, "owner@example.com")).rejects.toMatchObject({
      code: "server_operator_refused",
    });
    expect((await trailOf(null)).slice(-2)).toEqual([
      ["server_operator.added", "server"],
      ["server_operator.removed", "server"],
    ]);
  });

  test("who completes the set-up link answers for the server, by session from our own pages", async () => {
    const fresh = await startWorld({ engine });
    try {
      const browser = await setUp(fresh);
      const listed = await browser.api(all);
      expect(listed.status).toBe(200);
      const foreign = { headers: { "sec-fetch-site": "cross-site" } };
      expect((await browser.api(all, foreign)).body.code).toBe("cross_site_refused");
    } finally {
      await fresh.close();
    }
  });
});
