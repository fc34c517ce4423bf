/** Two versions on one database: the earlier one fills it, this one starts beside it under load, the earlier one ends. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startSandbox } from "@grantry/sandbox/sandbox";
import type { Engine } from "@grantry/server/store/engine";
import { apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { copierOf } from "@grantry/testing/copied-rows";
import { createTestDatabase } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { forBothWorkspaces, ids, secrets } from "@grantry/testing/harness";
import { sql } from "kysely";
import { createKeyring, newKeyText } from "../../packages/server/src/crypto/keyring.ts";
import { systemClock } from "../../packages/server/src/lib/clock.ts";
import { openDatabase } from "../../packages/server/src/store/database.ts";
import { startReaders } from "./readers.ts";
import { clientOf, failedCommands, type RunningServer, startServer } from "./version.ts";

const here = fileURLToPath(new URL("../../", import.meta.url));

export interface SideBySide {
  readonly engine: Engine;
  /** The folder of the earlier version. */
  readonly earlier: string;
  readonly seconds: number;
  readonly users: number;
  /** Rows of connections besides. */
  readonly rows: number;
  readonly postgresUrl: string;
  progress(text: string): void;
}

export interface Outcome {
  readonly engine: Engine;
  readonly reads: number;
  readonly refreshes: number;
  readonly slowestMs: number;
  readonly migrations: readonly string[];
  /** What a start of the earlier version says afterwards; null where it serves again. */
  readonly refusedAgain: string | null;
  /** In words; empty where every read and command succeeded. */
  readonly failures: readonly string[];
}

/** Short, so that each connection is refreshed several times by either version. */
const accessTokenSeconds = 20;

export async function runSideBySide(plan: SideBySide): Promise<Outcome> {
  const database = await createTestDatabase(plan.engine, () => plan.postgresUrl, tmpdir());
  const folder = await mkdtemp(join(tmpdir(), "grantry-beside-"));
  const port = await reservePort();
  const publicUrl = `http://127.0.0.1:${port}`;
  const sandbox = await startSandbox({
    clients: [
      {
        clientId: "test-client",
        clientSecret: secrets.clientSecret,
        redirectUris: [`${publicUrl}/api/external-auth/callback/${ids.oauthClient}`],
      },
    ],
    accessTokenSeconds,
  });
  const file = join(folder, "grantry.json");
  await writeFile(file, JSON.stringify(declaration(sandbox.port)));
  const environment = {
    PATH: process.env["PATH"] ?? "",
    GRANTRY_PUBLIC_URL: publicUrl,
    GRANTRY_DATABASE_URL: database.url,
    GRANTRY_DATA_DIR: folder,
    GRANTRY_ENCRYPTION_KEYS: newKeyText("k1"),
    GRANTRY_BOOTSTRAP: file,
    GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(sandbox.origin),
    GRANTRY_LIMITS: "token_reads=off,consent_starts=off",
    ...Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`T_${name}`, value])),
  };
  const servers: RunningServer[] = [];
  try {
    return await watch({ plan, database: database.url, environment, port, servers }, () =>
      sandbox.ledger.count("refresh"),
    );
  } finally {
    for (const server of servers) await server.stop();
    await sandbox.close();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Stage {
  readonly plan: SideBySide;
  readonly database: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Of the public URL, where the earlier version listens. */
  readonly port: number;
  readonly servers: RunningServer[];
}

async function watch(stage: Stage, refreshes: () => number): Promise<Outcome> {
  const { plan, environment, port, servers } = stage;
  const { engine, earlier, seconds } = plan;
  const old = await startServer(earlier, environment, port);
  servers.push(old);
  const users = Array.from({ length: plan.users }, (_, at) => `user-${at}`);
  const api = apiOf({ url: old.url });
  for (const user of users) await connect(api, user, ids.userConnector);
  await fill(stage);
  const before = await migrationsOf(stage.database);
  plan.progress(
    `${engine}: the earlier version serves ${users.length} connected users, and ${plan.rows} rows besides`,
  );

  const failures: string[] = [];
  const readers = startReaders(users);
  const third = (seconds * 1_000) / 3;
  await readers.readFrom([old.url]);
  await systemClock.sleep(third / 2);
  const next = await startServer(here, environment);
  servers.push(next);
  plan.progress(`${engine}: this version serves beside it`);
  await readers.readFrom([old.url, next.url]);
  await systemClock.sleep(third / 2);
  for (const [whose, folder] of [
    ["earlier", earlier],
    ["this", here],
  ] as const) {
    for (const [server, { url }] of [
      ["earlier", old],
      ["this", next],
    ] as const) {
      failures.push(
        ...(await otherFailures(folder, url, users)).map(
          (text) => `${whose} version's program, ${server} version's server: ${text}`,
        ),
      );
    }
  }
  await systemClock.sleep(third);
  await readers.readFrom([next.url]);
  if ((await old.stop()) !== 0)
    failures.push(`the earlier version ended with ${old.started.child.exitCode}`);
  plan.progress(`${engine}: the earlier version has ended`);
  await systemClock.sleep(third);
  await readers.stop();
  failures.push(...[...readers.failures].map(([kind, count]) => `${count} reads: ${kind}`));
  const after = await migrationsOf(stage.database);
  const refusedAgain = await startAgain(stage);
  const { reads, slowestMs } = readers;
  const migrations = after.filter((name) => !before.includes(name));
  return { engine, reads, refreshes: refreshes(), slowestMs, migrations, refusedAgain, failures };
}

/** One read of each user by the SDK, and the commands. */
async function otherFailures(
  folder: string,
  url: string,
  users: readonly string[],
): Promise<string[]> {
  const client = await clientOf(folder, url);
  const reads = users.map((user) =>
    client.asServiceRole.connectors.getAppUserConnection(user, ids.userConnector).then(
      ({ accessToken }) => (typeof accessToken === "string" ? [] : ["no token"]),
      (thrown: unknown) => [String(thrown)],
    ),
  );
  return [...(await Promise.all(reads)).flat(), ...(await failedCommands(folder, url))];
}

async function startAgain({ plan, environment, port, servers }: Stage): Promise<string | null> {
  try {
    servers.push(await startServer(plan.earlier, environment, port));
    return null;
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message.trim() : String(thrown);
    return /^.*grantry: (.*)$/s.exec(said)?.[1] ?? said;
  }
}

/** Copies of a connection that end far in the future, with nothing to refresh them by: a table with rows in it. */
async function fill({ plan, database: url, environment }: Stage): Promise<void> {
  const database = openDatabase(url);
  const { db } = database;
  const keyring = createKeyring(environment["GRANTRY_ENCRYPTION_KEYS"] ?? "");
  const copy = copierOf({ database, db, keyring, clock: systemClock });
  const like = sql`SELECT * FROM connections WHERE user_id = 'user-0'`;
  const row = Object.assign(like, {
    executeTakeFirst: async () => (await like.execute(db)).rows[0] as object | undefined,
  });
  await copy("connections", row, plan.rows, (at) => ({
    connection_id: `con_${randomBytes(9).toString("hex")}`,
    user_id: `other-${at}`,
    refresh_token: null,
    next_refresh_at: 9_000_000_000,
    expires_at: 9_000_000_000,
  }));
  await database.close();
}

async function migrationsOf(url: string): Promise<string[]> {
  const database = openDatabase(url);
  const { rows } = await sql<{ name: string }>`SELECT name FROM migrations`.execute(database.db);
  await database.close();
  return rows.map(({ name }) => name).sort();
}

function declaration(sandboxPort: number) {
  return {
    workspaces: [
      {
        id: ids.workspace,
        name: "Test workspace",
        api_keys: [{ id: "key_test", name: "tests", secret: { env: "T_workspaceKey" } }],
        oauth_clients: [
          {
            id: ids.oauthClient,
            name: "Sandbox client",
            provider: "sandbox",
            client_id: "test-client",
            client_secret: { env: "T_clientSecret" },
          },
        ],
        connectors: [
          {
            id: ids.userConnector,
            name: "My calendar",
            oauth_client: ids.oauthClient,
            integration_type: "sandboxcalendar",
            connection_config: { port: String(sandboxPort) },
          },
        ],
        apps: [
          {
            id: ids.app,
            name: "Test app",
            service_tokens: [
              { id: "stk_test", name: "backend", secret: { env: "T_serviceToken" } },
            ],
          },
        ],
      },
    ],
  };
}
