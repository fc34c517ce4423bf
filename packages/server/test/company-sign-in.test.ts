/** Signing operators in by their company's identity provider (OpenID Connect Core). */
import { type VisitorChoices, visit } from "@grantry/sandbox/visitor";
import { createJar, departureOf, type Jar, type Page } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { proveDomainByServer } from "../src/service/accounts/company/prove-domain.ts";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { findOperatorByEmail } from "../src/store/operators.ts";
import { deleteServerOperator, insertServerOperator } from "../src/store/server-operators.ts";
import { inTransaction } from "../src/store/store.ts";

const path = `/v1/workspaces/${ids.workspace}/sign-in-provider`;
const callback = `/sign-in/company/${ids.workspace}/callback`;
const clientSecret = "canary-of-the-company-client";
const ada = "ada@sandbox.example";
const bo = "bo@sandbox.example";
const linked = "Change your password";

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
      declare: (bootstrap, sandbox) => {
        declareMembers(bootstrap);
        const [workspace] = bootstrap.workspaces;
        if (workspace === undefined) throw new Error("no workspace");
        workspace.sign_in_provider = {
          issuer: sandbox.origin,
          client_id: "company",
          client_secret: { file: clientSecret },
          domains: ["Sandbox.example"],
        };
      },
    });
    await world.sandbox.addClient({
      clientId: "company",
      clientSecret,
      redirectUris: [world.url + callback],
    });
    owner = await signedIn(world, "owner@example.com");
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    const { db } = world.app.context.store;
    const emails = [ada, bo, "cy@sandbox.example"];
    const made = await db
      .selectFrom("operators")
      .select("operator_id")
      .where("email", "in", emails)
      .execute();
    for (const { operator_id } of made) {
      for (const table of [
        "operator_sessions",
        "operator_identities",
        "memberships",
        "recovery_codes",
        "entry_links",
        "operator_devices",
      ] as const) {
        await db.deleteFrom(table).where("operator_id", "=", operator_id).execute();
      }
      await db.deleteFrom("operators").where("operator_id", "=", operator_id).execute();
    }
    await declare({});
  });

  /** Declares the provider; whoever runs the server vouches for its domains. */
  const declare = async (more: object) => {
    const body = {
      issuer: world.sandbox.origin,
      client_id: "company",
      client_secret: clientSecret,
      domains: ["sandbox.example"],
      default_role: "viewer",
      ...more,
    };
    const answer = await owner.api(path, jsonBody("PUT", body));
    for (const domain of answer.status === 200 ? body.domains : []) await vouch(domain);
    return answer;
  };
  const vouch = (domain: string, workspaceId: string = ids.workspace) =>
    inTransaction(world.app.context.store, (store) =>
      proveDomainByServer(store, { workspaceId, domain }),
    );
  const own = { "sec-fetch-site": "same-origin" };
  const start = (jar: Jar, email: string, return_to = "/account") =>
    jar.post(`${world.url}/sign-in/company`, { email, return_to }, own);

  /** Walks the whole way; `change` alters the addresses on it. */
  async function signIn(
    jar: Jar,
    email: string,
    {
      change = (url: URL) => url,
      ...choices
    }: VisitorChoices & { change?: (url: URL) => URL } = {},
  ): Promise<Page> {
    const departure = departureOf(await start(jar, email));
    return await jar.get((await visit(change(new URL(departure)).href, choices)).href);
  }
  const signedInAs = async (jar: Jar) => (await operatorBrowser(world, jar).get("/account")).text;
  const membersNow = async (): Promise<{ email: string; role: string; id: string }[]> =>
    (await owner.api(`/v1/workspaces/${ids.workspace}/members`)).body.data;
  const addAccount = async (email: string, role: "owner" | "viewer") => {
    const invited = await owner.api(
      `/v1/workspaces/${ids.workspace}/invitations`,
      jsonBody("POST", { email, role }),
    );
    const browser = operatorBrowser(world);
    const joined = await browser.post(new URL(invited.body.url).pathname, { name: "P", password });
    expect(joined.status).toBe(303);
    return browser;
  };

  async function expectRefused(jar: Jar, page: Page, code: string, status: number) {
    expect([page.status, page.text.includes(`<code>${code}</code>`)], page.text).toEqual([
      status,
      true,
    ]);
    expect(await signedInAs(jar)).not.toContain(linked);
  }

  test("nobody comes in so who answers for the whole server: a workspace chooses the provider", async () => {
    const { store } = world.app.context;
    expect((await signIn(createJar(), ada)).location).toBe("/account");
    const account = await findOperatorByEmail(store, ada);
    const operatorId = account?.operatorId ?? "";
    await insertServerOperator(store, operatorId, "test");
    try {
      const jar = createJar();
      await expectRefused(jar, await signIn(jar, ada), "company_account_refused", 403);
    } finally {
      await deleteServerOperator(store, operatorId);
    }
    expect((await signIn(createJar(), ada)).location).toBe("/account");
  });

  test("a person comes in, is made a member with the default role, and comes in again", async () => {
    const form = await createJar().get(`${world.url}/sign-in`);
    expect(form.text).toContain("Sign in with your company");
    const jar = createJar();
    const page = await signIn(jar, `  ${ada.toUpperCase()} `);
    expect([page.status, page.location]).toEqual([303, "/account"]);
    const account = await signedInAs(jar);
    expect(account).toContain("Ada Example");
    expect(account).toContain(ada);
    const again = createJar();
    expect((await signIn(again, ada)).status).toBe(303);
    const { body } = await owner.api(
      `/v1/workspaces/${ids.workspace}/audit-records?action=operator.signed_in&limit=2`,
    );
    for (const record of body.data) {
      expect(record).toMatchObject({
        actor: { kind: "operator", label: expect.stringContaining(ada) },
        details: { by: world.sandbox.origin },
      });
    }
    expect((await membersNow()).filter(({ email }) => email === ada)).toMatchObject([
      { role: "viewer" },
    ]);
    expect((await owner.api(path)).body).toEqual({
      issuer: world.sandbox.origin,
      client_id: "company",
      domains: [
        {
          domain: "sandbox.example",
          proven_by: "server",
          txt_name: "_grantry-challenge.sandbox.example",
          txt_value: expect.stringMatching(/^grantry-domain-verification=[\w-]{43}$/),
        },
      ],
      default_role: "viewer",
      redirect_uri: world.url + callback,
      back_channel_logout_uri: `${world.url}/sign-in/company/${ids.workspace}/logout`,
    });
  });

  test("the request has PKCE, nonce and state; nothing secret is in an address, a log or a table", async () => {
    const jar = createJar();
    const url = new URL(departureOf(await start(jar, ada)));
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: "code",
      scope: "openid email profile",
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
    });
    const browser = [...jar.cookies].find(([name]) => name.includes("company"))?.[1] ?? "";
    expect(browser).toMatch(/^[\w-]{43}$/);
    const rows = await world.app.context.store.db
      .selectFrom("sign_in_attempts")
      .selectAll()
      .execute();
    const seen = [url.href, JSON.stringify(rows), ...world.logLines].join("\n");
    for (const secret of [browser, clientSecret]) expect(seen).not.toContain(secret);
  });

  test("another nonce, another code challenge, an answer of another issuer: nobody comes in", async () => {
    const other = (name: string) => (url: URL) => {
      url.searchParams.set(name, "A".repeat(43));
      return url;
    };
    for (const name of ["nonce", "code_challenge"]) {
      const jar = createJar();
      const page = await signIn(jar, ada, { change: other(name) });
      await expectRefused(jar, page, "company_sign_in_failed", 400);
    }
    const jar = createJar();
    const answer = await visit(departureOf(await start(jar, ada)));
    answer.searchParams.set("iss", "https://other.example");
    await expectRefused(jar, await jar.get(answer.href), "issuer_mismatch", 400);
    expect((await membersNow()).map(({ email }) => email)).not.toContain(ada);
  });

  test("an answer in another browser is refused before the code is exchanged, and used up", async () => {
    const jar = createJar();
    const answer = await visit(departureOf(await start(jar, ada)));
    const grants = await world.sandbox.ledger.liveGrants();
    const thief = createJar();
    await start(thief, ada);
    await expectRefused(thief, await thief.get(answer.href), "browser_mismatch", 403);
    expect(await world.sandbox.ledger.liveGrants()).toBe(grants);
    await expectRefused(jar, await jar.get(answer.href), "state_invalid", 400);
  });

  test("an answer counts once, for ten minutes, and at its own workspace's address", async () => {
    const jar = createJar();
    const answer = await visit(departureOf(await start(jar, ada)));
    expect((await jar.get(answer.href)).status).toBe(303);
    // Loaded again: signed in is signed in.
    expect((await jar.get(answer.href)).location).toBe("/account");
    const second = createJar();
    await expectRefused(second, await second.get(answer.href), "state_invalid", 400);
    const late = createJar();
    const tooLate = await visit(departureOf(await start(late, ada)));
    clock.advance(600_000);
    await expectRefused(late, await late.get(tooLate.href), "state_invalid", 400);
    const elsewhere = createJar();
    const moved = await visit(departureOf(await start(elsewhere, ada)));
    moved.pathname = callback.replace(ids.workspace, ids.foreignWorkspace);
    await expectRefused(elsewhere, await elsewhere.get(moved.href), "state_invalid", 400);
  });

  test("an address that the provider does not call verified is nobody's", async () => {
    const jar = createJar();
    const page = await signIn(jar, "cy@sandbox.example", { account: "sandbox-cy" });
    await expectRefused(jar, page, "company_account_refused", 403);
    expect(page.text).toContain("verified");
  });

  test("an address of another domain is refused, and an unknown domain has no provider", async () => {
    await declare({ domains: ["other.example"] });
    const jar = createJar();
    const page = await signIn(jar, "ada@other.example");
    await expectRefused(jar, page, "company_account_refused", 403);
    // Its admins find out who was not let in, and why; the answer does not wait for that.
    await world.app.context.flights.landed();
    const trail = await owner.api(`/v1/workspaces/${ids.workspace}/audit-records?limit=1`);
    expect(trail.body.data).toMatchObject([
      {
        action: "operator.sign_in_refused",
        actor: { kind: "server" },
        details: { email: ada, by: world.sandbox.origin },
      },
    ]);
    expect(trail.body.data[0].details.wrong).toContain("of a domain that may not sign in");
    const unknown = await start(createJar(), ada);
    expect([unknown.status, unknown.text.includes("No company signs in")]).toEqual([404, true]);
    for (const email of ["", "ada", "@", "ada@other.example.evil.example"]) {
      expect((await start(createJar(), email)).status).toBe(404);
    }
  });

  test("a provider whose metadata is another issuer's is not used", async () => {
    expect((await declare({ issuer: `${world.sandbox.origin}/` })).status).toBe(200);
    const page = await start(createJar(), ada);
    expect([page.status, page.text.includes("issuer_mismatch")]).toEqual([400, true]);
  });

  test("without a default role one must be invited, and has the role of the invitation", async () => {
    await declare({ default_role: null });
    const jar = createJar();
    await expectRefused(jar, await signIn(jar, bo, boChosen), "company_account_refused", 403);
    const invitation = jsonBody("POST", { email: bo, role: "member" });
    await owner.api(`/v1/workspaces/${ids.workspace}/invitations`, invitation);
    expect((await signIn(jar, bo, boChosen)).status).toBe(303);
    expect(await membersNow()).toContainEqual(
      expect.objectContaining({ email: bo, role: "member" }),
    );
  });

  test("an account of the workspace alone is linked; who is removed stays out", async () => {
    await addAccount(bo, "viewer");
    const jar = createJar();
    expect((await signIn(jar, bo, boChosen)).status).toBe(303);
    const [member] = (await membersNow()).filter(({ email }) => email === bo);
    await owner.api(`/v1/workspaces/${ids.workspace}/members/${member?.id}`, { method: "DELETE" });
    const out = createJar();
    await expectRefused(out, await signIn(out, bo, boChosen), "company_account_refused", 403);
  });

  test("an account of another workspace, too, is never linked, and a linked one joins no other", async () => {
    const { db } = world.app.context.store;
    await addAccount(bo, "viewer");
    const { operator_id } = await db
      .selectFrom("operators")
      .select("operator_id")
      .where("email", "=", bo)
      .executeTakeFirstOrThrow();
    const foreign = { workspace_id: ids.foreignWorkspace, operator_id, role: "owner" as const };
    const at = { created_at: 1, updated_at: 1 };
    await db
      .insertInto("memberships")
      .values({ ...foreign, ...at })
      .execute();
    const jar = createJar();
    const page = await signIn(jar, bo, boChosen);
    await expectRefused(jar, page, "company_account_refused", 403);
    expect(page.text).toContain("other workspaces");
    await db.deleteFrom("memberships").where("workspace_id", "=", ids.foreignWorkspace).execute();
    expect((await signIn(jar, bo, boChosen)).status).toBe(303);

    await db
      .insertInto("memberships")
      .values({
        ...foreign,
        ...at,
        operator_id: (
          await db
            .selectFrom("operators")
            .select("operator_id")
            .where("email", "=", "owner@example.com")
            .executeTakeFirstOrThrow()
        ).operator_id,
      })
      .execute();
    const invited = await owner.api(
      `/v1/workspaces/${ids.foreignWorkspace}/invitations`,
      jsonBody("POST", { email: bo, role: "viewer" }),
    );
    await db.deleteFrom("memberships").where("workspace_id", "=", ids.foreignWorkspace).execute();
    const joining = operatorBrowser(world, jar);
    const joined = await joining.post(new URL(invited.body.url).pathname, {});
    expect([joined.status, joined.text.includes("account_of_company")]).toEqual([409, true]);
  });

  test("a proven account with a second factor is not linked", async () => {
    await addAccount(bo, "viewer");
    // Proven: the factor that is set up from here on is the person's.
    const link = await createResetLinkOfServer(world.app.context, {
      email: bo,
      endsSecondFactor: false,
    });
    const browser = operatorBrowser(world);
    await browser.post(new URL(link.url.reveal()).pathname, { password });
    await browser.post("/sign-in", { email: bo, password });
    const { text } = await browser.post("/account/second-factor/begin", {});
    expect(text).toMatch(/<code>[A-Z2-7]{32}<\/code>/);
    const { codeAt } = await import("../src/crypto/totp.ts");
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(text)?.[1] ?? "";
    const code = codeAt(secret, clock.nowSeconds());
    expect((await browser.post("/account/second-factor/confirm", { code })).status).toBe(200);
    const jar = createJar();
    await expectRefused(jar, await signIn(jar, bo, boChosen), "company_account_refused", 403);
  });

  test("only an owner declares a provider; a new issuer needs its secret", async () => {
    const admin = await signedIn(world, "admin@example.com");
    const body = { issuer: world.sandbox.origin, client_id: "c", domains: ["x.example"] };
    const byAdmin = await admin.api(path, jsonBody("PUT", { ...body, client_secret: "s" }));
    expect([byAdmin.status, byAdmin.body.code]).toEqual([403, "forbidden"]);
    expect((await admin.api(path, { method: "DELETE" })).status).toBe(403);
    const bare = await owner.api(path, jsonBody("PUT", body));
    expect([bare.status, bare.body.detail.includes("client_secret")]).toEqual([400, true]);
    const insecure = await declare({ issuer: "http://company.example" });
    expect([insecure.status, insecure.body.code]).toEqual([400, "bad_request"]);
    expect((await owner.api(path)).body.domains).toMatchObject([{ domain: "sandbox.example" }]);
  });

  test("a form of another site starts nothing, and who says no there stays out", async () => {
    const foreign = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    const form = { email: ada, return_to: "/account" };
    const page = await createJar().post(`${world.url}/sign-in/company`, form, foreign);
    expect(page.status).toBe(403);
    const jar = createJar();
    await expectRefused(jar, await signIn(jar, ada, { deny: true }), "access_denied", 400);
  });

  test("a stranger at the same address uses up nothing of a browser in which somebody was signed in", async () => {
    const known = createJar();
    await signIn(known, ada);
    const stranger = createJar();
    for (let count = 0; count < 60; count += 1) await start(stranger, "nobody@elsewhere.example");
    expect((await start(stranger, ada)).status).toBe(429);
    expect((await start(known, ada)).status).toBe(200);
    clock.advance(900_000);
  });

  test("an ID token that is over counts no more", async () => {
    const jar = createJar();
    clock.advance(3_600_000 + 61_000);
    await expectRefused(jar, await signIn(jar, ada), "company_sign_in_failed", 400);
  });
});

const boChosen = { account: "sandbox-bo" } as const;
