/** A connector is tested by the real flow: what each step says, and that nothing is kept. */
import { connectorTest, startedConnectorTest } from "@grantry/contract/v1/connector-tests";
import type { VisitorChoices } from "@grantry/sandbox/visitor";
import { visit } from "@grantry/sandbox/visitor";
import { apiOf } from "@grantry/testing/api";
import { confirmationTokenOf, consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { type DialectWorld, startDialectWorld } from "@grantry/testing/dialect-world";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readFixtures } from "../../src/provider/test/fixture.ts";

const tests = `connectors/${ids.userConnector}/tests`;

interface Step {
  readonly name: string;
  readonly result: string;
  readonly detail: string | null;
  readonly remedy: string | null;
}

/** `consent passed`, one line each. */
const linesOf = (steps: readonly Step[]) => steps.map(({ name, result }) => `${name} ${result}`);
const stepOf = (steps: readonly Step[], wanted: string) =>
  steps.find(({ name }) => name === wanted) ?? expect.fail(wanted);

const names =
  "redirect_uri consent response code_exchange account scopes api_call revocation".split(" ");
/** All that come before it passed, it failed, and none after it was come to. */
const failedAt = (step: string) => {
  const at = names.indexOf(step);
  return names.map(
    (name, index) => `${name} ${index < at ? "passed" : index === at ? "failed" : "not_run"}`,
  );
};

describe.each(engines)("on %s, a test of a connector", (engine) => {
  let world: World;
  let clock: FakeClock;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock });
    operate = workspaceApiOf(world);
  });
  afterAll(() => world.close());

  async function start() {
    const { status, body } = await operate("POST", tests, {});
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(startedConnectorTest.parse(body)).toEqual(body);
    return body as { readonly id: string; readonly connect_url: string };
  }
  async function read(id: string) {
    const { status, body } = await operate("GET", `${tests}/${id}`);
    expect([status, body.detail]).toEqual([200, undefined]);
    expect(connectorTest.parse(body)).toEqual(body);
    return body;
  }
  async function run(choices: VisitorChoices = {}) {
    const { id, connect_url: url } = await start();
    const page = await consent(createJar(), url, choices);
    return { ...(await read(id)), page };
  }
  const kept = async () => {
    const { db } = world.app.context.store;
    const [connections, grants] = await Promise.all([
      db.selectFrom("connections").select("connection_id").execute(),
      db.selectFrom("revocations").select("result").where("result", "is", null).execute(),
    ]);
    return { connections: connections.length, waiting: grants.length };
  };
  const lastTest = async () =>
    (await operate("GET", `connectors/${ids.userConnector}`)).body.last_test;

  test("passes every step, says whose account it was, and keeps nothing", async () => {
    expect(await lastTest()).toBeNull();
    const { id, status, error, steps, page, purpose } = await run();
    expect([status, error, purpose]).toEqual(["completed", null, "test"]);
    expect(linesOf(steps)).toEqual(names.map((name) => `${name} passed`));
    expect(stepOf(steps, "account").detail).toBe("It is ada@sandbox.example.");
    expect(stepOf(steps, "api_call").detail).toBe("The token lives, and events may be read.");
    expect(page.text).toContain("<h1>The test has ended</h1>");
    expect(await kept()).toEqual({ connections: 0, waiting: 0 });
    expect(world.sandbox.ledger.liveGrants()).toBe(0);
    expect(await lastTest()).toEqual({ at: expect.any(String), failed_step: null });
    // It was nobody's consent: no app and no user sees it.
    const user = await apiOf(world).signIn("ada");
    expect((await user.attempt(id)).body.code).toBe("authorization_not_found");
    const receipts = (await operate("GET", "revocations")).body.data;
    expect(receipts[0]).toMatchObject({ app_id: null, cause: "not_kept", result: "revoked" });
  });

  test("says on its page who tests what, in the languages of all pages", async () => {
    const { connect_url: url } = await start();
    const page = await createJar().get(url, { headers: { "accept-language": "de" } });
    expect(page.text).toContain("Sandbox Calendar</bdi> testen");
    expect(page.text).toContain("Test workspace");
    expect(page.text).toContain("Nichts wird behalten");
    expect(page.text).not.toContain("calendar.read");
  });

  test("names what the person withheld, or that they refused", async () => {
    const refused = await run({ deny: true });
    expect([refused.status, refused.error.code]).toEqual(["failed", "access_denied"]);
    expect(linesOf(refused.steps)).toEqual(failedAt("consent"));
    expect(stepOf(refused.steps, "consent").detail).toContain(
      "The access was not given at Grantry Sandbox.",
    );
    const fewer = await run({ untick: ["calendar.read"] });
    expect([fewer.status, fewer.error.code]).toEqual(["failed", "missing_scopes"]);
    expect(stepOf(fewer.steps, "scopes")).toMatchObject({
      result: "failed",
      detail: "Not granted: calendar.read.",
      remedy: "Test again, and leave everything selected on the consent page.",
    });
    expect(stepOf(fewer.steps, "api_call").result).toBe("skipped");
    expect(stepOf(fewer.steps, "revocation").result).toBe("passed");
    expect(world.sandbox.ledger.liveGrants()).toBe(0);
    expect(await lastTest()).toEqual({ at: expect.any(String), failed_step: "scopes" });
  });

  test("canceled on our page has come to nothing", async () => {
    const { id, connect_url: url } = await start();
    const jar = createJar();
    const token = confirmationTokenOf(await jar.get(url));
    await jar.post(url, { decision: "cancel", token });
    const { status, steps } = await read(id);
    expect(status).toBe("failed");
    expect(stepOf(steps, "redirect_uri")).toMatchObject({
      result: "skipped",
      detail: "The test was canceled before it began.",
    });
  });

  test.each([
    ["error", { kind: "error", error: "invalid_client", status: 401 }, "client ID with this"],
    ["5xx", { kind: "answer", status: 503 }, "Grantry Sandbox did not answer as it should."],
    ["rubbish", { kind: "answer", body: { hello: 1 } }, "what cannot be used"],
  ] as const)("fails at the exchange of the code by %s", async (_what, fault, said) => {
    world.sandbox.faults.next("token", fault);
    const { status, steps, page } = await run();
    expect(status).toBe("failed");
    expect(linesOf(steps)).toEqual(failedAt("code_exchange"));
    expect(stepOf(steps, "code_exchange").detail).toContain(said);
    expect(stepOf(steps, "code_exchange").remedy).not.toBeNull();
    expect(page.text).toContain("<h1>The test has ended</h1>");
    expect(await kept()).toEqual({ connections: 0, waiting: 0 });
    await world.sandbox.faults.clear();
  });

  test("with a secret that the provider does not know says that both belong together", async () => {
    const path = `connectors/${ids.userConnector}`;
    const secret = (client_secret: string) =>
      operate("PATCH", path, { oauth_client: { client_secret } });
    const made = await operate("POST", "connectors", {
      type: "sandboxcalendar",
      name: "Wrong secret",
      oauth_client: { client_id: "other-client", client_secret: "not-the-secret" },
      settings: { port: String(world.sandbox.port) },
    });
    await world.sandbox.addClient({
      clientId: "other-client",
      clientSecret: "the-secret-of-this-client",
      redirectUris: [made.body.redirect_uri],
    });
    const { body } = await operate("POST", `connectors/${made.body.id}/tests`, {});
    await consent(createJar(), body.connect_url);
    const { steps } = (await operate("GET", `connectors/${made.body.id}/tests/${body.id}`)).body;
    expect(linesOf(steps)).toEqual(failedAt("code_exchange"));
    expect(stepOf(steps, "code_exchange")).toMatchObject({
      detail: expect.stringContaining("does not accept this client ID with this client secret."),
      remedy: expect.stringContaining("replace the secret here"),
    });
    expect(JSON.stringify(steps)).not.toContain("not-the-secret");
    expect((await secret(secrets.clientSecret)).status).toBe(200);
    // With its test, the connector goes.
    expect((await operate("DELETE", `connectors/${made.body.id}`)).status).toBe(200);
  });

  test("whose account or API refuses names it, and gives the grant back all the same", async () => {
    // Those of tests whose code was not exchanged.
    const before = world.sandbox.ledger.liveGrants();
    world.sandbox.faults.every("userinfo", { kind: "answer", status: 403, body: {} });
    const account = await run();
    expect(stepOf(account.steps, "account")).toMatchObject({
      result: "failed",
      detail: expect.stringContaining(
        "refused to say whose account it is. The answer was HTTP 403.",
      ),
    });
    expect(stepOf(account.steps, "revocation").result).toBe("passed");
    world.sandbox.faults.clear();
    world.sandbox.faults.every("api", { kind: "answer", status: 403, body: { error: "disabled" } });
    const refused = await run();
    expect([refused.status, refused.steps.at(-2).result]).toEqual(["failed", "failed"]);
    expect(stepOf(refused.steps, "api_call")).toMatchObject({
      detail: expect.stringContaining("The API of Sandbox Calendar refused the first call."),
      remedy: expect.stringContaining("is switched on for the client at Grantry Sandbox"),
    });
    world.sandbox.faults.clear();
    expect(await kept()).toEqual({ connections: 0, waiting: 0 });
    expect(world.sandbox.ledger.liveGrants()).toBe(before);
  });

  test("whose grant is not taken back keeps it in the queue until it is", async () => {
    world.sandbox.faults.every("revocation", { kind: "answer", status: 503 });
    const { status, steps } = await run();
    expect(status).toBe("failed");
    expect(stepOf(steps, "revocation")).toMatchObject({
      result: "failed",
      remedy: "Nothing to do: it is tried again for three days.",
    });
    expect((await kept()).waiting).toBe(1);
    world.sandbox.faults.clear();
    clock.advance(3_600_000);
    await world.app.context.store.db
      .deleteFrom("revocations")
      .where("result", "is", null)
      .execute();
  });

  test("from which nobody comes back says so, and names the redirect URI", async () => {
    const { id, connect_url: url } = await start();
    await depart(createJar(), url);
    expect((await read(id)).status).toBe("pending");
    clock.advance(601_000);
    const { status, steps } = await read(id);
    expect(status).toBe("expired");
    expect(stepOf(steps, "redirect_uri")).toMatchObject({
      result: "failed",
      detail: expect.stringContaining("it may not know this redirect URI"),
      remedy: expect.stringContaining(`${world.url}/api/external-auth/callback/${ids.oauthClient}`),
    });
  });

  test("answered in another browser is not taken", async () => {
    const { id, connect_url: url } = await start();
    const callback = await visit(await depart(createJar(), url));
    await createJar().get(callback.href);
    const { status, steps } = await read(id);
    expect([status, stepOf(steps, "response").result]).toEqual(["failed", "failed"]);
    expect(await kept()).toEqual({ connections: 0, waiting: 0 });
  });

  test("is read by who started it, and by nobody else", async () => {
    const { id } = await start();
    const foreign = workspaceApiOf(world, {
      workspaceId: ids.foreignWorkspace,
      as: secrets.foreignWorkspaceKey,
    });
    for (const answer of [
      await foreign("GET", `connectors/${ids.foreignConnector}/tests/${id}`),
      await operate("GET", `connectors/${ids.sharedConnector}/tests/${id}`),
      await operate("GET", `${tests}/auz_nothing`),
    ]) {
      expect([answer.status, answer.body.code]).toEqual([404, "authorization_not_found"]);
    }
    const ofApp = await operate("POST", `connectors/${ids.sharedConnector}/tests`, {});
    expect([ofApp.status, ofApp.body.code]).toEqual([404, "connector_not_found"]);
  });
});

describe("by the wire of real providers", () => {
  const types = ["slack", "github", "hubspot", "googledocs", "googlecalendar"];
  let world: DialectWorld;
  let operate: ReturnType<typeof workspaceApiOf>;

  beforeAll(async () => {
    const fixtures = readFixtures().filter(({ integration_type: type }) => types.includes(type));
    world = await startDialectWorld(fixtures, createFakeClock());
    operate = workspaceApiOf(world);
  });
  afterAll(() => world.close());

  async function run(type: string, decision: "allow" | "deny" = "allow"): Promise<Step[]> {
    const path = `connectors/${world.connectorOf(type)}/tests`;
    const { body } = await operate("POST", path, {});
    await world.consent(body.connect_url, decision);
    return (await operate("GET", `${path}/${body.id}`)).body.steps;
  }

  test.each(["slack", "github", "googledocs"])(
    "%s passes, its first call included",
    async (type) => {
      const steps = await run(type);
      const wrong = steps.filter(({ result }) => result !== "passed" && result !== "skipped");
      expect(wrong).toEqual([]);
      expect(stepOf(steps, "code_exchange").result).toBe("passed");
      expect(stepOf(steps, "api_call").result).toBe("passed");
      expect(world.sandbox.tokensOf(type)).toEqual([]);
    },
  );

  test("a secret that was changed at the provider is named", async () => {
    world.sandbox.changeSecret("github", "another-secret");
    const steps = await run("github");
    expect(linesOf(steps)).toEqual(failedAt("code_exchange"));
    expect(stepOf(steps, "code_exchange").detail).toContain(
      "GitHub does not accept this client ID",
    );
  });

  test("a grant on which a connection rests stays", async () => {
    const type = "googledocs";
    const api = apiOf(world);
    const user = await api.signIn("ada");
    const { body } = await user.initiate(world.connectorOf(type));
    await world.consent(body.redirect_url, "allow");
    const steps = await run(type);
    expect(stepOf(steps, "revocation")).toMatchObject({
      result: "skipped",
      detail: "A connection rests on the same grant of this account, so it stays.",
    });
    expect((await api.tokenOf("ada", world.connectorOf(type))).status).toBe(200);
  });
});
