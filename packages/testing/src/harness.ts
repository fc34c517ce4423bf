/**
 * A whole server for a test: real database, real sandbox provider, declared by a bootstrap file's
 * schema, listening on a random port.
 */
import { randomBytes } from "node:crypto";
import { type Sandbox, type SandboxOptions, startSandbox } from "@grantry/sandbox/sandbox";
import { type App, type AppInput, createApp } from "@grantry/server/app";
import { newKeyText } from "@grantry/server/crypto/keyring";
import { waitingConnectionsMax } from "@grantry/server/http/server";
import type { Checkpoints } from "@grantry/server/lib/checkpoint";
import type { Clock } from "@grantry/server/lib/clock";
import { createLog, type Log } from "@grantry/server/lib/log";
import { Secret } from "@grantry/server/lib/secret";
import {
  type BootstrapInput,
  bootstrapSchema,
} from "@grantry/server/service/bootstrap/bootstrap-schema";
import type { EngineOverrides } from "@grantry/server/service/engine/settings";
import type { FunctionSettings } from "@grantry/server/service/functions/settings";
import { parseLimit } from "@grantry/server/service/limits/overrides";
import type { TrailSettings } from "@grantry/server/service/trail/settings";
import type { Engine } from "@grantry/server/store/engine";
import { createMigratedDatabase } from "./databases.ts";
import { reservePort } from "./free-port.ts";
import { keptSessions } from "./kept-sessions.ts";
// What it provides is declared there, also for programs that do not run it.
import type {} from "./postgres.ts";
import { enterPasswords, withoutPassword } from "./test-password.ts";

/** The secrets of the test world; each is a canary that must never be seen outside. */
export const secrets = {
  serviceToken: `grantry_st_${"s".repeat(40)}`,
  otherServiceToken: `grantry_st_${"o".repeat(40)}`,
  foreignServiceToken: `grantry_st_${"f".repeat(40)}`,
  workspaceKey: `grantry_wk_${"w".repeat(40)}`,
  foreignWorkspaceKey: `grantry_wk_${"x".repeat(40)}`,
  clientSecret: `client-secret-${randomBytes(16).toString("hex")}`,
} as const;

export const ids = {
  workspace: "ws_test",
  app: "app_test",
  otherApp: "app_other",
  foreignWorkspace: "ws_foreign",
  foreignApp: "app_foreign",
  oauthClient: "ocl_sandbox",
  userConnector: "a1b2c3d4e5f6a1b2c3d4e5f6",
  sharedConnector: "b1b2c3d4e5f6a1b2c3d4e5f6",
  foreignConnector: "f1b2c3d4e5f6a1b2c3d4e5f6",
} as const;

/** GRANTRY_ALLOWED_PRIVATE_ORIGINS of a program of its own: an origin for both workspaces. */
export function forBothWorkspaces(origin: string): string {
  return [ids.workspace, ids.foreignWorkspace].map((id) => `${id}=${origin}`).join();
}

export interface World {
  readonly app: App;
  readonly sandbox: Sandbox;
  /** The server's public URL: its own origin, unless one was given. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly encryptionKeys: string;
  /** Everything that was logged, as JSON lines. */
  readonly logLines: string[];
  /**
   * One more server process on the same database, as far as the database can tell, with the same
   * options but for these. It is closed with the world. With `declare` it applies the file at its start,
   * as it is then.
   */
  another(more?: WorldOptions): Promise<{ readonly app: App; readonly url: string }>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly engine?: Engine;
  /** A PostgreSQL server other than the one of all tests. */
  readonly postgresUrl?: string;
  readonly clock?: Clock;
  /** Origins of the test app. */
  readonly origins?: readonly string[];
  readonly accessTokenSeconds?: number;
  /** Where the server is reached, when something stands in front of it. */
  readonly publicUrl?: string;
  /** The name that its own origin has instead of 127.0.0.1: browsers have passkeys of names alone. */
  readonly publicHost?: "localhost";
  /** Changes the declaration before it is applied. */
  readonly declare?: (bootstrap: BootstrapInput, sandbox: Sandbox) => void;
  readonly outboundTimeoutMs?: number;
  /** By which way calls leave, and to which hosts. */
  readonly egress?: AppInput["config"]["egress"];
  /** How calls out are made, where not as otherwise. */
  readonly outbound?: AppInput["outbound"];
  /** `address:port` of the DNS server that is asked for proofs of domains. */
  readonly dnsServer?: string;
  /** Numbers of the token engine that differ. */
  readonly tokens?: EngineOverrides;
  /** Ticks in place of the system's; ignored where there is a clock. */
  readonly hostClock?: Clock;
  /** Numbers of the audit trail that differ. */
  readonly trail?: Partial<TrailSettings>;
  readonly checkpoint?: Checkpoints;
  /** The documentation; none unless told, built or not. */
  readonly docsSite?: AppInput["docsSite"];
  readonly databasePoolSize?: number;
  /** Those of a process that is about to get others, or has got them. */
  readonly encryptionKeys?: string;
  /** How key services are called that hold root keys. */
  readonly keyServices?: AppInput["keyServices"];
  readonly vault?: AppInput["config"]["vault"];
  readonly keyCacheSeconds?: number;
  readonly unstoredFolder?: string;
  /** For every workspace of the file, or `workspace=origin`. */
  readonly allowedPrivateOrigins?: readonly string[];
  readonly metricsToken?: string;
  /** In place of the one whose lines the world keeps. */
  readonly log?: Log;
  /** Of token reads that succeed one in so many is logged; each, where it is not given. */
  readonly logTokenReads?: number;
  /** As in GRANTRY_LIMITS, one by one. */
  readonly limits?: readonly string[];
  readonly trustedProxies?: readonly string[];
  /** Where the audit trail is sent to. */
  readonly auditSinks?: AppInput["config"]["auditSinks"];
  /** By which server mail goes. */
  readonly mail?: AppInput["config"]["mail"];
  /** Numbers of the functions gateway that differ. */
  readonly functions?: Partial<FunctionSettings>;
  /** Accounts of the sandbox whose email address is not verified there. */
  readonly unverified?: SandboxOptions["unverified"];
  /** What stands in place of single defences of the server. */
  readonly weakened?: AppInput["weakened"];
}

/** Longer than any test. */
const quietMs = 3_600_000;

/** As the server's own setting; off where the tests run behind a pooler that knows none. */
export const preparedStatements = process.env["GRANTRY_DATABASE_PREPARED_STATEMENTS"] ?? "on";

/** A member that is there or not, as exact optional types want it. */
function given<K extends string, V>(name: K, value: V | undefined): { readonly [key in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [key in K]?: V };
}

/** Starts everything; `close` ends it. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const database = await createMigratedDatabase(
    options.engine ?? "sqlite",
    () => options.postgresUrl ?? import("vitest").then(({ inject }) => inject("postgresUrl")),
  );
  const port = await reservePort();
  const url = options.publicUrl ?? `http://${options.publicHost ?? "127.0.0.1"}:${port}`;
  const sandbox = await startSandbox({
    clients: [
      {
        clientId: "test-client",
        clientSecret: secrets.clientSecret,
        redirectUris: ["", `/${ids.oauthClient}`].map(
          (path) => `${url}/api/external-auth/callback${path}`,
        ),
      },
    ],
    accessTokenSeconds: options.accessTokenSeconds ?? 3600,
    ...given("unverified", options.unverified),
  });
  const logLines: string[] = [];
  const log = options.log ?? createLog("trace", { write: (line) => logLines.push(line) });
  const encryptionKeys = options.encryptionKeys ?? newKeyText("k1");
  const bootstrap = declaration(sandbox, options.origins ?? ["https://app.example.com"]);
  options.declare?.(bootstrap, sandbox);
  const launch = (more: WorldOptions, declared = bootstrap) =>
    createApp({
      config: {
        databaseUrl: database.url,
        databasePoolSize: more.databasePoolSize ?? 10,
        databasePreparedStatements: preparedStatements !== "off",
        publicUrl: url,
        allowedPrivateOrigins: allowedTo(
          bootstrap.workspaces.map(({ id }) => id),
          [sandbox.origin, ...(options.allowedPrivateOrigins ?? [])],
        ),
        ...given("unstoredFolder", more.unstoredFolder),
        ...given("trustedProxies", more.trustedProxies),
        ...given("auditSinks", more.auditSinks),
        ...given("mail", more.mail),
        ...given("egress", more.egress),
        limits: (more.limits ?? []).map(parseLimit),
        logTokenReads: more.logTokenReads ?? 1,
        ...given("vault", more.vault),
        ...given("keyCacheSeconds", more.keyCacheSeconds),
        metricsToken: more.metricsToken === undefined ? null : new Secret(more.metricsToken),
      },
      log,
      encryptionKeys: more.encryptionKeys ?? encryptionKeys,
      ...given("keyServices", more.keyServices),
      ...given("clock", more.clock),
      ...given("hostClock", more.hostClock),
      // As above: who shows that a disconnect is answered soon gives a short one.
      engine: { revocationPatienceMs: 15_000, ...more.tokens },
      // Nobody else has to do with it: who shows how the audit trail is written and linked gives its own numbers.
      trail: {
        flushMs: quietMs,
        linkAfterMs: quietMs,
        linkEveryMs: quietMs,
        shipEveryMs: quietMs,
        ...more.trail,
      },
      ...given("functions", more.functions),
      ...given("checkpoint", more.checkpoint),
      ...given("docsSite", more.docsSite),
      ...given("weakened", more.weakened),
      // No call ends by it on a slow machine: who shows what a silent provider does gives a short one.
      outbound: { totalTimeoutMs: more.outboundTimeoutMs ?? 20_000, ...more.outbound },
      // A pooler in between has sessions of its own, as has who brings a server.
      ...(preparedStatements === "off" || options.postgresUrl !== undefined
        ? {}
        : { database: { driver: keptSessions } }),
      // Without one nobody is asked that answers: no test calls out.
      dns: { servers: [more.dnsServer ?? "127.0.0.1:9"] },
      ...(more.declare === undefined
        ? {}
        : {
            bootstrap: { declared: bootstrapSchema.parse(declared), readSecret: readTestSecret },
          }),
    });
  const app = await launch({ declare: () => {}, ...options }, withoutPassword(bootstrap));
  await enterPasswords(app.context.store, bootstrap);
  await app.http.listen({ host: "127.0.0.1", port, backlog: waitingConnectionsMax });
  const others: App[] = [];
  return {
    app,
    sandbox,
    url,
    databaseUrl: database.url,
    encryptionKeys,
    logLines,
    another: async (more = {}) => {
      const { declare, ...same } = { ...options, declare: undefined, ...more };
      declare?.(bootstrap, sandbox);
      const other = await launch({ ...same, ...given("declare", declare) });
      others.push(other);
      return {
        app: other,
        url: await other.http.listen({
          host: "127.0.0.1",
          port: 0,
          backlog: waitingConnectionsMax,
        }),
      };
    },
    close: async () => {
      for (const other of others) await other.close();
      await app.close();
      await sandbox.close();
      await database.drop();
    },
  };
}

/** Private origins for these workspaces; one that names its workspace stays as it is. */
export function allowedTo(workspaceIds: readonly string[], origins: readonly string[]): string[] {
  return origins.flatMap((origin) =>
    origin.includes("=") ? [origin] : workspaceIds.map((id) => `${id}=${origin}`),
  );
}

/** In tests a secret's "environment variable" is the name of one of `secrets`. */
export async function readTestSecret(source: { env: string } | { file: string }): Promise<Secret> {
  const name = "env" in source ? source.env : source.file;
  return new Secret((secrets as Record<string, string>)[name] ?? name);
}

function declaration(sandbox: Sandbox, origins: readonly string[]): BootstrapInput {
  const connection_config = { port: String(sandbox.port) };
  const connector = {
    integration_type: "sandboxcalendar",
    connection_config,
  };
  const client = {
    name: "Sandbox client",
    provider: "sandbox",
    client_id: "test-client",
    client_secret: { env: "clientSecret" },
  };
  return {
    workspaces: [
      {
        id: ids.workspace,
        name: "Test workspace",
        environment: "development",
        api_keys: [{ id: "key_test", name: "tests", secret: { env: "workspaceKey" } }],
        oauth_clients: [{ id: ids.oauthClient, ...client }],
        connectors: [
          {
            id: ids.userConnector,
            name: "My calendar",
            oauth_client: ids.oauthClient,
            ...connector,
          },
        ],
        apps: [
          {
            id: ids.app,
            name: "Test app",
            origins: [...origins],
            service_tokens: [{ id: "stk_test", name: "backend", secret: { env: "serviceToken" } }],
            shared_connectors: [
              { id: ids.sharedConnector, oauth_client: ids.oauthClient, ...connector },
            ],
          },
          {
            id: ids.otherApp,
            name: "Other app of the same workspace",
            service_tokens: [
              { id: "stk_other", name: "backend", secret: { env: "otherServiceToken" } },
            ],
          },
        ],
      },
      {
        id: ids.foreignWorkspace,
        name: "Foreign workspace",
        environment: "development",
        api_keys: [{ id: "key_foreign", name: "tests", secret: { env: "foreignWorkspaceKey" } }],
        oauth_clients: [{ id: "ocl_foreign", ...client }],
        connectors: [
          { id: ids.foreignConnector, name: "Foreign", oauth_client: "ocl_foreign", ...connector },
        ],
        apps: [
          {
            id: ids.foreignApp,
            name: "Foreign app",
            service_tokens: [
              { id: "stk_foreign", name: "backend", secret: { env: "foreignServiceToken" } },
            ],
          },
        ],
      },
    ],
  };
}
