/** Tests of a company's identity provider: what they say of each step, and that nobody is signed in by one. */
import { type VisitorChoices, visit } from "@grantry/sandbox/visitor";
import { createJar, departureOf } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proveDomainByServer } from "../src/service/accounts/company/prove-domain.ts";
import { sweepSignIns } from "../src/service/accounts/sweep.ts";
import { inTransaction } from "../src/store/store.ts";

const path = `/v1/workspaces/${ids.workspace}/sign-in-provider`;
const callback = `/sign-in/company/${ids.workspace}/callback`;
const clientSecret = "canary-of-the-company-client";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let owner: OperatorBrowser;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({
      engine,
      clock: { ...clock, every: () => () => {} },
      unverified: ["sandbox-cy"],
      declare: declareMembers,
    });
    await world.sandbox.addClient({
      clientId: "company",
      clientSecret,
      redirectUris: [world.url + callback],
    });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    clock.advance(900_000);
    owner = await signedIn(world, "owner@example.com");
    await declare({});
  });

  async function declare(more: object): Promise<void> {
    const body = {
      issuer: world.sandbox.origin,
      client_id: "company",
      client_secret: clientSecret,
      domains: ["sandbox.example"],
      default_role: "viewer",
      ...more,
    };
    const answer = await owner.api(path, jsonBody("PUT", body));
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
    await inTransaction(world.app.context.store, (store) =>
      proveDomainByServer(store, { workspaceId: ids.workspace, domain: "sandbox.example" }),
    );
  }

  const begin = async () => (await owner.api(`${path}/tests`, jsonBody("POST", {}))).body;
  const read = async (id: string) => (await owner.api(`${path}/tests/${id}`)).body;
  const resultsOf = ({ steps }: { steps: { name: string; result: string }[] }) =>
    Object.fromEntries(steps.map(({ name, result }) => [name, result]));
  const stepOf = (
    { steps }: { steps: { name: string; detail: string; remedy: string }[] },
    wanted: string,
  ) => steps.find(({ name }) => name === wanted);

  /** Goes the whole way in the owner's own browser. */
  async function goThrough(url: string, choices: VisitorChoices = {}) {
    const left = await owner.jar.get(url);
    // A rule of its own would take the window from the dashboard that opened it.
    expect(left.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
    const departure = departureOf(left);
    return await owner.jar.get((await visit(departure, choices)).href);
  }
  /** All that a sign-in could change. */
  async function accounts() {
    const { db } = world.app.context.store;
    const tables = [
      "operators",
      "operator_identities",
      "memberships",
      "operator_sessions",
    ] as const;
    return Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute()));
  }

  test("the real flow says what would become of the person, signs nobody in and changes no account", async () => {
    const begun = await begin();
    expect(begun.status).toBe("pending");
    expect(resultsOf(begun)).toEqual({
      discovery: "passed",
      keys: "passed",
      client: "passed",
      redirect_uri: "not_run",
      sign_in: "not_run",
      code_exchange: "not_run",
      account: "not_run",
    });
    const before = await accounts();
    const cookies = new Map(owner.jar.cookies);
    const end = await goThrough(begun.sign_in_url);
    expect(end.status).toBe(200);
    expect(end.headers.get("cross-origin-opener-policy")).toBe("unsafe-none");
    expect(end.text).toContain("The test is over");
    expect(await accounts()).toEqual(before);
    const session = [...cookies].filter(([name]) => name.includes("session"));
    expect([...owner.jar.cookies]).toEqual(expect.arrayContaining(session));
    const ended = await read(begun.id);
    expect(ended.status).toBe("completed");
    expect(ended.sign_in_url).toBe(null);
    expect(new Set(Object.values(resultsOf(ended)))).toEqual(new Set(["passed"]));
    expect(stepOf(ended, "account")?.detail).toBe(
      "ada@sandbox.example would get an account here, as viewer.",
    );
    expect(JSON.stringify(ended)).not.toContain(clientSecret);
    const records = await owner.api(
      `/v1/workspaces/${ids.workspace}/audit-records?action=sign_in_test.rehearsed`,
    );
    expect(JSON.stringify(records.body)).toContain("ada@sandbox.example");
  });

  test("what goes wrong here ends the test, and says so with the request's ID", async () => {
    const { db } = world.app.context.store;
    const begun = await begin();
    await db.schema
      .alterTable("operator_identities")
      .renameTo("operator_identities_away")
      .execute();
    const end = await goThrough(begun.sign_in_url).finally(() =>
      db.schema.alterTable("operator_identities_away").renameTo("operator_identities").execute(),
    );
    const told = await read(begun.id);
    expect(end.status).toBe(500);
    expect(told.status).toBe("failed");
    expect(resultsOf(told)).toMatchObject({ code_exchange: "passed", account: "failed" });
    expect(stepOf(told, "account")?.detail).toContain("went wrong here");
    const requestId = /the request (\S+) in its log/.exec(
      stepOf(told, "account")?.remedy ?? "",
    )?.[1];
    expect(end.text).toContain(requestId);
  });

  test("who would be refused reads why, and so does the test", async () => {
    await declare({ default_role: null });
    const begun = await begin();
    await goThrough(begun.sign_in_url);
    const uninvited = await read(begun.id);
    expect(uninvited.status).toBe("failed");
    expect(stepOf(uninvited, "account")?.detail).toContain("Nobody has invited you yet");
    const other = await begin();
    await goThrough(other.sign_in_url, { account: "sandbox-cy" });
    expect(stepOf(await read(other.id), "account")?.detail).toContain("verified");
  });

  test("a wrong secret, a wrong issuer and a refusal are told by the step at which they show", async () => {
    await declare({ client_secret: "wrong" });
    const secret = await begin();
    expect(secret.status).toBe("failed");
    expect(secret.sign_in_url).toBe(null);
    expect(resultsOf(secret)).toMatchObject({ discovery: "passed", client: "failed" });
    expect(stepOf(secret, "client")?.remedy).toContain("Copy both anew");
    await declare({ issuer: `${world.sandbox.origin}/` });
    expect(stepOf(await begin(), "discovery")?.detail).toContain("another issuer");
    await declare({ issuer: `${world.sandbox.origin}/nothing` });
    expect(resultsOf(await begin())).toMatchObject({ discovery: "failed", keys: "not_run" });

    await declare({});
    const refused = await begin();
    await goThrough(refused.sign_in_url, { deny: true });
    const told = await read(refused.id);
    expect(resultsOf(told)).toMatchObject({ redirect_uri: "passed", sign_in: "failed" });
    expect(stepOf(told, "sign_in")?.detail).toContain("access_denied");
  });

  test("nobody else goes through it, sees it or brings its answer", async () => {
    const begun = await begin();
    const admin = await signedIn(world, "admin@example.com");
    expect((await admin.api(`${path}/tests/${begun.id}`)).status).toBe(403);
    expect((await admin.get(new URL(begun.sign_in_url).pathname)).status).toBe(404);
    const nobody = operatorBrowser(world);
    const away = await nobody.get(new URL(begun.sign_in_url).pathname);
    expect(away.status).toBe(303);
    expect(away.headers.get("location")).toContain("/sign-in?return_to=");
    const departure = departureOf(await owner.jar.get(begun.sign_in_url));
    const answer = await visit(departure);
    await createJar().get(answer.href);
    const told = await read(begun.id);
    expect(stepOf(told, "sign_in")?.detail).toContain("another browser");
    // The state is used up.
    expect((await owner.jar.get(answer.href)).status).toBe(400);
  });

  test("one that nobody finishes says so, and goes an hour later", async () => {
    const unopened = await begin();
    const left = await begin();
    departureOf(await owner.jar.get(left.sign_in_url));
    clock.advance(601_000);
    expect((await read(unopened.id)).status).toBe("expired");
    expect(stepOf(await read(unopened.id), "redirect_uri")?.detail).toContain("not opened");
    expect(stepOf(await read(left.id), "redirect_uri")?.remedy).toContain(callback);
    expect((await owner.get(new URL(left.sign_in_url).pathname)).status).toBe(404);
    clock.advance(3_600_000);
    await sweepSignIns(world.app.context);
    expect((await owner.api(`${path}/tests/${left.id}`)).status).toBe(404);
  });

  /** Leaves for the provider in the owner's browser, and brings the answer that `change` makes of the provider's. */
  async function bring(url: string, change: (answer: URLSearchParams) => void) {
    const answer = await visit(departureOf(await owner.jar.get(url)));
    change(answer.searchParams);
    return await owner.jar.get(answer.href);
  }

  test("nobody has signed in where no code came back, or by another issuer's word", async () => {
    const empty = await begin();
    await bring(empty.sign_in_url, (answer) => answer.delete("code"));
    expect(resultsOf(await read(empty.id))).toMatchObject({
      redirect_uri: "passed",
      sign_in: "failed",
      code_exchange: "not_run",
    });
    expect(stepOf(await read(empty.id), "sign_in")?.detail).toContain("without a code");
    const other = await begin();
    await bring(other.sign_in_url, (answer) => answer.set("iss", "https://other.example"));
    expect(resultsOf(await read(other.id))).toMatchObject({
      sign_in: "failed",
      code_exchange: "not_run",
    });
    expect(stepOf(await read(other.id), "sign_in")?.detail).toContain("another issuer");
  });

  test("a client that was changed meanwhile is not blamed on the provider", async () => {
    const begun = await begin();
    const answer = await visit(departureOf(await owner.jar.get(begun.sign_in_url)));
    await declare({ client_id: "company2" });
    await owner.jar.get(answer.href);
    expect(stepOf(await read(begun.id), "sign_in")?.detail).toContain("changed meanwhile");
    await declare({});
    const unopened = await begin();
    await declare({ client_id: "company2" });
    expect((await owner.jar.get(unopened.sign_in_url)).status).toBe(404);
  });

  test("who is an owner no longer neither leaves for the provider nor has an answer looked at", async () => {
    const [unopened, left] = [await begin(), await begin()];
    const answer = await visit(departureOf(await owner.jar.get(left.sign_in_url)));
    const { db } = world.app.context.store;
    const { operator_id } = await db
      .selectFrom("operators")
      .select("operator_id")
      .where("email", "=", "owner@example.com")
      .executeTakeFirstOrThrow();
    const become = (role: "owner" | "viewer") =>
      db
        .updateTable("memberships")
        .set({ role })
        .where("operator_id", "=", operator_id)
        .where("workspace_id", "=", ids.workspace)
        .execute();
    await become("viewer");
    const departure = await owner.jar.get(unopened.sign_in_url);
    await owner.jar.get(answer.href);
    await become("owner");
    expect(departure.status).toBe(404);
    const told = await read(left.id);
    expect(resultsOf(told)).toMatchObject({ sign_in: "failed", code_exchange: "not_run" });
    expect(stepOf(told, "sign_in")?.detail).toContain("no owner any more");
  });
});
