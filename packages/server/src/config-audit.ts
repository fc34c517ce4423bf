/** Settings of where the audit trail is sent to. The environment's variables are read by config.ts. */
import { z } from "zod";
import { GrantryError } from "./lib/error.ts";
import { Secret } from "./lib/secret.ts";
import type { SinkSettings } from "./service/trail/index.ts";

export interface AuditSinkConfig extends SinkSettings {
  /** Origins of sinks that may be http and may lie on a private address. */
  readonly allowedPrivateOrigins: readonly string[];
}

export const noAuditSinks: AuditSinkConfig = {
  file: null,
  otlp: null,
  webhook: null,
  allowedPrivateOrigins: [],
};

const address = z.url({ protocol: /^https?$/ }).refine((text) => new URL(text).username === "", {
  error: "must hold no user information",
});

/** Of config.ts's schema. */
export const auditVariables = {
  GRANTRY_AUDIT_FILE: z.string().min(1).optional(),
  GRANTRY_AUDIT_OTLP_URL: address.optional(),
  GRANTRY_AUDIT_OTLP_HEADERS: z.string().min(1).optional(),
  GRANTRY_AUDIT_WEBHOOK_URL: address.optional(),
  GRANTRY_AUDIT_WEBHOOK_SECRETS: z.string().min(1).optional(),
  GRANTRY_AUDIT_PRIVATE_ORIGINS: z.string().default(""),
};

type Variables = z.output<z.ZodObject<typeof auditVariables>>;

/** Throws config_invalid where the settings do not fit each other. */
export function readAuditSinks(values: Variables): AuditSinkConfig {
  const allowedPrivateOrigins = listed(values.GRANTRY_AUDIT_PRIVATE_ORIGINS).map(origin);
  const otlpUrl = values.GRANTRY_AUDIT_OTLP_URL;
  const webhookUrl = values.GRANTRY_AUDIT_WEBHOOK_URL;
  requireHttps("GRANTRY_AUDIT_OTLP_URL", otlpUrl, allowedPrivateOrigins);
  requireHttps("GRANTRY_AUDIT_WEBHOOK_URL", webhookUrl, allowedPrivateOrigins);
  const headers = values.GRANTRY_AUDIT_OTLP_HEADERS;
  const secrets = values.GRANTRY_AUDIT_WEBHOOK_SECRETS;
  if (otlpUrl === undefined && headers !== undefined) {
    throw problem("GRANTRY_AUDIT_OTLP_HEADERS needs GRANTRY_AUDIT_OTLP_URL.");
  }
  if ((webhookUrl === undefined) !== (secrets === undefined)) {
    throw problem("GRANTRY_AUDIT_WEBHOOK_URL and GRANTRY_AUDIT_WEBHOOK_SECRETS need each other.");
  }
  return {
    file: values.GRANTRY_AUDIT_FILE ?? null,
    otlp: otlpUrl === undefined ? null : { url: otlpUrl, headers: parseHeaders(headers ?? "") },
    webhook:
      webhookUrl === undefined
        ? null
        : { url: webhookUrl, secrets: listed(secrets ?? "").map(webhookSecret) },
    allowedPrivateOrigins,
  };
}

function listed(text: string): string[] {
  return text.split(/[\s,]+/).filter((part) => part !== "");
}

function origin(text: string): string {
  if (URL.canParse(text) && new URL(text).origin === text) return text;
  throw problem(
    "GRANTRY_AUDIT_PRIVATE_ORIGINS must list origins such as http://10.0.0.7:4318, separated by commas.",
  );
}

function requireHttps(name: string, url: string | undefined, allowed: readonly string[]): void {
  if (url === undefined) return;
  const { protocol, origin: own } = new URL(url);
  if (protocol === "https:" || allowed.includes(own)) return;
  throw problem(`${name} must be https, or its origin stand in GRANTRY_AUDIT_PRIVATE_ORIGINS.`);
}

/** `name=value` pairs with percent-encoded values, as OTEL_EXPORTER_OTLP_HEADERS has them. */
function parseHeaders(text: string): ReadonlyMap<string, Secret> {
  const pairs = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  return new Map(pairs.map(headerOf));
}

function headerOf(pair: string): readonly [string, Secret] {
  const [, name, encoded] = /^([!#$%&'*+.^_`|~\w-]+)\s*=\s*(\S.*)$/.exec(pair) ?? [];
  const value = encoded === undefined ? undefined : decoded(encoded);
  if (name !== undefined && value !== undefined && /^[\x20-\x7e]+$/.test(value)) {
    return [name.toLowerCase(), new Secret(value)];
  }
  throw problem(
    "GRANTRY_AUDIT_OTLP_HEADERS must list headers such as authorization=Bearer%20…, separated by commas, their values percent-encoded.",
  );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Bytes of a key, by Standard Webhooks. */
const keyBytes = { min: 24, max: 64 } as const;

function webhookSecret(text: string): Secret {
  const [, encoded = ""] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  const { byteLength } = Buffer.from(encoded, "base64");
  if (byteLength >= keyBytes.min && byteLength <= keyBytes.max) return new Secret(text);
  throw problem(
    'GRANTRY_AUDIT_WEBHOOK_SECRETS must list one secret, or two while it is changed: whsec_ and 24 to 64 bytes in base64. Make one with: echo "whsec_$(openssl rand -base64 32)"',
  );
}

function problem(detail: string): GrantryError {
  return new GrantryError("config_invalid", { detail });
}
