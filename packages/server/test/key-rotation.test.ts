/** A new encryption key while two processes serve, in the order that docs/configuration.md gives. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { ownApiOf } from "@grantry/testing/own-api";
import { afterEach, describe, expect, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { listRootKeys } from "../src/store/encryption-keys.ts";

describe.each(engines)("on %s", (engine) => {
  const old = newKeyText("k1");
  const fresh = newKeyText("k2");
  let world: World;
  afterEach(() => world.close());

  async function another(...keys: string[]) {
    const { url } = await world.another({ encryptionKeys: keys.join(",") });
    return { url, api: apiOf({ url }) };
  }

  /** What one makes the other takes: a user's token, a connect link, the tokens of a connection. */
  async function expectUnderstood(maker: Api, taker: { url: string; api: Api }, userId: string) {
    const user = await maker.signIn(userId);
    const path = `/v1/apps/${ids.app}/me/connectors/${ids.userConnector}`;
    expect((await ownApiOf(taker)("GET", path, { as: user.jwt })).status).toBe(200);
    const started = await user.initiate(ids.userConnector);
    const link = new URL(started.body.redirect_url);
    await depart(createJar(), `${taker.url}${link.pathname}`);
    const again = await user.initiate(ids.userConnector);
    await consent(createJar(), again.body.redirect_url);
    expect((await taker.api.tokenOf(userId, ids.userConnector)).status).toBe(200);
  }

  test("told to all first and put in front then, it is understood by all at every step", async () => {
    world = await startWorld({ engine, encryptionKeys: old });
    const first = { url: world.url, api: apiOf(world) };
    const told = await another(old, fresh);
    await expectUnderstood(first.api, told, "user-1");
    await expectUnderstood(told.api, first, "user-2");
    const front = await another(fresh, old);
    await expectUnderstood(told.api, front, "user-3");
    await expectUnderstood(front.api, told, "user-4");
  });

  const primary = async () =>
    (await listRootKeys(world.app.context.store)).find(({ state }) => state === "primary")?.keyId;

  const recorded = async () =>
    await world.app.context.store.db
      .selectFrom("audit_records")
      .select(["action", "target_id", "actor_kind", "details"])
      .where("workspace_id", "is", null)
      .where("action", "=", "root_key.rotated")
      .execute();

  test("put in front before a process knows it, it is not used as long as that process serves", async () => {
    world = await startWorld({ engine, encryptionKeys: old });
    await another(fresh, old);
    expect(await primary()).toBe("k1");
    await another(old);
  });

  test("a process that does not know it does not start once it is used", async () => {
    world = await startWorld({ engine, encryptionKeys: `${old},${fresh}` });
    expect(await recorded()).toEqual([]);
    await another(fresh, old);
    expect(await primary()).toBe("k2");
    // Once, whoever else starts with it in front.
    await another(fresh, old);
    const record = { action: "root_key.rotated", target_id: "k2", actor_kind: "server" };
    expect(await recorded()).toMatchObject([{ ...record, details: '{"by":"configuration"}' }]);
    await expect(another(old)).rejects.toThrow(/sealed with the key "k2", which is not configured/);
    // Who is configured as before does not take the first one back.
    await another(old, fresh);
    expect(await primary()).toBe("k2");
  });
});
