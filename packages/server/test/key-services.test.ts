/**
 * A whole server whose root key lies in a key service, against a stand-in for each: it connects, reads and starts
 * again; what the service does wrong meanwhile is refused in words, and nothing is stored or lost by it.
 */
import { type Api, apiOf } from "@grantry/testing/api";
import { connect, createHold, firstUser, startConnected, until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World, type WorldOptions } from "@grantry/testing/harness";
import {
  keyServiceNames,
  type RunningKeyService,
  startKeyService,
} from "@grantry/testing/key-services/all";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { Secret } from "../src/lib/secret.ts";
import { insertOperator } from "../src/store/operators.ts";
import { insertPersonalKey } from "../src/store/personal-keys.ts";
import { insertServerOperator } from "../src/store/server-operators.ts";
import { findServerWorkspace, insertWorkspace } from "../src/store/server-workspaces.ts";
import { inTransaction } from "../src/store/store.ts";

const cacheSeconds = 3_600;

let running: RunningKeyService;
let world: World | undefined;

afterEach(async () => {
  running.double.every(null);
  running.double.set("enabled");
  await world?.close();
  world = undefined;
});

/** What a world needs so that its root key lies there. */
function there(location = running.double.location): WorldOptions {
  return {
    encryptionKeys: `k2:${location}`,
    vault: running.vault,
    keyServices: { sandbox: running.double.sandbox },
    keyCacheSeconds: cacheSeconds,
  };
}

const read = (api: Api) => api.tokenOf(firstUser, ids.userConnector);

describe.each(keyServiceNames)("a server whose root key lies in %s", (name) => {
  beforeAll(async () => {
    running = await startKeyService(name);
  });
  afterAll(() => running.close());

  // What is stored is the same for all of them.
  const onEngines = name === "Vault transit" ? engines : (["sqlite"] as const);
  test.each(onEngines)("connects, reads, and starts again on %s", async (engine) => {
    const connected = await startConnected({ engine, ...there() });
    world = connected.world;
    expect((await connected.read()).status).toBe(200);
    running.double.forget();
    expect((await connected.read()).status).toBe(200);
    expect(running.double.calls(), "a read asks no key service").toEqual([]);
    const again = apiOf(await world.another());
    expect((await read(again)).status).toBe(200);
    expect(running.double.calls().length).toBeGreaterThan(0);
    expect(world.logLines.join("")).not.toMatch(/must-not-be-seen/);
  });

  test("takes over from a key that the process holds, and gives back to one", async () => {
    const held = newKeyText("k1");
    const service = there();
    const connected = await startConnected({ ...service, encryptionKeys: held });
    world = connected.world;
    for (const encryptionKeys of [
      `${held},${service.encryptionKeys}`,
      `${service.encryptionKeys},${held}`,
      `${held},${service.encryptionKeys}`,
    ]) {
      const api = apiOf(await world.another({ ...service, encryptionKeys }));
      expect((await read(api)).status).toBe(200);
      await connect(api, `user-of-${encryptionKeys.slice(0, 2)}`, ids.userConnector);
    }
  });

  test("does not start with another key than the one that it was sealed with", async () => {
    world = await startWorld(there());
    await expect(world.another(there(running.double.otherLocation))).rejects.toMatchObject({
      code: "encryption_key_invalid",
      detail: 'The configured key "k2" is not the one that this database was sealed with.',
    });
  });

  test("makes no workspace by a service that answers nonsense with 200", async () => {
    world = await startWorld({ ...there(), clock: createFakeClock() });
    const { store } = world.app.context;
    for (const fault of running.double.garbage) {
      running.double.every(fault);
      const made = inTransaction(store, (trx) =>
        insertWorkspace(trx, { workspaceId: "ws_new", name: "New" }),
      );
      await expect(made).rejects.toMatchObject({ code: "key_service_unavailable" });
      expect(await findServerWorkspace(store, "ws_new")).toBeUndefined();
    }
  });

  test("opens nothing with a wrapped key that was cut short, touches nothing else, and loses nothing", async () => {
    const connected = await startConnected(there());
    world = connected.world;
    const { db } = world.app.context.store;
    const ofWorkspace = db
      .selectFrom("data_keys")
      .selectAll()
      .where("workspace_id", "=", ids.workspace);
    const { data_key_id, wrapped_key } = await ofWorkspace.executeTakeFirstOrThrow();
    const put = (key: Uint8Array) =>
      db
        .updateTable("data_keys")
        .set({ wrapped_key: Buffer.from(key) })
        .where("data_key_id", "=", data_key_id)
        .execute();
    await put(wrapped_key.subarray(0, -20));
    const cut = apiOf(await world.another());
    expect(await read(cut)).toMatchObject({
      status: 500,
      body: { code: "encryption_key_invalid" },
    });
    expect((await connected.row()).status).toBe("active");
    expect((await connected.read()).status).toBe(200);
    await put(wrapped_key);
    expect((await read(cut)).status).toBe(200);
  });

  test("does not start without the service, and says what to do", async () => {
    world = await startWorld({ ...there(), clock: createFakeClock() });
    running.double.every({ kind: "drop" });
    await expect(world.another()).rejects.toMatchObject({
      code: "key_service_unavailable",
      detail: expect.stringMatching(/^The root key "k2" \(\w+\): .*can be reached from here/),
    });
    running.double.every(null);
    running.double.set("forbidden");
    await expect(world.another()).rejects.toMatchObject({
      code: "key_service_unavailable",
      detail: expect.stringMatching(/See to the state of the key/),
    });
  });
});

describe("a server whose key service is away", () => {
  let clock: FakeClock;
  let api: Api;

  beforeAll(async () => {
    running = await startKeyService("Vault transit");
  });
  afterAll(() => running.close());

  async function start(): Promise<World> {
    clock = createFakeClock();
    const options = { ...there(), clock, accessTokenSeconds: 10 * cacheSeconds };
    const connected = await startConnected(options);
    world = connected.world;
    api = connected.api;
    return world;
  }

  const ready = async ({ url }: World) => {
    const answer = await fetch(`${url}/readyz`);
    return {
      status: answer.status,
      body: await answer.json(),
      retry: answer.headers.get("retry-after"),
    };
  };

  /** What the regular work does, at once. */
  async function passes(seconds: number): Promise<void> {
    clock.advance(seconds * 1_000);
    await world?.app.context.keys.look();
  }

  test("reads on with the keys that it has for as long as is configured, says so, then refuses; and is back by itself", async () => {
    const { app, url } = await start();
    expect(await ready(world as World)).toMatchObject({ status: 200, body: { status: "ok" } });
    running.double.every({ kind: "answer", status: 503, body: { errors: ["Vault is sealed"] } });
    await passes(cacheSeconds / 2);
    expect((await read(api)).status).toBe(200);
    expect(await ready(world as World)).toMatchObject({
      status: 200,
      body: { status: "ok", key_service: "failing" },
    });
    const failing = 'grantry_key_service_failing{service="vault"}';
    expect((await app.context.metrics.render()).body).toContain(`${failing} 1`);

    await passes(cacheSeconds / 2 + 60);
    const refused = await read(api);
    expect(refused).toMatchObject({ status: 503, body: { code: "key_service_unavailable" } });
    expect(refused.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(JSON.stringify(refused.body)).not.toMatch(/Vault|transit|root key/);
    expect(await ready(world as World)).toMatchObject({ status: 503, retry: expect.any(String) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);

    running.double.every(null);
    await passes(60);
    expect((await read(api)).status).toBe(200);
    expect(await ready(world as World)).toEqual({
      status: 200,
      body: { status: "ok" },
      retry: null,
    });
    expect((await app.context.metrics.render()).body).toContain(`${failing} 0`);
  });

  test("notices within a minute", async () => {
    await start();
    running.double.every({ kind: "drop" });
    await passes(61);
    expect((await ready(world as World)).body).toMatchObject({ key_service: "failing" });
    const told = world?.logLines.filter((line) => line.includes("the key service fails")) ?? [];
    expect(told).toHaveLength(1);
  });

  test("holds up nobody's writes while a workspace is made: no transaction waits for it", async () => {
    const { store } = (await start()).app.context;
    const key = `grantry_pk_${"s".repeat(43)}`;
    const operatorId = "opr_server";
    const account = { operatorId, email: "s@example.com", name: "S", passwordHash: "none" };
    await insertOperator(store, account);
    const personalKey = { personalKeyId: "pky_server", operatorId, name: "S", expiresAt: null };
    const scopes = ["server:own"];
    await insertPersonalKey(store, { ...personalKey, secret: new Secret(key), scopes });
    await insertServerOperator(store, operatorId, "test");
    const hold = createHold();
    running.double.forget();
    running.double.every({ kind: "held", until: hold.until });
    const body = { name: "Slow", id: "ws_slow" };
    const made = ownApiOf(world as World)("POST", "/v1/server/workspaces", { as: key, body });
    await until(() => running.double.calls().length > 0);
    // A write, on a database that takes one at a time.
    await insertWorkspace(
      store,
      { workspaceId: "ws_quick", name: "Quick" },
      {
        data_key_id: "dek_quick",
        workspace_id: "ws_quick",
        root_key_id: "k2",
        wrapped_key: Buffer.from([0]),
      },
    );
    expect(await findServerWorkspace(store, "ws_slow")).toBeUndefined();
    hold.release();
    expect((await made).status).toBe(201);
  });

  test("is asked for one key in vain, and not for all of them again and again", async () => {
    const { store } = (await start()).app.context;
    for (let at = 0; at < 30; at += 1) {
      await insertWorkspace(store, { workspaceId: `ws_more_${at}`, name: `More ${at}` });
    }
    await passes(cacheSeconds / 2);
    running.double.every({ kind: "answer", status: 503, body: { errors: ["Vault is sealed"] } });
    running.double.forget();
    await passes(cacheSeconds / 5);
    // Eight at a time are begun, each with its tries.
    expect(running.double.calls().length).toBeLessThanOrEqual(24 * 2);
    const told = world?.logLines.filter((line) => line.includes("cannot be unwrapped")) ?? [];
    expect(told.length).toBeLessThanOrEqual(2);
    expect((await read(api)).status).toBe(200);
  });
});
