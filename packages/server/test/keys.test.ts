/** Encryption keys that are changed while the server serves, and what a value is bound to. */
import { createCipheriv, randomBytes } from "node:crypto";
import { apiOf } from "@grantry/testing/api";
import {
  type Connected,
  connect,
  createHold,
  startConnected,
  until,
} from "@grantry/testing/connected";
import { createMigratedDatabase, engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { beginningOfSealed, splitSealed } from "../src/crypto/sealed-value.ts";
import {
  type KeyStep,
  resealAll,
  retireKey,
  rotateDataKey,
  rotateRootKey,
} from "../src/service/keys/index.ts";
import { linkWaiting, verifyChain } from "../src/service/trail/index.ts";
import { openAccessToken } from "../src/store/connections.ts";
import { findDataKey, listDataKeys } from "../src/store/data-key-states.ts";
import { destroyDataKeys, makeFirstDataKey, wrapDataKey } from "../src/store/data-keys.ts";
import { openDatabase } from "../src/store/database.ts";
import { listRootKeys } from "../src/store/encryption-keys.ts";
import { findSealedWith } from "../src/store/reseal.ts";
import { passingColumns, sealedTables } from "../src/store/sealed-tables.ts";
import { inTransaction } from "../src/store/store.ts";
import { findMovable, moveConnection } from "../src/store/user-moves.ts";

const users = ["user-1", "user-2"];
const everything = { workspaceId: null, pageRows: 2, pauseMs: 0 };

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  let clock: FakeClock;
  const roots = ["k1", "k2"].map((id) => newKeyText(id));

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock,
      users,
      encryptionKeys: roots.join(),
      databasePoolSize: 3,
    });
  });
  afterEach(() => connected.world.close());

  const store = () => connected.world.app.context.store;
  const context = (reached?: (step: KeyStep) => void) => ({
    store: store(),
    clock: {
      nowSeconds: () => clock.nowSeconds(),
      sleep: () => connected.world.app.context.keys.look(),
    },
    ...(reached && { reached }),
  });
  const readAll = async () =>
    await Promise.all(users.map(async (userId) => (await connected.read({ userId })).status));
  const allGood = users.map(() => 200);
  const primaryOf = async (workspaceId: string) =>
    (await listDataKeys(store(), { workspaceId, after: "", limit: 10 })).find(
      ({ state }) => state === "primary",
    )?.keyId ?? "";
  /** What the audit trail says of keys. */
  const recordedOf = async (workspaceId: string | null) => {
    const rows = await store()
      .db.selectFrom("audit_records")
      .select(["action", "target_id"])
      .where("workspace_id", workspaceId === null ? "is" : "=", workspaceId)
      .orderBy("audit_record_id")
      .execute();
    return rows
      .filter(({ action }) => /^(data_key|root_key|encryption_keys)\./.test(action))
      .map((row) => [row.action, row.target_id]);
  };
  const keyOf = async (userId: string) =>
    splitSealed((await connected.row(userId)).sealedAccessToken ?? new Uint8Array()).keyId;

  test("a new data key seals what is new, reseal the rest; the old one goes once nothing rests on it (SEC-61, SEC-62)", async () => {
    const old = await primaryOf(ids.workspace);
    const fresh = await rotateDataKey(context(), ids.workspace);
    expect(await primaryOf(ids.workspace)).toBe(fresh);
    expect([await keyOf("user-1"), await readAll()]).toEqual([old, allGood]);
    await expect(retireKey(context(), old)).rejects.toThrow(/try again a minute after/);
    clock.advance(61_000);
    await connected.world.app.context.keys.look();
    await expect(retireKey(context(), old)).rejects.toThrow(/seals values in connections/);

    const done = await resealAll(context(), everything);
    expect(done).toMatchObject({ unreadable: [], rewrapped: 0 });
    expect(done.resealed).toBeGreaterThanOrEqual(users.length * 2 + 1);
    expect(await findSealedWith(store(), 2, old)).toBeUndefined();
    expect((await resealAll(context(), everything)).resealed).toBe(0);
    await retireKey(context(), old);
    expect(await findDataKey(store(), old)).toBeUndefined();
    await expect(retireKey(context(), fresh)).rejects.toThrow(/is a primary data key/);
    expect(await recordedOf(ids.workspace)).toEqual([
      ["data_key.rotated", fresh],
      ["data_key.retired", old],
    ]);
    expect(await recordedOf(null)).toContainEqual(["encryption_keys.resealed", "server"]);
    expect(await readAll()).toEqual(allGood);
  });

  test("a new key of the server's own seals where audit logs end; the old one stays until it does (SEC-62, SEC-102)", async () => {
    const verified = () => verifyChain(store(), ids.workspace, () => {});
    await linkWaiting({ store: store() });
    const old = await primaryOf("");
    // As a process has it that was killed in the middle.
    const killed = context((step) => {
      if (step === "promoted") throw new Error("killed");
    });
    await expect(rotateDataKey(killed, "")).rejects.toThrow("killed");
    clock.advance(86_401_000);
    await connected.world.app.context.keys.look();
    await expect(retireKey(context(), old)).rejects.toThrow(/seals values in audit_chains/);
    expect(await verified()).toMatchObject({ broken: null, sealKnown: true });
    await resealAll(context(), everything);
    await retireKey(context(), old);
    expect(await verified()).toMatchObject({ broken: null, sealKnown: true });
    const second = await primaryOf("");
    await rotateDataKey(context(), "");
    expect(await findSealedWith(store(), 2, second)).not.toBe("audit_chains.seal");
    expect(await verified()).toMatchObject({ broken: null, sealKnown: true });
  });

  test("a new root key wraps everything, and the server starts without the old one (SEC-61)", async () => {
    await expect(retireKey(context(), "k1")).rejects.toThrow(/is the primary root key/);
    await rotateRootKey(context(), "k2");
    const { world } = connected;
    const turned = await world.another({ encryptionKeys: [...roots].reverse().join() });
    const there = { ...context(), store: turned.app.context.store };
    await expect(retireKey(there, "k1")).rejects.toThrow(/wraps \d+ data keys/);
    await resealAll(there, everything);
    await retireKey(there, "k1");
    const states = async () =>
      (await listRootKeys(store())).map(({ keyId, state }) => [keyId, state]);
    const retired = [
      ["k1", "retired"],
      ["k2", "primary"],
    ];
    expect(await states()).toEqual(retired);
    expect(await recordedOf(null)).toEqual([
      ["root_key.rotated", "k2"],
      ["encryption_keys.resealed", "server"],
      ["root_key.retired", "k1"],
    ]);
    await expect(retireKey(there, "k1")).rejects.toThrow(/is retired already/);
    await expect(rotateRootKey(context(), "k1")).rejects.toThrow(/add a key with another id/);
    // One that starts with the configuration of before does not take it for a new key.
    await world.another({ encryptionKeys: roots.join() });
    expect(await states()).toEqual(retired);
    const told = world.logLines.filter((line) => line.includes("a retired root key"));
    expect(told).toHaveLength(1);
    const twisted = world.another({ encryptionKeys: [newKeyText("k1"), roots[1]].join() });
    await expect(twisted).rejects.toThrow(/"k1" is not the one/);
    const without = await world.another({ encryptionKeys: roots[1] ?? "" });
    expect((await connected.read({ via: apiOf(without) })).status).toBe(200);
    await expect(world.another({ encryptionKeys: newKeyText("k2") })).rejects.toThrow(
      /"k2" is not the one/,
    );
  });

  test("a data key that a root key wrapped before it was retired is not stored afterwards", async () => {
    const late = await wrapDataKey(store(), "ws_late");
    await rotateRootKey(context(), "k2");
    const turned = await connected.world.another({ encryptionKeys: [...roots].reverse().join() });
    const there = { ...context(), store: turned.app.context.store };
    await resealAll(there, everything);
    await retireKey(there, "k1");
    await expect(makeFirstDataKey(store(), "ws_late", late)).rejects.toThrow(/retired meanwhile/);
    expect(await primaryOf("ws_late")).toBe("");
  });

  test("a change that ends after any of its steps is gone on with, and no read fails (SEC-62)", async () => {
    class Killed extends Error {}
    const steps = ["staged", "promoted", "rewrapped", "page", "destroyed"] as const;
    for (const [turn, last] of steps.entries()) {
      const root = turn % 2 === 0 ? "k2" : "k1";
      const old = await primaryOf(ids.workspace);
      const change = async (by: ReturnType<typeof context>) => {
        await rotateRootKey(by, root);
        if ((await primaryOf(ids.workspace)) === old) await rotateDataKey(by, ids.workspace);
        await resealAll(by, everything);
        clock.advance(61_000);
        await connected.world.app.context.keys.look();
        if ((await findDataKey(store(), old)) !== undefined) await retireKey(by, old);
      };
      const killed = context((step) => {
        if (step === last) throw new Killed();
      });
      await expect(change(killed), last).rejects.toThrow(Killed);
      expect(await readAll(), last).toEqual(allGood);
      await change(context());
      expect(await readAll(), last).toEqual(allGood);
      const keys = await listDataKeys(store(), { workspaceId: ids.workspace, after: "", limit: 9 });
      const states = keys.map(({ state, rootKeyId }) => [state, rootKeyId]);
      expect(states, last).toEqual([["primary", root]]);
      expect(await findSealedWith(store(), 2, old)).toBeUndefined();
    }
  });

  test("of two processes the one with the old view seals and opens what the other does, and is waited for", async () => {
    const other = await connected.world.another();
    const { keys, store: theirs } = other.app.context;
    await keys.look();
    const old = await primaryOf(ids.workspace);
    let waited = 0;
    const waiting = {
      ...context(),
      clock: {
        nowSeconds: () => clock.nowSeconds(),
        sleep: async () => {
          expect(await primaryOf(ids.workspace)).toBe(old);
          waited += 1;
          await keys.look();
          await connected.world.app.context.keys.look();
        },
      },
    };
    const fresh = await rotateDataKey(waiting, ids.workspace);
    expect(waited).toBeGreaterThan(0);
    expect(theirs.keyring.dataKeys.primaryOf(ids.workspace)?.keyId).toBe(old);
    await resealAll(context(), everything);
    theirs.keyring.dataKeys.drop(fresh);
    expect((await connected.read({ via: apiOf(other) })).status).toBe(200);
    await connect(apiOf(other), "user-4", ids.userConnector);
    expect((await connected.read({ userId: "user-4" })).status).toBe(200);
  });

  test("changed in the database, user, issuer and app make a token unreadable, and harm no other (SEC-58, SEC-63)", async () => {
    await connect(connected.api, "user-3", ids.userConnector);
    const others = {
      "user-1": { user_id: "user-9" },
      "user-2": { user_issuer: "https://another.example", user_id_claim: "sub" },
      "user-3": { app_id: ids.otherApp },
    };
    const changed: string[] = [];
    for (const [userId, values] of Object.entries(others)) {
      const { connectionId } = await connected.row(userId);
      const row = store().db.updateTable("connections").where("connection_id", "=", connectionId);
      await row.set(values).execute();
      changed.push(`connections ${connectionId}`);
    }
    await connect(connected.api, "user-4", ids.userConnector);
    expect(await connected.read({ userId: "user-9" })).toMatchObject({
      status: 500,
      body: { code: "sealed_value_unreadable" },
    });
    await rotateDataKey(context(), ids.workspace);
    const { unreadable } = await resealAll(context(), everything);
    expect([...unreadable].sort()).toEqual(changed.sort());
    expect((await connected.read({ userId: "user-4" })).status).toBe(200);
  });

  test("an answer that comes after its user was moved is stored for whom the connection is by then", async () => {
    const hold = createHold();
    const { faults } = connected.world.sandbox;
    faults.next("token", { kind: "held", until: hold.until, processed: true });
    const before = connected.refreshes();
    const { version } = await connected.row("user-1");
    const reading = connected.read({ refused_version: version });
    await until(() => connected.refreshes() > before);
    const from = { kind: "issuer", issuer: null, userIdClaim: null } as const;
    const issuer = { issuer: "https://id.example", userIdClaim: "sub" };
    const page = {
      ...{ workspaceId: ids.workspace, appId: ids.app, from, to: issuer, after: null, limit: 10 },
      users: new Map([["user-1", "user-9"]]),
    };
    await inTransaction(store(), async (trx) => {
      const [connection] = (await findMovable(trx, page)).connections;
      if (connection === undefined) throw new Error("nobody is to be moved");
      await moveConnection(trx, page, { connection, husk: undefined });
    });
    hold.release();
    await reading;
    const moved = await connected.row("user-9");
    expect(moved).toMatchObject({ owner: { issuer }, version: version + 1 });
    const token = (await openAccessToken(store(), moved))?.reveal() ?? "";
    expect(await connected.world.sandbox.ledger.isLive(token)).toBe(true);
  });

  test("a value of the first format is sealed anew, for its owner, and then its root key may go", async () => {
    const { connectionId, workspaceId } = await connected.row("user-1");
    const key = Buffer.from((roots[0] ?? "").split(":")[1] ?? "", "base64");
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", key, nonce);
    const place = [1, "k1", workspaceId, "connections", connectionId, "access_token"];
    cipher.setAAD(Buffer.from(JSON.stringify(place)));
    const body = Buffer.concat([cipher.update("an old token"), cipher.final()]);
    const sealed = Buffer.concat([beginningOfSealed(1, "k1"), nonce, body, cipher.getAuthTag()]);
    await store()
      .db.updateTable("connections")
      .set({ access_token: sealed })
      .where("connection_id", "=", connectionId)
      .execute();
    expect((await connected.read()).body.access_token).toBe("an old token");
    expect(await findSealedWith(store(), 1, "k1")).toBe("connections.access_token");
    await resealAll(context(), everything);
    expect(await findSealedWith(store(), 1, "k1")).toBeUndefined();
    expect((await connected.read()).body.access_token).toBe("an old token");
  });

  test("without the keys that a workspace had, nothing of it opens, and others go on (SEC-68)", async () => {
    await destroyDataKeys(store(), ids.workspace);
    expect(await connected.read()).toMatchObject({
      status: 500,
      body: { code: "sealed_value_unreadable" },
    });
    const again = await connected.world.another();
    expect((await connected.read({ via: apiOf(again) })).status).toBe(500);
    expect(await primaryOf(ids.foreignWorkspace)).not.toBe("");
  });
});

test("every column that holds sealed values is sealed anew, or waited for", async () => {
  const database = await createMigratedDatabase("sqlite", () => "");
  const { db, close } = openDatabase(database.url);
  const tables = await db.introspection.getTables();
  await close();
  await database.drop();
  const bytes = tables.flatMap(({ name, columns }) =>
    columns.filter(({ dataType }) => dataType === "BLOB").map((one) => `${name}.${one.name}`),
  );
  const named = [
    ...sealedTables.flatMap(({ table, columns }) => columns.map((one) => `${table}.${one}`)),
    ...passingColumns.map(([table, column]) => `${table}.${column}`),
    ...["app_logos.content", "passkeys.credential_id", "passkeys.public_key"],
    ...["data_keys.wrapped_key", "encryption_keys.check_value"],
  ];
  expect(bytes.filter((one) => !one.endsWith("_hash")).sort()).toEqual(named.sort());
});
