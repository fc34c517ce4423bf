/** Whose an email domain is: proof by the DNS or the server's operator, release, and people of moved directories. */
import { visit } from "@grantry/sandbox/visitor";
import { toAnswer } from "@grantry/testing/api";
import { createJar, departureOf } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { type DnsServer, startDnsServer } from "@grantry/testing/dns-server";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
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
import { admit } from "../src/service/accounts/company/admit.ts";
import { proveDomainByServer } from "../src/service/accounts/company/prove-domain.ts";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { currentSession } from "../src/service/accounts/sessions.ts";
import { findOperatorByEmail } from "../src/store/operators.ts";
import { findSignInProvider } from "../src/store/sign-in-providers.ts";
import { inTransaction } from "../src/store/store.ts";

const [wsA, wsB] = [ids.workspace, ids.foreignWorkspace];
const domain = "victim.example";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let dns: DnsServer;
  let owners: Record<string, OperatorBrowser>;
  let count = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    dns = await startDnsServer();
    world = await startWorld({
      engine,
      dnsServer: dns.address,
      clock: withoutRegularWork(clock),
      declare: (bootstrap) => {
        declareMembers(bootstrap);
        const [, workspaceB] = bootstrap.workspaces;
        if (workspaceB === undefined) throw new Error("no workspace");
        workspaceB.members = [
          { email: "b@example.com", name: "B", role: "owner", password: { file: password } },
        ];
      },
    });
  });
  afterAll(async () => {
    await world.close();
    await dns.close();
  });
  beforeEach(async () => {
    clock.advance(900_000);
    dns.mode = "answer";
    dns.records.clear();
    owners = {
      [wsA]: await signedIn(world, "owner@example.com"),
      [wsB]: await signedIn(world, "b@example.com"),
    };
    for (const workspaceId of [wsA, wsB]) {
      await ask(workspaceId, "DELETE", "sign-in-provider");
    }
  });

  const context = () => world.app.context;
  const ask = (workspaceId: string, method: string, path: string, body?: unknown) => {
    const init = body === undefined ? { method } : jsonBody(method, body);
    const owner = owners[workspaceId];
    if (owner === undefined) throw new Error("no owner");
    return owner.api(`/v1/workspaces/${workspaceId}/${path}`, init);
  };
  const declare = (workspaceId: string, domains: string[] = [domain], more: object = {}) =>
    ask(workspaceId, "PUT", "sign-in-provider", {
      issuer: "https://id.example.com",
      client_id: "c",
      client_secret: "s",
      domains,
      default_role: "viewer",
      ...more,
    });
  const verify = (workspaceId: string, one = domain) =>
    ask(workspaceId, "POST", `sign-in-provider/domains/${one}/verify`);
  /** Sets the record of each of these workspaces, and no other. */
  const setRecords = async (...workspaceIds: string[]) => {
    const texts = ["v=spf1 -all"];
    let name = "";
    for (const workspaceId of workspaceIds) {
      const { body } = await ask(workspaceId, "GET", "sign-in-provider");
      name = body.domains[0].txt_name;
      texts.push(body.domains[0].txt_value);
    }
    dns.records.set(name || `_grantry-challenge.${domain}`, texts);
  };
  const provenOf = async (workspaceId: string) =>
    (await ask(workspaceId, "GET", "sign-in-provider")).body.domains[0].proven_by;
  const prove = async (workspaceId: string) => {
    await declare(workspaceId);
    await setRecords(workspaceId);
    expect((await verify(workspaceId)).status).toBe(200);
  };
  /** Signs in as the provider's person, as far as the account goes: what the provider said is checked before. */
  async function comeIn(workspaceId: string, claims: { sub: string; email: string }) {
    const provider = await findSignInProvider(context().store, workspaceId);
    if (provider === undefined) throw new Error("no provider");
    const place = { client: null, address: null };
    const said = { name: "P", email_verified: true, ...claims };
    const { session: token } = await admit(context(), { provider, claims: said, place });
    const session = await currentSession(context(), token);
    if (session === undefined) throw new Error("no session");
    const browser = operatorBrowser(world);
    browser.jar.cookies.set("grantry-session", token.reveal());
    return { session, browser };
  }
  const refusal = { code: "company_account_refused" };
  const newAddress = () => {
    count += 1;
    return `cfo-${count}@${domain}`;
  };
  const invite = async (workspaceId: string, email: string, role = "member") => {
    const { body } = await ask(workspaceId, "POST", "invitations", { email, role });
    return new URL(body.url).pathname;
  };
  const membersOf = async (workspaceId: string): Promise<{ id: string; email: string }[]> =>
    (await ask(workspaceId, "GET", "members")).body.data;

  test("the whole way, with a provider over the wire: only once the domain is proven", async () => {
    await world.sandbox.addClient({
      clientId: `company-${engine}`,
      clientSecret: "s",
      redirectUris: [`${world.url}/sign-in/company/${wsA}/callback`],
    });
    const way = { issuer: world.sandbox.origin, client_id: `company-${engine}` };
    await declare(wsA, ["sandbox.example"], way);
    const start = (jar = createJar()) =>
      jar.post(
        `${world.url}/sign-in/company`,
        { email: "ada@sandbox.example", return_to: "/account" },
        { "sec-fetch-site": "same-origin" },
      );
    expect((await start()).status).toBe(404);
    await setRecords(wsA);
    expect((await verify(wsA, "sandbox.example")).status).toBe(200);
    const jar = createJar();
    const done = await jar.get((await visit(departureOf(await start(jar)))).href);
    expect([done.status, done.location]).toEqual([303, "/account"]);
  });

  test("a declared domain counts for nobody before it is proven", async () => {
    const declared = await declare(wsB);
    expect([declared.status, declared.body.domains[0].proven_by]).toEqual([200, null]);
    const page = await createJar().post(
      `${world.url}/sign-in/company`,
      { email: newAddress(), return_to: "/account" },
      { "sec-fetch-site": "same-origin" },
    );
    expect([page.status, page.text.includes("No company signs in")]).toEqual([404, true]);
    await expect(comeIn(wsB, { sub: "x", email: newAddress() })).rejects.toMatchObject(refusal);
    // Nor does it stand in the way of another's claim.
    await prove(wsA);
    expect(await provenOf(wsB)).toBeNull();
  });

  test("the DNS record proves it: at its name, with its text, for its workspace", async () => {
    await declare(wsA);
    const { body } = await ask(wsA, "GET", "sign-in-provider");
    const [{ txt_name: name, txt_value: value }] = body.domains;
    await declare(wsB);
    for (const texts of [undefined, [], ["x"], [`${value}x`], [value.slice(0, -1)]]) {
      if (texts === undefined) dns.records.delete(name);
      else dns.records.set(name, texts);
      const refused = await verify(wsA);
      expect([refused.status, refused.body.code]).toEqual([409, "domain_not_proven"]);
      expect(refused.body.detail).toContain(`${name} with the text ${value}`);
    }
    dns.records.set(domain, [value]);
    expect((await verify(wsA)).status).toBe(409);
    dns.records.set(name, ["other", value]);
    expect((await verify(wsB)).body.code).toBe("domain_not_proven");
    const proven = await verify(wsA);
    expect([proven.status, proven.body.domains[0].proven_by]).toEqual([200, "dns"]);
    // Declared again with others, the proof stays; taken out and declared again it is gone.
    await declare(wsA, [domain, "more.example"]);
    expect(await provenOf(wsA)).toBeNull();
    await declare(wsA);
    expect(await provenOf(wsA)).toBe("dns");
    await declare(wsA, ["more.example"]);
    await declare(wsA);
    expect(await provenOf(wsA)).toBeNull();
  });

  test("a DNS that is away, or an undeclared or malformed domain, proves nothing", async () => {
    await declare(wsA);
    await setRecords(wsA);
    dns.mode = "fail";
    const away = await verify(wsA);
    expect([away.status, away.body.code]).toEqual([503, "domain_lookup_failed"]);
    expect(away.headers.get("retry-after")).toBe("30");
    expect((await verify(wsA, "other.example")).body.code).toBe("sign_in_domain_not_found");
    expect((await verify(wsA, "no%20domain")).status).toBe(400);
    const before = dns.asked.length;
    for (let tries = 0; tries < 31; tries += 1) await verify(wsA, "other.example");
    expect((await verify(wsA)).status).toBe(429);
    expect(dns.asked.length).toBe(before);
  });

  test("two prove it: the first keeps it while its record stands, and loses it with the record", async () => {
    await prove(wsB);
    await declare(wsA);
    await setRecords(wsA, wsB);
    const taken = await verify(wsA);
    expect([taken.status, taken.body.code]).toEqual([409, "sign_in_domain_taken"]);
    await setRecords(wsA);
    expect((await verify(wsA)).status).toBe(200);
    expect([await provenOf(wsA), await provenOf(wsB)]).toEqual(["dns", null]);
    const { data } = (await ask(wsB, "GET", "audit-records?limit=1")).body;
    expect(data[0]).toMatchObject({ action: "sign_in_domain.released", target: { id: domain } });
  });

  test("the word of whoever runs the server proves it, too, against any other", async () => {
    await prove(wsB);
    await declare(wsA);
    const say = (workspaceId: string) =>
      inTransaction(context().store, (store) =>
        proveDomainByServer(store, { workspaceId, domain }),
      );
    await say(wsA);
    expect([await provenOf(wsA), await provenOf(wsB)]).toEqual(["server", null]);
    await setRecords(wsB);
    expect((await verify(wsB)).body.code).toBe("sign_in_domain_taken");
    await ask(wsA, "DELETE", "sign-in-provider");
    expect((await verify(wsB)).status).toBe(200);
    await expect(say(wsA)).rejects.toMatchObject({ code: "sign_in_domain_not_found" });
  });

  test("nobody declares the domain of a public mail service", async () => {
    for (const one of ["gmail.com", "GoogleMail.com", "outlook.com", "proton.me"]) {
      const refused = await declare(wsB, ["company.example", one]);
      expect([refused.status, JSON.stringify(refused.body.errors)]).toEqual([
        400,
        expect.stringContaining("public mail service"),
      ]);
    }
  });

  test("an address that another workspace squatted by an invitation comes in by the proven domain", async () => {
    const email = newAddress();
    const squatter = operatorBrowser(world);
    await squatter.post(await invite(wsB, email), { name: "S", password });
    await prove(wsA);
    const { session, browser } = await comeIn(wsA, { sub: `sub of ${email}`, email });
    expect(session.operator.email).toBe(email);
    expect((await browser.api(`/v1/workspaces/${wsB}/members`)).status).toBe(404);
    expect((await squatter.api(`/v1/workspaces/${wsA}/members`)).status).toBe(404);
    const form = { email, password };
    expect((await operatorBrowser(world).post("/sign-in", form)).status).toBe(401);
    const emails = (await membersOf(wsB)).map((one) => one.email);
    expect(emails).not.toContain(email);
    expect(emails.some((one) => one.endsWith("@released.invalid"))).toBe(true);
  });

  test("what an account of the workspace held before its company proved it ends, second factor included", async () => {
    const email = newAddress();
    const first = operatorBrowser(world);
    await first.post(await invite(wsA, email), { name: "S", password });
    const scopes = ["workspace:read"];
    const made = await first.api(
      "/v1/me/keys",
      jsonBody("POST", { name: "k", scopes, expires_in_days: 90 }),
    );
    const headers = { authorization: `Bearer ${made.body.secret}` };
    const byKey = () => toAnswer(fetch(`${world.url}/v1/workspaces/${wsA}/members`, { headers }));
    expect((await byKey()).status).toBe(200);
    await prove(wsA);
    const { browser } = await comeIn(wsA, { sub: `sub of ${email}`, email });
    expect((await byKey()).status).toBe(401);
    expect((await first.get("/account")).status).toBe(303);
    expect((await operatorBrowser(world).post("/sign-in", { email, password })).status).toBe(401);
    expect((await browser.api(`/v1/workspaces/${wsA}/members`)).status).toBe(200);
  });

  test.each(["membership", "provider", "domain"])(
    "an account whose company lost its %s joins another workspace, and gets a password by the server",
    async (lost) => {
      await prove(wsB);
      const email = newAddress();
      const { session, browser } = await comeIn(wsB, { sub: `sub of ${email}`, email });
      const link = await invite(wsA, email);
      const held = await browser.post(link, {});
      expect([held.status, held.text.includes("account_of_company")]).toEqual([409, true]);
      const { operatorId } = session.operator;
      if (lost === "membership") await ask(wsB, "DELETE", `members/${operatorId}`);
      else if (lost === "provider") await ask(wsB, "DELETE", "sign-in-provider");
      else await declare(wsB, ["elsewhere.example"]);
      const reset = await createResetLinkOfServer(context(), { email, endsSecondFactor: false });
      await operatorBrowser(world).post(new URL(reset.url.reveal()).pathname, { password });
      const back = await signedIn(world, email);
      expect((await back.post(link, {})).location).toBe("/account");
      expect((await back.api(`/v1/workspaces/${wsA}/members`)).status).toBe(200);
      // Not even the workspace that had them once signs them in again.
      if (lost === "membership") {
        await expect(comeIn(wsB, { sub: `sub of ${email}`, email })).rejects.toMatchObject(refusal);
      }
    },
  );

  test("a moved directory: the new subject is refused until an admin unlinks the member", async () => {
    await prove(wsA);
    const email = newAddress();
    const { session, browser } = await comeIn(wsA, { sub: "old", email });
    const { operatorId } = session.operator;
    const input = { name: "k", scopes: ["workspace:read"], expires_in_days: 90 };
    const { body } = await browser.api("/v1/me/keys", jsonBody("POST", input));
    await expect(comeIn(wsA, { sub: "new", email })).rejects.toMatchObject({
      ...refusal,
      detail: expect.stringContaining("unlink"),
    });
    const path = `members/${operatorId}/sign-in-identity`;
    const viewer = await signedIn(world, "viewer@example.com");
    const byViewer = await viewer.api(`/v1/workspaces/${wsA}/${path}`, { method: "DELETE" });
    expect(byViewer.status).toBe(403);
    expect((await ask(wsB, "DELETE", path)).body.code).toBe("member_not_found");
    const unlinked = await ask(wsA, "DELETE", path);
    expect([unlinked.status, unlinked.body]).toEqual([200, { id: operatorId, deleted: true }]);
    expect((await ask(wsA, "DELETE", path)).body.code).toBe("sign_in_identity_not_found");
    const again = await comeIn(wsA, { sub: "new", email });
    expect(again.session.operator.operatorId).toBe(operatorId);
    await expect(comeIn(wsA, { sub: "old", email })).rejects.toMatchObject(refusal);
    // It may be another person with the same address.
    const headers = { authorization: `Bearer ${body.secret}` };
    const byKey = await toAnswer(fetch(`${world.url}/v1/workspaces/${wsA}/members`, { headers }));
    expect(byKey.status).toBe(401);
    expect((await browser.get("/account")).status).toBe(303);
  });

  test("who was removed stays out, and comes back by an invitation", async () => {
    await prove(wsA);
    const email = newAddress();
    const { session } = await comeIn(wsA, { sub: email, email });
    await ask(wsA, "DELETE", `members/${session.operator.operatorId}`);
    await expect(comeIn(wsA, { sub: email, email })).rejects.toMatchObject(refusal);
    await invite(wsA, email, "admin");
    const { browser } = await comeIn(wsA, { sub: email, email });
    expect((await browser.api(`/v1/workspaces/${wsA}/invitations`)).status).toBe(200);
    // The same holds for one that came by an invitation and a password.
    const other = newAddress();
    await operatorBrowser(world).post(await invite(wsA, other), { name: "P", password });
    const { operatorId = "" } = (await findOperatorByEmail(context().store, other)) ?? {};
    await ask(wsA, "DELETE", `members/${operatorId}`);
    await expect(comeIn(wsA, { sub: other, email: other })).rejects.toMatchObject(refusal);
  });

  test.each([
    ["no address", { email: 7 }],
    ["an address that is too long", { email: `${"x".repeat(250)}@${domain}` }],
    ["an address without a name", { email: `@${domain}` }],
    ["an unverified address", { email_verified: false }],
    ["a verification in words", { email_verified: "true" }],
    ["an address of a subdomain", { email: `a@sub.${domain}` }],
    ["an address with two domains", { email: `a@evil.example@${domain}` }],
  ])("claims with %s open nothing", async (_what, claims) => {
    await prove(wsA);
    const person = { sub: "s", email: newAddress(), ...claims } as { sub: string; email: string };
    await expect(comeIn(wsA, person)).rejects.toMatchObject(refusal);
  });
});
