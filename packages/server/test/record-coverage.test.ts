/**
 * SEC-101, by route: whatever changes something, gives a token or signs somebody in leaves a record of its own name, and so does
 * an operator who is refused. The routes are the declared ones; v1/records.test.ts has those by which operators change things in `/v1`.
 */
import { readFileSync } from "node:fs";
import { type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { begin, comeBack, complete, newChallenge, returnUrl } from "@grantry/testing/completion";
import { until } from "@grantry/testing/connected";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  setUp,
  signedIn,
} from "@grantry/testing/operators";
import { connectionOf } from "@grantry/testing/outcomes";
import { ownApiOf, workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../src/crypto/totp.ts";
import { isOfOperators, isOfOwnApi, type Route } from "../src/http/route.ts";
import { routes as declared } from "../src/http/routes.ts";
import { Secret } from "../src/lib/secret.ts";
import { type Permission, permissionNames } from "../src/service/accounts/permissions.ts";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { insertOperator, putMembership } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";
import { insertServerOperator } from "../src/store/server-operators.ts";

/** Why a route that is no GET leaves no record when it succeeds. */
const leavesNone: Readonly<Record<string, string>> = {
  "POST /api/apps/:appId/payments/stripe/install": "refuses everybody: there are no payments",
  "DELETE /api/apps/:appId/payments/stripe": "likewise",
  "POST /api/apps/:appId/analytics/track/batch": "keeps nothing: the official SDK sends it unasked",
  "POST /api/apps/:appId/app-user-auth/connectors/:connectorId/initiate":
    "nothing is connected yet: the consent is on record when it is kept",
  "POST /v1/apps/:app_id/me/authorizations": "likewise",
  "POST /v1/apps/:app_id/authorizations": "likewise",
  "POST /api/external-auth/connect/:link": "leads to the provider, and connects nothing yet",
  "POST /api/external-auth/restart/:authorizationId": "likewise",
  "POST /v1/apps/:app_id/me/authorizations/:authorization_id/cancel":
    "ends an attempt that has connected nothing",
  "POST /v1/apps/:app_id/authorizations/:authorization_id/cancel": "likewise",
  "POST /v1/apps/:app_id/connections/search": "reads: what it asks must not stand in an address",
  "POST /v1/apps/:app_id/users/search": "reads likewise",
  "POST /v1/apps/:app_id/user-tokens":
    "gives no provider's token: what the user does with it is on record",
  "POST /api/apps/:appId/functions/:name":
    "what the function does is the app's own; tokens that it reads are on record",
  "POST /v1/apps/:app_id/functions/:name": "likewise",
  "POST /v1/sessions/passkey/begin": "makes a challenge, and signs nobody in",
  "POST /oauth/device/code": "makes a code that opens nothing before somebody approves it",
  "POST /account/second-factor/begin": "nothing is in force before it is confirmed",
  "POST /device": "shows what is asked for, and approves nothing",
  "POST /sign-in/company": "leads to the company's provider, and signs nobody in yet",
};
for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) {
  for (const path of [
    "/api/apps/:appId/functions/*",
    "/api/functions/*",
    "/v1/apps/:app_id/functions/*",
  ]) {
    Object.assign(leavesNone, { [`${method} ${path}`]: "a function's, likewise" });
  }
}

/** What takes a world of its own, by the file and test that shows its record. */
const shownElsewhere: Readonly<Record<string, readonly [string, string]>> = {
  "POST /v1/sessions/passkey": ["v1/passkeys.test.ts", "operator.signed_in"],
  "POST /api/external-auth/choice/:authorizationId": [
    "choice.test.ts",
    "shared_connection.connected",
  ],
  "GET /sign-in/company/:workspaceId/callback": ["company-sign-in.test.ts", "operator.signed_in"],
  "POST /v1/signals/:signal_stream_id": ["signals.test.ts", "signal.taken"],
  "POST /sign-in/company/:workspaceId/logout": ["company-logout.test.ts", "company_logout.taken"],
};

/** GETs that change something, besides those that give tokens. */
const changingPages = new Set([
  "/api/external-auth/callback",
  "/api/external-auth/callback/:oauthClientId",
  "/sign-in/company/:workspaceId/callback",
]);

const namesOf = ({ method, path }: Route) => [method].flat().map((one) => `${one} ${path}`);
const givesTokens = ({ for: principal }: Route) =>
  principal === "backend" || principal === "backend_for_user";

const takesOut = ({ path }: Route) => path.endsWith("/export");

/** Every route that somebody must be able to look up afterwards, but those of v1/records.test.ts. */
const asked = declared
  .filter((route) => !(isOfOwnApi(route.path) && isOfOperators(route)))
  .filter(
    (route) =>
      route.method !== "GET" ||
      givesTokens(route) ||
      takesOut(route) ||
      changingPages.has(route.path),
  )
  .flatMap(namesOf);

describe("a route leaves a record", () => {
  let world: World;
  let api: Api;
  let ada: UserApi;
  let owner: OperatorBrowser;
  const done = new Set<string>();

  beforeAll(async () => {
    world = await startWorld({ declare: declareMembers });
    api = apiOf(world);
    ada = await api.signIn("ada");
    owner = await signedIn(world, "owner@example.com");
  });
  afterAll(() => world.close());

  /** The actions that the work leaves, of whichever workspace. */
  async function leaves(
    name: string,
    action: string,
    work: () => Promise<unknown>,
    of = world,
  ): Promise<void> {
    const { store, flights, tokenReads } = of.app.context;
    const settle = async () => {
      await flights.landed();
      await tokenReads.flush();
      return await store.db
        .selectFrom("audit_records")
        .select(["audit_record_id", "action", "result", "address", "request_id", "actor_id"])
        .orderBy("audit_record_id", "desc")
        .execute();
    };
    const [last] = await settle();
    await work();
    const all = await settle();
    const since = all.filter(
      (one) => one.audit_record_id > (last?.audit_record_id ?? 0) && one.action === action,
    );
    expect(since, `${name}: ${JSON.stringify(all.slice(0, 3))}`).not.toEqual([]);
    for (const one of since) {
      expect([one.result, one.address === null, one.request_id === null]).toEqual([
        "ok",
        false,
        false,
      ]);
    }
    done.add(name);
  }

  const connect = async (user: UserApi) =>
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
  const ok = async (answer: Promise<{ status: number; body: unknown }>) => {
    const { status, body } = await answer;
    expect([status < 300, body]).toEqual([true, body]);
    return body;
  };
  const idOf = async () => (await connectionOf(ada, ids.userConnector)).id;

  test("where an app's users connect, read and disconnect", async () => {
    await leaves("GET /api/external-auth/callback/:oauthClientId", "connection.connected", () =>
      connect(ada),
    );
    // The common address is the same handler, for clients that were registered with it.
    done.add("GET /api/external-auth/callback");
    const wire = `/api/apps/:appId`;
    await leaves(`GET ${wire}/app-user-auth/connectors/:connectorId/token`, "token.read", () =>
      ok(ada.token(ids.userConnector)),
    );
    await leaves("POST /v1/apps/:app_id/tokens", "token.read", () =>
      ok(api.tokenOf("ada", ids.userConnector)),
    );
    const id = await idOf();
    await leaves("GET /v1/apps/:app_id/connections/:connection_id/token", "token.read", () =>
      ok(api.own("GET", `connections/${id}/token`)),
    );
    await leaves(
      `DELETE ${wire}/app-user-auth/connectors/:connectorId`,
      "connection.disconnected",
      () => ok(ada.disconnect(ids.userConnector)),
    );
    await connect(ada);
    await leaves(
      "POST /v1/apps/:app_id/me/connectors/:connector_id/disconnect",
      "connection.disconnected",
      () => ok(ada.own("POST", `connectors/${ids.userConnector}/disconnect`)),
    );
    await connect(ada);
    await leaves(
      "POST /v1/apps/:app_id/me/connections/:connection_id/disconnect",
      "connection.disconnected",
      async () => ok(ada.own("POST", `connections/${await idOf()}/disconnect`)),
    );
    await connect(ada);
    await leaves(
      "POST /v1/apps/:app_id/connections/:connection_id/disconnect",
      "connection.disconnected",
      async () => ok(api.own("POST", `connections/${await idOf()}/disconnect`)),
    );
    const { db } = world.app.context.store;
    const ended = await db
      .selectFrom("audit_records")
      .select(["actor_kind", "actor_id", "target_id"])
      .where("action", "=", "connection.disconnected")
      .orderBy("audit_record_id")
      .execute();
    expect(ended.map(({ actor_kind }) => actor_kind)).toEqual([
      "app_user",
      "app_user",
      "app_user",
      "service_token",
    ]);
    for (const one of ended.slice(0, 3)) expect(one.actor_id).toBe(one.target_id);
  });

  test("where the app's backend takes out and erases a user", async () => {
    const ofApp = `/v1/workspaces/${ids.workspace}/apps/${ids.app}`;
    const asOperator = { as: secrets.workspaceKey };
    const own = ownApiOf(world);
    const body = { name: "eraser", scopes: ["users:erase"] };
    const made = await own("POST", `${ofApp}/service-tokens`, { ...asOperator, body });
    const as: string = made.body.secret;
    await api.signIn("leaving");
    const asked = { ...asOperator, body: { user_id: "leaving" } };
    const find = async (): Promise<string | undefined> =>
      (await own("POST", `${ofApp}/users/search`, asked)).body.data[0]?.id;
    const user = `/v1/apps/${ids.app}/users/${await find()}`;
    const headers = { authorization: `Bearer ${as}` };
    await leaves("GET /v1/apps/:app_id/users/:user_id/export", "app.user_exported", async () => {
      const answer = await fetch(`${world.url}${user}/export`, { headers });
      expect([answer.status, await answer.text()]).toEqual([
        200,
        expect.stringContaining("leaving"),
      ]);
    });
    await leaves("DELETE /v1/apps/:app_id/users/:user_id", "operation.created", () =>
      ok(own("DELETE", user, { as })),
    );
    await until(async () => (await find()) === undefined);
  });

  test("where the app completes, with the service token of its backend", async () => {
    const own = "POST /v1/apps/:app_id/me/authorizations/:authorization_id/complete";
    await leaves(own, "connection.reconnected", async () => {
      const begun = await begin(ada);
      const { code } = await comeBack(begun.link);
      await ok(complete(ada, begun.id, { ...begun, code }));
    });
    const theirs = "POST /v1/apps/:app_id/authorizations/:authorization_id/complete";
    await leaves(theirs, "connection.reconnected", async () => {
      const { verifier, challenge } = newChallenge();
      const of = { kind: "user", user_id: "ada" };
      const asked = {
        owner: of,
        connector_id: ids.userConnector,
        return_url: returnUrl,
        challenge,
      };
      const { body } = await api.own("POST", "authorizations", asked);
      const { code } = await comeBack(body.connect_url);
      await ok(
        api.own("POST", `authorizations/${body.id}/complete`, { owner: of, code, verifier }),
      );
    });
    const [newest] = await world.app.context.store.db
      .selectFrom("audit_records")
      .select("details")
      .where("action", "=", "connection.reconnected")
      .orderBy("audit_record_id", "desc")
      .limit(2)
      .execute();
    expect(JSON.parse(newest?.details ?? "{}").service_token).toMatch(/^stk_/);
  });

  test("where operators use the official clients' wire", async () => {
    const ext = "/api/apps/:appId/external-auth";
    const type = jsonBody("POST", { integration_type: "sandboxcalendar" });
    const connectShared = async () => {
      const { body } = await api.operator("external-auth/initiate", type);
      await consent(createJar(), body.redirect_url);
    };
    await leaves(`POST ${ext}/initiate`, "shared_connection.requested", connectShared);
    await leaves(`GET ${ext}/tokens/:integrationType`, "token.read", () =>
      ok(api.backend("external-auth/tokens/sandboxcalendar")),
    );
    await leaves(`GET ${ext}/tokens/connectors/:connectorId`, "token.read", () =>
      ok(api.backend(`external-auth/tokens/connectors/${ids.sharedConnector}`)),
    );
    const integration = "external-auth/integrations/sandboxcalendar";
    await leaves(
      `DELETE ${ext}/integrations/:integrationType`,
      "shared_connection.disconnected",
      () => ok(api.operator(integration, { method: "DELETE" })),
    );
    await connectShared();
    await leaves(
      `DELETE ${ext}/integrations/:integrationType/remove`,
      "shared_connection.removed",
      () => ok(api.operator(`${integration}/remove`, { method: "DELETE" })),
    );
    await leaves(`PUT ${ext}/integrations/:integrationType`, "shared_connection.requested", () =>
      ok(api.operator(integration, jsonBody("PUT", { scopes: ["calendar.read"] }))),
    );
    const pushed = {
      connectors: [{ integration_type: "sandboxcalendar", scopes: ["calendar.write"] }],
    };
    await leaves("PUT /api/apps/:appId/deployment/connectors", "shared_connection.declared", () =>
      ok(api.operator("deployment/connectors", jsonBody("PUT", pushed))),
    );
    const headers = { api_key: secrets.workspaceKey, "content-type": "application/json" };
    const call = async (method: string, path: string, body?: unknown) =>
      await ok(
        apiOf(world).call(`../../..${path}`, {
          method,
          headers,
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
    await leaves("POST /api/apps", "app.created", () =>
      call("POST", "/api/apps", { name: "Made", organization_id: ids.workspace }),
    );
    const here = `/api/workspace/${ids.workspace}`;
    const at = "/api/workspace/:workspaceId";
    const input = {
      integration_type: "sandboxcalendar",
      name: "Made here",
      client_id: "c",
      client_secret: "s",
    };
    let made = { id: "" };
    await leaves(`POST ${at}/connectors`, "connector.created", async () => {
      made = (await call("POST", `${here}/connectors`, input)) as typeof made;
    });
    await leaves(`PUT ${at}/connectors/:connectorId`, "connector.changed", () =>
      call("PUT", `${here}/connectors/${made.id}`, { name: "Named anew" }),
    );
    await leaves(`DELETE ${at}/connectors/:connectorId`, "connector.deleted", () =>
      call("DELETE", `${here}/connectors/${made.id}`),
    );
    const governance = "connector-governance";
    for (const what of ["builder-connection", "per-user-connection"]) {
      await leaves(
        `PUT ${at}/${governance}/:integrationType/${what}`,
        "connector_governance.changed",
        () => call("PUT", `${here}/${governance}/slack/${what}`, { enabled: false }),
      );
    }
    await leaves(`PUT ${at}/${governance}/bulk`, "connector_governance.changed", () =>
      call("PUT", `${here}/${governance}/bulk`, {
        actions: [{ integration_type: "github", builder_connection_enabled: false }],
      }),
    );
  });

  test("where people sign in, by page, session and command line, and keep their accounts", async () => {
    const { context } = world.app;
    const { store } = context;
    const form = { email: "member@example.com", password };
    const member = operatorBrowser(world);
    await leaves("POST /sign-in", "operator.signed_in", () => member.post("/sign-in", form));
    await leaves("POST /v1/sessions", "operator.signed_in", () =>
      ok(operatorBrowser(world).api("/v1/sessions", jsonBody("POST", form))),
    );
    const client = { client_id: "grantry-cli" };
    const { body: code } = await member.api("/oauth/device/code", jsonBody("POST", client));
    const decision = { user_code: code.user_code, decision: "approve" };
    await member.post("/device", { user_code: code.user_code });
    await leaves("POST /device/decision", "command_line.approved", () =>
      member.post("/device/decision", decision),
    );
    const grant = {
      ...client,
      grant_type: "urn:ietf:params:oauth:grant-type:device_code",
      device_code: code.device_code,
    };
    await leaves("POST /oauth/token", "command_line.signed_in", () =>
      ok(member.api("/oauth/token", jsonBody("POST", grant))),
    );
    const { cli_grant_id: line } = await store.db
      .selectFrom("cli_grants")
      .select("cli_grant_id")
      .executeTakeFirstOrThrow();
    await leaves("POST /account/sign-out-command-line", "command_line.signed_out", () =>
      member.post("/account/sign-out-command-line", { command_line: line }),
    );
    const key = { name: "mine", scopes: "apps:read", expires_in_days: "30" };
    await leaves("POST /account/keys", "personal_key.created", () =>
      member.post("/account/keys", key),
    );
    const { personal_key_id: id } = await store.db
      .selectFrom("personal_keys")
      .select("personal_key_id")
      .executeTakeFirstOrThrow();
    await leaves("POST /account/keys/revoke", "personal_key.revoked", () =>
      member.post("/account/keys/revoke", { key: id }),
    );
    const begun = await member.post("/account/second-factor/begin", {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(begun.text)?.[1] ?? "";
    const now = () => codeAt(secret, context.clock.nowSeconds());
    let recovery = "";
    await leaves("POST /account/second-factor/confirm", "operator.second_factor_set", async () => {
      const page = await member.post("/account/second-factor/confirm", { code: now() });
      recovery = /<code>([0-9A-F]{20})<\/code>/.exec(page.text)?.[1] ?? "";
    });
    await leaves("POST /account/second-factor/end", "operator.second_factor_removed", () =>
      member.post("/account/second-factor/end", { password, code: recovery }),
    );
    const change = { current: password, password: `${password} new` };
    await leaves("POST /account/password", "operator.password_changed", () =>
      member.post("/account/password", change),
    );
    await leaves("POST /sign-out", "operator.signed_out", () => member.post("/sign-out", {}));
    const { publicUrl } = context;
    const reset = await createResetLinkOfServer(
      { store, publicUrl },
      { email: "viewer@example.com", endsSecondFactor: false },
    );
    await leaves("POST /password-reset/:token", "operator.password_reset", () =>
      operatorBrowser(world).post(new URL(reset.url.reveal()).pathname, {
        password: `${password}!`,
      }),
    );
    const invited = await workspaceApiOf(world)("POST", "invitations", {
      email: "new@example.com",
      role: "viewer",
    });
    await leaves("POST /invitation/:token", "member.added", () =>
      operatorBrowser(world).post(new URL(invited.body.url).pathname, { name: "New", password }),
    );
  });

  test("where the server's operator makes and freezes workspaces by page", async () => {
    const { store } = world.app.context;
    const { operator_id: id } = await store.db
      .selectFrom("operators")
      .select("operator_id")
      .where("email", "=", "owner@example.com")
      .executeTakeFirstOrThrow();
    await insertServerOperator(store, id, "test");
    await leaves("POST /account/workspaces", "workspace.created", () =>
      owner.post("/account/workspaces", { name: "New", email: "head@example.com" }),
    );
    const page = `/account/workspaces/${ids.foreignWorkspace}`;
    const at = "POST /account/workspaces/:workspace_id";
    await leaves(`${at}/freeze`, "workspace.frozen", () =>
      owner.post(`${page}/freeze`, { reason: "unpaid" }),
    );
    await leaves(`${at}/unfreeze`, "workspace.unfrozen", () => owner.post(`${page}/unfreeze`, {}));
  });

  test("where the first account is made", async () => {
    const empty = await startWorld();
    await leaves("POST /setup/:token", "member.added", () => setUp(empty), empty);
    await empty.close();
  });

  test("and no declared route was left out", () => {
    const told = [...done, ...Object.keys(leavesNone), ...Object.keys(shownElsewhere)];
    expect(told.toSorted()).toEqual(asked.toSorted());
    for (const [file, action] of Object.values(shownElsewhere)) {
      const text = readFileSync(new URL(file, import.meta.url), "utf8");
      expect(text, file).toContain(action);
    }
  });
});

describe("an operator who is refused leaves a record", () => {
  let world: World;
  const guarded = declared.filter(
    ({ for: principal, permission, workspaceOf }) =>
      principal === "operator" && typeof permission === "string" && workspaceOf === null,
  );

  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.close());

  const values: Readonly<Record<string, string>> = {
    workspaceId: ids.workspace,
    workspace_id: ids.workspace,
    appId: ids.app,
    app_id: ids.app,
    integrationType: "sandboxcalendar",
    type: "sandboxcalendar",
    connectorId: ids.userConnector,
    connector_id: ids.userConnector,
    domain: "house.example",
  };

  test("at every route of operators, with the permission that was missing", async () => {
    expect(guarded.length).toBeGreaterThan(80);
    const { store, flights } = world.app.context;
    for (const [at, route] of guarded.entries()) {
      const [method = "GET"] = [route.method].flat();
      const path = route.path.replaceAll(/:(\w+)/g, (_all, name: string) => values[name] ?? "x_1");
      const permission = route.permission as Permission;
      // One of their own for each: of one, no more than ten refusals are recorded in a quarter of an hour.
      const operatorId = `opr_refused${at}`;
      const key = `grantry_pk_${String(at).padEnd(43, "r")}`;
      const email = `${operatorId}@example.com`;
      await insertOperator(store, { operatorId, email, name: "R", passwordHash: null });
      await putMembership(store, { workspaceId: ids.workspace, operatorId, role: "owner" });
      await insertPersonalKey(store, {
        personalKeyId: `pky_${at}`,
        operatorId,
        name: "r",
        secret: new Secret(key),
        scopes: permissionNames.filter((one) => one !== permission),
        expiresAt: null,
      });
      const answer = await ownApiOf(world)(method, path, { as: key });
      expect([path, answer.status]).toEqual([path, 403]);
      await flights.landed();
      const left = await store.db
        .selectFrom("audit_records")
        .select(["workspace_id", "action", "target_id", "result"])
        .where("actor_id", "=", operatorId)
        .execute();
      expect([`${method} ${route.path}`, left]).toEqual([
        `${method} ${route.path}`,
        [
          {
            workspace_id: ids.workspace,
            action: "access.refused",
            target_id: permission,
            result: "forbidden",
          },
        ],
      ]);
    }
  });
});
