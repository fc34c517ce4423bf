/** The data keys of a workspace, as its owner sees and replaces them by the API. */
import { encryptionKeyList } from "@grantry/contract/v1/encryption-keys";
import { operation } from "@grantry/contract/v1/operations";
import { type Connected, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { newKeyText } from "../../src/crypto/keyring.ts";
import { Secret } from "../../src/lib/secret.ts";
import { permissionNames } from "../../src/service/accounts/permissions.ts";
import { resealAll, retireKey, rotateRootKey } from "../../src/service/keys/index.ts";
import { runOperations } from "../../src/service/operations/run.ts";
import { deleteDataKey } from "../../src/store/data-key-states.ts";
import { stageDataKey } from "../../src/store/data-keys.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { findSealedWith } from "../../src/store/reseal.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";

const here = `/v1/workspaces/${ids.workspace}`;
const owner = `grantry_pk_${"o".repeat(43)}`;
const users = ["user-1", "user-2"];

describe.each(engines)("on %s", (engine) => {
  let connected: Connected;
  let clock: FakeClock;
  let own: OwnApi;
  const roots = ["k1", "k2"].map((id) => newKeyText(id));

  beforeEach(async () => {
    clock = createFakeClock();
    connected = await startConnected({
      engine,
      clock: withoutRegularWork(clock),
      users,
      encryptionKeys: roots.join(),
    });
    own = ownApiOf(connected.world);
    const operatorId = "opr_owner";
    const account = { operatorId, email: "o@example.com", name: "O", passwordHash: "none" };
    await insertOperator(store(), account);
    await putMembership(store(), { workspaceId: ids.workspace, operatorId, role: "owner" });
    await insertPersonalKey(store(), {
      ...{ personalKeyId: "pky_owner", operatorId, name: "owner's", secret: new Secret(owner) },
      ...{ scopes: [...permissionNames, "server:own"], expiresAt: null },
    });
  });
  afterEach(() => connected.world.close());

  const context = () => connected.world.app.context;
  const store = () => context().store;
  const listed = async () => {
    const { body } = await own("GET", `${here}/encryption-keys`, { as: owner });
    return encryptionKeyList.parse(body).data;
  };
  const rotate = async () => {
    const { status, body } = await own("POST", `${here}/encryption-keys/rotate`, { as: owner });
    expect(status).toBe(201);
    return operation.parse(body);
  };
  const stateOf = async (id: string | null) => {
    const { body } = await own("GET", `${here}/operations/${id}`, { as: owner });
    return operation.parse(body);
  };
  /** Its turns, and what goes by between them. */
  const run = async () => {
    await runOperations(context());
    clock.advance(1_000);
    await context().keys.look();
  };
  const readAll = () =>
    Promise.all(users.map(async (userId) => (await connected.read({ userId })).status));

  test("are replaced: what is there is sealed anew in the background, and every token is read meanwhile", async () => {
    const [before, ...others] = await listed();
    expect(others).toEqual([]);
    expect(before?.state).toBe("primary");
    const values = before?.sealed.count ?? 0;
    expect(values).toBeGreaterThanOrEqual(2 * users.length);
    // The newest stands first.
    clock.advance(1_000);
    const begun = await rotate();
    expect(begun).toMatchObject({ kind: "rotate_encryption_key", status: "queued" });
    expect(begun.progress).toMatchObject({ total: values, at_least: false, done: 0 });
    // Staged; and not used while this process has not said that it knows the key.
    await run();
    expect((await listed()).map(({ state }) => state).sort()).toEqual(["primary", "staged"]);
    expect((await rotate()).id).toBe(begun.id);
    for (let turn = 0; (await stateOf(begun.id)).status === "running" && turn < 9; turn += 1) {
      await run();
      expect(await readAll()).toEqual([200, 200]);
    }
    const { status, progress } = await stateOf(begun.id);
    expect([status, progress.done, progress.failed]).toEqual(["succeeded", values, 0]);
    const after = await listed();
    expect(after.map(({ state, sealed }) => [state, sealed.count])).toEqual([
      ["primary", values],
      ["deprecated", 0],
    ]);
    expect(after[1]?.id).toBe(before?.id);
    expect(await findSealedWith(store(), 2, before?.id ?? "")).toBeUndefined();
    const { body } = await own("GET", `${here}/audit-records`, { as: owner });
    const records: { action: string; actor: { id: string } }[] = body.data;
    const ours = records.filter(({ actor }) => actor.id === "opr_owner");
    expect(ours.map(({ action }) => action)).toEqual(["data_key.rotated", "operation.created"]);
  });

  test("a rotation that was stopped leaves keys that open everything, and the next goes on with the staged one", async () => {
    const first = await rotate();
    await run();
    const staged = (await listed()).find(({ state }) => state === "staged")?.id;
    await own("POST", `${here}/operations/${first.id}/cancel`, { as: owner });
    await run();
    expect((await listed()).find(({ id }) => id === staged)?.state).toBe("staged");
    expect(await readAll()).toEqual([200, 200]);
    const second = await rotate();
    expect(second.id).not.toBe(first.id);
    for (let turn = 0; turn < 4; turn += 1) await run();
    expect((await stateOf(second.id)).status).toBe("succeeded");
    expect((await listed()).find(({ id }) => id === staged)?.state).toBe("primary");
  });

  test("a value that does not open is counted, and the rest is sealed anew", async () => {
    const { connectionId } = await connected.row("user-1");
    await store()
      .db.updateTable("connections")
      .set({ user_id: "user-9" })
      .where("connection_id", "=", connectionId)
      .execute();
    const { id } = await rotate();
    for (let turn = 0; turn < 4; turn += 1) await run();
    const { status, progress } = await stateOf(id);
    expect([status, progress.failed]).toEqual(["succeeded", 1]);
    expect((await connected.read({ userId: "user-2" })).status).toBe(200);
    const old = (await listed()).find(({ state }) => state === "deprecated");
    expect(old?.sealed.count).toBe(2);
  });

  test("asked for at the same moment they are one rotation", async () => {
    const begun = await Promise.all(Array.from({ length: 20 }, rotate));
    expect(new Set(begun.map(({ id }) => id)).size).toBe(1);
  });

  test("are at most ten: a further one is refused, a staged one is still put to use, and a destroyed one makes room", async () => {
    while ((await listed()).length < 10) {
      await stageDataKey(store(), ids.workspace);
      await store()
        .db.updateTable("data_keys")
        .set({ state: "deprecated" })
        .where("state", "=", "staged")
        .execute();
    }
    const refused = await own("POST", `${here}/encryption-keys/rotate`, { as: owner });
    expect(refused).toMatchObject({ status: 409, body: { code: "limit_reached" } });
    const { body } = await own("GET", `${here}/operations`, { as: owner });
    expect(body.data).toEqual([]);
    const old = (await listed()).find(({ state }) => state === "deprecated")?.id ?? "";
    expect(await deleteDataKey(store(), old)).toBe(true);
    await rotate();
    await run();
    expect((await listed()).map(({ state }) => state)).toContain("staged");
    const { body: under } = await own("GET", `${here}/operations`, { as: owner });
    await own("POST", `${here}/operations/${under.data[0].id}/cancel`, { as: owner });
    expect(await listed()).toHaveLength(10);
    const again = await rotate();
    for (let turn = 0; turn < 4; turn += 1) await run();
    expect((await stateOf(again.id)).status).toBe("succeeded");
    expect(await listed()).toHaveLength(10);
  });

  test("the server's operator sees retired root keys as such", async () => {
    await insertServerOperator(store(), "opr_owner", "test");
    await rotateRootKey({ store: store(), clock }, "k2");
    const turned = await connected.world.another({ encryptionKeys: [...roots].reverse().join() });
    const there = { store: turned.app.context.store, clock };
    await resealAll(there, { workspaceId: null, pageRows: 50, pauseMs: 0 });
    await retireKey(there, "k1");
    const { body } = await own("GET", "/v1/server/encryption-keys", { as: owner });
    expect(body.data).toMatchObject([
      { id: "k1", state: "retired", data_keys: 0 },
      { id: "k2", state: "primary" },
    ]);
  });
});
