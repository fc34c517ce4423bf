/**
 * What is of others reads like what does not exist: every id in the address of every operation of `/v1`, of another
 * workspace, of another app of the same workspace and of another user of the same app (SEC-70). And no answer on the
 * way holds a refresh token or a client's secret (SEC-77). Which operations there are, their declarations say.
 */
import { serviceScope } from "@grantry/contract/v1/service-tokens";
import { type Answer, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { connectorOf, entryAt } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { heldIn, hiddenIn } from "@grantry/testing/hidden";
import { declareMembers, operatorBrowser, password } from "@grantry/testing/operators";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { png } from "@grantry/testing/pictures";
import { hearStatements } from "@grantry/testing/statements";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Route } from "../../src/http/route.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import type { BootstrapInput } from "../../src/service/bootstrap/bootstrap-schema.ts";
import { findOperatorByEmail } from "../../src/store/operators.ts";
import { insertPasskey } from "../../src/store/passkeys.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertSignalStream } from "../../src/store/signal-streams.ts";

const otherShared = "b2b2c3d4e5f6a1b2c3d4e5f6";
const foreignShared = "f2b2c3d4e5f6a1b2c3d4e5f6";
const foreignClient = { id: "foreign-client", secret: `foreign_${"z".repeat(40)}` };

/** Who an operation is called by, and whose things it could confuse. */
type Root = "user" | "backend" | "operator of an app" | "operator" | "person";

function rootOf({ path }: Route): Root | null {
  if (/^\/v1\/apps\/:app_id\/me(?:\/|$)/.test(path)) return "user";
  if (path.startsWith("/v1/apps/:app_id/")) return "backend";
  if (path.startsWith("/v1/workspaces/:workspace_id/apps/:app_id")) return "operator of an app";
  if (path.startsWith("/v1/workspaces/:workspace_id")) return "operator";
  return path.startsWith("/v1/me/") ? "person" : null;
}

/** Parameters that name nothing that is anybody's, each with why. */
const nobodys: Readonly<Record<string, string>> = {
  name: "a function is the app's own, and known to its server alone",
  version: "a logo is shown to everybody",
  domain: "who has a domain, the DNS says: domain-proof.test.ts",
  sign_in_test_id: "needs a company's provider: company-sign-in-tests.test.ts",
  attention_id: "is made of the workspace and of what it is about: attention.test.ts",
  type: "is of the catalogue; those of another workspace's provider stand below, as foreign",
};

/** Bodies with which an operation comes to look for what its address names, where the document's example does not. */
const bodies: Readonly<Record<string, unknown>> = {
  testConnector: {},
  requestReconnect: {},
  putAppLogo: png(64, 64),
  getToken: { type: "sandboxcalendar", owner: { kind: "app" } },
};

function bodyOf({ operationId = "", body }: Route): { readonly body?: unknown } {
  if (operationId in bodies) return { body: bodies[operationId] };
  const meta = body?.meta() as { readonly examples?: readonly unknown[] } | undefined;
  const [example] = meta?.examples ?? [];
  return example === undefined ? {} : { body: example };
}

/** Operations that make what is not there, or take away what may not be. */
const makes = new Set(["putProvider"]);
/** A type that is not in the workspace's catalogue is a fault of the request there. */
const ofTypes = ["updatePolicy", "previewPolicyChange"] as const;
/** Whoever completes hears nothing of what was wrong. */
const ofProofs = ["completeMyAuthorization", "completeAuthorization"] as const;
const refusedOtherwise: Readonly<Record<string, readonly [number, string]>> = Object.fromEntries([
  ...ofTypes.map((name) => [name, [400, "bad_request"]]),
  ...ofProofs.map((name) => [name, [400, "completion_invalid"]]),
]);

type Foreign = Readonly<Record<string, Partial<Record<Root, readonly string[]>>>>;

/** What is for everybody is nobody's, and server operators see every workspace. */
const forSomebody = ({ for: whom }: Route) =>
  !["public", "anybody", "proof_in_body", "server_operator"].includes(whom);

const operations = ownRoutes.flatMap((route) =>
  rootOf(route) === null || route.hidden === true || !forSomebody(route)
    ? []
    : [route.method].flat().map((method) => ({ name: `${method} ${route.path}`, method, route })),
);
const parametersOf = ({ path }: Route) =>
  [...path.matchAll(/:(\w+)/g)].map(([, name = ""]) => name);
/** Those that say who calls are looked at by themselves. */
const inner = (route: Route) =>
  parametersOf(route).filter((name) => name !== "app_id" && name !== "workspace_id");

function declare(bootstrap: BootstrapInput): void {
  const [own, foreign] = bootstrap.workspaces;
  if (own === undefined || foreign === undefined) throw new Error("no workspaces");
  declareMembers(bootstrap);
  foreign.members = [
    {
      email: "stranger@example.com",
      name: "Stranger",
      role: "owner",
      password: { file: password },
    },
  ];
  own.providers = [entryAt("https://house.example")];
  foreign.providers = [
    entryAt("https://hut.example", {
      id: "hut",
      name: "Hut",
      connectors: [connectorOf("hutrooms")],
    }),
  ];
  const [client] = foreign.oauth_clients ?? [];
  if (client === undefined) throw new Error("no client");
  client.client_id = foreignClient.id;
  client.client_secret = { env: foreignClient.secret };
  const [shared] = own.apps?.[0]?.shared_connectors ?? [];
  if (shared === undefined) throw new Error("no shared connector");
  Object.assign(own.apps?.[1] ?? {}, { shared_connectors: [{ ...shared, id: otherShared }] });
  Object.assign(foreign.apps?.[0] ?? {}, {
    shared_connectors: [{ ...shared, id: foreignShared, oauth_client: "ocl_foreign" }],
  });
}

/** An id like this one that nobody has. */
function unknownLike(id: string): string {
  if (/^\d+$/.test(id)) return "9".repeat(9);
  if (/^[0-9a-f]{24}$/.test(id)) return "e".repeat(24);
  const [, prefix = "", rest = id] = /^([a-z]+_)?(.*)$/s.exec(id) ?? [];
  return prefix + "Q".repeat(rest.length).toLowerCase();
}

/** An answer without what differs from request to request. */
function comparable({ status, body, headers }: Answer, asked: string) {
  const text = JSON.stringify({ ...body, request_id: "" }).replaceAll(
    new RegExp(`\\b${asked}\\b`, "g"),
    "<asked>",
  );
  const names = ["content-type", "www-authenticate", "cache-control", "etag", "retry-after"];
  return { status, text, headers: names.map((name) => headers.get(name)) };
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let call: OwnApi;
  let foreign: Foreign;
  let own: Readonly<Record<string, Partial<Record<Root, string>>>>;
  let jwt: string;
  /** A service token that may do all that one can. */
  let backend: string;
  let cookie: string;
  const personalKey = `grantry_pk_${"own".padEnd(43, "k")}`;
  /** Everything that was answered. */
  const said: string[] = [];

  beforeAll(async () => {
    // Time stands still: nothing is tried again by itself while what changed is looked for.
    world = await startWorld({ engine, declare, clock: createFakeClock() });
    const asked = ownApiOf(world);
    call = async (...parameters) => {
      const answer = await asked(...parameters);
      said.push(JSON.stringify([answer.body, [...answer.headers]]));
      return answer;
    };
    await enter();
  });
  afterAll(() => world.close());

  const asOperator = (ofForeign: boolean) =>
    ofForeign ? secrets.foreignWorkspaceKey : secrets.workspaceKey;
  const at = (ofForeign: boolean) =>
    `/v1/workspaces/${ofForeign ? ids.foreignWorkspace : ids.workspace}`;

  async function made(method: string, path: string, as: string, body?: unknown) {
    const answer = await call(method, path, { as, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300)
      throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  /** A user's connection, and the attempt that made it. */
  async function connect(appId: string, serviceToken: string, userId: string, connectorId: string) {
    const user = await apiOf(world, appId, serviceToken).signIn(userId);
    const started = (await user.initiate(connectorId)).body;
    await consent(createJar(), started.redirect_url);
    const [connection] = (await user.own("GET", "connections")).body.data;
    return {
      connection: connection.id as string,
      attempt: started.connection_id as string,
      jwt: user.jwt,
    };
  }

  async function connectShared(ofForeign: boolean, appId: string) {
    const path = `${at(ofForeign)}/apps/${appId}`;
    const as = asOperator(ofForeign);
    const started = await made("POST", `${path}/authorizations`, as, { type: "sandboxcalendar" });
    await consent(createJar(), started.connect_url, { account: "sandbox-bo" });
    const [connection] = (await made("GET", `${path}/shared-connections`, as)).data;
    return { connection: connection.id as string, attempt: started.id as string };
  }

  const handleOf = async (appId: string, serviceToken: string) =>
    (await made("GET", `/v1/apps/${appId}/users`, serviceToken)).data[0].id as string;

  /** What both workspaces have alike, by the operations of an operator. */
  async function managed(ofForeign: boolean) {
    const path = at(ofForeign);
    const as = asOperator(ofForeign);
    const connector = ofForeign ? ids.foreignConnector : ids.userConnector;
    const invited = await made("POST", `${path}/invitations`, as, {
      email: `new-${ofForeign}@example.com`,
      role: "viewer",
    });
    const operation = await made("POST", `${path}/operations`, as, {
      kind: "refresh",
      filter: { type: "slack" },
    });
    const tested = await made("POST", `${path}/connectors/${connector}/tests`, as, {});
    const [record] = (await made("GET", `${path}/audit-records`, as)).data;
    await insertSignalStream(world.app.context.store, {
      signalStreamId: ofForeign ? "sst_foreign" : "sst_own",
      workspaceId: ofForeign ? ids.foreignWorkspace : ids.workspace,
      issuer: "https://id.example",
      audience: "grantry",
      jwksUri: "https://id.example/jwks",
      appId: null,
      userIssuer: null,
      action: null,
    });
    return { invited: invited.id, operation: operation.id, tested: tested.id, record: record.id };
  }

  /** A grant of each workspace that could not be taken back. */
  async function revocationOf(ofForeign: boolean): Promise<string> {
    const body = { type: "sandboxcalendar" };
    const appId = ofForeign ? ids.foreignApp : ids.app;
    const path = `${at(ofForeign)}/apps/${appId}`;
    const as = asOperator(ofForeign);
    world.sandbox.faults.next("revocation", { kind: "answer", status: 503 }, 10);
    const [shared] = (await made("GET", `${path}/shared-connections`, as)).data;
    await made("POST", `${path}/shared-connections/${shared.id}/disconnect`, as);
    world.sandbox.faults.clear("revocation");
    const [queued] = (await made("GET", `${at(ofForeign)}/revocations`, as)).data;
    const started = await made("POST", `${path}/authorizations`, as, body);
    await consent(createJar(), started.connect_url, { account: "sandbox-bo" });
    return queued.id;
  }

  async function enterKeysOf(email: string, of: string): Promise<string> {
    const { store } = world.app.context;
    const { operatorId } = (await findOperatorByEmail(store, email)) ?? { operatorId: "" };
    await insertPersonalKey(store, {
      personalKeyId: `pky_${of}`,
      operatorId,
      name: of,
      secret: new Secret(of === "own" ? personalKey : `grantry_pk_${of.padEnd(43, "k")}`),
      scopes: permissionNames,
      expiresAt: null,
    });
    await insertPasskey(store, {
      passkeyId: `psk_${of}`,
      operatorId,
      name: of,
      credentialId: Buffer.from(`credential-${of}`),
      publicKey: new Uint8Array(8),
      signCount: 0,
      transports: [],
    });
    return operatorId;
  }

  async function sessionOf(
    email: string,
  ): Promise<{ readonly cookie: string; readonly id: string }> {
    const browser = operatorBrowser(world);
    await browser.post("/sign-in", { email, password });
    const { body } = await browser.api("/v1/me/sessions");
    return {
      cookie: `grantry-session=${browser.jar.cookies.get("grantry-session")}`,
      id: body.data[0].id,
    };
  }

  async function enter(): Promise<void> {
    const listed = await made(
      "GET",
      `${at(true)}/connectors/${ids.foreignConnector}`,
      asOperator(true),
    );
    await world.sandbox.addClient({
      clientId: foreignClient.id,
      clientSecret: foreignClient.secret,
      redirectUris: [listed.redirect_uri],
    });
    const { serviceToken, otherServiceToken, foreignServiceToken } = secrets;
    const ofApp = `${at(false)}/apps/${ids.app}`;
    const scopes = serviceScope.options;
    const all = { name: "all", scopes };
    backend = (await made("POST", `${ofApp}/service-tokens`, asOperator(false), all)).secret;
    const mine = await connect(ids.app, serviceToken, "user-1", ids.userConnector);
    const second = await connect(ids.app, serviceToken, "user-2", ids.userConnector);
    const others = await connect(ids.otherApp, otherServiceToken, "user-1", ids.userConnector);
    const theirs = await connect(
      ids.foreignApp,
      foreignServiceToken,
      "user-1",
      ids.foreignConnector,
    );
    await connectShared(false, ids.app);
    await connectShared(true, ids.foreignApp);
    const revocations = [await revocationOf(false), await revocationOf(true)];
    const sharedOf = async (ofForeign: boolean, appId: string) =>
      (
        await made(
          "GET",
          `${at(ofForeign)}/apps/${appId}/shared-connections`,
          asOperator(ofForeign),
        )
      ).data[0].id as string;
    const otherSharedMade = await connectShared(false, ids.otherApp);
    const ownShared = await sharedOf(false, ids.app);
    const foreignSharedId = await sharedOf(true, ids.foreignApp);
    const [ownSet, foreignSet] = [await managed(false), await managed(true)];
    const owner = await enterKeysOf("owner@example.com", "own");
    const stranger = await enterKeysOf("stranger@example.com", "foreign");
    const [session, strange] = [
      await sessionOf("owner@example.com"),
      await sessionOf("stranger@example.com"),
    ];
    const attempts = await world.app.context.store.db
      .selectFrom("authorizations")
      .select(["authorization_id", "app_id"])
      .where("owner_kind", "=", "app")
      .where("purpose", "=", "connect")
      .execute();
    const attemptOf = (appId: string) =>
      attempts.find(({ app_id }) => app_id === appId)?.authorization_id ?? "none";
    jwt = mine.jwt;
    cookie = session.cookie;
    own = {
      connection_id: {
        user: mine.connection,
        backend: mine.connection,
        operator: mine.connection,
        "operator of an app": ownShared,
      },
      connector_id: { user: ids.userConnector, operator: ids.userConnector },
      authorization_id: {
        user: mine.attempt,
        backend: mine.attempt,
        operator: ownSet.tested,
        "operator of an app": attemptOf(ids.app),
      },
      user_id: {
        backend: await handleOf(ids.app, serviceToken),
        "operator of an app": await handleOf(ids.app, serviceToken),
      },
      service_token_id: { "operator of an app": "stk_test" },
      operation_id: { operator: ownSet.operation },
      revocation_id: { operator: revocations[0] ?? "" },
      oauth_client_id: { operator: ids.oauthClient },
      provider_id: { operator: "house" },
      record_id: { operator: ownSet.record },
      signal_stream_id: { operator: "sst_own" },
      operator_id: { operator: owner },
      invitation_id: { operator: ownSet.invited },
      key_id: { operator: "key_test", person: "pky_own" },
      session_id: { person: session.id },
      passkey_id: { person: "psk_own" },
      type: { operator: "sandboxcalendar", backend: "sandboxcalendar" },
    };
    const handles = [
      await handleOf(ids.otherApp, otherServiceToken),
      await handleOf(ids.foreignApp, foreignServiceToken),
    ];
    foreign = {
      connection_id: {
        user: [second.connection, ownShared, others.connection, theirs.connection],
        backend: [
          others.connection,
          otherSharedMade.connection,
          theirs.connection,
          foreignSharedId,
        ],
        operator: [theirs.connection, foreignSharedId],
        "operator of an app": [mine.connection, otherSharedMade.connection, foreignSharedId],
      },
      connector_id: {
        user: [otherShared, ids.foreignConnector, foreignShared],
        operator: [ids.foreignConnector, foreignShared],
      },
      authorization_id: {
        user: [second.attempt, attemptOf(ids.app), others.attempt, theirs.attempt],
        backend: [others.attempt, theirs.attempt],
        operator: [foreignSet.tested, mine.attempt],
        "operator of an app": [mine.attempt, attemptOf(ids.otherApp), attemptOf(ids.foreignApp)],
      },
      user_id: { backend: handles, "operator of an app": handles },
      service_token_id: { "operator of an app": ["stk_other", "stk_foreign"] },
      operation_id: { operator: [foreignSet.operation] },
      revocation_id: { operator: [revocations[1] ?? ""] },
      oauth_client_id: { operator: ["ocl_foreign"] },
      provider_id: { operator: ["hut"] },
      record_id: { operator: [foreignSet.record] },
      signal_stream_id: { operator: ["sst_foreign"] },
      operator_id: { operator: [stranger] },
      invitation_id: { operator: [foreignSet.invited] },
      key_id: { operator: ["key_foreign"], person: ["pky_foreign"] },
      session_id: { person: [strange.id] },
      passkey_id: { person: ["psk_foreign"] },
      type: { operator: ["hutrooms"], backend: ["hutrooms"] },
    };
    // That a key is in use is written down once in a while: now, and not beside a call that is compared.
    await made("GET", at(false), personalKey);
  }

  /** Of an operation, with these in it in place of what is theirs. */
  function addressOf(route: Route, changes: Readonly<Record<string, string>> = {}): string {
    const root = rootOf(route) ?? "operator";
    const known: Record<string, string> = {
      app_id: ids.app,
      workspace_id: ids.workspace,
      domain: "x.example",
    };
    return route.path.replaceAll(/:(\w+)/g, (_all, name: string) =>
      encodeURIComponent(changes[name] ?? known[name] ?? own[name]?.[root] ?? "unknown"),
    );
  }

  /** Calls an operation as whom it is for. */
  async function ask(
    { method, route }: (typeof operations)[number],
    changes: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    const path = addressOf(route, changes);
    const body = bodyOf(route);
    if (route.for === "signed_in") {
      const headers = { cookie, "sec-fetch-site": "same-origin" };
      return await call(method, path, { as: null, headers, ...body });
    }
    return await call(method, path, { as: credentialOf(rootOf(route)), ...body });
  }

  function credentialOf(root: Root | null): string {
    if (root === "user") return jwt;
    return root === "backend" ? backend : personalKey;
  }

  /** Answers that are lines of JSON. */
  const inLines = ["exportAudit", "exportUser", "exportWorkspaceUser"];

  async function exported(route: Route): Promise<string> {
    const headers = { authorization: `Bearer ${credentialOf(rootOf(route))}` };
    const answer = await fetch(`${world.url}${addressOf(route)}`, { headers });
    expect(answer.status).toBe(200);
    return await answer.text();
  }

  /** An answer, with what the database was asked for it. */
  async function heard(call: () => Promise<Answer>) {
    const hearing = hearStatements();
    try {
      return { answer: await call(), work: hearing.texts };
    } finally {
      hearing.stop();
    }
  }

  const named = operations.flatMap((operation) =>
    inner(operation.route)
      .filter((parameter) => !(parameter in nobodys) || parameter === "type")
      .map((parameter) => ({ ...operation, parameter })),
  );

  test("every parameter of every operation is one of somebody's, or said to be nobody's", () => {
    const missing = operations.flatMap(({ name, route }) =>
      inner(route)
        .filter(
          (one) =>
            !(one in nobodys) && (foreign[one]?.[rootOf(route) ?? "operator"] ?? []).length === 0,
        )
        .map((one) => `${name}: ${one}`),
    );
    expect(missing).toEqual([]);
    expect(named.length).toBeGreaterThan(50);
  });

  test.each(named)(
    "$name: a foreign $parameter reads like an unknown one (SEC-70)",
    async (one) => {
      const { route, parameter } = one;
      if (makes.has(route.operationId ?? "")) return;
      const before = await stateOf(world);
      const theirs = foreign[parameter]?.[rootOf(route) ?? "operator"] ?? [];
      for (const id of theirs) {
        expect(id).not.toMatch(/^(?:|none)$/);
        const unknown = unknownLike(id);
        const { answer: refused, work } = await heard(() => ask(one, { [parameter]: unknown }));
        expect([refused.status, refused.body.code]).toEqual(
          refusedOtherwise[route.operationId ?? ""] ?? [404, expect.stringMatching(/_not_found$/)],
        );
        const { answer, work: done } = await heard(() => ask(one, { [parameter]: id }));
        expect(comparable(answer, id)).toEqual(comparable(refused, unknown));
        // What takes time is what the database is asked: the same of both.
        expect(done).toEqual(work);
      }
      expect(await stateOf(world)).toEqual(before);
    },
  );

  const ofWhom = operations.flatMap((operation) =>
    ["app_id", "workspace_id"]
      .filter((parameter) => parametersOf(operation.route).includes(parameter))
      .map((parameter) => ({ ...operation, parameter })),
  );
  test.each(ofWhom)(
    "$name: a foreign $parameter reads like an unknown one (SEC-70)",
    async (one) => {
      const { parameter } = one;
      const before = await stateOf(world);
      const id = parameter === "app_id" ? ids.foreignApp : ids.foreignWorkspace;
      const unknown = unknownLike(id);
      const refused = await ask(one, { [parameter]: unknown });
      expect([401, 404]).toContain(refused.status);
      expect(comparable(await ask(one, { [parameter]: id }), id)).toEqual(
        comparable(refused, unknown),
      );
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("no answer holds a refresh token or a client's secret, read or refused (SEC-77)", async () => {
    const reads = operations.filter(({ method }) => method === "GET");
    for (const one of reads) {
      const { route } = one;
      if (inLines.includes(route.operationId ?? "")) said.push(await exported(route));
      else expect((await ask(one)).status, one.name).toBeLessThan(500);
    }
    const hidden = [...(await hiddenIn(world)), foreignClient.secret];
    expect(hidden.length).toBeGreaterThan(7);
    const text = said.join("\n");
    expect(text).toContain(ids.userConnector);
    expect(heldIn(text, hidden)).toEqual([]);
  });
});
