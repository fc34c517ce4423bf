/** Connection settings: what a user may choose, and where a client secret must never go. */

import { apiOf, type UserApi } from "@grantry/testing/api";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe("a setting of a connection", () => {
  let world: World;
  let user: UserApi;
  const selfHosted = "0123456789abcdef01234567";

  beforeAll(async () => {
    world = await startWorld({
      declare: ({ workspaces: [workspace] }) => {
        workspace?.oauth_clients?.push({
          id: "ocl_gitlab",
          name: "GitLab",
          provider: "gitlab",
          client_id: "client",
          client_secret: { env: "clientSecret" },
        });
        workspace?.connectors?.push({
          id: selfHosted,
          name: "GitLab",
          integration_type: "gitlab",
          oauth_client: "ocl_gitlab",
        });
      },
    });
    user = await apiOf(world).signIn("user-1");
  });
  afterAll(() => world.close());

  const initiate = (connectorId: string, connection_config: Record<string, string>) =>
    user.initiate(connectorId, { body: JSON.stringify({ connection_config }) });
  const authorizations = () =>
    world.app.context.store.db.selectFrom("authorizations").selectAll().execute();

  test("cannot send the workspace's client secret to a host of the user's choice (SEC-33)", async () => {
    const answer = await initiate(selfHosted, { host: "gitlab.evil.example" });
    expect(answer.status).toBe(400);
    expect(answer.body.reason).toBe("connection_config_invalid");
    expect(answer.body.detail).toContain("only the workspace can set it");
    expect(await authorizations()).toEqual([]);
  });

  test("cannot replace what the workspace has fixed", async () => {
    const answer = await initiate(ids.userConnector, { port: "1" });
    expect(answer.status).toBe(400);
    expect(answer.body.detail).toContain('"port" is fixed');
    expect(await authorizations()).toEqual([]);
  });

  test("that is left out takes the catalogue's default", async () => {
    expect((await initiate(selfHosted, {})).status).toBe(200);
    const [row] = await authorizations();
    expect(JSON.parse(row?.settings ?? "{}")).toEqual({ host: "gitlab.com" });
  });
});
