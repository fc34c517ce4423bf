/** An incident at a provider, over all workspaces: what the server's operator does is an operation of each of them. SEC-92. */
import { serverOperation } from "@grantry/contract/v1/server-workspaces";
import { type Api, apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Secret } from "../../src/lib/secret.ts";
import { runOperations } from "../../src/service/operations/run.ts";
import { insertOperator } from "../../src/store/operators.ts";
import { insertPersonalKey } from "../../src/store/personal-keys.ts";
import { insertServerOperator } from "../../src/store/server-operators.ts";

const operatorKey = `grantry_pk_${"s".repeat(43)}`;

describe.each(engines)("on %s, of all workspaces", (engine) => {
  let world: World;
  let own: OwnApi;
  let api: Api;

  beforeAll(async () => {
    world = await startWorld({ engine });
    own = ownApiOf(world);
    api = apiOf(world);
    await connect(api, "ada", ids.userConnector);
    const { store } = world.app.context;
    const operatorId = "opr_server";
    const account = { operatorId, email: "s@example.com", name: "S", passwordHash: "none" };
    await insertOperator(store, account);
    await insertServerOperator(store, operatorId, "test");
    await insertPersonalKey(store, {
      personalKeyId: "pky_server",
      operatorId,
      name: "server",
      secret: new Secret(operatorKey),
      scopes: ["server:own"],
      expiresAt: null,
    });
  });
  afterAll(() => world.close());

  const operate = async (kind: string, dry_run = false) => {
    const body = { kind, provider_id: "sandbox", dry_run };
    const { status, body: done } = await own("POST", "/v1/server/operations", {
      as: operatorKey,
      body,
    });
    expect([status, serverOperation.parse(done)]).toEqual([200, done]);
    return done.workspaces as { workspace_id: string; connections: number; operation_id: string }[];
  };
  const read = async () => (await api.tokenOf("ada", ids.userConnector)).body.code;

  test("a provider's connections are frozen, served again and ended, each workspace with its own record", async () => {
    const refused = await own("POST", "/v1/server/operations", {
      as: secrets.workspaceKey,
      body: { kind: "freeze", provider_id: "sandbox" },
    });
    expect(refused.status).toBe(403);
    const planned = await operate("freeze", true);
    const here = planned.find(({ workspace_id: id }) => id === ids.workspace);
    expect(here).toMatchObject({ connections: 1, operation_id: null });
    expect(await read()).toBe(undefined);
    const frozen = await operate("freeze");
    expect(await read()).toBe("connection_frozen");
    const id = frozen.find((one) => one.workspace_id === ids.workspace)?.operation_id;
    const { db } = world.app.context.store;
    const record = await db
      .selectFrom("audit_records")
      .select(["action", "actor_id", "workspace_id"])
      .where("target_id", "=", id ?? "")
      .execute();
    expect(record).toEqual([
      { action: "operation.created", actor_id: "opr_server", workspace_id: ids.workspace },
    ]);
    // Again: nothing is frozen twice, and it stands once.
    await operate("freeze");
    const standing = await db.selectFrom("freezes").select("workspace_id").execute();
    expect(new Set(standing.map((one) => one.workspace_id)).size).toBe(standing.length);
    await operate("unfreeze");
    expect(await read()).toBe(undefined);
    await operate("disconnect");
    expect(await read()).toBe("connection_frozen");
    await runOperations(world.app.context);
    expect(await read()).toBe("not_connected");
  });
});
