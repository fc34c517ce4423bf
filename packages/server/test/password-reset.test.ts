/** A lost password: who may make a link that sets a new one, for whom, and what the link does. */

import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../src/crypto/totp.ts";
import { instantOf } from "../src/lib/clock.ts";
import { Secret } from "../src/lib/secret.ts";
import { createResetLinkOfServer } from "../src/service/accounts/reset-link.ts";
import { putWorkspace } from "../src/store/apps.ts";
import { insertIdentity } from "../src/store/operator-identities.ts";
import { deleteMembership, insertOperator, putMembership } from "../src/store/operators.ts";
import type { Role } from "../src/store/schema-accounts.ts";
import { setDomainProven } from "../src/store/sign-in-domains.ts";
import { deleteSignInProvider, putSignInProvider } from "../src/store/sign-in-providers.ts";

const hour = 3_600_000;
const base = `/v1/workspaces/${ids.workspace}`;
const next = "another battery staple horse";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let owner: OperatorBrowser;
  let admin: OperatorBrowser;
  let count = 0;

  beforeAll(async () => {
    clock = createFakeClock();
    world = await startWorld({ engine, clock: withoutRegularWork(clock), declare: declareMembers });
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    // What was tried in the test before is not counted in this one.
    clock.advance(900_000);
    owner = await signedIn(world, "owner@example.com");
    admin = await signedIn(world, "admin@example.com");
  });

  const context = () => world.app.context;
  /** Somebody new in the test workspace, signed in. */
  async function newMember(role: Role = "member") {
    count += 1;
    const email = `person-${count}@example.com`;
    const invited = await owner.api(`${base}/invitations`, jsonBody("POST", { email, role }));
    const browser = operatorBrowser(world);
    await browser.post(new URL(invited.body.url).pathname, { name: "P", password });
    const { data } = (await owner.api(`${base}/members`)).body;
    const { id } = data.find((one: { email: string }) => one.email === email);
    return { email, id: String(id), browser };
  }
  const ask = (by: OperatorBrowser, id: string) =>
    by.api(`${base}/members/${id}/reset-links`, { method: "POST" });
  const pathOf = ({ body }: Answer) => new URL(body.url).pathname;
  const signIn = (email: string, given: string, code = "") =>
    operatorBrowser(world).post("/sign-in", { email, password: given, code });
  const use = (path: string) => operatorBrowser(world).post(path, { password: next });
  const putRole = (operatorId: string, role: Role) =>
    putMembership(context().store, { workspaceId: ids.workspace, operatorId, role });
  const ofServer = (email: string, endsSecondFactor = false) =>
    createResetLinkOfServer(context(), { email, endsSecondFactor });

  async function setUpFactor(browser: OperatorBrowser): Promise<string> {
    const { text } = await browser.post("/account/second-factor/begin", {});
    const secret = /<code>([A-Z2-7]{32})<\/code>/.exec(text)?.[1] ?? "";
    const code = codeAt(secret, clock.nowSeconds());
    expect((await browser.post("/account/second-factor/confirm", { code })).status).toBe(200);
    return secret;
  }

  async function expectVoid(path: string): Promise<void> {
    for (const page of [await operatorBrowser(world).get(path), await use(path)]) {
      expect([page.status, page.text.includes("<code>entry_link_invalid</code>")]).toEqual([
        400,
        true,
      ]);
    }
  }

  test("a link sets a new password once, ends every session, and signs nobody in", async () => {
    const { email, id, browser } = await newMember();
    const answer = await ask(admin, id);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^lnk_/),
      mail: { status: "none", reason: "not_configured" },
      email,
      expires_at: instantOf(clock.nowSeconds() + 3_600),
      url: expect.stringContaining(`${world.url}/password-reset/`),
    });
    const path = pathOf(answer);
    for (let looks = 0; looks < 2; looks += 1) {
      const page = await operatorBrowser(world).get(path);
      expect([page.status, page.text.includes(email)]).toEqual([200, true]);
    }
    const short = await operatorBrowser(world).post(path, { password: "short" });
    expect([short.status, short.text.includes("at least 12 characters")]).toEqual([400, true]);
    expect((await browser.get("/account")).status).toBe(200);
    const both = await Promise.all([use(path), use(path)]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 400]);
    const used = both.find(({ status }) => status === 303);
    expect(used?.location).toBe("/sign-in");
    expect(used?.headers.getSetCookie().join()).toMatch(/^grantry-session=;/);
    expect((await browser.get("/account")).status).toBe(303);
    expect((await signIn(email, password)).status).toBe(401);
    expect((await signIn(email, next)).status).toBe(303);
    await expectVoid(path);
  });

  test("a form of another site sets nothing, nor does a link that is wrong or an hour old", async () => {
    const { email, id } = await newMember();
    const path = pathOf(await ask(admin, id));
    for (const headers of [{ origin: "https://evil.example" }, { "sec-fetch-site": "same-site" }]) {
      const page = await operatorBrowser(world).post(path, { password: next }, headers);
      expect([page.status, page.text.includes("cross_site_refused")]).toEqual([403, true]);
    }
    for (const wrong of ["/password-reset/wrong", "/password-reset/%00"]) await expectVoid(wrong);
    clock.advance(hour - 1_000);
    expect((await operatorBrowser(world).get(path)).status).toBe(200);
    clock.advance(1_000);
    await expectVoid(path);
    expect((await signIn(email, password)).status).toBe(303);
  });

  test("its page is neither framed, cached nor told to others, and HEAD is not answered", async () => {
    const path = pathOf(await ask(admin, (await newMember()).id));
    const { headers } = await operatorBrowser(world).get(path);
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect((await fetch(world.url + path, { method: "HEAD" })).status).toBe(404);
  });

  test("no other kind of link sets a password, and a reset link makes no account", async () => {
    const { id } = await newMember();
    const invitation = { email: "late@example.com", role: "viewer" };
    const invited = await admin.api(`${base}/invitations`, jsonBody("POST", invitation));
    const invitedToken = new URL(invited.body.url).pathname.split("/").at(-1);
    await expectVoid(`/password-reset/${invitedToken}`);
    const reset = await ask(admin, id);
    const token = pathOf(reset).split("/").at(-1);
    expect((await operatorBrowser(world).get(`/invitation/${token}`)).status).toBe(400);
    expect((await operatorBrowser(world).get(`/setup/${token}`)).status).toBe(400);
    const revoked = await admin.api(`${base}/invitations/${reset.body.id}`, { method: "DELETE" });
    expect(revoked.status).toBe(404);
    expect((await use(pathOf(reset))).status).toBe(303);
  });

  test("an admin makes none for an owner, nobody for themselves, and a workspace key none at all", async () => {
    const other = await newMember("owner");
    const refused = await ask(admin, other.id);
    expect([refused.status, refused.body.code]).toEqual([403, "forbidden"]);
    expect(refused.body.detail).toContain("needs the role owner");
    const own = await ask(other.browser, other.id);
    expect([own.status, own.body.code]).toEqual([409, "password_reset_refused"]);
    const byKey = await ownApiOf(world)("POST", `${base}/members/x/reset-links`, {
      as: secrets.workspaceKey,
    });
    expect([byKey.status, byKey.body.code]).toEqual([403, "person_required"]);
    const nobody = await ask(owner, "opr_nobody");
    expect([nobody.status, nobody.body.code]).toEqual([404, "member_not_found"]);
    expect((await use(pathOf(await ask(owner, other.id)))).status).toBe(303);
    await deleteMembership(context().store, ids.workspace, other.id);
  });

  test.each([
    ["before", "A workspace"],
    ["after", "Zoo"],
  ])(
    "who belongs to another workspace, too, is not taken over through one of them: listed %s it",
    async (_where, name) => {
      const { store } = context();
      const { email, id } = await newMember();
      const path = pathOf(await ask(owner, id));
      const workspaceId = `ws_${name.toLowerCase().replace(" ", "_")}`;
      await putWorkspace(store, { workspaceId, name });
      await putMembership(store, { workspaceId, operatorId: id, role: "member" });
      const refused = await ask(owner, id);
      expect([refused.status, refused.body.code]).toEqual([409, "password_reset_refused"]);
      expect(refused.body.detail).toContain("other workspaces");
      await expectVoid(path);
      expect((await signIn(email, password)).status).toBe(303);
      await deleteMembership(store, ids.workspace, id);
      expect((await ask(owner, id)).body.code).toBe("member_not_found");
      await expectVoid(path);
    },
  );

  test("a link is void once its member has another role, or its maker is no admin any more", async () => {
    const { id } = await newMember();
    const raised = pathOf(await ask(admin, id));
    await putRole(id, "owner");
    await expectVoid(raised);
    await putRole(id, "member");
    expect((await operatorBrowser(world).get(raised)).status).toBe(200);
    const maker = await newMember("admin");
    const path = pathOf(await ask(maker.browser, id));
    await putRole(maker.id, "member");
    await expectVoid(path);
    await putRole(maker.id, "admin");
    expect((await operatorBrowser(world).get(path)).status).toBe(200);
    await deleteMembership(context().store, ids.workspace, maker.id);
    await expectVoid(path);
    const promoted = await newMember("owner");
    const other = await newMember("owner");
    const ofOwner = pathOf(await ask(promoted.browser, other.id));
    await putRole(promoted.id, "admin");
    await expectVoid(ofOwner);
    for (const one of [promoted, other]) {
      await deleteMembership(context().store, ids.workspace, one.id);
    }
  });

  test("an account without a password gets no link by either way", async () => {
    const account = { operatorId: "opr_company", email: "eve@company.example", name: "Eve" };
    await insertOperator(context().store, { ...account, passwordHash: null });
    await putRole(account.operatorId, "member");
    const { store } = context();
    const [workspaceId, issuer, domain] = [ids.workspace, "https://id.example", "company.example"];
    const provider = { workspaceId, issuer, clientId: "c", clientSecret: new Secret("s") };
    await putSignInProvider(store, { ...provider, domains: [domain], defaultRole: null });
    await setDomainProven(store, { workspaceId, domain }, "dns");
    await insertIdentity(store, { workspaceId, issuer, subject: "eve" }, account.operatorId);
    const refused = await ask(owner, account.operatorId);
    expect([refused.status, refused.body.code]).toEqual([409, "password_reset_refused"]);
    await expect(ofServer(account.email)).rejects.toMatchObject({ code: "password_reset_refused" });
    await expect(ofServer("nobody@example.com")).rejects.toThrow("Nobody has an account");
    // Once nobody vouches for the person any more, a password does.
    await deleteSignInProvider(store, workspaceId);
    const link = new URL((await ofServer(account.email)).url.reveal()).pathname;
    expect((await use(link)).status).toBe(303);
    expect((await signIn(account.email, next)).status).toBe(303);
  });

  test("a second factor stays, unless the link was made on the server for taking it away", async () => {
    const { email, id } = await newMember();
    // From the first link of the server on the address is proven, and what is set up is the person's.
    await use(new URL((await ofServer(email)).url.reveal()).pathname);
    const browser = operatorBrowser(world);
    await browser.post("/sign-in", { email, password: next });
    const secret = await setUpFactor(browser);
    const byAdmin = pathOf(await ask(admin, id));
    const byServer = new URL((await ofServer(email)).url.reveal()).pathname;
    for (const path of [byAdmin, byServer]) {
      const { text } = await operatorBrowser(world).get(path);
      expect(text).toContain("Your authenticator app stays");
    }
    expect((await use(byAdmin)).status).toBe(303);
    clock.advance(30_000);
    expect((await signIn(email, next)).status).toBe(401);
    expect((await signIn(email, next, codeAt(secret, clock.nowSeconds()))).status).toBe(303);
    const ends = new URL((await ofServer(` ${email.toUpperCase()}`, true)).url.reveal()).pathname;
    const { text } = await operatorBrowser(world).get(ends);
    expect(text).toContain("This also removes your authenticator app");
    expect((await use(ends)).status).toBe(303);
    expect((await signIn(email, next)).status).toBe(303);
    const codes = sql`SELECT * FROM recovery_codes WHERE operator_id = ${id}`;
    expect((await codes.execute(context().store.db)).rows).toEqual([]);
  });

  test("a new password ends the account's other links, however it was set", async () => {
    const { email, id, browser } = await newMember();
    const links = [pathOf(await ask(admin, id)), pathOf(await ask(owner, id))];
    const untouched = pathOf(await ask(admin, (await newMember()).id));
    expect((await use(links[0] ?? "")).status).toBe(303);
    await expectVoid(links[1] ?? "");
    const last = new URL((await ofServer(email)).url.reveal()).pathname;
    await browser.post("/sign-in", { email, password: next });
    const change = { current: next, password };
    expect((await browser.post("/account/password", change)).location).toBe("/account");
    await expectVoid(last);
    expect((await operatorBrowser(world).get(untouched)).status).toBe(200);
  });

  test("the only owner comes back by a link of the server", async () => {
    const link = await ofServer("owner@example.com");
    expect((await use(new URL(link.url.reveal()).pathname)).status).toBe(303);
    expect((await owner.get("/account")).status).toBe(303);
    const back = operatorBrowser(world);
    expect((await back.post("/sign-in", { email: link.email, password: next })).status).toBe(303);
    const change = { current: next, password };
    expect((await back.post("/account/password", change)).status).toBe(303);
  });

  test("making and using are in the trail, and no link is stored or logged", async () => {
    const { email, id } = await newMember();
    const path = pathOf(await ask(admin, id));
    const server = new URL((await ofServer(email)).url.reveal()).pathname;
    expect((await use(path)).status).toBe(303);
    const { data: records } = (await owner.api(`${base}/audit-records?limit=3`)).body;
    const adminId = records[2].actor.id;
    expect(records).toMatchObject([
      {
        action: "operator.password_reset",
        target: { kind: "operator", id },
        details: { link_made_by: adminId, second_factor: "kept" },
      },
      {
        action: "operator.reset_link_created",
        actor: { kind: "server" },
        target: { kind: "operator", id },
        details: { email, second_factor: "kept" },
      },
      {
        action: "member.reset_link_created",
        actor: { kind: "operator", label: "admin (admin@example.com)" },
        target: { kind: "operator", id },
        details: { email },
      },
    ]);
    const { db } = context().store;
    const all = await sql<object>`SELECT * FROM audit_records`.execute(db);
    const links = await sql<object>`SELECT * FROM entry_links`.execute(db);
    const bytes = links.rows
      .flatMap((row) => Object.values(row))
      .filter((value) => value instanceof Uint8Array)
      .map((value) => Buffer.from(value).toString("latin1"));
    const stored = [JSON.stringify([links.rows, all.rows, records]), ...bytes, ...world.logLines];
    for (const one of [path, server]) {
      expect(stored.join("\n")).not.toContain(one.split("/").at(-1));
    }
  });
});
