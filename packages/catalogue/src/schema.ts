/**
 * What an entry of the catalogue may say. An entry is one authorization server: its RFC 8414
 * metadata under the registered names, a closed set of declared deviations from the standard, and
 * the connectors it offers. Entries are data; the server reads the properties and never asks which
 * provider it has in hand.
 *
 * Conventions: a URL may hold `{name}` placeholders for connection settings, and `{client_id}`.
 * A path is `a.b[0].c` into a JSON answer; where a list of paths is allowed, the first that holds a
 * value counts. Durations are seconds.
 */
import { z } from "zod";

const url = z
  .string()
  .regex(/^https?:\/\/[^\s]+$/, "must be an http(s) URL, with {placeholders} where needed");
const documentation = z.url({ protocol: /^https$/ });
const path = z
  .string()
  .regex(/^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+|\[\d+\])*$/, "must be a path such as a.b[0].c");
const paths = z.array(path).min(1);
const parameters = z.record(z.string(), z.string());
const identifier = z.string().regex(/^[a-z0-9_-]+$/);
const seconds = z.number().int().positive();

/** RFC 8414 authorization server metadata, as far as it is used. */
const metadata = z.strictObject({
  issuer: url.optional(),
  authorization_endpoint: url,
  token_endpoint: url,
  revocation_endpoint: url.optional(),
  introspection_endpoint: url.optional(),
  userinfo_endpoint: url.optional(),
  /** RFC 9207: a missing `iss` is then an error. */
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  code_challenge_methods_supported: z.array(z.enum(["S256", "plain"])).optional(),
  /** The first one is used. */
  token_endpoint_auth_methods_supported: z
    .array(z.enum(["client_secret_basic", "client_secret_post", "none"]))
    .min(1),
});

/** A setting that a connection needs before it can be authorized (wire: connection_config). */
const setting = z.strictObject({
  name: identifier,
  display_name: z.string(),
  description: z.string(),
  placeholder: z.string(),
  required: z.boolean(),
  /** Anchored regular expression (`^...$`) that the whole value must match. */
  validation_pattern: z.string().regex(/^\^.*\$$/),
  validation_error: z.string(),
  /** Where the value is a host or part of one: what the resulting host must equal or end with. */
  allowed_host_suffixes: z.array(z.string()).optional(),
});

/** The authorization request, RFC 6749 section 4.1.1. */
const authorization = z.strictObject({
  /** RFC 7636. It is sent unless there is a documented reason not to. */
  pkce: z.union([z.literal("S256"), z.strictObject({ omitted_because: z.string().min(10) })]),
  /** Fixed parameters, such as those that ask for offline access. */
  parameters: parameters.default({}),
  client_id_parameter: z.string().default("client_id"),
  /** Name of the parameter that carries the scopes; null where there are none. */
  scope_parameter: z.string().nullable().default("scope"),
  scope_separator: z.string().default(" "),
  /** `installation`: the provider sends the browser back with an instance id instead of a code. */
  answer: z.enum(["code", "installation"]).default("code"),
});

/** How a request to the token endpoint differs from RFC 6749 section 4.1.3. */
const tokenRequest = z.strictObject({
  method: z.enum(["POST", "GET"]).default("POST"),
  format: z.enum(["form", "json"]).default("form"),
  headers: parameters.default({}),
  client_id_parameter: z.string().default("client_id"),
  /** Fixed parameters to add. */
  parameters: parameters.default({}),
  /** Standard parameters that the provider does not take. */
  omitted_parameters: z.array(z.string()).default([]),
});

/** Where the members of a token response are found. */
const answerPaths = z.strictObject({
  access_token: paths.default(["access_token"]),
  refresh_token: paths.default(["refresh_token"]),
  token_type: paths.default(["token_type"]),
  /** Seconds until the access token ends. */
  expires_in: paths.default(["expires_in"]),
  /** Moment at which the access token ends, ISO 8601, where there is no expires_in. */
  expires_at: paths.optional(),
  /** Seconds until the refresh token ends. */
  refresh_token_expires_in: paths.default(["refresh_token_expires_in"]),
  scope: paths.default(["scope"]),
});

/** How a token response differs from RFC 6749 section 5. */
const tokenAnswer = z.strictObject({
  /** An answer is an error unless this member has this value, whatever the HTTP status. */
  succeeds_if: z
    .strictObject({ path, equals: z.union([z.boolean(), z.string(), z.number()]) })
    .optional(),
  error: paths.default(["error"]),
  error_description: paths.default(["error_description"]),
  /** Members of the answer to a code. */
  code: answerPaths.prefault({}),
  /** Members of the answer to a refresh, where they stand elsewhere. */
  refresh: answerPaths.optional(),
  /** What stands between granted scopes; null where the scope member is a list. */
  scope_separator: z.string().nullable().default(" "),
  /**
   * The `token_type` words of the provider that mean `Bearer` (RFC 6750), beside that one.
   */
  bearer_words: z.array(z.string()).default([]),
  /** Lifetime where the answer states none; absent where the token then does not expire. */
  lifetime_seconds: seconds.optional(),
});

/** How a connection stays fresh. */
const refresh = z.strictObject({
  mode: z.enum([
    "refresh_token",
    /** Some clients of the provider get refresh tokens, others tokens without end. */
    "refresh_token_if_present",
    /** The access token itself is exchanged for a longer one. */
    "access_token",
    /** A new token is minted with the client's credentials and a kept value. */
    "client_credentials",
    "none",
  ]),
  /** Where it differs from the token endpoint. */
  endpoint: url.optional(),
  /** Where the request differs from that for a code. */
  request: tokenRequest.optional(),
  grant_type: z.string().default("refresh_token"),
  /** Name of the parameter that carries the token to be exchanged. */
  token_parameter: z.string().default("refresh_token"),
  rotation: z.enum(["stable", "rotates", "may_rotate"]),
  /** How long a refresh token that was exchanged stays usable; 0 where it dies at once. */
  grace_seconds: z.number().int().nonnegative().default(0),
  /** Whether a refresh ends the access token of before. */
  ends_access_token: z.boolean().default(false),
  /** `rejection`: the provider tells no lifetime; refresh when an API refuses the token. */
  trigger: z.enum(["expiry", "rejection"]).default("expiry"),
  /** What to do when a refresh was sent and no answer came. */
  inconclusive: z.enum(["retry", "hold"]),
  refresh_token_lifetime: z
    .strictObject({ absolute_seconds: seconds.optional(), idle_seconds: seconds.optional() })
    .default({}),
});

/** What the provider's error words mean, beside those of RFC 6749 section 5.2. */
const errors = z.strictObject({
  /** The grant is over: only the user can mend it. */
  dead_grant: z.array(z.string()).default([]),
  /** The client id, the secret or the client's settings are wrong: only an operator can mend it. */
  client_fault: z.array(z.string()).default([]),
  /** Worth another try later. */
  transient: z.array(z.string()).default([]),
});

/** How the account behind a grant is read. */
const account = z.strictObject({
  /** The call to make; absent where the token response says it all. */
  request: z
    .strictObject({
      url,
      method: z.enum(["GET", "POST"]).default("GET"),
      headers: parameters.default({}),
      /** JSON body, where the provider wants one. */
      body: z.string().optional(),
    })
    .optional(),
  /** Error test for providers that answer errors with HTTP 200. */
  succeeds_if: z
    .strictObject({ path, equals: z.union([z.boolean(), z.string(), z.number()]) })
    .optional(),
  /** Parts of the stable, never reassigned id of the account; joined with `:`. */
  id: paths,
  email: z.array(path).default([]),
  name: z.array(path).default([]),
});

/** A value to keep with the connection and to hand out as connection_config. */
const keptValue = z.strictObject({
  name: identifier,
  from: z.enum(["token_answer", "callback", "account_answer"]),
  path,
  /** Anchored regular expression that the whole value must match, or nothing is stored. */
  validation_pattern: z.string().regex(/^\^.*\$$/),
  /** Where the value is a host or a URL: what the host must equal or end with. */
  allowed_host_suffixes: z.array(z.string()).optional(),
  /** Whether a connection cannot work without it. */
  required: z.boolean().default(false),
});

/** How a grant is taken back, RFC 7009 or the provider's own way. */
const revocation = z.strictObject({
  endpoint: url,
  method: z.enum(["POST", "DELETE", "GET"]).default("POST"),
  format: z.enum(["form", "json", "query", "none"]).default("form"),
  headers: parameters.default({}),
  token_parameter: z.string().nullable().default("token"),
  parameters: parameters.default({}),
  /** Which tokens are sent, in this order, each where there is one. */
  tokens: z.array(z.enum(["refresh_token", "access_token"])).min(1),
  /** `client`: as at the token endpoint. `bearer`: the token itself authorizes the call. */
  authentication: z.enum(["client", "client_basic", "bearer", "none"]),
  succeeds_if: z
    .strictObject({ path, equals: z.union([z.boolean(), z.string(), z.number()]) })
    .optional(),
  /** What ends: this token set, everything of this account at this OAuth client, or more. */
  ends: z.enum(["token_set", "client_grant", "account"]),
});

/** The provider's APIs. */
const api = z.strictObject({
  hosts: z.array(url).min(1),
  headers: parameters.default({}),
  authorization: z.string().default("Bearer {access_token}"),
  rate_limit: z.string().optional(),
});

/** What an operator does at the provider before the connector can be used. */
const registration = z.strictObject({
  url: documentation,
  redirect_uri_rules: z.string(),
  steps: z.array(z.string()).min(1),
  /** Whether client id and secret belong to each connection and not to the workspace. */
  client_credentials_per_connection: z.boolean().default(false),
});

/** The sections that a connector may override for itself, each as a whole. */
const overridable = z.strictObject({
  authorization: authorization.optional(),
  token_answer: tokenAnswer.optional(),
  refresh: refresh.optional(),
  account: account.optional(),
  kept_values: z.array(keptValue).optional(),
  revocation: revocation.optional(),
  api: api.optional(),
});

/** What a developer enables: one API of the provider (wire name: integration type). */
const connector = z.strictObject({
  integration_type: identifier,
  display_name: z.string(),
  description: z.string(),
  category: z.string(),
  documentation,
  scopes: z.strictObject({
    /** Asked for where an app names none. */
    default: z.array(z.string()),
    /** Added to whatever is asked for. */
    always: z.array(z.string()).default([]),
    available: z.array(z.strictObject({ scope: z.string(), description: z.string() })).default([]),
    /**
     * Other spellings under which the provider reports a granted scope: `{ reported: asked }`.
     */
    aliases: parameters.default({}),
    /** Whether the token response reports what was granted. */
    reported: z.boolean().default(true),
  }),
  overrides: overridable.prefault({}),
});

/** One authorization server with its connectors. */
export const authorizationServerSchema = z.strictObject({
  id: identifier,
  name: z.string(),
  documentation,
  metadata,
  settings: z.array(setting).default([]),
  authorization,
  token_request: tokenRequest.prefault({}),
  token_answer: tokenAnswer.prefault({}),
  /** A further exchange right after the first, for providers whose first token is short-lived. */
  second_exchange: z
    .strictObject({
      endpoint: url,
      request: tokenRequest,
      grant_type: z.string(),
      token_parameter: z.string(),
    })
    .optional(),
  refresh,
  errors: errors.prefault({}),
  account,
  kept_values: z.array(keptValue).default([]),
  /** Absent where the provider offers none. */
  revocation: revocation.optional(),
  api,
  registration,
  /** Behaviours that no property can say, each a named function of the server. */
  quirks: z.array(identifier).default([]),
  connectors: z.array(connector).min(1),
});

/** An entry as it is written: properties with defaults may be left out. */
export type AuthorizationServerInput = z.input<typeof authorizationServerSchema>;
/** An entry as the server reads it: every default filled in. */
export type AuthorizationServer = z.output<typeof authorizationServerSchema>;
export type CatalogueConnector = z.output<typeof connector>;
export type AnswerPaths = z.output<typeof answerPaths>;
export type TokenRequestRules = z.output<typeof tokenRequest>;
export type TokenAnswerRules = z.output<typeof tokenAnswer>;
export type RefreshRules = z.output<typeof refresh>;
export type AccountRules = z.output<typeof account>;
export type RevocationRules = z.output<typeof revocation>;
export type KeptValue = z.output<typeof keptValue>;
export type Setting = z.output<typeof setting>;
