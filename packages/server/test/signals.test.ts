/**
 * Signals of identity providers (RFC 8417, RFC 8935, OpenID CAEP and RISC): what is signed for a stream is done at once, in every
 * process, and nothing else is. SEC-92, SEC-93.
 */
import { signalStream, signalStreamList } from "@grantry/contract/v1/signal-streams";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import {
  publishedSecret,
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { ownApiOf } from "@grantry/testing/own-api";
import { eventUri, push, signalAudience, signalOf } from "@grantry/testing/transmitter";
import { SignJWT, UnsecuredJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hashSecret } from "../src/crypto/hash.ts";
import { Secret } from "../src/lib/secret.ts";
import { runOperations } from "../src/service/operations/run.ts";
import { sweepSignals } from "../src/service/signals/index.ts";
import { linkWaiting } from "../src/service/trail/index.ts";
import { insertIdentity } from "../src/store/operator-identities.ts";
import { findOperatorByEmail } from "../src/store/operators.ts";
import { insertServerOperator } from "../src/store/server-operators.ts";
import { putSignInProvider } from "../src/store/sign-in-providers.ts";
import { insertSignalStream } from "../src/store/signal-streams.ts";
import { inTransaction } from "../src/store/store.ts";
import { isNoted, noteMessage } from "../src/store/taken-signals.ts";

const path = `/v1/workspaces/${ids.workspace}/signal-streams`;
const issuer = "https://id.example";
const disabled = "risc/account-disabled";

describe.each(engines)("on %s, a signal", (engine) => {
  let world: World;
  let idp: TestIdentityProvider;
  let owner: OperatorBrowser;
  let api: Api;
  let second: { api: Api; url: string };

  beforeAll(async () => {
    idp = await startIdentityProvider(issuer);
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [idp.origin],
      declare: (bootstrap, sandbox) => {
        declareMembers(bootstrap);
        const [workspace] = bootstrap.workspaces;
        const app = workspace?.apps?.find(({ id }) => id === ids.app);
        if (workspace === undefined || app === undefined) throw new Error("no workspace");
        workspace.sign_in_provider = {
          issuer: sandbox.origin,
          client_id: "company",
          client_secret: { file: "company-secret" },
          domains: ["example.com"],
        };
        app.identity_providers = [{ issuer, audience: "app", jwks_uri: `${idp.origin}/jwks` }];
      },
    });
    owner = await signedIn(world, "owner@example.com");
    api = apiOf(world);
    const { url } = await world.another();
    second = { api: apiOf({ url }), url };
  });
  afterAll(async () => {
    await world.close();
    await idp.close();
  });

  const create = (more: object) =>
    owner.api(
      path,
      jsonBody("POST", {
        issuer,
        audience: signalAudience,
        jwks_uri: `${idp.origin}/jwks`,
        ...more,
      }),
    );
  const ofApp = async (action: string) => {
    const { status, body } = await create({ app_id: ids.app, action });
    expect([status, body.detail]).toEqual([201, undefined]);
    expect(signalStream.parse(body)).toEqual(body);
    return body as { id: string; receiver_url: string };
  };
  const ofCompany = async () => (await create({})).body as { id: string; receiver_url: string };
  const user = (sub: string) => ({ format: "iss_sub", iss: issuer, sub });
  const person = (sub: string) => ({ format: "iss_sub", iss: world.sandbox.origin, sub });
  const connected = async (name: string) => {
    const signed = await api.signIn(name, { issuer });
    const started = await signed.initiate(ids.userConnector);
    expect(started.status).toBe(200);
    await consent(createJar(), started.body.redirect_url);
    expect(await read(name)).toBe("served");
  };
  const read = async (name: string, via = api) => {
    const { status, body } = await via.tokenOf(name, ids.userConnector, { issuer });
    return status === 200 ? "served" : body.code;
  };
  /** Links the member of this address to a subject of the company's provider, as their first sign-in would. */
  const link = async (email: string, subject: string) => {
    const { store } = world.app.context;
    const account = await findOperatorByEmail(store, email);
    if (account === undefined) throw new Error(`no ${email}`);
    const identity = { workspaceId: ids.workspace, issuer: world.sandbox.origin, subject };
    await insertIdentity(store, identity, account.operatorId);
    return account.operatorId;
  };
  const records = async (action: string) => {
    await world.app.context.flights.landed();
    await linkWaiting(world.app.context);
    const listed = await ownApiOf(world)(
      "GET",
      `/v1/workspaces/${ids.workspace}/audit-records?action=${action}&limit=200`,
      { as: secrets.workspaceKey },
    );
    return listed.body.data as {
      result: string;
      actor: { kind: string; id: string | null };
      target: { kind: string; id: string };
      details: Record<string, string>;
    }[];
  };

  test("of a user freezes their connections at once, in every process, and nobody else's; on record, with the operation", async () => {
    const stream = await ofApp("freeze");
    await connected("ada");
    await connected("bo");
    const answer = await push(stream.receiver_url, await signalOf(idp, disabled, user("ada")));
    expect([answer.status, answer.body]).toEqual([202, ""]);
    expect(await read("ada", second.api)).toBe("connection_frozen");
    expect(await read("ada")).toBe("connection_frozen");
    expect(await read("bo", second.api)).toBe("served");
    const shown = await owner.api(`${path}/${stream.id}`);
    expect(shown.body.last_signal).toMatchObject({ event: "account-disabled", outcome: "acted" });
    const [record] = await records("signal.taken");
    expect(record).toMatchObject({
      target: { kind: "app_user" },
      details: { event: "account-disabled", action: "freeze", stream: stream.id },
    });
    const operation = await owner.api(
      `/v1/workspaces/${ids.workspace}/operations/${record?.details["operation"]}`,
    );
    expect(operation.body).toMatchObject({ kind: "freeze", progress: { total: 1, done: 1 } });
    const listed = await owner.api(path);
    expect(signalStreamList.parse(listed.body)).toEqual(listed.body);
  });

  test("of a stream that disconnects ends them: frozen when it is answered, revoked afterwards", async () => {
    const stream = await ofApp("disconnect");
    await connected("cleo");
    const token = await signalOf(idp, "caep/session-revoked", {
      format: "complex",
      user: user("cleo"),
      session: { format: "opaque", id: "s-1" },
    });
    expect((await push(`${second.url}/v1/signals/${stream.id}`, token)).status).toBe(202);
    expect(await read("cleo")).not.toBe("served");
    await runOperations(world.app.context);
    expect(await read("cleo")).toBe("not_connected");
  });

  test("ends a person's browsers, command lines and keys, in every process; on record", async () => {
    const stream = await ofCompany();
    const operatorId = await link("member@example.com", "sub-member");
    const member = await signedIn(world, "member@example.com");
    const made = await member.api(
      "/v1/me/keys",
      jsonBody("POST", { name: "laptop", scopes: ["apps:read"], expires_in_days: 7 }),
    );
    const me = (url: string) => ownApiOf({ url })("GET", "/v1/me", { as: made.body.secret });
    expect((await me(second.url)).status).toBe(200);
    const sent = await push(
      stream.receiver_url,
      await signalOf(idp, "caep/session-revoked", person("sub-member")),
    );
    expect(sent.status).toBe(202);
    expect((await me(second.url)).status).toBe(401);
    expect((await member.api("/v1/me")).status).toBe(401);
    expect((await records("signal.taken"))[0]).toMatchObject({
      target: { kind: "operator", id: operatorId },
      details: { browsers: "1", personal_keys: "1", command_lines: "0", event: "session-revoked" },
    });
    // Only what was signed in: the password still opens the account.
    await signedIn(world, "member@example.com");
  });

  test("that the account at the company is over leaves nothing that opens the one here; one that comes late ends no newer sign-in otherwise", async () => {
    const stream = await ofCompany();
    await link("viewer@example.com", "sub-viewer");
    const viewer = await signedIn(world, "viewer@example.com");
    const before = Math.floor(Date.now() / 1_000) - 1_000;
    // Late ones: whoever signed in since then stays so, unless the account itself is over.
    for (const more of [
      { claims: { iat: before } },
      { claims: { toe: before } },
      { event: { event_timestamp: before } },
    ]) {
      const late = await signalOf(idp, "caep/session-revoked", person("sub-viewer"), more);
      expect((await push(stream.receiver_url, late)).status).toBe(202);
      expect((await viewer.api("/v1/me")).status).toBe(200);
    }
    const identifiers = [{ format: "email", email: "viewer@example.com" }, person("sub-viewer")];
    const token = await signalOf(
      idp,
      "risc/account-purged",
      { format: "aliases", identifiers },
      { claims: { iat: before } },
    );
    expect((await push(stream.receiver_url, token)).status).toBe(202);
    expect((await viewer.api("/v1/me")).status).toBe(401);
    await expect(signedIn(world, "viewer@example.com")).rejects.toThrow(/not signed in/);
  });

  test("that gives its time in milliseconds counts from when it was sent", async () => {
    const stream = await ofCompany();
    const again = await signedIn(world, "member@example.com");
    const event = { event_timestamp: Date.now() - 1_000_000 };
    const token = await signalOf(idp, "caep/session-revoked", person("sub-member"), { event });
    expect((await push(stream.receiver_url, token)).status).toBe(202);
    expect((await again.api("/v1/me")).status).toBe(401);
  });

  test("counts once: the same again is taken, and ends nothing", async () => {
    const stream = await ofApp("freeze");
    await connected("dai");
    const token = await signalOf(idp, disabled, user("dai"));
    const there = `${second.url}/v1/signals/${stream.id}`;
    const both = await Promise.all([stream.receiver_url, there].map((url) => push(url, token)));
    expect(both.map(({ status }) => status)).toEqual([202, 202]);
    const thawed = await owner.api(
      `/v1/workspaces/${ids.workspace}/operations`,
      jsonBody("POST", {
        kind: "unfreeze",
        filter: { app_id: ids.app, user: { user_id: "dai", issuer } },
      }),
    );
    expect(thawed.status).toBe(201);
    expect(await read("dai")).toBe("served");
    for (const url of [stream.receiver_url, there]) {
      expect((await push(url, token)).status).toBe(202);
    }
    expect(await read("dai")).toBe("served");
    const { db } = world.app.context.store;
    const made = db.selectFrom("operations").selectAll().where("actor_id", "=", stream.id);
    expect(await made.execute()).toHaveLength(1);
  });

  test("about nobody who is known, about a kind of subject that may change hands, or that asks for nothing is taken and ends nothing", async () => {
    const stream = await ofApp("freeze");
    const company = await ofCompany();
    const last = async (id: string) => (await owner.api(`${path}/${id}`)).body.last_signal;
    for (const [name, subject] of [
      [disabled, user("nobody")],
      [disabled, { format: "email", email: "bo@example.com" }],
      ["caep/session-revoked", { format: "complex", device: { format: "opaque", id: "d" } }],
    ] as const) {
      const sent = await push(stream.receiver_url, await signalOf(idp, name, subject));
      expect([sent.status, (await last(stream.id)).outcome]).toEqual([202, "nobody"]);
    }
    for (const [name, event] of [
      ["ssf/verification", { state: "abc" }],
      ["ssf/stream-updated", { status: "enabled" }],
      ["caep/device-compliance-change", {}],
      ["caep/credential-change", { change_type: "create", credential_type: "fido2-platform" }],
    ] as const) {
      const sent = await push(
        stream.receiver_url,
        await signalOf(idp, name, user("bo"), { event }),
      );
      expect([sent.status, (await last(stream.id)).outcome]).toEqual([202, "noted"]);
    }
    expect(await read("bo")).toBe("served");
    const unknown = await signalOf(idp, disabled, person("sub-unknown"));
    expect((await push(company.receiver_url, unknown)).status).toBe(202);
    expect((await last(company.id)).outcome).toBe("nobody");
  });

  test("ends nobody for whom the company cannot speak: another workspace's, or who answers for the server", async () => {
    const stream = await ofCompany();
    const operatorId = await link("admin@example.com", "sub-admin");
    const admin = await signedIn(world, "admin@example.com");
    const { store } = world.app.context;
    await insertServerOperator(store, operatorId, "the server");
    await push(stream.receiver_url, await signalOf(idp, disabled, person("sub-admin")));
    expect((await admin.api("/v1/me")).status).toBe(200);
    const { body } = await owner.api(`${path}/${stream.id}`);
    expect(body.last_signal.outcome).toBe("nobody");
    await store.db.deleteFrom("server_operators").execute();
    await store.db
      .insertInto("memberships")
      .values({
        workspace_id: ids.foreignWorkspace,
        operator_id: operatorId,
        role: "viewer",
        created_at: 1,
        updated_at: 1,
      })
      .execute();
    await push(stream.receiver_url, await signalOf(idp, disabled, person("sub-admin")));
    expect((await admin.api("/v1/me")).status).toBe(200);
  });

  describe("that is forged or cannot be read is refused, and ends nothing:", () => {
    let stream: { id: string; receiver_url: string };
    let forger: TestIdentityProvider;
    const now = () => Math.floor(Date.now() / 1_000);
    const eve = user("bo");

    beforeAll(async () => {
      stream = await ofApp("freeze");
      forger = await startIdentityProvider(issuer);
    });
    afterAll(() => forger.close());

    test.each<[string, string, () => Promise<string>]>([
      ["another key of the same name", "invalid_key", () => signalOf(forger, disabled, eve)],
      [
        "a key that the issuer does not publish",
        "invalid_key",
        async () => {
          await forger.addKey("new", "ES256");
          return await signalOf(forger, disabled, eve, { kid: "new" });
        },
      ],
      [
        "another issuer",
        "invalid_issuer",
        () => signalOf(idp, disabled, eve, { claims: { iss: "https://other.example" } }),
      ],
      [
        "another audience",
        "invalid_audience",
        () => signalOf(idp, disabled, eve, { claims: { aud: "https://other.example" } }),
      ],
      [
        "a symmetric algorithm",
        "invalid_key",
        async () =>
          await new SignJWT({ iss: issuer, aud: signalAudience, iat: now(), jti: "h", events: {} })
            .setProtectedHeader({ alg: "HS256", typ: "secevent+jwt", kid: "es" })
            .sign(publishedSecret),
      ],
      [
        "no algorithm",
        "invalid_request",
        async () =>
          new UnsecuredJWT({ iss: issuer, aud: signalAudience, sub_id: eve }).setJti("n").encode(),
      ],
      [
        "an ID token's type",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { header: { typ: "JWT" } }),
      ],
      [
        "an access token's type",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { header: { typ: "at+jwt" } }),
      ],
      [
        "no type",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { header: { typ: undefined } }),
      ],
      [
        "no events",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { events: undefined } }),
      ],
      [
        "an event that is no object",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { events: { [eventUri(disabled)]: true } } }),
      ],
      [
        "no jti",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { jti: undefined } }),
      ],
      ["no subject", "invalid_request", () => signalOf(idp, disabled, null)],
      [
        "two subjects",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { event: { subject: user("ada") } }),
      ],
      [
        "a subject that is not as its format has it",
        "invalid_request",
        () => signalOf(idp, disabled, { format: "iss_sub", iss: issuer }),
      ],
      [
        "a time to come",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { iat: now() + 120 } }),
      ],
      [
        "a time long ago",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { iat: now() - 300_000 } }),
      ],
      [
        "an end that is over",
        "invalid_request",
        () => signalOf(idp, disabled, eve, { claims: { exp: now() - 120 } }),
      ],
      [
        "a subject of another issuer",
        "access_denied",
        () =>
          signalOf(idp, disabled, { format: "iss_sub", iss: "https://else.example", sub: "bo" }),
      ],
      ["garbage", "invalid_request", async () => "garbage"],
      ["an encrypted token", "invalid_request", async () => "eyJhbGciOiJkaXIifQ.a.b.c.d"],
      ["nothing", "invalid_request", async () => ""],
    ])("%s (%s)", async (_what, err, made) => {
      const sent = await push(stream.receiver_url, await made());
      expect([sent.status, sent.body.err]).toEqual([400, err]);
      expect(Object.keys(sent.body)).toEqual(["err", "description"]);
      expect(sent.headers.get("content-language")).toBe("en");
      expect(await read("bo")).toBe("served");
    });

    test("another type of body, one too large, an address of no stream, another workspace's", async () => {
      const token = await signalOf(idp, disabled, eve);
      const json = await push(stream.receiver_url, JSON.stringify({ token }), "application/json");
      expect([json.status, json.body.err]).toEqual([415, "invalid_request"]);
      const large = await push(stream.receiver_url, `${token}${"a".repeat(20_000)}`);
      expect([large.status, large.body.err]).toEqual([413, "invalid_request"]);
      const nowhere = await push(`${world.url}/v1/signals/sst_none`, token);
      expect([nowhere.status, nowhere.body.err]).toEqual([404, "invalid_request"]);
      expect(await read("bo")).toBe("served");
    });

    test("a stream of another workspace, for people of this one, though both have the same provider", async () => {
      const { store } = world.app.context;
      const workspaceId = ids.foreignWorkspace;
      await insertSignalStream(store, {
        signalStreamId: "sst_foreign",
        workspaceId,
        issuer,
        audience: signalAudience,
        jwksUri: `${idp.origin}/jwks`,
        appId: null,
        userIssuer: null,
        action: null,
      });
      await link("owner@example.com", "sub-owner");
      const send = async () =>
        await push(
          `${world.url}/v1/signals/sst_foreign`,
          await signalOf(idp, disabled, person("sub-owner")),
        );
      expect((await send()).body.err).toBe("access_denied");
      await inTransaction(store, (trx) =>
        putSignInProvider(trx, {
          workspaceId,
          issuer: world.sandbox.origin,
          clientId: "theirs",
          clientSecret: new Secret("secret"),
          domains: [],
          defaultRole: null,
        }),
      );
      expect((await send()).status).toBe(202);
      expect((await owner.api("/v1/me")).status).toBe(200);
      expect((await owner.api(`${path}/sst_foreign`)).status).toBe(404);
    });

    test("keys that are away: the transmitter is told to come again, and the same token is taken then", async () => {
      const made = await create({
        app_id: ids.app,
        action: "freeze",
        jwks_uri: `${idp.origin}/as/error`,
      });
      const token = await signalOf(idp, disabled, user("nobody"));
      const away = await push(made.body.receiver_url, token);
      expect([away.status, away.body.err]).toEqual([503, "server_error"]);
      expect(Number(away.headers.get("retry-after"))).toBeGreaterThan(0);
      await owner.api(
        `${path}/${made.body.id}`,
        jsonBody("PATCH", { jwks_uri: `${idp.origin}/jwks` }),
      );
      expect((await push(made.body.receiver_url, token)).status).toBe(202);
    });

    test("they are on record, of each reason no more than ten in a quarter of an hour", async () => {
      for (let i = 0; i < 12; i += 1) {
        await push(stream.receiver_url, "garbage");
        await world.app.context.flights.landed();
      }
      const found = await records("signal.refused");
      const ofStream = found.filter(({ target }) => target.id === stream.id);
      const malformed = ofStream.filter(({ result }) => result === "invalid_request");
      const ofAnybody = malformed.filter(({ details }) => details["by"] === undefined);
      expect(ofAnybody).toHaveLength(10);
      expect(ofAnybody[0]?.details["more"]).toContain("quarter of an hour");
      expect(ofStream.map(({ result }) => result)).toContain("invalid_key");
      expect(JSON.stringify(found)).not.toContain("else.example");
    });
  });

  test("that is refused is on record as the issuer's where it signed it, and else as nobody's, which keeps none of the former off the record", async () => {
    const stream = await ofApp("freeze");
    for (let i = 0; i < 12; i += 1) {
      await push(stream.receiver_url, "garbage");
      await world.app.context.flights.landed();
    }
    await push(stream.receiver_url, await signalOf(idp, disabled, null));
    const found = (await records("signal.refused")).filter(({ target }) => target.id === stream.id);
    const [signed, ...others] = found.map(({ actor, details }) => [actor.id, details["by"]]);
    expect(signed).toEqual([stream.id, issuer]);
    expect(others).toHaveLength(10);
    expect(others.every(([id, by]) => id !== stream.id && by === undefined)).toBe(true);
  });

  test("that names a person in several ways is about whom the right issuer names", async () => {
    const stream = await ofApp("freeze");
    await connected("cleo");
    const elsewhere = { format: "iss_sub", iss: "https://other.example", sub: "bo" };
    const named = (identifiers: readonly object[]) => ({ format: "aliases", identifiers });
    const foreign = await signalOf(idp, disabled, named([elsewhere]));
    const refused = await push(stream.receiver_url, foreign);
    expect([refused.status, refused.body.err]).toEqual([400, "access_denied"]);
    const token = await signalOf(idp, disabled, named([elsewhere, user("cleo")]));
    expect((await push(stream.receiver_url, token)).status).toBe(202);
    expect([await read("cleo"), await read("bo")]).toEqual(["connection_frozen", "served"]);
  });

  test("is for the people of whoever signs it: no user's token, and no ID token", async () => {
    const token = await signalOf(idp, disabled, user("bo"), {
      claims: { aud: "app", sub: "bo", exp: Math.floor(Date.now() / 1_000) + 60 },
    });
    const asUser = await ownApiOf(world)("GET", `/v1/apps/${ids.app}/me/connections`, {
      as: token,
    });
    expect(asUser.status).toBe(401);
    expect(asUser.body.detail).toContain("typ");
  });

  describe("is remembered", () => {
    const sent = async (
      { id, receiver_url }: { id: string; receiver_url: string },
      name: string,
      subject: object | null,
    ) => {
      const jti = crypto.randomUUID();
      const token = await signalOf(idp, name, subject, { claims: { jti } });
      expect((await push(receiver_url, token)).status).toBe(202);
      const { store } = world.app.context;
      const isIn = (source: string) => isNoted(store, { source, jti });
      return {
        token,
        as: async () =>
          (await isIn(id)) ? "acted" : (await isIn(`${id} nobody`)) ? "nobody" : null,
      };
    };

    test("as long as it could come again, and no longer", async () => {
      const stream = await ofApp("freeze");
      await connected("eli");
      const acted = await sent(stream, disabled, user("eli"));
      const { store, clock } = world.app.context;
      const at = (seconds: number) => ({
        ...clock,
        nowSeconds: () => clock.nowSeconds() + seconds,
      });
      await sweepSignals({ store, clock: at(259_200) });
      expect(await acted.as()).toBe("acted");
      await sweepSignals({ store, clock: at(263_000) });
      expect(await acted.as()).toBeNull();
    });

    test("apart where it is about nobody, who may become known: the same again ends nothing; not where it asks for nothing", async () => {
      const stream = await ofApp("freeze");
      const early = await sent(stream, disabled, user("flo"));
      expect(await early.as()).toBe("nobody");
      await connected("flo");
      expect((await push(`${second.url}/v1/signals/${stream.id}`, early.token)).status).toBe(202);
      expect([await read("flo"), await early.as()]).toEqual(["served", "nobody"]);
      const email = { format: "email", email: "flo@example.com" };
      for (const [name, subject] of [
        ["ssf/verification", null],
        ["caep/device-compliance-change", user("flo")],
        [disabled, email],
      ] as const) {
        expect(await (await sent(stream, name, subject)).as()).toBeNull();
      }
    });

    test("no more once so many are, and ends what it tells of all the same", async () => {
      const stream = await ofApp("freeze");
      await connected("gus");
      const { store } = world.app.context;
      const workspaceId = ids.workspace;
      const jti = crypto.randomUUID();
      const [first = 0] = hashSecret(jti);
      // A 256th of the memory, in which this message would be.
      await inTransaction(store, async (trx) => {
        for (let found = 0, i = 0; found < 195; i += 1) {
          const other = `other ${i}`;
          if (hashSecret(other)[0] !== first) continue;
          await noteMessage(trx, { source: stream.id, workspaceId, jti: other });
          found += 1;
        }
      });
      const token = await signalOf(idp, disabled, user("gus"), { claims: { jti } });
      expect((await push(stream.receiver_url, token)).status).toBe(202);
      expect(await read("gus")).toBe("connection_frozen");
      expect(await isNoted(store, { source: stream.id, jti })).toBe(false);
    });
  });

  test("streams are owners', of users whom the app knows by what signals say of them", async () => {
    const admin = await signedIn(world, "admin@example.com");
    const body = { issuer, audience: "a", jwks_uri: `${idp.origin}/jwks` };
    expect((await admin.api(path, jsonBody("POST", body))).status).toBe(403);
    for (const [more, code] of [
      [
        { app_id: ids.app, action: "freeze", user_issuer: "https://none.example" },
        "issuer_unknown",
      ],
      [{ app_id: ids.app }, "bad_request"],
      [{ action: "freeze" }, "bad_request"],
      [{ app_id: ids.foreignApp, action: "freeze" }, "app_not_found"],
      [{ jwks_uri: "http://198.51.100.7/jwks" }, "bad_request"],
    ] as const) {
      expect((await create(more)).body.code).toBe(code);
    }
    const stream = await ofApp("freeze");
    const changed = await owner.api(
      `${path}/${stream.id}`,
      jsonBody("PATCH", { action: "disconnect" }),
    );
    expect(changed.body).toMatchObject({ action: "disconnect", app_id: ids.app });
    expect((await owner.api(`${path}/${stream.id}`, { method: "DELETE" })).status).toBe(200);
    const token = await signalOf(idp, disabled, user("bo"));
    expect((await push(stream.receiver_url, token)).status).toBe(404);
    expect(await read("bo")).toBe("served");
  });
});
