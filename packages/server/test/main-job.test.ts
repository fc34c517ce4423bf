/** The main job, through every room of the server, against a real provider and both databases. */

import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s, an app user", (engine) => {
  let world: World;
  let api: Api;

  beforeAll(async () => {
    world = await startWorld({ engine });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  test("connects, the backend gets a token that works, and disconnects", async () => {
    const user = await api.signIn("user-1", { email: "ada@app.example", name: "Ada" });
    const started = await user.initiate(ids.userConnector);
    expect(started.status).toBe(200);
    expect(started.body).toMatchObject({ already_authorized: false });

    const end = await consent(createJar(), started.body["redirect_url"]);
    expect(end.text).toContain("<h1>Connected</h1>");
    expect(end.status).toBe(200);

    const token = await user.token(ids.userConnector);
    expect(token.status).toBe(200);
    expect(token.body).toMatchObject({
      integration_type: "sandboxcalendar",
      connection_config: { port: String(world.sandbox.port) },
      token_type: "Bearer",
      version: 1,
      account: { id: "sandbox-ada", email: "ada@sandbox.example", name: "Ada Example" },
    });
    const events = await fetch(`${world.sandbox.origin}/api/calendar/events`, {
      headers: { authorization: `Bearer ${token.body["access_token"]}` },
    });
    expect(events.status).toBe(200);

    const list = await user.own("GET", "connections");
    expect(list.body["data"]).toMatchObject([
      { connector: { id: ids.userConnector }, status: "active", missing_scopes: [] },
    ]);

    const gone = await user.disconnect(ids.userConnector);
    expect(gone.body).toEqual({
      status: "disconnected",
      connector_id: ids.userConnector,
      revocation: "revoked",
    });
    expect(await world.sandbox.ledger.isLive(token.body["access_token"])).toBe(false);
    expect((await user.token(ids.userConnector)).status).toBe(404);
    expect((await user.disconnect(ids.userConnector)).status).toBe(404);
  });
});
