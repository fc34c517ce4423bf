/** Every operation by which an operator changes something does it, and leaves a record of who did. */
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { until } from "@grantry/testing/connected";
import { entryAt } from "@grantry/testing/custom-provider";
import { type DnsServer, startDnsServer } from "@grantry/testing/dns-server";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { heldIn, hiddenIn } from "@grantry/testing/hidden";
import { operatorBrowser, password } from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { createPasskey } from "@grantry/testing/passkey";
import { png } from "@grantry/testing/pictures";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";
import type { Route } from "../../src/http/route.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";
import { Secret } from "../../src/lib/secret.ts";
import {
  challengeName,
  challengeValue,
} from "../../src/service/accounts/company/domain-challenge.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { putOAuthClient } from "../../src/store/oauth-clients.ts";
import { insertIdentity } from "../../src/store/operator-identities.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";

const personalKey = `grantry_pk_${"records".padEnd(43, "k")}`;
const here = `/v1/workspaces/${ids.workspace}`;
const ofApp = `${here}/apps/${ids.app}`;
const company = "company.example";

const isOfOperators = ({ for: principal }: Route) =>
  ["operator", "person", "signed_in", "server_operator"].includes(principal);

/** Operations of operators that are no GET and leave no record, each with why. */
const recordsNothing: Record<string, string> = {
  searchWorkspaceConnections: "reads: what it asks must not stand in an address",
  searchWorkspaceUsers: "reads likewise",
  previewConnectorChange: "reads: it only says what a change would do",
  previewPolicyChange: "reads likewise",
  checkOAuthClient: "asks the provider, and changes nothing",
  discoverProvider: "asks the issuer, and keeps nothing",
  reserveOAuthClient: "makes nothing: it only tells an address",
  beginTotp: "nothing is in force before it is confirmed",
  verifyAudit: "reads: it checks the records, and changes none",
  checkUserToken: "reads: a token must not stand in an address",
  testFunction: "changes nothing here; what the function does is its own",
  beginPasskey: "nothing is made before the browser answers",
  moveUsers: "nobody is to be moved here: user-moves.test.ts has the record of those who are",
};

interface Actor {
  readonly name: string;
  readonly credential: string;
  /** As the trail names it. */
  readonly kind: string;
  readonly id: string;
  readonly isPerson: boolean;
}

const actors: readonly Actor[] = [
  {
    name: "a person",
    credential: personalKey,
    kind: "operator",
    id: "opr_records",
    isPerson: true,
  },
  {
    name: "a workspace key",
    credential: secrets.workspaceKey,
    kind: "workspace_key",
    id: "key_test",
    isPerson: false,
  },
];

describe.each(actors)("by $name", (actor) => {
  let world: World;
  let dns: DnsServer;
  /** What was done by now. */
  const done = new Set<string>();
  /** The cookie of the person's browser. */
  let session = "";

  beforeAll(async () => {
    dns = await startDnsServer();
    world = await startWorld({ dnsServer: dns.address, publicHost: "localhost" });
    dns.records.set(challengeName(company), [challengeValue(world.url, ids.workspace, company)]);
    const { store } = world.app.context;
    for (const operatorId of ["opr_records", "opr_spare"]) {
      const email = `${operatorId}@example.com`;
      const passwordHash = await world.app.context.passwords.hash(new Secret(password), operatorId);
      await insertOperator(store, { operatorId, email, name: operatorId, passwordHash });
      const role = operatorId === "opr_spare" ? "viewer" : "owner";
      await putMembership(store, { workspaceId: ids.workspace, operatorId, role });
    }
    await insertServerOperator(store, "opr_records", "test");
    await insertPersonalKey(store, {
      personalKeyId: "pky_records",
      operatorId: "opr_records",
      name: "records",
      secret: new Secret(personalKey),
      scopes: [...permissionNames, "server:own"],
      expiresAt: null,
    });
    const browser = operatorBrowser(world);
    await browser.post("/sign-in", { email: "opr_records@example.com", password });
    session = `grantry-session=${browser.jar.cookies.get("grantry-session")}`;
  });
  afterAll(async () => {
    await world.close();
    await dns.close();
  });

  async function begin(path: string, body?: unknown) {
    const headers = { cookie: session, "sec-fetch-site": "same-origin" };
    const given = body === undefined ? {} : { body };
    return (await ownApiOf(world)("POST", path, { as: null, headers, ...given })).body;
  }

  async function newestRecord(): Promise<number> {
    const { db } = world.app.context.store;
    const row = await db
      .selectFrom("audit_records")
      .select("audit_record_id")
      .orderBy("audit_record_id", "desc")
      .executeTakeFirst();
    return row?.audit_record_id ?? 0;
  }

  /** Calls an operation, and answers its body: it must succeed and stand in the trail. */
  async function act(
    operationId: string,
    path: string,
    body?: unknown,
    of: string = ids.workspace,
  ) {
    const route = ownRoutes.find((one) => one.operationId === operationId);
    if (route === undefined) throw new Error(`no operation ${operationId}`);
    const before = await newestRecord();
    const [method = ""] = [route.method].flat();
    const { as, headers } = credentialFor(route);
    const call = { as, headers, ...(body === undefined ? {} : { body }) };
    const answer = await ownApiOf(world)(method, path, call);
    expect([operationId, answer.body.detail]).toEqual([operationId, undefined]);
    expect(answer.status).toBe(route.status ?? 200);
    done.add(operationId);
    const said = JSON.stringify([answer.body, [...answer.headers]]);
    const hidden = [...(await hiddenIn(world)), "canary-secret", "canary-company"];
    expect(heldIn(said, hidden), "SEC-77").toEqual([]);
    const set = answer.headers.getSetCookie().find((one) => one.startsWith("grantry-session="));
    if (set !== undefined) session = set.split(";")[0] ?? "";
    const { db } = world.app.context.store;
    const all = await db
      .selectFrom("audit_records")
      .selectAll()
      .where("audit_record_id", ">", before)
      .execute();
    const mine = all.filter((one) => one.actor_kind === actor.kind && one.actor_id === actor.id);
    expect(mine, `${operationId}: ${JSON.stringify(all)}`).not.toEqual([]);
    for (const one of mine) {
      expect(one.workspace_id).toBe(of);
      expect([one.action, one.target_kind, one.target_id]).not.toContain("");
      for (const name of Object.keys(JSON.parse(one.details))) {
        expect(name, one.action).toMatch(/^@?[a-z]+(?:_[a-z]+)*$/);
      }
      // A person is named by id alone.
      expect([one.actor_label === "", one.result]).toEqual([actor.isPerson, "ok"]);
      expect([one.address?.startsWith("per_"), one.request_id === null]).toEqual([
        actor.isPerson,
        false,
      ]);
    }
    const text = JSON.stringify(all);
    for (const secret of [...Object.values(secrets), personalKey])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/grantry_(?:st|wk|pk|rt|at)_|b44k_|canary/);
    return answer.body;
  }

  /** What no key reaches is done by the session of the person's browser. */
  function credentialFor(route: Route): { as: string | null; headers: Record<string, string> } {
    if (route.for !== "signed_in") return { as: actor.credential, headers: {} };
    return { as: null, headers: { cookie: session, "sec-fetch-site": "same-origin" } };
  }

  test("connections are refreshed, tried again, ended and forgotten", async () => {
    const user = await apiOf(world).signIn("ada");
    const connect = async () =>
      consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    await connect();
    const { connections } = (await user.connector(ids.userConnector)).body;
    const path = `${here}/connections/${connections[0].id}`;
    await act("refreshConnection", `${path}/refresh`);
    await act("checkConnection", `${path}/check`);
    await act("requestReconnect", `${path}/reconnect-requests`, {});
    const begun = await act("createOperation", `${here}/operations`, {
      kind: "refresh",
      filter: { connector_id: ids.userConnector },
    });
    await act("cancelOperation", `${here}/operations/${begun.id}/cancel`);
    const { db } = world.app.context.store;
    await db
      .updateTable("connections")
      .set({ status: "needs_reauth", reason: "invalid_grant" })
      .execute();
    await world.app.context.store.db.deleteFrom("ignored_attention").execute();
    const attention = await ownApiOf(world)("GET", `${here}/attention`, { as: actor.credential });
    const ended = attention.body.data.find(({ kind }: { kind: string }) => kind === "people");
    await act("ignoreAttention", `${here}/attention/${ended.id}/ignore`);
    await act("retryConnection", `${path}/retry`);
    await act("disconnectWorkspaceConnection", `${path}/disconnect`);
    const type = "sandboxcalendar";
    const connectShared = async () => {
      const started = await act("startSharedAuthorization", `${ofApp}/authorizations`, { type });
      await consent(createJar(), started.connect_url);
    };
    await connectShared();
    const as = { as: actor.credential };
    const listed = await ownApiOf(world)("GET", `${ofApp}/shared-connections`, as);
    const shared = `${ofApp}/shared-connections/${listed.body.data[0].id}`;
    await act("disconnectSharedConnection", `${shared}/disconnect`);
    await connectShared();
    await act("deleteSharedConnection", shared);
  });

  test("policies, connectors, OAuth clients and providers are changed", async () => {
    await act("updatePolicy", `${here}/policies/slack`, { user_connections: "off" });
    const policies = [{ type: "github", allowed_scopes: ["repo"] }];
    await act("updatePolicies", `${here}/policies/batch`, { policies });
    const oauth_client = { client_id: "c", client_secret: "canary-secret" };
    const input = { type: "sandboxcalendar", name: "Made here", oauth_client };
    const { id } = await act("createConnector", `${here}/connectors`, input);
    await act("updateConnector", `${here}/connectors/${id}`, { name: "Named anew" });
    await act("testConnector", `${here}/connectors/${ids.userConnector}/tests`, {});
    await act("deleteConnector", `${here}/connectors/${id}`);
    const client = `${here}/oauth-clients/${ids.oauthClient}`;
    await act("updateOAuthClient", client, { used_by_other_servers: true });
    await act("rotateOAuthClientSecret", `${client}/rotate-secret`, { keep_previous: false });
    await putOAuthClient(world.app.context.store, {
      oauthClientId: "ocl_spare",
      workspaceId: ids.workspace,
      name: "Spare",
      serverId: "sandbox",
      clientId: "spare",
      clientSecret: new Secret("canary-spare"),
      previousClientSecret: null,
      redirectPath: "own",
    });
    await act("deleteOAuthClient", `${here}/oauth-clients/ocl_spare`);
    const { id: _, ...entry } = entryAt("https://house.example");
    await act("putProvider", `${here}/providers/house`, { entry });
    await act("deleteProvider", `${here}/providers/house`);
  });

  test("apps and service tokens are made and changed", async () => {
    await act("createApp", `${here}/apps`, { name: "Made here" });
    await act("updateApp", ofApp, { name: "Named anew" });
    await act("putAppLogo", `${ofApp}/logo`, png());
    await act("deleteAppLogo", `${ofApp}/logo`);
    const { id } = await act("createServiceToken", `${ofApp}/service-tokens`, { name: "jobs" });
    await act("updateServiceToken", `${ofApp}/service-tokens/${id}`, { scopes: ["tokens:read"] });
    await act("deleteServiceToken", `${ofApp}/service-tokens/${id}`);
    await apiOf(world).signIn("leaving");
    const leaving = async () => {
      const asked = { as: personalKey, body: { user_id: "leaving" } };
      const found = await ownApiOf(world)("POST", `${ofApp}/users/search`, asked);
      return found.body.data[0]?.id;
    };
    await act("eraseWorkspaceUser", `${ofApp}/users/${await leaving()}`);
    // Its end is on record, too, and comes from no request.
    await until(async () => (await leaving()) === undefined);
  });

  test("members, invitations and keys are made, changed and ended", async () => {
    const { store } = world.app.context;
    const spare = `${here}/members/opr_spare`;
    await act("updateMember", spare, { role: "member" });
    const invited = { email: "new@example.com", role: "viewer" };
    const invitation = await act("createInvitation", `${here}/invitations`, invited);
    await act("resendInvitation", `${here}/invitations/${invitation.id}/resend`);
    await act("deleteInvitation", `${here}/invitations/${invitation.id}`);
    const key = { name: "ci", role: "viewer", scopes: ["apps:read"] };
    const made = await act("createWorkspaceKey", `${here}/keys`, key);
    await act("updateWorkspaceKey", `${here}/keys/${made.id}`, { name: "ci of jobs" });
    await act("deleteWorkspaceKey", `${here}/keys/${made.id}`);
    const identity = { workspaceId: ids.workspace, issuer: "https://id.example", subject: "s" };
    await insertIdentity(store, identity, "opr_spare");
    await act("deleteMemberSignInIdentity", `${spare}/sign-in-identity`);
    if (actor.isPerson) {
      await act("createResetLink", `${spare}/reset-links`);
      const own = await act("createPersonalKey", "/v1/me/keys", {
        name: "n",
        scopes: ["apps:read"],
      });
      await act("deletePersonalKey", `/v1/me/keys/${own.id}`);
    }
    await act("deleteMember", spare);
  });

  if (actor.isPerson) {
    test("a workspace is named, marked, and given a new encryption key", async () => {
      await act("updateWorkspace", here, { environment: "staging" });
      const { id } = await act("rotateEncryptionKey", `${here}/encryption-keys/rotate`);
      // What it does in the background stands in the trail, too, by whoever began it.
      await act("cancelOperation", `${here}/operations/${id}/cancel`);
    });

    test("how people sign in is declared, proven and taken away", async () => {
      const path = `${here}/sign-in-provider`;
      const input = {
        issuer: "https://id.example",
        client_id: "c",
        client_secret: "canary-company",
      };
      await act("putSignInProvider", path, { ...input, domains: [company, "b.example"] });
      await act("testSignInProvider", `${path}/tests`, {});
      await act("verifySignInDomain", `${path}/domains/${company}/verify`);
      const byServer = `/v1/server/workspaces/${ids.workspace}/sign-in-domains/b.example/prove`;
      await act("proveSignInDomain", byServer);
      const stream = {
        issuer: "https://s.example",
        audience: "a",
        jwks_uri: "https://s.example/k",
      };
      const { id } = await act("createSignalStream", `${here}/signal-streams`, stream);
      await act("updateSignalStream", `${here}/signal-streams/${id}`, { audience: "b" });
      await act("deleteSignalStream", `${here}/signal-streams/${id}`);
      await act("deleteSignInProvider", path);
    });

    test("workspaces are made, frozen and thawed by the server's operator", async () => {
      const { id } = await act(
        "createWorkspace",
        "/v1/server/workspaces",
        { name: "N", id: "ws_n" },
        "ws_n",
      );
      const path = `/v1/server/workspaces/${id}`;
      const inIt = <Body>(operationId: string, more: string, body?: Body) =>
        act(operationId, path + more, body, "ws_n");
      await inIt("updateServerWorkspace", "", { name: "Named anew" });
      await inIt("createOwnerInvitation", "/owner-invitations", { email: "mia@n.example" });
      await inIt("freezeWorkspace", "/freeze", { reason: "unpaid" });
      await inIt("unfreezeWorkspace", "/unfreeze");
      await putOAuthClient(world.app.context.store, {
        oauthClientId: "ocl_notion",
        workspaceId: ids.workspace,
        name: "Notion",
        serverId: "notion",
        clientId: "notion",
        clientSecret: new Secret("canary-notion"),
        previousClientSecret: null,
        redirectPath: "own",
      });
      const body = { kind: "freeze", provider_id: "notion" };
      await act("createServerOperation", "/v1/server/operations", body);
    });
  }

  test("apps and workspaces are deleted", async () => {
    const { db } = world.app.context.store;
    const app = db.selectFrom("apps").select("name").where("app_id", "=", ids.otherApp);
    const { name: confirm } = await app.executeTakeFirstOrThrow();
    await act("deleteApp", `${here}/apps/${ids.otherApp}`, { confirm });
    // Its end is on record as theirs, too, and comes from no request.
    await until(async () => (await app.executeTakeFirst()) === undefined);
    if (!actor.isPerson) return;
    // A grant that is still to be given back: until then the workspace, and its trail, stay.
    await db
      .insertInto("revocations")
      .values({
        revocation_id: "rvk_open",
        workspace_id: "ws_n",
        app_id: "",
        cause: "not_kept",
        integration_type: "notion",
        server_id: "notion",
        oauth_client_id: "ocl_notion",
        provider_key: "notion",
        connection_config: "{}",
        outcome_unknown: 0,
        sealed_grant: Buffer.from("sealed"),
        tokens: "{}",
        tries: 0,
        next_try_at: 99_999_999_999,
        claim_number: 0,
        created_at: 1,
      })
      .execute();
    await putMembership(world.app.context.store, {
      workspaceId: "ws_n",
      operatorId: "opr_records",
      role: "owner",
    });
    const confirmed = { confirm: "Named anew" };
    await act("deleteWorkspace", "/v1/workspaces/ws_n", confirmed, "ws_n");
    await act("finishWorkspaceDeletion", "/v1/workspaces/ws_n/finish-deletion", confirmed, "ws_n");
    // What they do with their account from here on is on record where they are.
    await db.deleteFrom("memberships").where("workspace_id", "=", "ws_n").execute();
  });

  if (actor.isPerson) {
    test("the person's own account is renamed, gets factors and a new password, and is signed out", async () => {
      const codeOf = (secret: string) => codeAt(secret, world.app.context.clock.nowSeconds());
      await act("updatePerson", "/v1/me", { name: "Named anew" });
      const { secret } = await begin("/v1/me/totp/begin");
      const { recovery_codes: codes } = await act("confirmTotp", "/v1/me/totp/confirm", {
        code: codeOf(secret),
      });
      const proof = { password, code: codes[0] };
      const { recovery_codes: fresh } = await act(
        "resetRecoveryCodes",
        "/v1/me/totp/recovery-codes",
        proof,
      );
      await act("removeTotp", "/v1/me/totp/remove", { password, code: fresh[0] });
      const begun = await begin("/v1/me/passkeys/begin", { password });
      const passkey = await act("addPasskey", "/v1/me/passkeys", {
        name: "Laptop",
        credential: createPasskey().registration({
          challenge: begun.public_key.challenge,
          rpId: "localhost",
          origin: world.url,
        }),
      });
      await act("updatePasskey", `/v1/me/passkeys/${passkey.id}`, { name: "Phone" });
      await act("deletePasskey", `/v1/me/passkeys/${passkey.id}`);
      const other = operatorBrowser(world);
      await other.post("/sign-in", { email: "opr_records@example.com", password });
      const listed = await other.api("/v1/me/sessions");
      const { id } = listed.body.data.find((one: { current: boolean }) => one.current);
      await act("endSession", `/v1/me/sessions/${id}`);
      await act("endOtherSessions", "/v1/me/sessions/end-others");
      const change = { current_password: password, new_password: `${password}!` };
      await act("changePassword", "/v1/me/password", change);
      await act("deleteSession", "/v1/sessions/current");
    });
  }

  test("nothing was left out", () => {
    const changing = ownRoutes.filter((one) => isOfOperators(one) && one.method !== "GET");
    const names = changing
      .filter(({ for: principal }) => actor.isPerson || principal === "operator")
      .map(({ operationId = "" }) => operationId)
      .filter((name) => actor.isPerson || !forPeople.has(name));
    const without = Object.keys(recordsNothing).filter((name) => names.includes(name));
    const told = [...done, ...without];
    expect(told.toSorted()).toEqual(names.toSorted());
  });
});

/** Operations that a workspace key is refused. */
const forPeople = new Set([
  "updateWorkspace",
  "rotateEncryptionKey",
  "deleteWorkspace",
  "finishWorkspaceDeletion",
  "createResetLink",
  "putSignInProvider",
  "deleteSignInProvider",
  "testSignInProvider",
  "verifySignInDomain",
  "createSignalStream",
  "updateSignalStream",
  "deleteSignalStream",
]);
