/** What is made is answered as it is shown later, however long the making took. */
import type { Answer } from "@grantry/testing/api";
import { engines } from "@grantry/testing/databases";
import { createFakeClock, withoutRegularWork } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/lib/secret.ts";
import { insertOperator, putMembership } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";

const workspace = `/v1/workspaces/${ids.workspace}`;
const ownerKey = `grantry_pk_${"k".repeat(40)}`;

describe.each(engines)("on %s, where every look at the clock takes a second", (engine) => {
  let world: World;
  let api: OwnApi;

  beforeAll(async () => {
    const clock = createFakeClock();
    const slow = {
      ...withoutRegularWork(clock),
      nowSeconds: () => {
        clock.advance(1_000);
        return clock.nowSeconds();
      },
    };
    world = await startWorld({ engine, clock: slow });
    api = ownApiOf(world);
    const { store } = world.app.context;
    const [operatorId, email] = ["opr_owner", "owner@example.com"];
    await insertOperator(store, { operatorId, email, name: "Owner", passwordHash: "none" });
    await putMembership(store, { workspaceId: ids.workspace, operatorId, role: "owner" });
    await insertPersonalKey(store, {
      personalKeyId: "pky_owner",
      operatorId,
      name: "owner's",
      secret: new Secret(ownerKey),
      scopes: ["workspace:read", "apps:read"],
      expiresAt: null,
    });
  });
  afterAll(() => world.close());

  const asKey = { as: secrets.workspaceKey };
  const asOwner = { as: ownerKey };
  const whole = { role: "viewer", scopes: ["workspace:read"], expires_in_days: null };

  test.each([
    ["a service token", `${workspace}/apps/${ids.app}/service-tokens`, asKey, {}],
    ["an app", `${workspace}/apps`, asKey, {}],
    ["a workspace key", `${workspace}/keys`, asKey, whole],
    ["a personal key", "/v1/me/keys", asOwner, { scopes: ["workspace:read"] }],
  ])("%s was made when the list says so", async (_what, path, caller, more) => {
    const made: Answer = await api("POST", path, { ...caller, body: { name: "made", ...more } });
    expect([made.status, made.body.detail]).toEqual([201, undefined]);
    const { secret: _secret, ...shown } = made.body;
    const { body } = await api("GET", `${path}?limit=200`, caller);
    const listed = body.data.find(({ id }: { id: string }) => id === shown.id);
    expect(listed.created_at).toBe(shown.created_at);
    expect(listed).toMatchObject(shown);
  });
});
