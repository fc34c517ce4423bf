/** Shared connections that an app's backend starts: only the app that started completes, and it is on record by which token. */
import { createClient } from "@grantry/sdk";
import { type Answer, type Api, apiOf, type UserApi } from "@grantry/testing/api";
import { confirmationTokenOf, consent, createJar } from "@grantry/testing/browser";
import { site, startChoiceWorld } from "@grantry/testing/choice-provider";
import { comeBack, goTo, newChallenge, returnUrl } from "@grantry/testing/completion";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

const owner = { kind: "app" };
const path = "authorizations";

interface Record {
  readonly action: string;
  readonly actor: { readonly kind: string; readonly id: string };
  readonly details: { readonly authorization?: string; readonly service_token?: string };
}

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let api: Api;
  let ada: UserApi;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = apiOf(world);
    ada = await api.signIn("ada");
  });
  afterEach(async () => {
    const shared = await operate("GET", `apps/${ids.app}/shared-connections`);
    for (const { id } of shared.body.data)
      await operate("DELETE", `apps/${ids.app}/shared-connections/${id}`);
  });
  afterAll(() => world.close());

  const operate = (method: string, at: string, body?: object) =>
    workspaceApiOf(world)(method, at, body);
  const sharedToken = () => api.own("POST", "tokens", { type: "sandboxcalendar", owner });
  const exchanges = () => world.sandbox.ledger.count("token");

  async function begin(more: object = {}, by: Api = api) {
    const proof = newChallenge();
    const { challenge, verifier } = proof;
    const asked = { owner, type: "sandboxcalendar", return_url: returnUrl, challenge, ...more };
    const { status, body } = await by.own("POST", path, asked);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return { id: body.id as string, link: body.connect_url as string, verifier };
  }
  const complete = (id: string, proofs: object, by: Api = api): Promise<Answer> =>
    by.own("POST", `${path}/${id}/complete`, { owner, ...proofs });
  async function recordsOf(authorization: string): Promise<Record[]> {
    const { body } = await operate("GET", "audit-records?limit=200");
    return body.data.filter(({ details }: Record) => details.authorization === authorization);
  }

  test("nothing is exchanged before the app completes; then the app has a shared connection, and the records name the service token", async () => {
    const before = exchanges();
    const { id, link, verifier } = await begin();
    const { code, url } = await comeBack(link);
    expect(url.href.startsWith(returnUrl)).toBe(true);
    expect((await api.own("GET", `${path}/${id}`)).body.status).toBe("awaiting_completion");
    expect([exchanges(), (await sharedToken()).body.code]).toEqual([before, "not_connected"]);

    for (const _again of [1, 2]) {
      const { status, body } = await complete(id, { code, verifier });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        authorization: { id, status: "completed", error: null },
        connection: { status: "active", owner: { kind: "app", user: null } },
      });
    }
    expect([exchanges(), (await sharedToken()).status]).toEqual([before + 1, 200]);
    const actor = { kind: "service_token", id: "stk_test" };
    expect(await recordsOf(id)).toMatchObject([
      { action: "shared_connection.connected", actor },
      { action: "shared_connection.requested", actor },
    ]);
  });

  test("what only looks at its link sees whom it is for, and no name of who began", async () => {
    const { id, link } = await begin();
    const page = await createJar().get(link);
    expect(page.text).toContain("for everyone who uses <bdi>Test app</bdi>");
    expect(page.text).not.toContain("Started by");
    expect((await api.own("GET", `${path}/${id}`)).body.status).toBe("pending");
  });

  test("a user's consent that the backend completes names its service token, one that the user completes none", async () => {
    const asked = { connector_id: ids.userConnector, return_url: returnUrl };
    const tokens: (string | undefined)[] = [];
    for (const who of [api, ada]) {
      const { verifier, challenge } = newChallenge();
      const whose = who === api ? { owner: { kind: "user", user_id: "ada" } } : {};
      const { body: begun } = await who.own("POST", path, { ...asked, ...whose, challenge });
      const { code } = await comeBack(begun.connect_url);
      const proofs = { ...whose, code, verifier };
      const { status } = await who.own("POST", `${path}/${begun.id}/complete`, proofs);
      expect(status).toBe(200);
      const [record] = await recordsOf(begun.id);
      expect(record?.actor.kind).toBe("app_user");
      tokens.push(record?.details.service_token);
    }
    expect(tokens).toEqual(["stk_test", undefined]);
  });

  test.each<[string, (id: string, proofs: object) => Promise<Answer>]>([
    [
      "another app of the workspace",
      (id, proofs) => complete(id, proofs, apiOf(world, ids.otherApp, secrets.otherServiceToken)),
    ],
    [
      "the same app for a user",
      (id, proofs) => complete(id, { ...proofs, owner: { kind: "user", user_id: "ada" } }),
    ],
    ["a user of the app", (id, proofs) => ada.own("POST", `${path}/${id}/complete`, proofs)],
  ])(
    "to %s there is no such consent: nothing is exchanged, and the app completes it",
    async (_who, call) => {
      const before = exchanges();
      const { id, link, verifier } = await begin();
      const { code } = await comeBack(link);
      const proofs = { code, verifier };
      expect(await call(id, proofs)).toMatchObject({
        status: 400,
        body: { code: "completion_invalid" },
      });
      expect(exchanges()).toBe(before);
      expect((await complete(id, proofs)).body.authorization.status).toBe("completed");
    },
  );

  test.each<[string, (right: { code: string; verifier: string }) => object]>([
    ["another code", ({ verifier }) => ({ verifier, code: "x".repeat(43) })],
    ["another verifier", ({ code }) => ({ code, verifier: newChallenge().verifier })],
  ])("%s ends it, and the right one is refused afterwards", async (_what, wrong) => {
    const before = exchanges();
    const { id, link, verifier } = await begin();
    const { code } = await comeBack(link);
    for (const proofs of [wrong({ code, verifier }), { code, verifier }]) {
      expect((await complete(id, proofs)).body.code).toBe("completion_invalid");
    }
    expect([exchanges(), (await sharedToken()).body.code]).toEqual([before, "not_connected"]);
  });

  test("without a challenge none begins, whatever the app demands; one that demands completion has it so", async () => {
    const asked = { owner, connector_id: ids.sharedConnector, return_url: returnUrl };
    for (const completion of ["offered", "required"]) {
      await operate("PATCH", `apps/${ids.app}`, { completion });
      expect(await api.own("POST", path, asked)).toMatchObject({
        status: 403,
        body: { code: "challenge_required", detail: expect.stringContaining("challenge") },
      });
      const { id, link, verifier } = await begin({
        type: undefined,
        connector_id: ids.sharedConnector,
      });
      const { code } = await comeBack(link);
      expect((await complete(id, { code, verifier })).status).toBe(200);
    }
    await operate("PATCH", `apps/${ids.app}`, { completion: "offered" });
  });

  test.each<[string, object, string]>([
    ["a user's connection by its type", { owner: { kind: "user", user_id: "ada" } }, "bad_request"],
    ["no connector", { type: undefined }, "bad_request"],
    ["two connectors", { connector_id: ids.sharedConnector }, "bad_request"],
    ["a type that the app has no connector of", { type: "slack" }, "connector_not_found"],
    [
      "a connector of others",
      { type: undefined, connector_id: ids.foreignConnector },
      "connector_not_found",
    ],
    ["another page than the app's", { return_url: "https://a.example/" }, "return_url_not_allowed"],
  ])("%s is refused", async (_what, more, code) => {
    const { challenge } = newChallenge();
    const asked = { owner, type: "sandboxcalendar", return_url: returnUrl, challenge, ...more };
    expect((await api.own("POST", path, asked)).body.code).toBe(code);
  });

  test("a token for other connectors neither begins nor completes one, and ends none", async () => {
    const made = await operate("POST", `apps/${ids.app}/service-tokens`, {
      name: "other connectors",
      connector_ids: [ids.userConnector],
    });
    const limited = apiOf(world, ids.app, made.body.secret);
    const { challenge } = newChallenge();
    const asked = { owner, type: "sandboxcalendar", return_url: returnUrl, challenge };
    expect((await limited.own("POST", path, asked)).body.code).toBe("forbidden");
    const { id, link, verifier } = await begin();
    const { code } = await comeBack(link);
    expect((await complete(id, { code, verifier }, limited)).body.code).toBe("forbidden");
    expect((await complete(id, { code, verifier })).status).toBe(200);
  });

  test("another account than the connected one is refused and given back; the same one consents anew", async () => {
    const first = await begin();
    const { code } = await comeBack(first.link);
    await complete(first.id, { code, verifier: first.verifier });
    const live = world.sandbox.ledger.liveGrants();
    const other = await begin();
    const theirs = await comeBack(other.link, { account: "sandbox-bo" });
    const refused = await complete(other.id, { code: theirs.code, verifier: other.verifier });
    expect(refused.body.authorization.error.code).toBe("account_mismatch");
    expect(world.sandbox.ledger.liveGrants()).toBe(live);
    const again = await begin();
    const mine = await comeBack(again.link);
    const { body } = await complete(again.id, { code: mine.code, verifier: again.verifier });
    expect(body.authorization.status).toBe("completed");
  });

  test("who authorized it is still who did when the backend has the same account consent anew, and nobody once it was disconnected", async () => {
    const shared = async () => {
      const { body } = await operate("GET", `apps/${ids.app}/shared-connections`);
      return body.data[0];
    };
    const byBackend = async () => {
      const { id, link, verifier } = await begin();
      const { code } = await comeBack(link);
      const { body } = await complete(id, { code, verifier });
      expect(body.authorization.status).toBe("completed");
    };
    const started = await operate("POST", `apps/${ids.app}/authorizations`, {
      type: "sandboxcalendar",
    });
    await consent(createJar(), started.body.connect_url);
    const { id, connected_by } = await shared();
    expect(connected_by.label).toBe('operator with the key "tests"');
    await byBackend();
    expect((await shared()).connected_by).toEqual(connected_by);
    await operate("DELETE", `apps/${ids.app}/shared-connections/${id}`);
    await byBackend();
    expect((await shared()).connected_by).toBeNull();
  });

  test("an operator's attempt is none of the backend's, and stays when the backend begins many", async () => {
    const started = await operate("POST", `apps/${ids.app}/authorizations`, {
      type: "sandboxcalendar",
    });
    const { id } = started.body;
    for (const [method, tail] of [
      ["GET", ""],
      ["POST", "/cancel"],
    ] as const) {
      const { body } = await api.own(method, `${path}/${id}${tail}`);
      expect(body.code).toBe("authorization_not_found");
    }
    const proofs = { code: "x".repeat(43), verifier: newChallenge().verifier };
    expect((await complete(id, proofs)).body.code).toBe("completion_invalid");
    const begun = [];
    for (let count = 0; count < 21; count += 1) begun.push(await begin());
    const statusOf = async (one: string) => (await api.own("GET", `${path}/${one}`)).body.status;
    const statuses = await Promise.all(begun.map((one) => statusOf(one.id)));
    expect(statuses.filter((status) => status === "pending").length).toBe(20);
    const own = await operate("GET", `apps/${ids.app}/authorizations/${id}`);
    expect(own.body.status).toBe("pending");
    const last = begun[statuses.lastIndexOf("pending")]?.id;
    const canceled = await api.own("POST", `${path}/${last}/cancel`);
    expect(canceled.body.status).toBe("canceled");
  });

  test("by the SDK: authorize and completeAuthorization for the whole app", async () => {
    const backend = createClient({
      serverUrl: world.url,
      appId: ids.app,
      serviceToken: secrets.serviceToken,
    }).asServiceRole.connectors;
    for (const address of [
      { integrationType: "sandboxcalendar" },
      { connectorId: ids.sharedConnector, owner: "app" as const },
    ]) {
      const begun = await backend.authorize({ ...address, returnUrl });
      const { code } = await comeBack(begun.connectUrl);
      const { authorizationId, verifier } = begun;
      const proofs = { owner: "app" as const, code, verifier };
      const { status, connection } = await backend.completeAuthorization(authorizationId, proofs);
      expect([status, connection?.status]).toEqual(["completed", "active"]);
    }
    const { accessToken } = await backend.getConnection("sandboxcalendar");
    expect(accessToken).not.toBe("");
  });

  test("where the person chooses after the app has completed, the record still names the service token", async () => {
    const choosing = await startChoiceWorld({ engine });
    try {
      choosing.sandbox.sites.set("sandbox-ada", [site("Alpha"), site("Beta")]);
      const by = apiOf(choosing);
      const whose = { owner: { kind: "user", user_id: "ada" } };
      const { verifier, challenge } = newChallenge();
      const asked = { ...whose, connector_id: ids.userConnector, return_url: returnUrl, challenge };
      const { body: begun } = await by.own("POST", path, asked);
      const { code, jar } = await comeBack(begun.connect_url);
      const proofs = { ...whose, code, verifier };
      const { body } = await by.own("POST", `${path}/${begun.id}/complete`, proofs);
      const page = await goTo(jar, body.choice_url);
      const token = confirmationTokenOf(page);
      await jar.post(body.choice_url, { decision: "continue", token, offer: "1" });
      const { body: records } = await workspaceApiOf(choosing)("GET", "audit-records?limit=50");
      const kept = records.data.find(({ action }: Record) => action === "connection.connected");
      expect(kept.details.service_token).toBe("stk_test");
    } finally {
      await choosing.close();
    }
  });
});
