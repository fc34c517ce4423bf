/** What the tests of backups stand on: a world with a data folder, places to restore to, and servers there. */
import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "@grantry/server/store/engine";
import { type Api, apiOf } from "@grantry/testing/api";
import { connect } from "@grantry/testing/connected";
import { createTestDatabase, type TestDatabase } from "@grantry/testing/databases";
import type {} from "@grantry/testing/debian-postgres";
import type { FakeClock } from "@grantry/testing/fake-clock";
import { forBothWorkspaces, ids, startWorld, type World } from "@grantry/testing/harness";
import { inject } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";
import { Secret } from "../src/lib/secret.ts";
import { keepUnstored } from "../src/service/engine/index.ts";
import { createUnstored } from "../src/service/engine/unstored.ts";
import { sealAnswer } from "../src/store/connection-answers.ts";
import { claimLease } from "../src/store/connection-leases.ts";
import { toConnection } from "../src/store/connections.ts";
import { prepareSealing } from "../src/store/data-keys.ts";

/** Those of the project that runs: client programs of PostgreSQL are there in one alone. */
export const backupEngines: readonly Engine[] =
  process.env["GRANTRY_TEST_BACKUP"] === "postgres" ? ["postgres"] : ["sqlite"];

export type Environment = Record<string, string>;

export interface Place {
  readonly environment: Environment;
  readonly database: TestDatabase;
  readonly unstoredFolder: string;
  /** A server there, of the same world. */
  serve(): Promise<{ readonly app: App; readonly api: Api }>;
}

export interface BackupWorld {
  readonly world: World;
  readonly api: Api;
  /** For temporary files. */
  readonly folder: string;
  readonly unstoredFolder: string;
  readonly environment: Environment;
  /** An empty place. */
  place(): Promise<Place>;
  /** Lays an answer of the provider down that the database does not have, as a server does that could not store it. */
  layAnswer(userId: string): Promise<void>;
  /** Does what a server does at its start. */
  storeAnswers(): Promise<void>;
  close(): Promise<void>;
}

export async function startBackupWorld(
  engine: Engine,
  clock: FakeClock | null,
  users: readonly string[],
): Promise<BackupWorld> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-backup-test-"));
  const unstoredFolder = join(folder, "data", "unstored");
  const ticking = clock === null ? {} : { clock };
  const world = await startWorld({ engine, ...ticking, unstoredFolder });
  const api = apiOf(world);
  for (const userId of users) await connect(api, userId, ids.userConnector);
  const closers: (() => Promise<unknown>)[] = [];
  const { context } = world.app;
  const common: Environment = {
    PATH: process.env["PATH"] ?? "",
    GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
    ...(engine === "postgres" ? { GRANTRY_POSTGRES_BIN: inject("postgresBin") } : {}),
  };
  return {
    world,
    api,
    folder,
    unstoredFolder,
    environment: {
      ...common,
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_DATA_DIR: join(folder, "data"),
    },
    place: async () => {
      const database = await createTestDatabase(engine, () => inject("postgresUrl"));
      const data = join(folder, `data-${randomBytes(4).toString("hex")}`);
      const mine = join(data, "unstored");
      closers.push(() => database.drop());
      return {
        database,
        unstoredFolder: mine,
        environment: { ...common, GRANTRY_DATABASE_URL: database.url, GRANTRY_DATA_DIR: data },
        serve: async () => {
          const app = await createApp({
            config: {
              databaseUrl: database.url,
              databasePoolSize: 4,
              publicUrl: world.url,
              allowedPrivateOrigins: forBothWorkspaces(world.sandbox.origin).split(","),
              unstoredFolder: mine,
            },
            encryptionKeys: world.encryptionKeys,
            log: createLog("silent"),
            ...ticking,
          });
          closers.push(() => app.close());
          const url = await app.http.listen({ host: "127.0.0.1", port: 0 });
          return { app, api: apiOf({ url }) };
        },
      };
    },
    layAnswer: async (userId) => {
      const { store } = context;
      const rows = store.db.selectFrom("connections").selectAll().where("user_id", "=", userId);
      const connection = toConnection(await rows.executeTakeFirstOrThrow());
      const lease = await claimLease(store, connection, {
        owner: "proc_ended",
        durationMs: 60_000,
      });
      if (lease === undefined) throw new Error("somebody refreshes it");
      await prepareSealing(store, connection.workspaceId);
      const answer = sealAnswer(store, connection, {
        tokens: {
          accessToken: new Secret(`laid-down-${userId}`),
          refreshToken: null,
          tokenType: "Bearer",
          expiresAt: store.clock.nowSeconds() + 3_600,
          lifetimeSeconds: 3_600,
          refreshTokenExpiresAt: null,
          nextRefreshAt: null,
        },
        grantedScopes: null,
        keptValues: {},
      });
      await createUnstored(unstoredFolder, createLog("silent")).put({ answer, lease });
    },
    storeAnswers: () => keepUnstored(context),
    close: async () => {
      for (const closer of closers.reverse()) await closer();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
