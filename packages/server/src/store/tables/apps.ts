/** Tables workspaces, apps and service_tokens: every column, once. */
import * as t from "../table.ts";

/** An issuer whose JWTs name the app's users (RFC 7519, RFC 7517). */
export interface IdentityProvider {
  readonly issuer: string;
  /** What `aud` must hold; without it a token may have no `aud`. */
  readonly audience?: string | undefined;
  /** What the claim `azp` must be: one of these. */
  readonly azp?: readonly string[] | undefined;
  /** What the claim `client_id` must be: one of these. */
  readonly client_id?: readonly string[] | undefined;
  /** Address of the key set; without it the issuer's metadata names it. */
  readonly jwks_uri?: string | undefined;
  /** What the header `typ` must be: one of these; without it what `requireType` accepts. */
  readonly token_types?: readonly string[] | undefined;
  /** Accepted signature algorithms, asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Claim that holds the stable id of the user; `sub` unless said otherwise. */
  readonly user_id_claim: string;
  readonly email_claim: string;
  readonly name_claim: string;
}

/** What a workspace is for: pages ask more before something ends in one that is for production. */
export type Environment = "development" | "staging" | "production";

/** Whether users' consents must be completed by the app itself. */
export type Completion = "offered" | "required";

/**
 * How reads of tokens are recorded: gathered in memory and written within a quarter of a second, or before the token
 * leaves.
 */
export type AuditMode = "batched" | "strict";

/** Whether members without a second factor may do anything in a workspace. */
export type SecondFactor = "optional" | "required";

export const workspaces = t.defineTable({
  workspace_id: t.text,
  name: t.text,
  created_at: t.int,
  /** While it is set nothing of the workspace is served, and nothing in it changed. */
  frozen_at: t.optionalInt,
  /** Who froze it, for people to read, and why. */
  frozen_by: t.optionalText,
  frozen_reason: t.optionalText,
  /** When all of it is deleted at the earliest, and by which operation; null where it is not. */
  deleting_at: t.optionalInt,
  deleted_by: t.optionalText,
  environment: t.defaulted(t.word<Environment>()),
  audit_mode: t.defaulted(t.word<AuditMode>()),
  /** How many days records of the audit trail are kept; null: for ever. */
  audit_days: t.optionalInt,
  /** How many records the audit trail keeps; null: all. */
  audit_records_max: t.optionalInt,
  second_factor: t.defaulted(t.word<SecondFactor>()),
});

export const apps = t.defineTable({
  app_id: t.text,
  workspace_id: t.text,
  name: t.text,
  /** Those that may call from a browser and be returned to. */
  origins: t.list,
  identity_providers: t.encoded<readonly IdentityProvider[]>(JSON.parse, JSON.stringify),
  /** Address below which the app's backend functions run, no slash at the end; null: it has none. */
  functions_url: t.optionalText,
  completion: t.defaulted(t.word<Completion>()),
  /** Addresses of native apps that browsers may be sent back to, each as it stands. */
  native_return_urls: t.defaulted(t.list),
  /** How people know it on the connect pages; null: by its name. */
  display_name: t.optionalText,
  /** Of all display names that look alike one key; no two apps have the same. */
  display_name_key: t.inner(t.optionalText),
  /** Of the button that goes on: `#rrggbb`. */
  color: t.optionalText,
  /** Where its users find help: https or mailto. */
  support_url: t.optionalText,
  privacy_url: t.optionalText,
  /** Of the logo in app_logos; null: it has none. */
  logo_version: t.optionalText,
  /**
   * Whose users are meant where only a user id is given: both empty in an app without an identity
   * provider, both null in one with several. Follows from identity_providers.
   */
  user_issuer: t.inner(t.optionalText),
  user_id_claim: t.inner(t.optionalText),
  /** Grows with every change of origins or identity providers: other processes drop their copy. */
  auth_version: t.int,
  created_at: t.inner(t.int),
  /** As of a workspace. */
  deleting_at: t.optionalInt,
  deleted_by: t.optionalText,
});

/** The logo of an app, at most one. */
export const appLogos = t.defineTable({
  app_id: t.text,
  /** Hash of the content, by which its address names it. */
  version: t.text,
  media_type: t.word<"image/png" | "image/webp">(),
  content: t.bytes,
  created_at: t.inner(t.int),
});

export const serviceTokens = t.defineTable({
  service_token_id: t.text,
  workspace_id: t.text,
  app_id: t.text,
  name: t.text,
  token_hash: t.inner(t.bytes),
  created_at: t.int,
  expires_at: t.optionalInt,
  revoked_at: t.inner(t.optionalInt),
  /** Whether the server made it to be given to the app's functions; it ends after minutes. */
  for_functions: t.defaulted(t.flag),
  /** JSON list of scopes; null: all that a service token can do. */
  scopes: t.optional(t.list),
  /** JSON list of the connectors that it is limited to; null: all of the app's. */
  connector_ids: t.optional(t.list),
  /** About. */
  last_used_at: t.optionalInt,
  /** How the secret begins; null of a token that is older than this. */
  prefix: t.optionalText,
});

/** Origins whose pages were refused within a day, a bounded number of each app. */
export const refusedOrigins = t.defineTable({
  app_id: t.text,
  origin: t.text,
  first_at: t.int,
  /** About: of the same origin it is noted every few minutes. */
  last_at: t.int,
});

export type RefusedOriginRow = t.RowOf<typeof refusedOrigins>;
export type WorkspaceRow = t.RowOf<typeof workspaces>;
export type AppRow = t.RowOf<typeof apps>;
export type AppLogoRow = t.RowOf<typeof appLogos>;
export type ServiceTokenRow = t.RowOf<typeof serviceTokens>;
