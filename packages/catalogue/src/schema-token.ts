/** What an entry may say of authorization, token requests and token responses. */
import { z } from "zod";
import {
  answerSign,
  identifier,
  parameters,
  path,
  paths,
  reason,
  seconds,
  test,
  url,
} from "./schema-words.ts";

/**
 * A parameter of the authorization response that the provider signed with the client secret: an
 * HMAC-SHA-256 and the JSON it was made of, each in base64url, with a dot between.
 */
const signedParameter = z.strictObject({
  name: z.string(),
  /** Member that says when it was signed, ISO 8601. */
  signed_at: path,
  max_age_seconds: seconds,
  /** Members that must not be there, such as those that tell of an anonymous visitor. */
  refused_members: z.array(path).default([]),
});

/** The authorization request, RFC 6749 section 4.1.1. */
export const authorization = z.strictObject({
  /** RFC 7636. It is sent unless there is a documented reason not to. */
  pkce: z.union([z.literal("S256"), z.strictObject({ omitted_because: reason })]),
  /** Fixed parameters, such as those that ask for offline access. */
  parameters: parameters.default({}),
  client_id_parameter: z.string().default("client_id"),
  /** Name of the parameter that carries the scopes; null where there are none. */
  scope_parameter: z.string().nullable().default("scope"),
  scope_separator: z.string().default(" "),
  redirect_uri_parameter: z.string().default("redirect_uri"),
  /**
   * Whether a fresh nonce is sent where `openid` is asked for; an ID token that comes must then carry it
   * (OpenID Connect Core section 3.1.2.1). A custom provider has it unless its entry says false.
   */
  nonce: z.boolean().optional(),
  /** Standard parameters that the provider does not take. */
  omitted_parameters: z.array(z.string()).default([]),
  /**
   * The parameter for scopes that may be missing from the grant, and the setting that lists, with spaces between,
   * which of those asked for go there. What it names besides is not asked for.
   */
  optional_scopes: z.strictObject({ parameter: z.string(), setting: identifier }).optional(),
  /** `redirect_uri`: the provider knows no state, it travels in the query of the redirect URI. */
  state_in: z.enum(["parameter", "redirect_uri"]).default("parameter"),
  /** `installation`: the provider sends the browser back with an instance id instead of a code. */
  answer: z.enum(["code", "installation"]).default("code"),
  /** Seconds for which a code can be exchanged, where that is documented and shorter than ten minutes. */
  code_lifetime: z.int().min(1).max(600).optional(),
  /** Documentation: the provider refuses to sign anybody in within a browser that an app has built in. */
  refuses_embedded_browsers: z.string().optional(),
  /** Where there is one, a response without it, or with another signature, is refused. */
  signed_parameter: signedParameter.optional(),
});

/** How a request to the token endpoint differs from RFC 6749 section 4.1.3. */
export const tokenRequest = z.strictObject({
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
export const answerPaths = z.strictObject({
  access_token: paths.default(["access_token"]),
  refresh_token: paths.default(["refresh_token"]),
  token_type: paths.default(["token_type"]),
  /** Seconds until the access token ends. */
  expires_in: paths.default(["expires_in"]),
  /** Moment at which the access token ends, ISO 8601, where there is no expires_in. */
  expires_at: paths.optional(),
  /** Seconds until the refresh token ends. */
  refresh_token_expires_in: paths.default(["refresh_token_expires_in"]),
  /** Seconds until the grant is over however often it is refreshed, where that is told as well. */
  refresh_token_hard_expires_in: paths.optional(),
  scope: paths.default(["scope"]),
});

/** How a token response differs from RFC 6749 section 5. */
export const tokenAnswer = z.strictObject({
  /** An answer is an error unless this member has this value, whatever the HTTP status. */
  succeeds_if: test.optional(),
  /** Where the error word stands. An answer that holds one is an error, whatever else it holds. */
  error: paths.default(["error"]),
  /**
   * Finer words, numbers and fixed sentences: all that stand there are searched for in the lists of
   * `errors`, in this order, before the error word is.
   */
  error_subtype: paths.optional(),
  /** Members of the answer to a code. */
  code: answerPaths.prefault({}),
  /** Members of the answer to a refresh, where they stand elsewhere. */
  refresh: answerPaths.optional(),
  /**
   * What stands between granted scopes; at a comma, white space separates too. A list is
   * understood whatever stands here; null where the scope member always is one.
   */
  scope_separator: z.string().nullable().default(" "),
  /**
   * The `token_type` words of the provider that mean `Bearer` (RFC 6750), beside that one.
   */
  bearer_words: z.array(z.string()).default([]),
  /** False where a missing `token_type` means `Bearer`. */
  token_type_required: z.boolean().default(true),
  /** Whether `expires_in` of 0 means that the token does not end; elsewhere it is over as it comes. */
  never_ends_at_zero: z.boolean().default(false),
  /** Lifetime where the answer states none; absent where the token then does not expire. */
  lifetime_seconds: seconds.optional(),
});

/** A further exchange of the access token right after the first. */
export const secondExchange = z.strictObject({
  endpoint: url,
  request: tokenRequest,
  grant_type: z.string(),
  /** Name of the parameter that carries the first access token. */
  token_parameter: z.string(),
});

/** How a connection stays fresh. */
export const refresh = z.strictObject({
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
  /** How old an access token must be before it can be exchanged; 0 where that does not matter. */
  minimum_age_seconds: z.number().int().nonnegative().default(0),
  /** Whether a refresh ends the access token of before. */
  ends_access_token: z.boolean().default(false),
  /** `rejection`: the provider tells no lifetime; refresh when an API refuses the token. */
  trigger: z.enum(["expiry", "rejection"]).default("expiry"),
  /** What to do when a refresh was sent and no answer came. */
  inconclusive: z.enum(["retry", "hold"]),
  /**
   * Answers to a refresh which say that the grant is over, beside the words of `errors.dead_grant`:
   * for servers that say it by a status, by an empty body, or by a word that means other things, too.
   * They are believed once the client is known to work.
   */
  grant_ended: z.array(answerSign).default([]),
  /** `idle_seconds` slides: it begins anew with every refresh. `absolute_seconds` does not. */
  refresh_token_lifetime: z
    .strictObject({ absolute_seconds: seconds.optional(), idle_seconds: seconds.optional() })
    .default({}),
});

/** What the provider's error words mean, beside those of RFC 6749 section 5.2. */
export const errors = z.strictObject({
  /** The user, or an administrator of the user's organisation, said no. */
  denied: z.array(z.string()).default([]),
  /** The grant is over: only the user can mend it. */
  dead_grant: z.array(z.string()).default([]),
  /** The client id, the secret or the client's settings are wrong: only an operator can mend it. */
  client_fault: z.array(z.string()).default([]),
  /** Of the client faults, those that mean a wrong client id or secret, as `invalid_client` does. */
  invalid_client: z.array(z.string()).default([]),
  /** Worth another try later. */
  transient: z.array(z.string()).default([]),
});
