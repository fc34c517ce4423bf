/**
 * What an entry of the catalogue may say. An entry is one authorization server: its RFC 8414
 * metadata under the registered names, a closed set of declared deviations from the standard, and
 * the connectors it offers. Entries are data; the server reads the properties and never asks which
 * provider it has in hand.
 *
 * Conventions: a URL, a fixed parameter or a header may hold `{name}` placeholders for connection
 * settings and kept values (`{+name}` where it may be several steps of a path), and `{client_id}` and `{redirect_uri}`; one whose placeholder has no
 * value is left out (a URL then is an error). Where a placeholder is a host, a value that is an
 * https origin counts as its host. A path is `a.b[0].c` or `[0].a` into a JSON answer;
 * where a list of paths is allowed, the first that holds a value counts. Durations are seconds.
 */
import { z } from "zod";
import { firstCall, hosts, pagination, rateLimit, steps, troubleshooting } from "./schema-api.ts";
import { choice } from "./schema-choice.ts";
import { refusals } from "./schema-refusal.ts";
import { setting } from "./schema-setting.ts";
import {
  type answerPaths,
  authorization,
  errors,
  refresh,
  secondExchange,
  tokenAnswer,
  tokenRequest,
} from "./schema-token.ts";
import {
  answerSign,
  apiRequest,
  documentation,
  hostSuffixes,
  identifier,
  parameters,
  path,
  pattern,
  test,
  url,
} from "./schema-words.ts";

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

/** A path into the answer, or `setting:name` or `kept:name`. */
const accountSource = z
  .string()
  .regex(/^(?:setting:|kept:)?(?:[A-Za-z0-9_-]+|\[\d+\])(?:\.[A-Za-z0-9_-]+|\[\d+\])*$/);

/** How the account behind a grant is read. */
const account = z.strictObject({
  /** The call to make; absent where the account is named elsewhere. */
  request: apiRequest.optional(),
  /**
   * Where the account stands without a request: in the answer to the code itself, in the ID token beside
   * it (OpenID Connect Core section 2; needs an issuer), or in what the introspection endpoint says of the
   * access token (RFC 7662).
   */
  from: z.enum(["token_answer", "id_token", "introspection"]).default("token_answer"),
  /** Error test for providers that answer errors with HTTP 200. */
  succeeds_if: test.optional(),
  /** The call that shows whether a token works, where the account is not read by one. */
  check_request: apiRequest.optional(),
  /** Answers to the call which say that the token is over. Any of them counts. */
  token_ended: z.array(answerSign).default([{ status: 401 }]),
  /** Parts of the stable, never reassigned id of the account, all needed; joined with `:`. */
  id: z.array(accountSource).min(1),
  /**
   * Whose the account of that id is. For an organization's several people can consent, each with rights of
   * their own: that it is the same account does not say that it is the same person.
   */
  of: z.enum(["person", "organization"]).default("person"),
  /**
   * The sources of ids by which the same account was known before, newest first: what is stored under
   * one of them is the same account. Where an answer lacks the id, the first of these that it holds counts.
   */
  former_ids: z.array(z.array(accountSource).min(1)).default([]),
  email: z.array(path).default([]),
  name: z.array(path).default([]),
  /** A second call for the email address where the first held none. Its failure is no error. */
  email_request: z
    .strictObject({
      request: apiRequest,
      /** Further placeholders of its URL: name to path into the first answer. */
      placeholders: z.record(identifier, path).default({}),
      /** The call is made only where all of these were granted. */
      needs_scopes: z.array(z.string()).default([]),
      /** Where the answer is a list: the entry to take is the first that passes this test. */
      entry: test.optional(),
      email: path,
    })
    .optional(),
});

/** A value to keep with the connection and to hand out as connection_config. */
const keptValue = z.strictObject({
  name: identifier,
  /**
   * `signed_callback`: the JSON of the signed parameter of the authorization response. `choice`: the item
   * of the answer to the entry's `choice` that was taken.
   */
  from: z.enum(["token_answer", "callback", "signed_callback", "choice"]),
  /** Into the answer, or the item; of a callback, the name of the parameter. */
  path,
  /** What the whole value must match, or nothing is kept. */
  validation_pattern: pattern,
  /** Where the value is a host or a URL: what the host must equal or end with. */
  allowed_host_suffixes: hostSuffixes.optional(),
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
  /** Which tokens are sent, in this order, where there are any. */
  tokens: z.array(z.enum(["refresh_token", "access_token"])).min(1),
  /** `first`: one call ends both tokens, so only the first that there is is sent. */
  send: z.enum(["each", "first"]).default("each"),
  /**
   * `client`: as at the token endpoint. `bearer`: the token itself authorizes the call.
   * `scheme`: the client secret as `Authorization: <authorization_scheme> <secret>`.
   */
  authentication: z.enum(["client", "client_basic", "bearer", "scheme", "none"]),
  authorization_scheme: z.string().optional(),
  succeeds_if: test.optional(),
  /** Error words and HTTP statuses which say that the token had ended before. */
  already_ended: z
    .strictObject({
      errors: z.array(z.string()).default([]),
      statuses: z.array(z.number().int()).default([]),
    })
    .prefault({}),
  /** What ends: this token set, everything of this account at this OAuth client, or more. */
  ends: z.enum(["token_set", "client_grant", "account"]),
});

/** The provider's APIs. */
const api = z.strictObject({
  hosts,
  headers: parameters.default({}),
  authorization: z.string().default("Bearer {access_token}"),
  rate_limit: rateLimit.optional(),
  pagination: pagination.default([]),
  ...refusals,
});

/** What an operator does at the provider before the connector can be used. */
const registration = z.strictObject({
  url: documentation,
  redirect_uri_rules: z.string(),
  steps,
  /** What is reviewed before strangers can connect, how long that takes and what it costs. */
  review: z.string().optional(),
  /** Where accounts to try it with come from. */
  test_accounts: z.string().optional(),
  /** What an app cannot do, or for how many people, until it was reviewed. */
  unreviewed: z.string().optional(),
  troubleshooting: troubleshooting.default([]),
  /** Whether client id and secret belong to each connection and not to the workspace. */
  client_credentials_per_connection: z.boolean().default(false),
});

/** The sections that a connector may override for itself, each as a whole. */
const overridable = z.strictObject({
  authorization: authorization.optional(),
  token_request: tokenRequest.optional(),
  token_answer: tokenAnswer.optional(),
  second_exchange: secondExchange.optional(),
  refresh: refresh.optional(),
  errors: errors.optional(),
  account: account.optional(),
  kept_values: z.array(keptValue).optional(),
  choice: choice.optional(),
  revocation: revocation.optional(),
  api: api.optional(),
  registration: registration.optional(),
});

/** What a developer enables: one API of the provider (wire name: integration type). */
const connector = z.strictObject({
  integration_type: identifier,
  /** What to show for it: an icon of the package simple-icons, or else its initial on this colour. */
  logo: z
    .strictObject({ icon: z.string().nullable(), color: z.string().regex(/^#[0-9A-F]{6}$/) })
    .default({ icon: null, color: "#55636F" }),
  display_name: z.string(),
  description: z.string(),
  category: z.string(),
  documentation,
  /** Settings of this connector alone, beside those of its authorization server. */
  settings: z.array(setting).default([]),
  scopes: z.strictObject({
    /**
     * Where a token serves one resource only: that resource. A scope that is a URL of another one is
     * refused before the user is asked.
     */
    resource: url.optional(),
    /** Asked for where an app names none. */
    default: z.array(z.string()),
    /** Added to whatever is asked for. */
    always: z.array(z.string()).default([]),
    available: z.array(z.strictObject({ scope: z.string(), description: z.string() })).default([]),
    /**
     * Other spellings under which the provider reports a granted scope: `{ reported: asked }`.
     */
    aliases: parameters.default({}),
    /** Scopes that a granted scope holds without naming them: `{ granted: [held] }`. */
    implies: z.record(z.string(), z.array(z.string())).default({}),
    /** Scopes that are granted but never reported. */
    unreported: z.array(z.string()).default([]),
    /** Whether the token response reports what was granted. */
    reported: z.boolean().default(true),
    /**
     * Whether the user can leave single scopes out while consenting. A scope that is missing then
     * was withheld; elsewhere the provider merely reports it otherwise.
     */
    reducible_by_user: z.boolean().default(false),
    /** What may be withheld without making the connection useless. */
    optional: z.array(z.string()).default([]),
  }),
  first_call: firstCall.optional(),
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
  second_exchange: secondExchange.optional(),
  refresh,
  errors: errors.prefault({}),
  account,
  kept_values: z.array(keptValue).default([]),
  /** Absent where a grant reaches one thing only. */
  choice: choice.optional(),
  /** Absent where the provider offers none. */
  revocation: revocation.optional(),
  /**
   * Where grants belong to a project of several clients: what stands behind the project's name in a
   * client id. With `-`, `123-abc.example` and `123-def.example` are one client to the provider.
   */
  client_project_separator: z.string().length(1).optional(),
  api,
  registration,
  connectors: z.array(connector).min(1),
});

export type { ApiHost, FirstCall, Pagination, RateLimit, RegistrationStep } from "./schema-api.ts";
export type { ApiRefusals } from "./schema-refusal.ts";

/** An entry as it is written: properties with defaults may be left out. */
export type AuthorizationServerInput = z.input<typeof authorizationServerSchema>;
/** An entry as the server reads it: every default filled in. */
export type AuthorizationServer = z.output<typeof authorizationServerSchema>;
export type CatalogueConnector = z.output<typeof connector>;
export type AnswerPaths = z.output<typeof answerPaths>;
export type TokenRequestRules = z.output<typeof tokenRequest>;
export type TokenAnswerRules = z.output<typeof tokenAnswer>;
export type SecondExchange = z.output<typeof secondExchange>;
export type ErrorRules = z.output<typeof errors>;
export type AnswerSign = z.output<typeof answerSign>;
export type AnswerTest = z.output<typeof test>;
export type ApiRequest = z.output<typeof apiRequest>;
export type AccountRules = z.output<typeof account>;
export type RevocationRules = z.output<typeof revocation>;
export type KeptValue = z.output<typeof keptValue>;
export type Setting = z.output<typeof setting>;
