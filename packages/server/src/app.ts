/** The only place that constructs: joins configuration, database, keys and edges to one server. */
import { authorizationServers } from "@grantry/catalogue/list";
import type { FastifyInstance } from "fastify";
import type { Config } from "./config.ts";
import { createKeyring } from "./crypto/keyring.ts";
import { buildHttpServer } from "./http/server.ts";
import { type Clock, systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { newHandle } from "./lib/id.ts";
import type { Log } from "./lib/log.ts";
import { createOutbound, type OutboundOptions } from "./lib/outbound.ts";
import type { Secret } from "./lib/secret.ts";
import { buildCatalogue } from "./provider/catalogue.ts";
import { createAppCache } from "./service/app-user/app-cache.ts";
import { createKeySets } from "./service/app-user/key-sets.ts";
import type { ServiceContext } from "./service/context.ts";
import { sweepRegularly } from "./service/maintenance/sweep.ts";
import { createFlights } from "./service/token/flights.ts";
import { applyBootstrap } from "./service/workspace/apply-bootstrap.ts";
import type { Bootstrap, SecretSource } from "./service/workspace/bootstrap-schema.ts";
import { isDatabaseUnavailable, openDatabase } from "./store/database.ts";
import { checkEncryptionKeys } from "./store/encryption-keys.ts";
import { migrate } from "./store/migrate.ts";
import type { Store } from "./store/store.ts";

export interface AppInput {
  readonly config: Pick<
    Config,
    "databaseUrl" | "databasePoolSize" | "publicUrl" | "allowedPrivateOrigins"
  > &
    Partial<Pick<Config, "sandboxProviders">>;
  /** `id:base64` pairs; the first is the primary key. */
  readonly encryptionKeys: string;
  readonly log: Log;
  readonly bootstrap?: {
    readonly declared: Bootstrap;
    readonly readSecret: (source: SecretSource) => Promise<Secret>;
  };
  readonly clock?: Clock;
  readonly outbound?: Omit<OutboundOptions, "allowedPrivateOrigins" | "sandbox">;
}

export interface App {
  readonly context: ServiceContext;
  readonly http: FastifyInstance;
  /** Ends requests under way, then everything else. */
  close(): Promise<void>;
}

/**
 * Builds the server, ready to listen. Throws before anything is served where the keys, the database
 * or the bootstrap are not right.
 */
export async function createApp(input: AppInput): Promise<App> {
  const { config, log, clock = systemClock } = input;
  const keyring = createKeyring(input.encryptionKeys);
  const catalogue = buildCatalogue(authorizationServers);
  const database = openDatabase(config.databaseUrl, { poolSize: config.databasePoolSize });
  const store: Store = { database, db: database.db, keyring, clock };
  const allowedPrivateOrigins = new Set(config.allowedPrivateOrigins);
  const { sandboxProviders: sandbox = null } = config;
  const outbound = createOutbound({ ...input.outbound, allowedPrivateOrigins });
  const toProviders = createOutbound({ ...input.outbound, allowedPrivateOrigins, sandbox });
  const release = async () => {
    await outbound.close();
    await toProviders.close();
    await database.close();
  };
  try {
    await migrate(database);
    await checkEncryptionKeys(store);
    if (input.bootstrap !== undefined) {
      const { declared, readSecret } = input.bootstrap;
      const toIssuers = { send: toProviders.send, allowedPrivateOrigins };
      await applyBootstrap({ store, catalogue, readSecret, outbound: toIssuers }, declared);
    }
    const context: ServiceContext = {
      store,
      clock,
      log,
      catalogue,
      send: toProviders.send,
      publicUrl: config.publicUrl,
      allowedPrivateOrigins,
      sandboxProviders: sandbox,
      processId: newHandle("process"),
      apps: createAppCache(store, clock),
      keySets: createKeySets(outbound.send, clock),
      flights: createFlights(),
    };
    const http = await buildHttpServer(context);
    const stopSweeping = sweepRegularly(context);
    return {
      context,
      http,
      close: async () => {
        stopSweeping();
        await http.close();
        await release();
      },
    };
  } catch (thrown) {
    await release();
    if (!isDatabaseUnavailable(thrown)) throw thrown;
    throw new GrantryError("database_unavailable", {
      detail: "The database cannot be reached: is it running, and is GRANTRY_DATABASE_URL right?",
      cause: thrown,
    });
  }
}
