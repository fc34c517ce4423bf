/** A stolen database, and a stolen log, must be useless (SEC-64, SEC-65). */
import { randomBytes } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Api, apiOf } from "@grantry/testing/api";
import { consent, createJar, depart } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { newUnguessable } from "../src/lib/id.ts";
import { Secret } from "../src/lib/secret.ts";
import { lockConnection, setConnected } from "../src/store/connection-writes.ts";
import { openRefreshToken, toConnection } from "../src/store/connections.ts";
import { putOAuthClient } from "../src/store/oauth-clients.ts";
import { inTransaction } from "../src/store/store.ts";

/** The shapes in which a secret could lie around. */
function shapesOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  const encoded = [0, 1, 2].map((shift) =>
    // Base64 of the secret inside a longer text: three alignments, without the unstable ends.
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString("base64")
      .slice(4, -6),
  );
  return [secret, ...encoded, bytes.toString("hex"), bytes.toString("hex").toUpperCase()];
}

function foundIn(dump: string, all: readonly string[]): string[] {
  return all.filter((secret) => shapesOf(secret).some((shape) => dump.includes(shape)));
}

describe.each(engines)("on %s", (engine) => {
  const clock = createFakeClock();
  let world: World;
  let api: Api;

  beforeAll(async () => {
    world = await startWorld({ engine, clock });
    api = apiOf(world);
  });
  afterAll(() => world.close());

  async function dump(): Promise<string> {
    if (engine === "sqlite") {
      const folder = dirname(world.databaseUrl.replace("sqlite:", ""));
      const files = await readdir(folder);
      const contents = await Promise.all(files.map((file) => readFile(join(folder, file))));
      return contents.map((content) => content.toString("latin1")).join("\n");
    }
    const { db } = world.app.context.store;
    const tables = await db.introspection.getTables();
    const rows = await Promise.all(
      tables.map(({ name }) =>
        sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(name)} t`.execute(db),
      ),
    );
    const text = rows.flatMap(({ rows: found }) => found.map(({ row }) => row)).join("\n");
    const bytes = (text.match(/\\x[0-9a-f]+/g) ?? []).map((hex) =>
      Buffer.from(hex.slice(2), "hex").toString("latin1"),
    );
    return [text, ...bytes].join("\n");
  }

  test("the dump shows what is not secret, so that the search below can find what is", async () => {
    expect(foundIn(await dump(), [ids.userConnector])).toEqual([ids.userConnector]);
  });

  test("a dump holds none of 1,000 stored secrets, in no encoding (SEC-64)", async () => {
    const { store } = world.app.context;
    const canaries: string[] = [];
    const canary = () => {
      const value = `canary-${randomBytes(24).toString("hex")}`;
      canaries.push(value);
      return new Secret(value);
    };
    await inTransaction(store, async (trx) => {
      for (let count = 0; count < 200; count += 1) {
        await putOAuthClient(trx, {
          oauthClientId: `ocl_${count}`,
          workspaceId: ids.workspace,
          name: `client ${count}`,
          serverId: "sandbox",
          clientId: "client",
          clientSecret: canary(),
          previousClientSecret: canary(),
          redirectPath: "own",
        });
        const connection = await lockConnection(trx, {
          workspaceId: ids.workspace,
          appId: ids.app,
          connectorId: ids.userConnector,
          owner: { kind: "user", issuer: null, userId: `dump-${count}` },
        });
        await setConnected(trx, connection, {
          tokens: {
            accessToken: canary(),
            refreshToken: canary(),
            tokenType: "Bearer",
            expiresAt: null,
            lifetimeSeconds: null,
            refreshTokenExpiresAt: null,
            nextRefreshAt: null,
          },
          account: null,
          requestedScopes: [],
          grantedScopes: [],
          connectionConfig: {},
          providerKey: "sandbox",
          grantParty: "party",
          clientId: "client",
        });
      }
    });
    for (let count = 0; count < 200; count += 1) canary();
    expect(canaries).toHaveLength(1_000);
    expect(foundIn(await dump(), canaries)).toEqual([]);
  });

  test("no answer of the API ever holds a refresh token or a client secret (SEC-77)", async () => {
    const user = await api.signIn("user-77");
    await consent(createJar(), (await user.initiate(ids.userConnector)).body.redirect_url);
    const { store } = world.app.context;
    const row = await store.db
      .selectFrom("connections")
      .selectAll()
      .where("user_id", "=", "user-77")
      .executeTakeFirstOrThrow();
    const opened = await openRefreshToken(store, toConnection(row));
    const refreshToken = opened?.reveal() ?? "";
    const answers = await Promise.all([
      user.token(ids.userConnector),
      api.tokenOf("user-77", ids.userConnector),
      api.backend("external-auth/tokens/sandboxcalendar"),
      user.own("GET", "connections"),
      user.connector(ids.userConnector),
      user.get("entities/User/me"),
      api.operator("external-auth/available-integrations"),
    ]);
    answers.push(await user.disconnect(ids.userConnector));
    expect(answers.map((answer) => answer.status)).toEqual([
      200, 200, 404, 200, 200, 200, 200, 200,
    ]);
    const said = answers.map((answer) => JSON.stringify([answer.body, [...answer.headers]])).join();
    expect(foundIn(said, [ids.userConnector])).toEqual([ids.userConnector]);
    expect(foundIn(said, [refreshToken, secrets.clientSecret])).toEqual([]);
  });

  test("neither dump nor log holds a secret of a whole life: consent, reads, refresh, failure, disconnect (SEC-64, SEC-65)", async () => {
    const seen: string[] = Object.values(secrets);
    const user = await api.signIn("user-1", { email: "ada@app.example" });
    seen.push(user.jwt);
    const jar = createJar();
    const { body } = await user.initiate(ids.userConnector);
    const link: string = body.redirect_url;
    seen.push(link.slice(link.lastIndexOf("/") + 1));
    const set = { "content-type": "application/json" };
    const shared = await api.operator("external-auth/integrations/sandboxcalendar", {
      method: "PUT",
      headers: set,
      body: "{}",
    });
    const sharedLink: string = shared.body.redirect_url;
    seen.push(sharedLink.slice(sharedLink.lastIndexOf("/") + 1));
    const authorizationUrl = new URL(await depart(jar, link));
    seen.push(authorizationUrl.searchParams.get("state") ?? "", ...jar.cookies.values());
    // The consent under way is in the dump, too.
    expect(foundIn(await dump(), seen)).toEqual([]);
    const other = await user.initiate(ids.userConnector);
    await consent(createJar(), other.body.redirect_url);
    seen.push((await user.token(ids.userConnector)).body.access_token);
    clock.advance(3_600_000);
    world.sandbox.faults.next("token", {
      kind: "answer",
      status: 400,
      body: `{"error":"${newUnguessable()}"}`,
      headers: { "content-type": "text/plain" },
    });
    expect((await api.tokenOf("user-1", ids.userConnector)).status).not.toBe(200);
    clock.advance(3_600_000);
    seen.push((await api.tokenOf("user-1", ids.userConnector)).body.access_token);
    const later = await api.signIn("user-1");
    await later.disconnect(ids.userConnector);
    expect(foundIn(await dump(), seen)).toEqual([]);
    expect(world.logLines.length).toBeGreaterThan(10);
    expect(foundIn(world.logLines.join("\n"), seen)).toEqual([]);
  });
});
