/**
 * A process that stood still, so that it seals with a key that others have replaced and destroyed meanwhile, stores nothing
 * that nobody can open.
 */
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createKeyring } from "../src/crypto/keyring.ts";
import { splitSealed } from "../src/crypto/sealed-value.ts";
import { Secret } from "../src/lib/secret.ts";
import { resealAll, retireKey } from "../src/service/keys/index.ts";
import {
  readAnswer,
  type SealedAnswer,
  sealAnswer,
  writeAnswer,
} from "../src/store/connection-answers.ts";
import { claimLease, storeRefreshed } from "../src/store/connection-leases.ts";
import { getConnection, openAccessToken, openRefreshToken } from "../src/store/connections.ts";
import { deleteDataKey, findPrimary, promoteDataKey } from "../src/store/data-key-states.ts";
import { stageDataKey } from "../src/store/data-keys.ts";
import { type Database, openDatabase } from "../src/store/database.ts";
import { holderSeconds } from "../src/store/key-holders.ts";
import { insertMail } from "../src/store/mails.ts";
import { openEverySealed } from "../src/store/open-sealed.ts";
import { setPendingTotp } from "../src/store/operator-factors.ts";
import { insertOperator } from "../src/store/operators.ts";
import { findSealedWith } from "../src/store/reseal.ts";
import { whileSealing } from "../src/store/sealing.ts";
import { inTransaction, type Store } from "../src/store/store.ts";

const everything = { workspaceId: null, pageRows: 50, pauseMs: 0 };
const lateClient = { table: "oauth_clients", row: ids.oauthClient, column: "client_secret" };

describe.each(engines)("on %s", (engine) => {
  let clock: FakeClock;
  let world: World;
  const databases: Database[] = [];

  beforeEach(async () => {
    clock = createFakeClock();
    // It looks for no new keys by itself: so it stands still, as far as they go.
    world = await startWorld({ engine, clock: withoutRegularWork(clock) });
    await connect(apiOf(world), "ada", ids.userConnector);
  });
  afterEach(async () => {
    for (const database of databases.splice(0)) await database.close();
    await world.close();
  });

  const still = () => world.app.context.store;
  /** What another process has: the same database and root keys, and none of the data keys in memory. */
  function another(): Store {
    const database = openDatabase(world.databaseUrl, { poolSize: 2 });
    databases.push(database);
    const keyring = createKeyring(world.encryptionKeys);
    return { database, db: database.db, keyring, clock };
  }

  /** Others replace a key, seal with the new one what it had sealed, and destroy it. */
  async function replaceKey(workspaceId: string): Promise<string> {
    const other = another();
    const before = (await findPrimary(other, workspaceId)) ?? "";
    const keyId = await stageDataKey(other, workspaceId);
    expect(await promoteDataKey(other, { workspaceId, keyId })).toBe(true);
    const wait = { nowSeconds: () => clock.nowSeconds(), sleep: async () => {} };
    await resealAll({ store: other, clock: wait }, everything);
    expect(await findSealedWith(other, 2, before)).toBe(undefined);
    expect(await deleteDataKey(other, before)).toBe(true);
    expect(still().keyring.dataKeys.primaryOf(workspaceId)?.keyId).toBe(before);
    return before;
  }

  async function expectAllOpen(destroyed: string): Promise<void> {
    expect(await findSealedWith(another(), 2, destroyed)).toBe(undefined);
    expect(await openEverySealed(another())).toMatchObject({ failed: 0 });
  }

  async function sealedAnswer() {
    const row = await still().db.selectFrom("connections").select("connection_id").execute();
    const connection = await getConnection(still(), row[0]?.connection_id ?? "");
    if (connection === undefined) throw new Error("nothing is connected");
    const claim = { owner: "proc_still", durationMs: 60_000 };
    const lease = await claimLease(still(), connection, claim);
    if (lease === undefined) throw new Error("somebody refreshes it");
    const tokens = {
      accessToken: new Secret("new-access"),
      refreshToken: new Secret("new-refresh"),
      tokenType: "Bearer",
      expiresAt: clock.nowSeconds() + 3_600,
      lifetimeSeconds: 3_600,
      refreshTokenExpiresAt: null,
      nextRefreshAt: null,
    };
    const refreshed = { tokens, grantedScopes: null, keptValues: {} };
    return { connection, lease, answer: sealAnswer(still(), connection, refreshed) };
  }

  test.each<[string, (answer: SealedAnswer) => SealedAnswer, boolean]>([
    ["is sealed anew", (answer) => answer, false],
    ["is so, too, where its key is in no memory any more", (answer) => answer, true],
    [
      "is opened by the key in memory, where it lay in a file",
      (a) => readAnswer(writeAnswer(a)),
      false,
    ],
  ])("an answer of a provider that was sealed with it %s", async (_name, kept, forgets) => {
    const { connection, lease, answer } = await sealedAnswer();
    const destroyed = await replaceKey(ids.workspace);
    if (forgets) still().keyring.dataKeys.drop(destroyed);
    expect(await storeRefreshed(still(), lease, kept(answer))).toBe(true);
    await expectAllOpen(destroyed);
    const stored = await getConnection(another(), connection.connectionId);
    if (stored === undefined) throw new Error("it is gone");
    expect((await openAccessToken(another(), stored))?.reveal()).toBe("new-access");
    expect((await openRefreshToken(another(), stored))?.reveal()).toBe("new-refresh");
  });

  test("whatever it does then is sealed with the key of now", async () => {
    const destroyed = await replaceKey(ids.workspace);
    const api = apiOf(world);
    await connect(api, "bo", ids.userConnector);
    clock.advance(3_600_000);
    expect((await api.tokenOf("ada", ids.userConnector)).status).toBe(200);
    const own = ownApiOf(world);
    const as = secrets.workspaceKey;
    const path = `/v1/workspaces/${ids.workspace}`;
    const changed = await own("POST", `${path}/oauth-clients/${ids.oauthClient}/rotate-secret`, {
      as,
      body: { client_secret: "another-secret" },
    });
    expect([changed.status, changed.body.detail]).toEqual([200, undefined]);
    await (await api.signIn("bo")).disconnect(ids.userConnector);
    await expectAllOpen(destroyed);
  });

  test("a secret of an account is sealed with the server's own key of now", async () => {
    const account = {
      operatorId: "opr_o",
      email: "o@example.com",
      name: "O",
      passwordHash: "none",
    };
    await insertOperator(still(), account);
    const destroyed = await replaceKey("");
    await setPendingTotp(still(), "opr_o", new Secret("totp-secret"));
    await expectAllOpen(destroyed);
  });

  test("a value that is committed late holds no new key up, and its own is destroyed only once it is sealed anew", async () => {
    const other = another();
    const before = (await findPrimary(other, ids.workspace)) ?? "";
    const wait = { nowSeconds: () => clock.nowSeconds(), sleep: async () => {} };
    const retire = () => retireKey({ store: other, clock: wait }, before);
    const replace = async () => {
      const keyId = await stageDataKey(other, ids.workspace);
      expect(await promoteDataKey(other, { workspaceId: ids.workspace, keyId })).toBe(true);
      await resealAll({ store: other, clock: wait }, everything);
      clock.advance(holderSeconds * 2_000);
    };
    await whileSealing(still(), ids.workspace, async ({ db, keyring }) => {
      // On SQLite it is the only one that writes.
      if (engine === "postgres") await replace();
      const sealed = keyring.seal("late", { ...lateClient, workspace: ids.workspace });
      expect(splitSealed(sealed).keyId).toBe(before);
      await db
        .updateTable("oauth_clients")
        .set({ client_secret: sealed })
        .where("oauth_client_id", "=", ids.oauthClient)
        .execute();
      if (engine === "postgres") await expect(retire()).rejects.toThrow(/has not ended/);
    });
    if (engine === "postgres") await expect(retire()).rejects.toThrow(/seals values in oauth_cl/);
    else await replace();
    await resealAll({ store: other, clock: wait }, everything);
    expect(await retire()).toBe("data_key");
    await expectAllOpen(before);
  });

  test("a mail is sealed with the key of now", async () => {
    const destroyed = await replaceKey(ids.workspace);
    await inTransaction(still(), (trx) =>
      insertMail(trx, {
        workspaceId: ids.workspace,
        kind: "invitation",
        entryLinkId: "lnk_1",
        recipient: "o@example.com",
        message: "{}",
        expiresAt: clock.nowSeconds() + 60,
      }),
    );
    await expectAllOpen(destroyed);
  });
});
