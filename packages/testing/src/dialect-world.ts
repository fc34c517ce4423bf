/**
 * A whole server for a test in which every provider is played from its documentation: an OAuth
 * client and a connector for each fixture of the catalogue, and one app that may use them all.
 */
import { createHash } from "node:crypto";
import { type DialectSandbox, startDialectSandbox } from "@grantry/sandbox/dialect/sandbox";
import { visitDialect } from "@grantry/sandbox/dialect/visitor";
import { type App, createApp } from "@grantry/server/app";
import { newKeyText } from "@grantry/server/crypto/keyring";
import type { Clock } from "@grantry/server/lib/clock";
import { createLog } from "@grantry/server/lib/log";
import { Secret } from "@grantry/server/lib/secret";
import { catalogue, type Fixture } from "@grantry/server/provider/test/fixture";
import {
  type BootstrapInput,
  bootstrapSchema,
} from "@grantry/server/service/bootstrap/bootstrap-schema";
import type { Engine } from "@grantry/server/store/engine";
import { createJar, depart, type Jar, type Page } from "./browser.ts";
import { createMigratedDatabase } from "./databases.ts";
import { withoutRegularWork } from "./fake-clock.ts";
import { reservePort } from "./free-port.ts";
import { ids, readTestSecret } from "./harness.ts";
// What it provides is declared there, also for programs that do not run it.
import type {} from "./postgres.ts";

export interface DialectOptions {
  readonly engine?: Engine;
  /** Changes the declaration before it is applied. */
  readonly declare?: (bootstrap: BootstrapInput) => void;
}

export interface DialectWorld {
  readonly app: App;
  readonly sandbox: DialectSandbox;
  readonly url: string;
  /** Everything that was logged, as JSON lines. */
  readonly logLines: string[];
  connectorOf(type: string): string;
  /** Opens a connect link and answers what the provider asks; resolves with our last page. */
  consent(connectUrl: string, decision: "allow" | "deny"): Promise<Page>;
  /** The browser of the last consent. */
  lastJar(): Jar;
  /** Every column of the connection of this user and type. */
  row(userId: string, type: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

/** Starts everything; `close` ends it. The clock's regular work is not done. */
export async function startDialectWorld(
  fixtures: readonly Fixture[],
  clock: Clock,
  { engine = "sqlite", declare = () => {} }: DialectOptions = {},
): Promise<DialectWorld> {
  const database = await createMigratedDatabase(engine, () =>
    import("vitest").then(({ inject }) => inject("postgresUrl")),
  );
  const sandbox = await startDialectSandbox({ fixtures, nowMs: clock.nowMs });
  const port = await reservePort();
  const url = `http://127.0.0.1:${port}`;
  const logLines: string[] = [];
  const bootstrap = declaration(fixtures, sandbox);
  declare(bootstrap);
  const app = await createApp({
    config: {
      logTokenReads: 1,
      databaseUrl: database.url,
      databasePoolSize: 10,
      publicUrl: url,
      allowedPrivateOrigins: [],
      sandboxProviders: sandbox.origin,
    },
    log: createLog("trace", { write: (line) => logLines.push(line) }),
    encryptionKeys: newKeyText("k1"),
    bootstrap: {
      declared: bootstrapSchema.parse(bootstrap),
      readSecret: async (source) => await readSecret(source, sandbox),
    },
    clock: withoutRegularWork(clock),
    // As in the other worlds: no call ends by it on a slow machine.
    outbound: { totalTimeoutMs: 20_000 },
  });
  await app.http.listen({ host: "127.0.0.1", port });
  let jar = createJar();
  return {
    app,
    sandbox,
    url,
    logLines,
    connectorOf,
    consent: async (connectUrl, decision) => {
      jar = createJar();
      const callback = await visitDialect(await depart(jar, connectUrl), decision);
      return await jar.get(callback.href);
    },
    lastJar: () => jar,
    row: async (userId, type) =>
      await app.context.store.db
        .selectFrom("connections")
        .selectAll()
        .where("connector_id", "=", connectorOf(type))
        .where("user_id", "=", userId)
        .executeTakeFirstOrThrow(),
    close: async () => {
      await app.close();
      await sandbox.close();
      await database.drop();
    },
  };
}

/** The secret of the type's client is found by its name, `client_<type>`. */
async function readSecret(
  source: { env: string } | { file: string },
  sandbox: DialectSandbox,
): Promise<Secret> {
  const name = "env" in source ? source.env : source.file;
  const type = /^client_(.*)$/.exec(name)?.[1];
  if (type === undefined) return await readTestSecret(source);
  return new Secret(sandbox.clientOf(type).clientSecret);
}

function connectorOf(type: string): string {
  return createHash("sha256").update(type).digest("hex").slice(0, 24);
}

function declaration(fixtures: readonly Fixture[], sandbox: DialectSandbox): BootstrapInput {
  return {
    workspaces: [
      {
        id: ids.workspace,
        name: "Test workspace",
        api_keys: [{ id: "key_test", name: "tests", secret: { env: "workspaceKey" } }],
        oauth_clients: fixtures.map(({ integration_type: type }) => ({
          id: `ocl_${type}`,
          name: type,
          provider: catalogue.find(type)?.server.id ?? "",
          client_id: sandbox.clientOf(type).clientId,
          client_secret: { env: `client_${type}` },
        })),
        connectors: fixtures.map(({ integration_type: type, settings, scopes }) => ({
          id: connectorOf(type),
          name: type,
          integration_type: type,
          oauth_client: `ocl_${type}`,
          scopes,
          connection_config: settings,
        })),
        apps: [
          {
            id: ids.app,
            name: "Test app",
            origins: ["https://app.example.com"],
            service_tokens: [{ id: "stk_test", name: "backend", secret: { env: "serviceToken" } }],
          },
        ],
      },
    ],
  };
}
