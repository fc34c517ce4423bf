/** The only reader of the environment. Everything is checked before anything starts. */
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { type AuditSinkConfig, auditVariables, readAuditSinks } from "./config-audit.ts";
import { egressVariables, readEgress } from "./config-egress.ts";
import { type MailConfig, mailVariables, readMail, requireTls } from "./config-mail.ts";
import { readWatching, type WatchingConfig, watchingVariables } from "./config-watching.ts";
import type { Egress } from "./lib/egress.ts";
import { GrantryError } from "./lib/error.ts";
import type { LogLevel } from "./lib/log.ts";
import { parsePrivateOrigin } from "./lib/reach.ts";
import { Secret } from "./lib/secret.ts";
import { type Override, parseLimit } from "./service/limits/index.ts";

export interface Config extends WatchingConfig {
  readonly host: string;
  readonly port: number;
  /** How the world reaches this server; no slash at the end. */
  readonly publicUrl: string;
  readonly databaseUrl: string;
  readonly databasePoolSize: number;
  /** Whether statements are prepared by name on PostgreSQL. */
  readonly databasePreparedStatements: boolean;
  /** `id:base64` pairs, or `id:` and where in a key service it lies; the first is the primary key. */
  readonly encryptionKeys: string | null;
  /** File that holds the same. Made at the first start outside production. */
  readonly encryptionKeyFile: string;
  readonly encryptionKeyFileIsExplicit: boolean;
  /** How long a data key serves that cannot be unwrapped anew, since its key service is away. */
  readonly keyCacheSeconds: number;
  /** With what a Vault is called that holds a root key. */
  readonly vault: {
    readonly tokenFile: string | null;
    readonly token: Secret | null;
    readonly namespace: string | null;
  };
  /** Folder for answers of providers while the database is away. */
  readonly unstoredFolder: string;
  /** Folder of PostgreSQL's own programs, for backups; null: where PATH says. */
  readonly postgresBin: string | null;
  readonly bootstrapFile: string | null;
  /** `origin` for the only workspace, or `workspace=origin`. */
  readonly allowedPrivateOrigins: readonly string[];
  /** By which way calls leave, and to which hosts. */
  readonly egress: Egress;
  /** Addresses and ranges whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Origin of a sandbox that plays every provider; null where they are called themselves. */
  readonly sandboxProviders: string | null;
  /** Limits of calls other than those that are built in. */
  readonly limits: readonly Override[];
  /** Where the audit trail is sent to. */
  readonly auditSinks: AuditSinkConfig;
  /** By which server mail goes; null where none is sent. */
  readonly mail: MailConfig | null;
  /** Of certificates of authorities that Node trusts beside those it knows; null where none is named. */
  readonly extraAuthoritiesFile: string | null;
  readonly logLevel: LogLevel;
  /** Opens the metrics; null leaves them to programs on this machine. */
  readonly metricsToken: Secret | null;
  /** Demands an explicit key and an https public URL. */
  readonly production: boolean;
}

/** A day: longer than outages of key services last. */
export const keyCacheSecondsDefault = 86_400;

const port = z.coerce.number().int().min(0).max(65_535);

const bearerToken = z
  .string()
  .regex(
    /^[\x21-\x7e]{16,}$/,
    "must have 16 characters or more, and only such as a header can carry",
  );

/** Settings of the command line, which a person may have in the same terminal. */
const commandLineSettings = [
  "GRANTRY_SERVER",
  "GRANTRY_APP",
  "GRANTRY_WORKSPACE",
  "GRANTRY_API_KEY",
  "GRANTRY_FROM_API_KEY",
  "GRANTRY_TO_API_KEY",
];

const environmentSchema = z.strictObject({
  GRANTRY_HOST: z.string().min(1).default("127.0.0.1"),
  GRANTRY_PORT: port.default(4400),
  GRANTRY_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  GRANTRY_DATABASE_URL: z.string().min(1).optional(),
  GRANTRY_DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(500).default(10),
  GRANTRY_DATABASE_PREPARED_STATEMENTS: z.enum(["on", "off"]).default("on"),
  GRANTRY_DATA_DIR: z.string().min(1).default(".grantry"),
  GRANTRY_ENCRYPTION_KEYS: z.string().min(1).optional(),
  GRANTRY_ENCRYPTION_KEY_FILE: z.string().min(1).optional(),
  GRANTRY_KEY_CACHE_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .max(604_800)
    .default(keyCacheSecondsDefault),
  GRANTRY_VAULT_TOKEN_FILE: z.string().min(1).optional(),
  GRANTRY_POSTGRES_BIN: z.string().min(1).optional(),
  GRANTRY_BOOTSTRAP: z.string().min(1).optional(),
  GRANTRY_ALLOWED_PRIVATE_ORIGINS: z.string().default(""),
  GRANTRY_TRUSTED_PROXIES: z.string().default(""),
  GRANTRY_LIMITS: z.string().default(""),
  GRANTRY_SANDBOX_PROVIDERS: z.string().optional(),
  GRANTRY_METRICS_TOKEN: bearerToken.optional(),
  ...auditVariables,
  ...watchingVariables,
  ...egressVariables,
  ...mailVariables,
});

/**
 * Reads the configuration from environment variables. Throws config_invalid naming the variable and
 * what is wrong with it, also for a GRANTRY_ variable that does not exist; no value is repeated. Those of the
 * command line are passed over.
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const own = Object.entries(environment).filter(
    ([name, value]) =>
      name.startsWith("GRANTRY_") &&
      !commandLineSettings.includes(name) &&
      value !== "" &&
      value !== undefined,
  );
  const result = environmentSchema.safeParse(Object.fromEntries(own));
  if (!result.success) throw invalid(result.error);
  const values = result.data;
  const publicUrl = parsePublicUrl(values.GRANTRY_PUBLIC_URL);
  const egress = readEgress(values, environment);
  const mail = readMail(values, egress);
  const production =
    environment["NODE_ENV"] === "production" ||
    !isLoopback(values.GRANTRY_HOST) ||
    (publicUrl !== undefined && !isLoopback(new URL(publicUrl).hostname));
  const config: Config = {
    host: values.GRANTRY_HOST,
    port: values.GRANTRY_PORT,
    publicUrl: publicUrl ?? `http://127.0.0.1:${values.GRANTRY_PORT}`,
    databaseUrl:
      values.GRANTRY_DATABASE_URL ??
      environment["DATABASE_URL"] ??
      `sqlite:${values.GRANTRY_DATA_DIR}/grantry.db`,
    databasePoolSize: values.GRANTRY_DATABASE_POOL_SIZE,
    databasePreparedStatements: values.GRANTRY_DATABASE_PREPARED_STATEMENTS === "on",
    encryptionKeys: values.GRANTRY_ENCRYPTION_KEYS ?? null,
    encryptionKeyFile:
      values.GRANTRY_ENCRYPTION_KEY_FILE ?? `${values.GRANTRY_DATA_DIR}/encryption.key`,
    encryptionKeyFileIsExplicit: values.GRANTRY_ENCRYPTION_KEY_FILE !== undefined,
    keyCacheSeconds: values.GRANTRY_KEY_CACHE_SECONDS,
    vault: readVault(values.GRANTRY_VAULT_TOKEN_FILE, environment),
    unstoredFolder: `${values.GRANTRY_DATA_DIR}/unstored`,
    postgresBin: values.GRANTRY_POSTGRES_BIN ?? null,
    bootstrapFile: values.GRANTRY_BOOTSTRAP ?? null,
    allowedPrivateOrigins: parseOrigins(values.GRANTRY_ALLOWED_PRIVATE_ORIGINS),
    egress,
    trustedProxies: parseProxies(values.GRANTRY_TRUSTED_PROXIES),
    limits: listed(values.GRANTRY_LIMITS).map(parseLimit),
    sandboxProviders: parseSandbox(values.GRANTRY_SANDBOX_PROVIDERS),
    auditSinks: readAuditSinks(values),
    mail: production ? requireTls(mail) : mail,
    extraAuthoritiesFile: environment["NODE_EXTRA_CA_CERTS"] || null,
    logLevel: values.GRANTRY_LOG_LEVEL,
    ...readWatching(values, environment),
    metricsToken: toSecret(values.GRANTRY_METRICS_TOKEN),
    production,
  };
  requireProductionValues(config, publicUrl !== undefined);
  requireCheckedCertificates(config, environment);
  return Object.freeze(config);
}

/** Redirect URIs are compared letter by letter: what a browser would write otherwise leads to none that is registered. */
function parsePublicUrl(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const plain = text.replace(/\/+$/, "");
  const { origin, pathname } = new URL(plain);
  if (plain === `${origin}${pathname.replace(/\/+$/, "")}`) return plain;
  throw problem(
    "GRANTRY_PUBLIC_URL must be an origin, and a path at most, as browsers write it, such as https://connect.example.com or https://example.com/connect: small letters, no user, no default port, no query, nothing after #.",
  );
}

/** Calls to providers do not heed that variable; PostgreSQL's driver does, whatever `sslmode` says. */
function requireCheckedCertificates(
  { production, databaseUrl }: Config,
  { NODE_TLS_REJECT_UNAUTHORIZED: checks }: Readonly<Record<string, string | undefined>>,
): void {
  if (!production || checks !== "0" || !databaseUrl.startsWith("postgres")) return;
  throw problem(
    "NODE_TLS_REJECT_UNAUTHORIZED must not be 0 in production: PostgreSQL's certificate would not be checked. Trust an authority of your own by sslrootcert in GRANTRY_DATABASE_URL, or by NODE_EXTRA_CA_CERTS.",
  );
}

function requireProductionValues(config: Config, hasPublicUrl: boolean): void {
  if (!config.production) return;
  if (config.sandboxProviders !== null) {
    throw problem(
      "GRANTRY_SANDBOX_PROVIDERS must not be set in production: with it no provider is called, a sandbox plays them all.",
    );
  }
  if (!hasPublicUrl) {
    throw problem(
      "GRANTRY_PUBLIC_URL must be set to the https address under which this server is reached: redirect URIs are built from it.",
    );
  }
  if (!config.publicUrl.startsWith("https://")) {
    throw problem(
      "GRANTRY_PUBLIC_URL must begin with https:// in production: tokens and redirect URIs go over it.",
    );
  }
  if (config.encryptionKeys === null && !config.encryptionKeyFileIsExplicit) {
    throw problem(
      'GRANTRY_ENCRYPTION_KEYS or GRANTRY_ENCRYPTION_KEY_FILE must be set. Make a key with: echo "k1:$(openssl rand -base64 32)"',
    );
  }
}

/** The names are those of the services' own tools. */
function readVault(
  tokenFile: string | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): Config["vault"] {
  const given = (name: string) => environment[`BAO_${name}`] || environment[`VAULT_${name}`];
  const namespace = given("NAMESPACE") ?? null;
  return { tokenFile: tokenFile ?? null, token: toSecret(given("TOKEN")), namespace };
}

function toSecret(text: string | undefined): Secret | null {
  return text === undefined ? null : new Secret(text);
}

/** Whether a host name or address stays on this machine. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host);
}

/** The parts of a list, separated by commas or white space. */
function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

function parseOrigins(text: string): string[] {
  return listed(text).map((part) => {
    parsePrivateOrigin(part);
    return part;
  });
}

function parseProxies(text: string): string[] {
  return listed(text).map((part) => {
    if (ipaddr.isValid(part) || ipaddr.isValidCIDR(part)) return part;
    throw problem(
      "GRANTRY_TRUSTED_PROXIES must list addresses or ranges such as 10.0.0.5 or 10.0.0.0/8, separated by commas.",
    );
  });
}

/** On this machine only: client secrets are sent there over http. */
function parseSandbox(text: string | undefined): string | null {
  if (text === undefined) return null;
  const isOrigin = URL.canParse(text) && new URL(text).origin === text;
  if (isOrigin && isLoopback(new URL(text).hostname)) return text;
  throw problem(
    "GRANTRY_SANDBOX_PROVIDERS must be an origin on this machine, such as http://127.0.0.1:4403.",
  );
}

function invalid(error: z.ZodError): GrantryError {
  const problems = error.issues.map((issue) =>
    issue.code === "unrecognized_keys"
      ? `There is no setting ${issue.keys.join(", ")}.`
      : `${issue.path.join(".")}: ${issue.message}.`,
  );
  return problem(problems.join(" "));
}

function problem(detail: string): GrantryError {
  return new GrantryError("config_invalid", { detail });
}
