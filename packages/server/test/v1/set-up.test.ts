/** What a workspace is set up with, by `/v1`: catalogue, connectors, clients, providers, policies, apps. */
import * as apps from "@grantry/contract/v1/apps";
import * as catalogue from "@grantry/contract/v1/catalogue";
import * as connectors from "@grantry/contract/v1/connectors";
import { deleted } from "@grantry/contract/v1/people";
import * as serviceTokens from "@grantry/contract/v1/service-tokens";
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const workspace = `/v1/workspaces/${ids.workspace}`;
const as = secrets.workspaceKey;
const foreign = secrets.foreignWorkspaceKey;
const foreignWorkspace = `/v1/workspaces/${ids.foreignWorkspace}`;

interface Item {
  readonly [name: string]: unknown;
  readonly id: string;
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: OwnApi;
  const call = (method: string, path: string, body?: unknown, credential = as) =>
    api(method, path, { as: credential, ...(body === undefined ? {} : { body }) });

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = ownApiOf(world);
  });
  afterAll(() => world.close());

  function expectAnswer(answer: Answer, status: number, schema: { parse(body: unknown): unknown }) {
    expect([answer.status, answer.body.detail]).toEqual([status, undefined]);
    expect(schema.parse(answer.body)).toEqual(answer.body);
  }

  function expectCode(answer: Answer, status: number, code: string) {
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  }

  test("the catalogue is searched, and goes page by page through every type once", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const next: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
      const answer: Answer = await call("GET", `${workspace}/catalogue?limit=20${next}`);
      expectAnswer(answer, 200, catalogue.catalogueTypeList);
      seen.push(...answer.body.data.map(({ type }: { type: string }) => type));
      cursor = answer.body.next_cursor;
    }
    expect(seen).toEqual([...new Set(seen)].sort());
    expect(seen.length).toBeGreaterThan(45);
    const found = await call("GET", `${workspace}/catalogue?query=CALENDAR`);
    const types = found.body.data.map(({ type }: { type: string }) => type);
    expect(types).toEqual(expect.arrayContaining(["googlecalendar", "sandboxcalendar"]));
    expect(types.length).toBeLessThan(seen.length);
    const mistyped = await call("GET", `${workspace}/catalogue?category=storrage`);
    expectCode(mistyped, 400, "bad_request");
    expect(mistyped.body.detail).toMatch(/category in the query: It must be one of: .*\bstorage\b/);
    const stored = await call("GET", `${workspace}/catalogue?category=storage`);
    expect(stored.body.data.length).toBeGreaterThan(1);
    const one = await call("GET", `${workspace}/catalogue/slack`);
    expectAnswer(one, 200, catalogue.catalogueType);
    expect(one.body.registration.steps.length).toBeGreaterThan(0);
    expect(one.body.scopes).toContainEqual({
      scope: "chat:write",
      title: "Send messages as you, and change and delete your messages",
      note: "Cannot read messages.",
      description: "Post as you",
      default: true,
      always: false,
    });
    expectCode(await call("GET", `${workspace}/catalogue/nothing`), 404, "connector_not_found");
  });

  test("a redirect URI is known before its client is registered, and is the client's then", async () => {
    const reservations = `${workspace}/oauth-clients/reservations`;
    const reserved = await call("POST", reservations);
    expectAnswer(reserved, 201, connectors.oauthClientReservation);
    expect(reserved.body.redirect_uri).toBe(
      `${world.url}/api/external-auth/callback/${reserved.body.id}`,
    );
    const connectorsPath = `${workspace}/connectors`;
    const body = (name: string, client_id: string, id: string) => ({
      type: "sandboxcalendar",
      name,
      oauth_client: { client_id, client_secret: "reserved-secret", id },
    });
    // Not of the workspace's, tampered with, or somebody's choice.
    const others = await call(
      "POST",
      `${foreignWorkspace}/oauth-clients/reservations`,
      undefined,
      foreign,
    );
    const { id } = reserved.body;
    const flipped = id.slice(0, -1) + (id.endsWith("A") ? "Q" : "A");
    for (const wrong of [others.body.id, flipped, ids.oauthClient, "ocl_mine", "x"]) {
      const before = await stateOf(world);
      const refused = await call("POST", connectorsPath, body("Wrong", "c-wrong", wrong));
      expect([wrong, refused.status, refused.body.code]).toEqual([wrong, 400, "bad_request"]);
      expect(await stateOf(world)).toEqual(before);
    }
    const made = await call("POST", connectorsPath, body("Reserved", "c-reserved", id));
    expectAnswer(made, 201, connectors.connector);
    expect([made.body.oauth_client.id, made.body.redirect_uri]).toEqual([
      id,
      reserved.body.redirect_uri,
    ]);
    expectCode(
      await call("POST", connectorsPath, body("Again", "c-again", id)),
      400,
      "bad_request",
    );

    // One more connector with the client that there is, whose secret nobody needs to have at hand.
    const second = await call("POST", connectorsPath, {
      type: "sandboxcalendar",
      name: "Same client",
      oauth_client_id: id,
    });
    expectAnswer(second, 201, connectors.connector);
    expect(second.body.oauth_client).toEqual({ id, client_id: "c-reserved" });
    const use = (oauth_client_id: string, type = "sandboxcalendar") =>
      call("POST", connectorsPath, { type, name: "Other", oauth_client_id });
    expectCode(await use("ocl_foreign"), 404, "oauth_client_not_found");
    expectCode(await use(id, "slack"), 400, "bad_request");
    const both = { ...body("Both", "c-both", id), oauth_client_id: id };
    expectCode(await call("POST", connectorsPath, both), 400, "bad_request");
    const none = { type: "sandboxcalendar", name: "None" };
    expectCode(await call("POST", connectorsPath, none), 400, "bad_request");
    // The sandbox's settings say where the secret goes: to no other address than it was brought for.
    const moved = { type: "sandboxcalendar", name: "Moved", oauth_client_id: id };
    const settings = { port: "9999" };
    expectCode(await call("POST", connectorsPath, { ...moved, settings }), 409, "secret_required");
    for (const one of [made, second]) await call("DELETE", `${connectorsPath}/${one.body.id}`);
  });

  test("a connector is made, read, changed and deleted, and never tells its secret", async () => {
    const body = {
      type: "sandboxcalendar",
      name: "Second",
      oauth_client: { client_id: "c-2", client_secret: "s-2-secret" },
      scopes: ["calendar.read", "calendar.new"],
    };
    const made = await call("POST", `${workspace}/connectors`, body);
    expectAnswer(made, 201, connectors.connector);
    expect(made.body).toMatchObject({
      type: "sandboxcalendar",
      name: "Second",
      oauth_client: { client_id: "c-2" },
      unlisted_scopes: ["calendar.new"],
    });
    const path = `${workspace}/connectors/${made.body.id}`;
    expect((await call("GET", path)).body).toEqual(made.body);
    const changed = await call("PATCH", path, { name: "Renamed", scopes: null });
    expectAnswer(changed, 200, connectors.connector);
    expect(changed.body).toMatchObject({ name: "Renamed", unlisted_scopes: [] });
    const list = await call("GET", `${workspace}/connectors`);
    expectAnswer(list, 200, connectors.connectorList);
    expect(list.body.data.find(({ id }: Item) => id === made.body.id)).toEqual(changed.body);
    expect(JSON.stringify(list.body)).not.toContain("s-2-secret");

    expectCode(
      await call("POST", `${workspace}/connectors`, { ...body, name: "Renamed" }),
      409,
      "name_taken",
    );
    expectCode(await call("PATCH", path, { settings: {} }), 409, "secret_required");
    expectCode(
      await call("GET", path.replace(ids.workspace, ids.foreignWorkspace), undefined, foreign),
      404,
      "connector_not_found",
    );
    expectAnswer(await call("DELETE", path), 200, deleted);
    expectCode(await call("GET", path), 404, "connector_not_found");
    expectCode(await call("PATCH", path, { name: "Gone" }), 404, "connector_not_found");
  });

  test("OAuth clients are listed, read and marked; those of others are not there", async () => {
    const list = await call("GET", `${workspace}/oauth-clients`);
    expectAnswer(list, 200, connectors.oauthClientList);
    const path = `${workspace}/oauth-clients/${ids.oauthClient}`;
    const one = await call("GET", path);
    expectAnswer(one, 200, connectors.oauthClient);
    const marked = await call("PATCH", path, { preferred: true });
    expect(marked.body).toMatchObject({ id: ids.oauthClient, preferred: true });
    const theirs = `${foreignWorkspace}/oauth-clients/${ids.oauthClient}`;
    expectCode(await call("GET", theirs, undefined, foreign), 404, "oauth_client_not_found");
    expectCode(
      await call("PATCH", theirs, { preferred: true }, foreign),
      404,
      "oauth_client_not_found",
    );
  });

  test("a custom provider is put, read, listed in the catalogue, and deleted", async () => {
    const entry = {
      name: "House",
      documentation: "https://house.example/docs",
      metadata: {
        authorization_endpoint: "https://house.example/authorize",
        token_endpoint: "https://house.example/token",
        token_endpoint_auth_methods_supported: ["client_secret_basic"],
      },
      authorization: { pkce: "S256" },
      refresh: { mode: "refresh_token", rotation: "may_rotate", inconclusive: "hold" },
      account: { request: { url: "https://house.example/me" }, id: ["id"] },
      api: { hosts: ["https://house.example"] },
      registration: {
        url: "https://house.example/apps",
        redirect_uri_rules: "Exact match.",
        steps: ["Register an app."],
      },
      connectors: [
        {
          integration_type: "house",
          display_name: "House",
          description: "A house.",
          category: "home",
          documentation: "https://house.example/docs",
          scopes: { default: ["read"] },
        },
      ],
    };
    const path = `${workspace}/providers/house`;
    const put = await call("PUT", path, { entry });
    expectAnswer(put, 200, connectors.provider);
    expect((await call("GET", path)).body).toEqual(put.body);
    expectAnswer(await call("GET", `${workspace}/providers`), 200, connectors.providerList);
    const type = await call("GET", `${workspace}/catalogue/house`);
    expect(type.body.provider).toEqual({ id: "house", name: "House", custom: true });
    const before = await stateOf(world);
    const wrong = await call("PUT", path, { entry: { ...entry, metadata: {} } });
    expectCode(wrong, 400, "provider_invalid");
    expect(await stateOf(world)).toEqual(before);
    expectAnswer(await call("DELETE", path), 200, deleted);
    expectCode(await call("GET", path), 404, "provider_not_found");
  });

  test("policies are read and changed, of several types all or none", async () => {
    const list = await call("GET", `${workspace}/policies?limit=200`);
    expectAnswer(list, 200, catalogue.policyList);
    const path = `${workspace}/policies/slack`;
    const changed = await call("PATCH", path, {
      user_connections: "off",
      allowed_scopes: ["chat:write"],
    });
    expectAnswer(changed, 200, catalogue.policy);
    expect(changed.body).toMatchObject({
      type: "slack",
      shared_connections: "allowed",
      user_connections: "off",
      allowed_scopes: ["chat:write"],
    });
    const kept = await call("PATCH", path, { shared_connections: "off" });
    expect(kept.body).toMatchObject({ user_connections: "off", allowed_scopes: ["chat:write"] });
    const before = await stateOf(world);
    const refused = await call("POST", `${workspace}/policies/batch`, {
      policies: [
        { type: "slack", user_connections: "allowed" },
        { type: "nothing", user_connections: "off" },
      ],
    });
    expectCode(refused, 400, "bad_request");
    expect(await stateOf(world)).toEqual(before);
    const both = await call("POST", `${workspace}/policies/batch`, {
      policies: [
        { type: "slack", user_connections: "allowed", allowed_scopes: null },
        { type: "github", shared_connections: "off" },
      ],
    });
    expectAnswer(both, 200, catalogue.policies);
    expect(both.body.data).toMatchObject([
      {
        type: "slack",
        user_connections: "allowed",
        shared_connections: "off",
        allowed_scopes: null,
      },
      { type: "github", shared_connections: "off", user_connections: "allowed" },
    ]);
  });

  test("an app is made, changed by a merge patch, and has service tokens that end", async () => {
    const made = await call("POST", `${workspace}/apps`, { name: "Second app" });
    expectAnswer(made, 201, apps.app);
    const path = `${workspace}/apps/${made.body.id}`;
    const origins = ["https://second.example"];
    const changed = await call("PATCH", path, { origins });
    expectAnswer(changed, 200, apps.app);
    expect(changed.body).toEqual({ ...made.body, origins });
    expect((await call("GET", path)).body).toEqual(changed.body);
    const list = await call("GET", `${workspace}/apps?limit=1`);
    expectAnswer(list, 200, apps.appList);
    expect(list.body.next_cursor).not.toBeNull();
    const theirs = `${foreignWorkspace}/apps/${made.body.id}`;
    expectCode(await call("GET", theirs, undefined, foreign), 404, "app_not_found");
    expectCode(await call("PATCH", theirs, { origins }, foreign), 404, "app_not_found");

    const token = await call("POST", `${path}/service-tokens`, { name: "jobs" });
    expectAnswer(token, 201, serviceTokens.createdServiceToken);
    const { secret, ...shown } = token.body;
    const tokens = await call("GET", `${path}/service-tokens`);
    expectAnswer(tokens, 200, serviceTokens.serviceTokenList);
    expect(tokens.body.data).toEqual([shown]);
    const user = { user_id: "ada" };
    const users = `/v1/apps/${made.body.id}/user-tokens`;
    expect((await call("POST", users, user, secret)).status).toBe(201);
    expectAnswer(await call("DELETE", `${path}/service-tokens/${shown.id}`), 200, deleted);
    expect((await call("POST", users, user, secret)).status).toBe(401);
  });

  test("users are moved to an identity provider's, or it is only said what would be", async () => {
    const path = `${workspace}/apps/${ids.app}/users/move`;
    const answer = await call("POST", path, {
      from: { kind: "unassigned" },
      to: { issuer: null },
      dry_run: true,
    });
    expectAnswer(answer, 200, apps.movedUsers);
    const twice = await call("POST", path, {
      from: { kind: "issuer" },
      to: { issuer: null },
      users: { ada: "bo", eve: "bo" },
    });
    expectCode(twice, 400, "bad_request");
    expect(twice.body.errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      "/from/issuer",
      "/users",
    ]);
  });
});
