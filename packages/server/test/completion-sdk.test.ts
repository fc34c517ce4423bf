/** An app without a script in the browser: its server begins and completes by the SDK. */
import { createClient } from "@grantry/sdk";
import { apiOf } from "@grantry/testing/api";
import { comeBack, returnUrl } from "@grantry/testing/completion";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { connectionOf } from "@grantry/testing/outcomes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ engine });
  });
  afterAll(() => world.close());

  const backend = (token?: string) =>
    createClient({
      serverUrl: world.url,
      appId: ids.app,
      serviceToken: secrets.serviceToken,
      token,
    }).asServiceRole.connectors;

  test("the app's own row is written once the connection stands; where that fails, the call is repeated", async () => {
    const owner = { userId: "ada" };
    const begun = await backend().authorize({ connectorId: ids.userConnector, owner, returnUrl });
    const { code } = await comeBack(begun.connectUrl);
    const ada = await apiOf(world).signIn("ada");
    expect(await connectionOf(ada, ids.userConnector)).toBe(null);
    const rows: unknown[] = [];
    const attempt = (isDown: boolean) =>
      backend().completeAuthorization(
        begun.authorizationId,
        { owner, code, verifier: begun.verifier },
        ({ connectionId }) => {
          if (isDown) throw new Error("the app's database is down");
          rows.push(connectionId);
        },
      );
    await expect(attempt(true)).rejects.toThrow("the app's database is down");
    expect(rows).toEqual([]);
    const completed = await attempt(false);
    expect(completed).toMatchObject({ status: "completed", error: null, choiceUrl: null });
    expect(rows).toEqual([completed.connection?.connectionId]);
    expect(world.sandbox.ledger.count("token")).toBe(1);
  });

  test("for the user whose token was passed on; another session's verifier connects nothing, and no hook runs", async () => {
    const { jwt } = await apiOf(world).signIn("bo");
    const connectors = backend(jwt);
    const owner = "current_user" as const;
    const begin = () => connectors.authorize({ connectorId: ids.userConnector, owner, returnUrl });
    const [mine, another] = [await begin(), await begin()];
    const { code } = await comeBack(mine.connectUrl);
    const { authorizationId: id, verifier } = mine;
    const wrong = { owner, code, verifier: another.verifier };
    const hook = () => expect.unreachable();
    await expect(connectors.completeAuthorization(id, wrong, hook)).rejects.toMatchObject({
      code: "completion_invalid",
    });
    await expect(
      connectors.completeAuthorization(id, { owner, code, verifier }, hook),
    ).rejects.toMatchObject({ code: "completion_invalid" });
  });
});
