/** The only place that constructs: joins configuration, database, keys and edges to one server. */
import { authorizationServers } from "@grantry/catalogue/list";
import type { FastifyInstance } from "fastify";
import { startShipping } from "./audit-shipping.ts";
import { type Closer, chooseClock } from "./chosen-clock.ts";
import { type Config, keyCacheSecondsDefault } from "./config.ts";
import { noAuditSinks } from "./config-audit.ts";
import { loggedTokenReads } from "./config-watching.ts";
import { allDefences } from "./defences.ts";
import type { HttpContext } from "./http/context.ts";
import type { BuiltSite } from "./http/documentation/site-files.ts";
import { drain } from "./http/drain.ts";
import { buildHttpServer } from "./http/server.ts";
import { createKeyServiceWatch, type KeyServicesInput } from "./key-service/index.ts";
import type { Checkpoints } from "./lib/checkpoint.ts";
import { type Clock, systemClock } from "./lib/clock.ts";
import { createClockWatch } from "./lib/clock-watch.ts";
import { createTxtLookup, type TxtLookupOptions } from "./lib/dns.ts";
import { describeThrown } from "./lib/error.ts";
import { createFlights } from "./lib/flights.ts";
import type { Log } from "./lib/log.ts";
import { createMetrics, type Metrics } from "./lib/metrics.ts";
import type { OutboundOptions } from "./lib/outbound.ts";
import { unnamedOrigin } from "./lib/reach.ts";
import type { Secret } from "./lib/secret.ts";
import { openMailServer } from "./mail-server.ts";
import { buildCatalogue, type Catalogue } from "./provider/catalogue.ts";
import { forOperator, onceKeyServicesAnswer, openKeyring } from "./root-keys.ts";
import { createPasswordWork } from "./service/accounts/index.ts";
import { createAppUsersParts } from "./service/app-users/index.ts";
import type { Bootstrap, SecretSource } from "./service/bootstrap/index.ts";
import { applyBootstrap, logChanges } from "./service/bootstrap/index.ts";
import type { Defences } from "./service/defences/index.ts";
import {
  createEngineParts,
  type EngineOverrides,
  flushNotes,
  flushNotesRegularly,
  keepUnstored,
  refreshDueRegularly,
} from "./service/engine/index.ts";
import {
  createFunctionTokens,
  type FunctionSettings,
  functionSettings,
} from "./service/functions/index.ts";
import { type MailServer, sendMailRegularly } from "./service/mail/index.ts";
import { runOperationsRegularly } from "./service/operations/index.ts";
import { countStatesRegularly } from "./service/overview/index.ts";
import { revokeRegularly } from "./service/revocation/index.ts";
import {
  linkRegularly,
  linkWaiting,
  type TrailSettings,
  trailSettings,
} from "./service/trail/index.ts";
import {
  awaitTakeOver,
  createKeyKeeper,
  createReadiness,
  keepKeysRegularly,
  type MutableAsking,
  readAsking,
  sweepRegularly,
  tellOfOthers,
} from "./service/upkeep/index.ts";
import { type Database, type DatabaseOptions, openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import { checkEncryptionKeys, listRetiredConfigured } from "./store/encryption-keys.ts";
import type { Store } from "./store/store.ts";
import { bringUpToDate } from "./tables.ts";
import { reachOf, type WaysOut, waysOut } from "./ways-out.ts";

export interface AppInput {
  readonly config: Pick<
    Config,
    "databaseUrl" | "databasePoolSize" | "publicUrl" | "allowedPrivateOrigins"
  > &
    Partial<
      Pick<
        Config,
        | "sandboxProviders"
        | "unstoredFolder"
        | "metricsToken"
        | "trustedProxies"
        | "databasePreparedStatements"
        | "limits"
        | "keyCacheSeconds"
        | "vault"
        | "auditSinks"
        | "logTokenReads"
        | "egress"
        | "mail"
      >
    >;
  /** Root keys as createKeyring reads them, the first of them meant to be the primary one. */
  readonly encryptionKeys: string;
  /** How key services are called, where not as otherwise. */
  readonly keyServices?: Pick<KeyServicesInput, "sandbox" | "totalTimeoutMs">;
  readonly log: Log;
  readonly bootstrap?: {
    readonly declared: Bootstrap;
    readonly readSecret: (source: SecretSource) => Promise<Secret>;
  };
  /** Where it is given, it is right as it is, for this process and every other. */
  readonly clock?: Clock;
  /** Ticks for this process. What it shows matters on SQLite only: PostgreSQL has a clock for all. */
  readonly hostClock?: Clock;
  readonly engine?: EngineOverrides;
  /** Numbers of the audit trail that differ. */
  readonly trail?: Partial<TrailSettings>;
  readonly functions?: Partial<FunctionSettings>;
  readonly checkpoint?: Checkpoints;
  /** The documentation as it was built; none where it is left out. */
  readonly docsSite?: BuiltSite | undefined;
  /** How PostgreSQL is reached, where not as the configuration says. */
  readonly database?: Pick<DatabaseOptions, "driver">;
  /** How the DNS is asked for proofs of domains. */
  readonly dns?: TxtLookupOptions;
  readonly outbound?: Omit<OutboundOptions, "allowedPrivateOrigins" | "sandbox" | "egress">;
  /** What stands in place of single defences, where it is shown what each of them stops. */
  readonly weakened?: {
    readonly defences?: Partial<Defences>;
    /** Is handed the HTTP server before its routes. */
    readonly edge?: (http: FastifyInstance) => void;
  };
}

export interface App {
  readonly context: HttpContext;
  readonly http: FastifyInstance;
  /** Lets go of callers who keep connections, in some seconds; where others serve on, none of their requests is lost then. */
  drain(): Promise<void>;
  /** Ends requests under way, then everything else. */
  close(): Promise<void>;
}

/** How long callers have to use a connection that they keep for the last time. */
const drainingMs = 5_000;
/** How long closing waits for requests and refreshes under way: longer than any call to a provider. */
const closingMs = 25_000;

/**
 * Builds the server, ready to listen. Throws before anything is served where the keys, the database
 * or the bootstrap are not right.
 */
export async function createApp(input: AppInput): Promise<App> {
  const { config } = input;
  const database = openDatabase(config.databaseUrl, {
    poolSize: config.databasePoolSize,
    preparedStatements: config.databasePreparedStatements ?? true,
    ...input.database,
  });
  const closers: Closer[] = [() => database.close()];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    await bringUpToDate(database, input.log);
    const closing = new AbortController();
    const asking = await readAsking(database);
    const own = { ...input, asking, closing: closing.signal };
    const context = await createContext(own, database, closers);
    await keepUnstored(context);
    const { trustedProxies = [], logTokenReads = loggedTokenReads } = config;
    const http = await buildHttpServer(context, {
      trustedProxies,
      logTokenReads,
      edge: input.weakened?.edge,
    });
    const { auditSinks = noAuditSinks } = config;
    const shipping = startShipping(context, auditSinks, waysOut(input, context));
    closers.push(shipping.end, () => finish(context, http), shipping.stop);
    closers.push(keepKeysRegularly(context), sweepRegularly(context));
    closers.push(awaitTakeOver(context, asking));
    closers.push(refreshDueRegularly(context), revokeRegularly(context));
    closers.push(sendMailRegularly(context));
    closers.push(runOperationsRegularly(context), countStatesRegularly(context));
    closers.push(flushNotesRegularly(context), linkRegularly(context), () => closing.abort());
    return { context, http, drain: () => drain(http, drainingMs), close };
  } catch (thrown) {
    await close();
    throw asDatabaseError(forOperator(thrown));
  }
}

/** The same for every server of a process; read when the first one starts. */
let builtIn: Catalogue | undefined;

/** What this constructs and must be closed goes into `closers`; they are called last first. */
async function createContext(
  input: AppInput & { readonly asking: MutableAsking; readonly closing: AbortSignal },
  database: Database,
  closers: Closer[],
): Promise<HttpContext> {
  const { config, log } = input;
  const defences = { ...allDefences, ...input.weakened?.defences };
  const clock = input.clock ?? (await chooseClock(input, database, closers));
  const metrics = createMetrics(new Set(authorizationServers.map(({ id }) => id)));
  const outbound = waysOut(input, { clock, metrics, log });
  const opened = await openStore(input, { database, clock, metrics, outbound }, closers);
  const { store } = opened;
  builtIn ??= buildCatalogue(authorizationServers);
  const catalogue = builtIn;
  const { sandboxProviders: sandbox = null, unstoredFolder = null } = config;
  const heardDate = createClockWatch(clock, log);
  const reachInput = { ...input, ...defences, outbound: { ...outbound, heardDate } };
  const reach = await reachOf(reachInput, store, closers);
  if (input.bootstrap !== undefined) {
    const { declared, readSecret } = input.bootstrap;
    const changes = await applyBootstrap({ store, log, catalogue, readSecret, reach }, declared);
    logChanges(log, changes);
  }
  const functions = functionSettings(input.functions);
  const trail = trailSettings(input.trail);
  const users = createAppUsersParts(store, reach, log);
  const own = { overrides: input.engine, unstoredFolder, trail };
  const engine = createEngineParts({ store, log, metrics, ...own });
  return {
    store,
    clock,
    log,
    catalogue,
    defences,
    lookUpTxt: createTxtLookup(input.dns),
    reach,
    asking: input.asking,
    unnamedPrivateOrigin: unnamedOrigin(config.allowedPrivateOrigins),
    passwords: createPasswordWork(),
    demoSignIn: { offer: null },
    publicUrl: config.publicUrl,
    mail: await mailServerOf(config),
    sandboxProviders: sandbox,
    ...users,
    ...engine,
    trail,
    ...defences.createLimitsParts({
      store,
      metrics,
      overrides: config.limits ?? [],
      refusedOf: (appId, policy) => void countRefusal({ ...users, ...engine }, appId, policy),
    }),
    flights: createFlights(),
    functions: {
      settings: functions,
      tokens: createFunctionTokens(store, clock, functions),
    },
    metrics,
    metricsToken: config.metricsToken ?? null,
    keys: opened.keys,
    keyServices: opened.keyServices,
    readiness: createReadiness(),
    docsSite: input.docsSite,
    checkpoint: input.checkpoint ?? (() => {}),
    closing: input.closing,
  };
}

async function mailServerOf({ mail = null }: AppInput["config"]): Promise<MailServer | null> {
  return mail && { smtp: await openMailServer(mail), from: mail.from };
}

interface Opening {
  readonly database: Database;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly outbound: WaysOut;
}

/** The store with its keys, which are proven to be those that it was sealed with. */
async function openStore(
  input: AppInput,
  { database, clock, metrics, outbound: { egress, lookup } }: Opening,
  closers: Closer[],
) {
  const { config, log } = input;
  const keyServices = createKeyServiceWatch(metrics, log);
  const { keyring, close } = await openKeyring(input.encryptionKeys, {
    clock,
    used: keyServices.used,
    vault: config.vault,
    egress,
    ...(lookup === undefined ? {} : { lookup }),
    ...input.keyServices,
  });
  closers.push(close);
  const store: Store = { database, db: database.db, keyring, clock };
  await onceKeyServicesAnswer(clock, () => checkEncryptionKeys(store));
  for (const keyId of await listRetiredConfigured(store)) {
    log.warn({ keyId }, "a retired root key is configured, and not used: take it out");
  }
  const keys = createKeyKeeper({ store, log }, config.keyCacheSeconds ?? keyCacheSecondsDefault);
  await keys.look();
  await tellOfOthers(store, log);
  // Where the database is away it is forgotten after a while, as after a crash.
  closers.push(() => keys.end().catch(() => {}));
  return { store, keys, keyServices };
}

/** For the settings of the app. What is refused at addresses without an app is nobody's. */
async function countRefusal(
  { apps, statistics }: Pick<HttpContext, "apps" | "statistics">,
  appId: string,
  policy: string,
): Promise<void> {
  const app = await apps.get(appId).catch(() => undefined);
  if (app === undefined) return;
  const { workspaceId } = app;
  statistics.count({ workspaceId, appId, connectorId: "" }, "rate_limited", policy);
}

/** Ends requests and refreshes under way, which release their leases; what is not done in time is left. */
async function finish(context: HttpContext, http: FastifyInstance): Promise<void> {
  const enough = new AbortController();
  const done = http.close().then(() => context.flights.landed());
  const late = systemClock.sleep(closingMs, enough.signal).catch(() => {});
  await Promise.race([done, late]);
  enough.abort();
  await context.tokenReads.flush();
  await flushNotes(context);
  await linkWaiting(context).catch((thrown: unknown) => {
    context.log.warn({ cause: describeThrown(thrown) }, "audit records are not linked yet");
  });
}
