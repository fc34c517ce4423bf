/** What the tables promise, the same on both engines. */

import {
  createMigratedDatabase,
  createTestDatabase,
  engines,
  type TestDatabase,
} from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { hashSecret } from "../crypto/hash.ts";
import { createKeyring, newKeyText } from "../crypto/keyring.ts";
import { newUnguessable } from "../lib/id.ts";
import { Secret } from "../lib/secret.ts";
import { getApp, putApp, putWorkspace } from "./apps.ts";
import { clearAttempts, countAttempt, readAttempts } from "./attempts.ts";
import {
  findByLink,
  finishAuthorization,
  getAuthorization,
  insertAuthorization,
  openCodeVerifier,
  takeByState,
  takeLink,
} from "./authorizations.ts";
import {
  findServiceToken,
  findWorkspaceKey,
  putServiceToken,
  putWorkspaceKey,
} from "./bearer-secrets.ts";
import { sealAnswer } from "./connection-answers.ts";
import {
  claimLease,
  clearLapsedLease,
  extendLease,
  releaseLease,
  storeFailure,
  storeNeedsReauth,
  storeRefreshed,
} from "./connection-leases.ts";
import { listForUser } from "./connection-lists.ts";
import {
  eraseTokens,
  lockConnection,
  setConnected,
  setDisconnected,
  type TokenSet,
} from "./connection-writes.ts";
import {
  type Connection,
  findConnection,
  getConnection,
  openAccessToken,
  openRefreshToken,
} from "./connections.ts";
import { findConnector, getConnector, putConnector } from "./connectors.ts";
import { type Database, openDatabase } from "./database.ts";
import { checkEncryptionKeys } from "./encryption-keys.ts";
import { hasLiveConnection } from "./grants.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { putOAuthClient } from "./oauth-clients.ts";
import { inTransaction, type Store } from "./store.ts";
import { readForToken } from "./token-read.ts";

describe.each(engines)("on %s", (engine) => {
  let place: TestDatabase;
  let database: Database;
  let clock: FakeClock;
  let store: Store;
  const keyText = newKeyText("k1");
  const opened: Database[] = [];

  /** One more process on the same database. */
  function anotherStore(keys = keyText): Store {
    const another = openDatabase(place.url);
    opened.push(another);
    return { database: another, db: another.db, keyring: createKeyring(keys), clock };
  }

  beforeEach(async () => {
    place = await createMigratedDatabase(engine, () => inject("postgresUrl"));
    clock = createFakeClock();
    store = anotherStore();
    database = store.database;
    await checkEncryptionKeys(store);
    await putWorkspace(store, { workspaceId: "ws_1", name: "One" });
    await putWorkspace(store, { workspaceId: "ws_2", name: "Two" });
    await declareApp("ws_1", "app_1");
    await declareApp("ws_2", "app_2");
    await declareConnector("ws_1", "con_1", null);
    await declareConnector("ws_2", "con_2", null);
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) await each.close();
    await place.drop();
  });

  const declareApp = (workspaceId: string, appId: string) =>
    putApp(store, {
      appId,
      workspaceId,
      name: appId,
      origins: [],
      identityProviders: [],
      functionsUrl: null,
    });

  async function declareConnector(workspaceId: string, connectorId: string, appId: string | null) {
    await putOAuthClient(store, {
      oauthClientId: `ocl_${workspaceId}`,
      workspaceId,
      name: "client",
      serverId: "sandbox",
      clientId: "id",
      clientSecret: new Secret("secret"),
      previousClientSecret: null,
      redirectPath: "own",
    });
    return await putConnector(store, {
      connectorId,
      workspaceId,
      appId,
      oauthClientId: `ocl_${workspaceId}`,
      integrationType: "sandboxcalendar",
      name: connectorId,
      scopes: ["a", "b"],
      settings: { port: "1" },
    });
  }

  const address = {
    workspaceId: "ws_1",
    appId: "app_1",
    connectorId: "con_1",
    owner: { kind: "user", issuer: null, userId: "user-1" },
  } as const;

  const tokens = (name: string, more: Partial<TokenSet> = {}): TokenSet => ({
    accessToken: new Secret(`access ${name}`),
    refreshToken: new Secret(`refresh ${name}`),
    tokenType: "Bearer",
    expiresAt: clock.nowSeconds() + 3600,
    lifetimeSeconds: 3600,
    refreshTokenExpiresAt: null,
    nextRefreshAt: null,
    ...more,
  });

  async function connect(name = "one", to: Parameters<typeof lockConnection>[1] = address) {
    await inTransaction(store, async (trx) => {
      await setConnected(trx, await lockConnection(trx, to), {
        tokens: tokens(name),
        account: { id: "acc-1", email: null, name: null },
        requestedScopes: ["a", "b"],
        grantedScopes: ["a"],
        connectionConfig: { port: "1" },
        providerKey: "sandbox",
        grantParty: "party-1",
        clientId: "client",
      });
    });
    return await current(to);
  }

  async function current(to: Parameters<typeof findConnection>[1] = address): Promise<Connection> {
    const found = await findConnection(store, to);
    if (found === undefined) throw new Error("there is no connection");
    return found;
  }

  const claim = (connection: Connection, owner = "proc_1", durationMs = 60_000) =>
    claimLease(store, connection, { owner, durationMs });

  describe("the migrations", () => {
    test("run once, however often they are started", async () => {
      expect(await migrate(database)).toEqual([]);
    });

    test("survive several processes that start at once", async () => {
      const fresh = await createTestDatabase(engine, () => inject("postgresUrl"));
      const processes = [1, 2, 3, 4].map(() => openDatabase(fresh.url));
      const applied = await Promise.all(processes.map((each) => migrate(each)));
      expect(applied.flat().sort()).toEqual(migrations.map(({ name }) => name));
      for (const each of processes) await each.close();
      await fresh.drop();
    });

    test("refuse a database that a newer version has changed", async () => {
      await database.db
        .insertInto("migrations" as never)
        .values({ name: "9999_later" } as never)
        .execute();
      await expect(migrate(database)).rejects.toThrow(/newer version \(9999_later\)/);
    });
  });

  describe("the encryption keys", () => {
    test("are checked at every start: another key under the same id is refused (SEC-57)", async () => {
      await expect(checkEncryptionKeys(anotherStore(newKeyText("k1")))).rejects.toThrow(
        /"k1" is not the one/,
      );
    });

    test("must all be there that ever sealed something", async () => {
      await expect(checkEncryptionKeys(anotherStore(newKeyText("k2")))).rejects.toThrow(
        /sealed with the key "k1", which is not configured/,
      );
    });

    test("can be followed by a new one, and the old still opens", async () => {
      await connect();
      const rotated = anotherStore(`${newKeyText("k2")},${keyText}`);
      await checkEncryptionKeys(rotated);
      expect((await openAccessToken(rotated, await current()))?.reveal()).toBe("access one");
      expect(
        await rotated.db.selectFrom("encryption_keys").select("key_id").execute(),
      ).toHaveLength(2);
    });
  });

  describe("an app", () => {
    test("belongs to one workspace: another cannot take its id", async () => {
      expect(await declareApp("ws_2", "app_1")).toBe(false);
      expect((await getApp(store, "app_1"))?.workspaceId).toBe("ws_1");
    });

    test("shows by its version that it changed", async () => {
      const version = async () => (await getApp(store, "app_1"))?.authVersion ?? 0;
      const before = await version();
      // Declared as it is, it stays as it is: no process need read it anew.
      await declareApp("ws_1", "app_1");
      expect(await version()).toBe(before);
      const origins = ["https://app.example.com"];
      const same = { name: "app_1", identityProviders: [], functionsUrl: null };
      await putApp(store, { ...same, appId: "app_1", workspaceId: "ws_1", origins });
      expect(await version()).toBe(before + 1);
    });
  });

  describe("what is counted", () => {
    test("is counted over processes, and cannot be found out from the database by trying", async () => {
      const bucket = "sign-in ada@example.com";
      expect(await countAttempt(store, bucket, 0)).toBe(1);
      const other = anotherStore();
      await checkEncryptionKeys(other);
      expect(await countAttempt(other, bucket, 0)).toBe(2);
      expect(await readAttempts(store, bucket, 0)).toBe(2);
      const withoutKey = anotherStore(newKeyText("k1"));
      const forged = { keyId: "dek_x", workspaceId: "", plain: Buffer.alloc(32), nowMs: 0 };
      withoutKey.keyring.dataKeys.put({ ...forged, state: "primary" });
      expect(await readAttempts(withoutKey, bucket, 0)).toBe(0);
      const [row] = await database.db.selectFrom("attempts").selectAll().execute();
      expect(Buffer.from(row?.bucket_hash ?? [])).not.toEqual(Buffer.from(hashSecret(bucket)));
      await clearAttempts(store, bucket);
      expect(await readAttempts(store, bucket, 0)).toBe(0);
    });
  });

  describe("a bearer secret", () => {
    test("is found by its value, for its own app only, and until it ends (SEC-69, SEC-70)", async () => {
      const secret = new Secret(newUnguessable());
      const token = { serviceTokenId: "stk_1", workspaceId: "ws_1", appId: "app_1", name: "n" };
      await putServiceToken(store, { ...token, secret, scopes: [] });
      expect(await findServiceToken(store, "app_1", secret)).toMatchObject({ appId: "app_1" });
      expect(await findServiceToken(store, "app_2", secret)).toBeUndefined();
      expect(await findServiceToken(store, "app_1", new Secret("other"))).toBeUndefined();
      await store.db
        .updateTable("service_tokens")
        .set({ expires_at: clock.nowSeconds() + 10 })
        .execute();
      expect(await findServiceToken(store, "app_1", secret)).toBeDefined();
      clock.advance(10_000);
      expect(await findServiceToken(store, "app_1", secret)).toBeUndefined();
    });

    test("that is replaced stops working", async () => {
      const key = { workspaceKeyId: "key_1", workspaceId: "ws_1", name: "n" };
      await putWorkspaceKey(store, { ...key, secret: new Secret("first") });
      await putWorkspaceKey(store, { ...key, secret: new Secret("second") });
      expect(await findWorkspaceKey(store, new Secret("first"))).toBeUndefined();
      expect(await findWorkspaceKey(store, new Secret("second"))).toMatchObject(key);
    });
  });

  describe("a connector", () => {
    const one = { appId: "app_1", workspaceId: "ws_1" };

    test("of another workspace, or of another app, cannot be found (SEC-70)", async () => {
      await declareApp("ws_1", "app_3");
      await declareConnector("ws_1", "con_3", "app_3");
      const byId = (connectorId: string) => findConnector(store, one, { kind: "id", connectorId });
      expect((await byId("con_1"))?.connector.connectorId).toBe("con_1");
      expect(await byId("con_2")).toBeUndefined();
      expect(await byId("con_3")).toBeUndefined();
      expect(await getConnector(store, "ws_1", "con_2")).toBeUndefined();
    });

    test("cannot be taken over by another workspace or app", async () => {
      expect(await declareConnector("ws_2", "con_1", null)).toBe(false);
      expect(await declareConnector("ws_1", "con_1", "app_1")).toBe(false);
    });

    test("comes with its opened OAuth client", async () => {
      const found = await findConnector(store, one, { kind: "id", connectorId: "con_1" });
      expect(found?.client.clientSecrets.map((secret) => secret.reveal())).toEqual(["secret"]);
      expect(JSON.stringify(found)).not.toContain('"secret"');
    });
  });

  describe("a connection", () => {
    test("holds what was granted, and its tokens open", async () => {
      const connection = await connect();
      expect(connection).toMatchObject({ status: "active", version: 1, grantedScopes: ["a"] });
      expect((await openAccessToken(store, connection))?.reveal()).toBe("access one");
      expect((await openRefreshToken(store, connection))?.reveal()).toBe("refresh one");
    });

    test("is one per owner, however many consents end at once: none is ever chosen among several (SEC-76)", async () => {
      await Promise.all(["a", "b", "c", "d"].map((name) => connect(name)));
      const rows = await store.db.selectFrom("connections").selectAll().execute();
      expect(rows).toHaveLength(1);
      expect(rows[0]?.version).toBe(4);
    });

    test("is found by equality only: owners whose ids contain one another differ (SEC-71)", async () => {
      const longer = {
        ...address,
        owner: { kind: "user", issuer: null, userId: "user-10" },
      } as const;
      const app = { ...address, owner: { kind: "app" } } as const;
      await connect("long", longer);
      expect(await findConnection(store, address)).toBeUndefined();
      expect(await findConnection(store, app)).toBeUndefined();
      expect((await current(longer)).owner).toEqual({
        kind: "user",
        issuer: null,
        userId: "user-10",
      });
    });

    test("whose ciphertext was moved from another row does not open (SEC-58)", async () => {
      const other = {
        ...address,
        owner: { kind: "user", issuer: null, userId: "user-2" },
      } as const;
      const stolen = (await connect("two", other)).sealedAccessToken;
      const connection = await connect();
      await store.db
        .updateTable("connections")
        .set({ access_token: stolen })
        .where("connection_id", "=", connection.connectionId)
        .execute();
      const moved = await current();
      await expect(openAccessToken(store, moved)).rejects.toThrow(/cannot be opened/);
      expect((await openAccessToken(store, await current(other)))?.reveal()).toBe("access two");
    });

    test("is listed with every connector of its workspace, and for its user only", async () => {
      await connect();
      await declareConnector("ws_1", "con_0", null);
      const app = { appId: "app_1", workspaceId: "ws_1" };
      const mine = await listForUser(store, app, { issuer: null, userId: "user-1" });
      expect(mine.map((entry) => [entry.connectorId, entry.connection?.status])).toEqual([
        ["con_0", undefined],
        ["con_1", "active"],
      ]);
      const others = await listForUser(store, app, { issuer: null, userId: "user-2" });
      expect(others.every((entry) => entry.connection === undefined)).toBe(true);
    });

    test("rests on its grant while it lives", async () => {
      const connection = await connect();
      const live = (party: string, accountId: string | null) =>
        hasLiveConnection(store, { party, accountId });
      expect(await live("party-1", "acc-1")).toBe(true);
      expect(await live("party-1", null)).toBe(true);
      expect(await live("party-1", "acc-2")).toBe(false);
      expect(await live("party-2", "acc-1")).toBe(false);
      await setDisconnected(store, connection);
      expect(await live("party-1", "acc-1")).toBe(false);
      expect(await live("party-1", null)).toBe(false);
    });
  });

  describe("a lease", () => {
    test("is given to one of many (G3)", async () => {
      const connection = await connect();
      const claims = await Promise.all(
        Array.from({ length: 10 }, (_, count) => claim(connection, `proc_${count}`)),
      );
      expect(claims.filter((lease) => lease !== undefined)).toHaveLength(1);
    });

    test("is not given for a version that is past", async () => {
      const old = await connect();
      await connect("two");
      expect(await claim(old)).toBeUndefined();
    });

    test("that has run out is given to the next, and the first holder can store nothing (G5)", async () => {
      const connection = await connect();
      const first = await claim(connection, "proc_1", 1_000);
      expect(await clearLapsedLease(store, await current())).toBe(false);
      clock.advance(1_000);
      expect(await claim(connection, "proc_2")).toBeUndefined();
      expect(await clearLapsedLease(store, await current())).toBe(true);
      expect((await current()).outcomeUnknownAt).toBe(clock.nowSeconds());
      const second = await claim(await current(), "proc_2");
      if (first === undefined || second === undefined) throw new Error("no lease");
      const late = { tokens: tokens("late"), grantedScopes: null, keptValues: {} };
      expect(await storeRefreshed(store, first, sealAnswer(store, connection, late))).toBe(false);
      const failure = { code: "late", nextTryAt: 1, nextRefreshAt: null, outcomeUnknown: true };
      expect(await storeFailure(store, first, failure)).toBe(false);
      expect(await storeNeedsReauth(store, first, "invalid_grant")).toBe(false);
      expect(await extendLease(store, first, 60_000)).toBe(false);
      const next = { tokens: tokens("next"), grantedScopes: null, keptValues: {} };
      expect(await storeRefreshed(store, second, sealAnswer(store, connection, next))).toBe(true);
      const after = await current();
      expect(after).toMatchObject({ status: "active", version: 2, nextTryAt: null });
      expect(after).toMatchObject({ leaseOwner: null, outcomeUnknownAt: null });
      expect((await openAccessToken(store, after))?.reveal()).toBe("access next");
    });

    test("is fenced by its number and by its owner, each by itself (G5)", async () => {
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      const values = { tokens: tokens("other"), grantedScopes: null, keptValues: {} };
      const answer = sealAnswer(store, connection, values);
      const failure = { code: "late", nextTryAt: 1, nextRefreshAt: null, outcomeUnknown: true };
      for (const other of [
        { ...lease, number: lease.number - 1 },
        { ...lease, owner: "proc_2" },
      ]) {
        expect(await extendLease(store, other, 60_000)).toBe(false);
        expect(await storeFailure(store, other, failure)).toBe(false);
        expect(await storeNeedsReauth(store, other, "invalid_grant")).toBe(false);
        expect(await storeRefreshed(store, other, answer)).toBe(false);
        await releaseLease(store, other);
      }
      expect(await storeRefreshed(store, lease, answer)).toBe(true);
    });

    test("is no right to other columns: what was written meanwhile stays (G4)", async () => {
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      const meanwhile = {
        requested_scopes: '["a","b","c"]',
        granted_scopes: '["a","b"]',
        account_email: "new@example.com",
        last_used_at: clock.nowSeconds(),
        validated_at: clock.nowSeconds(),
      };
      const columns = Object.keys(meanwhile) as (keyof typeof meanwhile)[];
      const row = () =>
        store.db.selectFrom("connections").select(columns).executeTakeFirstOrThrow();
      await store.db.updateTable("connections").set(meanwhile).execute();
      const answer = { tokens: tokens("next"), grantedScopes: null, keptValues: {} };
      await storeRefreshed(store, lease, sealAnswer(store, connection, answer));
      expect(await row()).toEqual(meanwhile);
      const again = await claim(await current());
      if (again === undefined) throw new Error("no lease");
      await storeNeedsReauth(store, again, "invalid_grant");
      expect(await row()).toEqual(meanwhile);
    });

    test("counts failures in the row, whoever fails", async () => {
      const failure = { code: "x", nextTryAt: 1, nextRefreshAt: null, outcomeUnknown: false };
      await connect();
      for (const owner of ["proc_1", "proc_2", "proc_3"]) {
        const lease = await claim(await current(), owner);
        if (lease === undefined) throw new Error("no lease");
        expect(await storeFailure(store, lease, failure)).toBe(true);
      }
      expect((await current()).failureCount).toBe(3);
    });

    test("keeps the refresh token when the answer brings none (SEC-38)", async () => {
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      const answer = {
        tokens: tokens("next", { refreshToken: null }),
        grantedScopes: null,
        keptValues: {},
      };
      await storeRefreshed(store, lease, sealAnswer(store, connection, answer));
      expect((await openRefreshToken(store, await current()))?.reveal()).toBe("refresh one");
      expect((await current()).grantedScopes).toEqual(["a"]);
    });

    test("stores what the answer brought anew, and keeps the other settings", async () => {
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      const keptValues = { host: "eu.example.com" };
      const answer = { tokens: tokens("next"), grantedScopes: null, keptValues };
      await storeRefreshed(store, lease, sealAnswer(store, connection, answer));
      expect((await current()).connectionConfig).toEqual({ port: "1", host: "eu.example.com" });
    });

    test("is void after a disconnect (G7)", async () => {
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      await setDisconnected(store, connection);
      const answer = { tokens: tokens("late"), grantedScopes: null, keptValues: {} };
      expect(await storeRefreshed(store, lease, sealAnswer(store, connection, answer))).toBe(false);
      expect((await current()).status).toBe("disconnected");
    });
  });

  describe("erasing", () => {
    test("removes what a disconnect left, but nothing that was authorized since (G7)", async () => {
      const connection = await connect();
      const ended = await setDisconnected(store, connection);
      if (ended === undefined) throw new Error("it was not ended");
      expect(await setDisconnected(store, connection)).toBeUndefined();
      await connect("two");
      const erasing = eraseTokens(store, ended).then(
        () => "done",
        () => "refused by the database",
      );
      expect(await erasing).toBe("done");
      expect((await openAccessToken(store, await current()))?.reveal()).toBe("access two");
    });
  });

  describe("an authorization", () => {
    const authorization = (more = {}) => ({
      authorizationId: "auz_1",
      workspaceId: "ws_1",
      appId: "app_1",
      connectorId: "con_1",
      owner: { kind: "user", issuer: null, userId: "user-1" } as const,
      userLabel: "Ada",
      proof: "confirmation" as const,
      redirectUri: "https://grantry.example/callback",
      returnUrl: null,
      locale: null,
      restartUntil: null,
      requestedScopes: ["a"],
      settings: {},
      expiresAt: clock.nowSeconds() + 600,
      link: "link",
      browser: null,
      ...more,
    });
    const departure = {
      link: "link",
      state: "state",
      browser: "b",
      codeVerifier: "verifier",
      nonce: "nonce",
      settings: { subdomain: "acme" },
    };

    test("is found by its link until it leaves, then by its state once", async () => {
      await insertAuthorization(store, authorization());
      const found = await findByLink(store, "link");
      if (found === undefined) throw new Error("not found");
      expect(await takeByState(store, "state")).toBeUndefined();
      const taken = await Promise.all([1, 2, 3].map(() => takeLink(store, found, departure)));
      expect(taken.filter(Boolean)).toHaveLength(1);
      expect(await findByLink(store, "link")).toBeUndefined();
      const answers = await Promise.all([1, 2, 3].map(() => takeByState(store, "state")));
      const [answer, ...more] = answers.filter((one) => one !== undefined);
      expect(more).toEqual([]);
      if (answer === undefined) throw new Error("not taken");
      expect(await openCodeVerifier(store, answer)).toBe("verifier");
      expect(Buffer.from(answer.nonceHash ?? [])).toEqual(hashSecret("nonce"));
      expect(answer.settings).toEqual({ subdomain: "acme" });
    });

    test("ends with its time", async () => {
      await insertAuthorization(store, authorization());
      const found = await findByLink(store, "link");
      if (found === undefined) throw new Error("not found");
      clock.advance(600_000);
      expect(await findByLink(store, "link")).toBeUndefined();
      expect(await takeLink(store, found, departure)).toBe(false);
    });

    test("is finished once, and forgets its secrets then", async () => {
      await insertAuthorization(store, authorization());
      expect(await finishAuthorization(store, "auz_1", { error: "access_denied" })).toBe(true);
      expect(await finishAuthorization(store, "auz_1", null)).toBe(false);
      const ended = await getAuthorization(store, "app_1", "auz_1");
      expect(ended).toMatchObject({ status: "failed", error: "access_denied", codeVerifier: null });
      expect(await getAuthorization(store, "app_2", "auz_1")).toBeUndefined();
    });
  });

  describe("the read behind a token", () => {
    const secret = new Secret(newUnguessable());
    beforeEach(async () => {
      const token = { serviceTokenId: "stk_1", workspaceId: "ws_1", appId: "app_1", name: "n" };
      await putServiceToken(store, { ...token, secret, scopes: [] });
      await declareConnector("ws_1", "con_shared", "app_1");
    });
    const read = (more = {}) =>
      readForToken(store, {
        appId: "app_1",
        serviceToken: secret,
        address: { kind: "id", connectorId: "con_1" },
        owner: { kind: "user", issuer: null, userId: "user-1" },
        ...more,
      });

    test("brings connection, type and version of the app's settings in one row", async () => {
      await connect();
      expect(await read()).toMatchObject({
        authVersion: 1,
        integrationType: "sandboxcalendar",
        connection: { status: "active", version: 1 },
      });
    });

    test("tells an unknown token, an unknown connector and a missing connection apart", async () => {
      expect(await read({ serviceToken: new Secret("other") })).toBeUndefined();
      expect(await read({ appId: "app_2" })).toBeUndefined();
      const foreign = await read({ address: { kind: "id", connectorId: "con_2" } });
      expect(foreign).toMatchObject({ integrationType: null, connection: undefined });
      expect(await read()).toMatchObject({
        integrationType: "sandboxcalendar",
        connection: undefined,
      });
    });

    test("finds the app's own connector by its type", async () => {
      const shared = { ...address, connectorId: "con_shared", owner: { kind: "app" } } as const;
      await connect("shared", shared);
      const byType = { kind: "type", integrationType: "sandboxcalendar" } as const;
      const found = await read({ address: byType, owner: { kind: "app" } });
      expect(found?.connection?.connectorId).toBe("con_shared");
      const other = { kind: "type", integrationType: "other" } as const;
      expect((await read({ address: other, owner: { kind: "app" } }))?.integrationType).toBeNull();
    });

    test("sees what another process has just committed (SEC-56)", async () => {
      const there = anotherStore();
      const connection = await connect();
      const lease = await claim(connection);
      if (lease === undefined) throw new Error("no lease");
      const answer = { tokens: tokens("two"), grantedScopes: null, keptValues: {} };
      await storeRefreshed(store, lease, sealAnswer(store, connection, answer));
      const found = await readForToken(there, {
        appId: "app_1",
        serviceToken: secret,
        address: { kind: "id", connectorId: "con_1" },
        owner: { kind: "user", issuer: null, userId: "user-1" },
      });
      expect(found?.connection?.version).toBe(2);
    });
  });

  test("a connection's id is enough to read it again", async () => {
    const connection = await connect();
    expect(await getConnection(store, connection.connectionId)).toEqual(connection);
    expect(await getConnection(store, "conn_none")).toBeUndefined();
  });
});
