/** A workspace that demands a second factor of its members: who can do nothing in it until they set one up, and who can. */
import * as people from "@grantry/contract/v1/people";
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  operatorBrowser,
  password,
  signedIn,
} from "@grantry/testing/operators";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { createPasskey } from "@grantry/testing/passkey";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { codeAt } from "../../src/crypto/totp.ts";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { insertCliGrant, insertCliTokens } from "../../src/store/cli-tokens.ts";
import { clearPassword } from "../../src/store/operator-factors.ts";
import { putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const foreign = `/v1/workspaces/${ids.foreignWorkspace}`;
const apps = `/v1/workspaces/${ids.workspace}/apps`;
const app = `/api/apps/${ids.app}/external-auth/list`;
const proof = { password, code: "" };
const missing = [401, "second_factor_required"];
const told = ({ status, body }: Answer) => [status, body.code];

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let clock: FakeClock;
  let api: OwnApi;

  beforeAll(async () => {
    clock = createFakeClock();
    const unswept = { ...clock, every: () => () => {} };
    const publicHost = "localhost";
    world = await startWorld({ engine, clock: unswept, declare: declareMembers, publicHost });
    api = ownApiOf(world);
  });
  afterAll(() => world.close());
  // What was tried in the test before is not counted in this one, and its codes are used up.
  beforeEach(() => clock.advance(900_000));

  const as = (name: string) => signedIn(world, `${name}@example.com`);
  const post = (browser: OperatorBrowser, path: string, body: unknown) =>
    browser.api(path, jsonBody("POST", body));
  const demand = (browser: OperatorBrowser, second_factor: "optional" | "required") =>
    browser.api(workspace, jsonBody("PATCH", { second_factor }));
  const idOf = async (browser: OperatorBrowser) => (await browser.api("/v1/me")).body.id as string;
  const mine = async (browser: OperatorBrowser) => {
    const { body } = await browser.api("/v1/me");
    return body.workspaces.find(({ id }: { id: string }) => id === ids.workspace);
  };

  async function addApp(browser: OperatorBrowser): Promise<string> {
    const { body } = await post(browser, "/v1/me/totp/begin", {});
    const code = codeAt(body.secret, clock.nowSeconds());
    expect((await post(browser, "/v1/me/totp/confirm", { code })).status).toBe(200);
    clock.advance(30_000);
    return body.secret;
  }
  const takeAppAway = (browser: OperatorBrowser, secret: string) => {
    clock.advance(30_000);
    const code = codeAt(secret, clock.nowSeconds());
    return post(browser, "/v1/me/totp/remove", { password, code });
  };
  async function addPasskey(browser: OperatorBrowser): Promise<string> {
    const begun = await post(browser, "/v1/me/passkeys/begin", proof);
    const { challenge } = begun.body.public_key;
    const credential = createPasskey().registration({
      challenge,
      rpId: "localhost",
      origin: world.url,
    });
    const made = await post(browser, "/v1/me/passkeys", { name: "Laptop", credential });
    expect(made.status).toBe(201);
    return made.body.id;
  }
  /** A workspace whose owner demands it; takes it back at the end. */
  async function demanding(work: (owner: OperatorBrowser) => Promise<void>): Promise<void> {
    const owner = await as("owner");
    const secret = await addApp(owner);
    expect(told(await demand(owner, "required"))).toEqual([200, undefined]);
    try {
      await work(owner);
    } finally {
      expect((await demand(owner, "optional")).status).toBe(200);
      expect((await takeAppAway(owner, secret)).status).toBe(200);
    }
  }

  test("who has none cannot demand one; an owner who has can, on record, and nobody else", async () => {
    const owner = await as("owner");
    expect(told(await demand(owner, "required"))).toEqual(missing);
    const secret = await addApp(owner);
    const answer = await demand(owner, "required");
    expect(people.workspace.parse(answer.body)).toEqual(answer.body);
    expect(answer.body).toMatchObject({ second_factor: "required", second_factor_missing: false });
    const { body } = await owner.api(`${workspace}/audit-records?action=workspace.changed`);
    expect(body.data[0].details).toMatchObject({ second_factor: "optional -> required" });
    // By whoever is no owner, it is neither demanded nor taken back.
    const admin = await as("admin");
    const adminSecret = await addApp(admin);
    expect(told(await demand(admin, "optional"))).toEqual([403, "forbidden"]);
    await takeAppAway(admin, adminSecret);
    // Who loses theirs is refused as all are, and sets one up anew.
    await takeAppAway(owner, secret);
    expect(told(await demand(owner, "optional"))).toEqual(missing);
    const next = await addApp(owner);
    expect(told(await demand(owner, "optional"))).toEqual([200, undefined]);
    await takeAppAway(owner, next);
  });

  test("who has none does nothing in it, in a browser, by key or command line, but set one up", async () => {
    const member = await as("member");
    const operatorId = await idOf(member);
    const { store } = world.app.context;
    const key = `grantry_pk_${"m".repeat(43)}`;
    const cliToken = `grantry_at_${"m".repeat(43)}`;
    const scopes = permissionNames;
    const named = { personalKeyId: "pky_m", operatorId, name: "m", scopes, expiresAt: null };
    await insertPersonalKey(store, { ...named, secret: new Secret(key) });
    const cliGrantId = "clg_m";
    const clientId = "grantry-cli";
    await insertCliGrant(store, { cliGrantId, operatorId, clientId, scopes, address: null });
    const expiresAt = clock.nowSeconds() + 86_400;
    const token = { cliGrantId, kind: "access", token: new Secret(cliToken), expiresAt } as const;
    await insertCliTokens(store, [token]);
    const role = "member";
    await putMembership(store, { workspaceId: ids.foreignWorkspace, operatorId, role });

    const paths = [workspace, apps, app, `/api/workspace/${ids.workspace}/connectors`];
    const asked = (path: string) => [
      member.api(path),
      api("GET", path, { as: key }),
      api("GET", path, { as: cliToken }),
    ];
    const all = async (path: string) => (await Promise.all(asked(path))).map((one) => one.status);
    for (const path of paths) expect([path, await all(path)]).toEqual([path, [200, 200, 200]]);
    await demanding(async (owner) => {
      for (const path of paths) {
        expect([path, await all(path)]).toEqual([path, [401, 401, 401]]);
      }
      const refused = await member.api(workspace);
      expect(told(refused)).toEqual(missing);
      expect(refused.body.detail).toContain("Set one up in your account");
      // Who belongs elsewhere, too, goes on there; workspace keys are no people.
      expect((await member.api(foreign)).status).toBe(200);
      const { body: listed } = await api("GET", "/api/apps", { as: key });
      expect(JSON.stringify(listed)).not.toContain(`"${ids.app}"`);
      expect((await api("GET", workspace, { as: secrets.workspaceKey })).status).toBe(200);
      expect(await mine(member)).toMatchObject({ second_factor_missing: true });
      await world.app.context.flights.landed();
      const { body } = await owner.api(`${workspace}/audit-records?action=access.refused`);
      expect(body.data[0]).toMatchObject({
        actor: { id: operatorId },
        result: "second_factor_required",
      });
      const secret = await addApp(member);
      expect(await all(workspace)).toEqual([200, 200, 200]);
      expect(await mine(member)).toMatchObject({ second_factor_missing: false });
      await takeAppAway(member, secret);
      expect(told(await member.api(apps))).toEqual(missing);
    });
    expect((await member.api(apps)).status).toBe(200);
  });

  test("a passkey is one: the password beside it signs in no more while one is demanded", async () => {
    const viewer = await as("viewer");
    const signIn = () =>
      post(operatorBrowser(world), "/v1/sessions", { email: "viewer@example.com", password });
    const passkeyId = await addPasskey(viewer);
    expect((await signIn()).status).toBe(201);
    await demanding(async (owner) => {
      expect((await viewer.api(workspace)).status).toBe(200);
      const refused = await signIn();
      expect(told(refused)).toEqual(missing);
      expect(refused.body.detail).toContain("Sign in with your passkey");
      expect(refused.headers.getSetCookie()).toEqual([]);
      const wrong = { email: "viewer@example.com", password: "not the password" };
      const unknown = await post(operatorBrowser(world), "/v1/sessions", wrong);
      expect(told(unknown)).toEqual([401, "sign_in_failed"]);
      const { body } = await owner.api(`${workspace}/members`);
      const has = Object.fromEntries(
        body.data.map((one: { role: string; second_factor: boolean; password_only: boolean }) => [
          one.role,
          [one.second_factor, one.password_only],
        ]),
      );
      expect(has).toEqual({
        owner: [true, false],
        admin: [false, true],
        member: [false, true],
        viewer: [true, false],
      });
      expect((await viewer.api(`/v1/me/passkeys/${passkeyId}`, { method: "DELETE" })).status).toBe(
        200,
      );
      expect(told(await viewer.api(workspace))).toEqual(missing);
      expect((await signIn()).status).toBe(201);
    });
  });

  test("who has no password comes by the company, whose matter it is", async () => {
    const admin = await as("admin");
    await clearPassword(world.app.context.store, await idOf(admin));
    await demanding(async () => {
      expect((await admin.api(workspace)).status).toBe(200);
    });
  });
});
