/** The database goes away while the server runs: a clear answer, nothing lost, well again by itself. */
import pg from "pg";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { type Api, apiOf } from "./api.ts";
import { consent, createJar } from "./browser.ts";
import { ids, startWorld, type World } from "./harness.ts";

describe("while PostgreSQL is away", () => {
  let world: World;
  let api: Api;

  beforeEach(async () => {
    world = await startWorld({ engine: "postgres" });
    api = apiOf(world);
  });
  afterEach(async () => {
    await allowConnections(true);
    await world.close();
  });

  /** Ends every connection to the test's database and lets none, or again any, in. */
  async function allowConnections(allowed: boolean): Promise<void> {
    const name = new URL(world.databaseUrl).pathname.slice(1);
    const client = new pg.Client({ connectionString: inject("postgresUrl") });
    await client.connect();
    await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS ${allowed}`);
    const terminate = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1";
    if (!allowed) await client.query(terminate, [name]);
    await client.end();
  }

  test("every call says so with 503, the process lives, and tokens are there again after it", async () => {
    const user = await api.signIn("user-1");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const before = await user.token(ids.userConnector);
    expect(before.status).toBe(200);

    await allowConnections(false);
    for (const answer of [
      await user.token(ids.userConnector),
      await user.get("app-user-auth/connections"),
      await user.initiate(ids.userConnector),
    ]) {
      expect(answer.status).toBe(503);
      expect(answer.body.reason).toBe("database_unavailable");
    }
    expect((await fetch(`${world.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${world.url}/healthz`)).status).toBe(200);

    await allowConnections(true);
    expect((await user.token(ids.userConnector)).body).toEqual(before.body);
  });
});
