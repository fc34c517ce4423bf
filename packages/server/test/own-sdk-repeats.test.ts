/** What our SDK sends again, against the real server: where answers are lost, and where tokens are refused. */
import { createClient, type UserToken } from "@grantry/sdk";
import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { type Forwarder, startForwarder } from "@grantry/testing/forwarder";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

/** Beside the one that every world has: a page holds two hundred. */
const moreConnectors = 230;

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let forwarder: Forwarder;
  let nextUser = 0;

  beforeAll(async () => {
    world = await startWorld({
      engine,
      declare: ({ workspaces: [workspace] }) => {
        const [first] = workspace?.connectors ?? [];
        if (workspace === undefined || first === undefined) throw new Error("no connector");
        for (let at = 1; at <= moreConnectors; at += 1) {
          const id = at.toString(16).padStart(24, "0");
          workspace.connectors?.push({ ...first, id, name: `Calendar ${at}` });
        }
      },
    });
    forwarder = await startForwarder(world.url);
  });
  afterAll(async () => {
    await forwarder.close();
    await world.close();
  });

  /** A new user, behind a network that can lose what goes over it. */
  async function newUser() {
    nextUser += 1;
    const userId = `user-${nextUser}`;
    const { jwt } = await apiOf(world).signIn(userId);
    const clientOf = (token: UserToken) =>
      createClient({
        serverUrl: forwarder.at(world.url),
        appId: ids.app,
        token,
        serviceToken: secrets.serviceToken,
      });
    return { userId, jwt, clientOf, client: clientOf(jwt) };
  }

  async function connectedUser() {
    const user = await newUser();
    const url = await user.client.connectors.connectAppUser(ids.userConnector);
    await consent(createJar(), url);
    return user;
  }

  const authorizationsOf = (userId: string) =>
    world.app.context.store.db
      .selectFrom("authorizations")
      .select("authorization_id")
      .where("user_id", "=", userId)
      .execute();

  test("a consent whose start was answered to nobody is started once", async () => {
    const { userId, client } = await newUser();
    const lost = forwarder.loseAnswerTo("/me/authorizations");
    const url = await client.connectors.connectAppUser(ids.userConnector);
    await lost;
    expect(await authorizationsOf(userId)).toHaveLength(1);
    const end = await consent(createJar(), url);
    expect(end.text).toContain("<h1>Connected</h1>");
  });

  test("two consents that are started one after the other are two", async () => {
    const { userId, client } = await newUser();
    const first = await client.connectors.connectAppUser(ids.userConnector);
    expect(await client.connectors.connectAppUser(ids.userConnector)).not.toBe(first);
    expect(await authorizationsOf(userId)).toHaveLength(2);
  });

  test("a newer token that was answered to nobody is asked for again, and made once", async () => {
    const { client } = await connectedUser();
    const { connectors } = client.asServiceRole;
    const { version } = await connectors.getCurrentAppUserConnection(ids.userConnector);
    const refreshes = () => world.sandbox.ledger.count("token", { grantType: "refresh_token" });
    const before = refreshes();
    const lost = forwarder.loseAnswerTo("refused_version");
    const newer = await connectors.getCurrentAppUserConnection(ids.userConnector, {
      force: version,
    });
    await lost;
    expect([newer.version, refreshes()]).toEqual([version + 1, before + 1]);
  });

  test("a disconnect that was answered to nobody is not sent again, and has ended the connection", async () => {
    const { client } = await connectedUser();
    const lost = forwarder.loseAnswerTo("/disconnect");
    const call = client.connectors.disconnect(ids.userConnector);
    await expect(call).rejects.toMatchObject({ code: "network_error" });
    await lost;
    const { status } = await client.connectors.getConnectionStatus(ids.userConnector);
    expect(status).toBe("disconnected");
  });

  test.each(["no.users.token", "no-jwt"])(
    "a user's token that the server refuses (%s) is asked for once more: in a page, and in the backend",
    async (refused) => {
      const { userId, jwt, clientOf } = await connectedUser();
      const once = () => {
        const tokens = [refused, jwt];
        return () => tokens.shift();
      };
      expect((await clientOf(once()).auth.me()).id).toBe(userId);
      const { connectors } = clientOf(once()).asServiceRole;
      const { account } = await connectors.getCurrentAppUserConnection(ids.userConnector);
      expect(account?.id).toBe("sandbox-ada");
    },
  );

  test("a user's token that the server refuses for good is told in its words", async () => {
    const { connectors } = (await newUser()).clientOf("no.users.token").asServiceRole;
    const call = connectors.getCurrentAppUserConnection(ids.userConnector);
    await expect(call).rejects.toMatchObject({ status: 401, code: "app_user_required" });
  });

  test("every connector is listed once, over as many pages as there are", async () => {
    const { client } = await connectedUser();
    const listed = await client.connectors.listConnections();
    expect(new Set(listed.map(({ connectorId }) => connectorId)).size).toBe(moreConnectors + 1);
    expect(listed).toHaveLength(moreConnectors + 1);
    expect(listed.filter(({ status }) => status === "active")).toMatchObject([
      { connectorId: ids.userConnector },
    ]);
  });
});
