/**
 * The one table of error codes. A code is stable: clients may branch on it. `status` is the HTTP
 * status, `title` what went wrong in general, `wireCode` the spelling the official Base44 clients
 * know, where they know one. What else is said of a code stands in error-words.ts; docs/errors.md is made of
 * both.
 */

import { type ErrorEntry, missingThings } from "./errors-missing.ts";

export const errorTable = {
  bad_request: { status: 400, title: "The request is not valid for this endpoint." },
  invalid_json: { status: 400, title: "The body is not valid JSON." },
  return_url_not_allowed: {
    status: 400,
    title: "The return URL is not on an origin registered for the app.",
  },
  connection_config_invalid: { status: 400, title: "A connection setting is missing or invalid." },
  scopes_invalid: { status: 400, title: "A scope is not in the format this connector uses." },
  provider_invalid: { status: 400, title: "The custom provider's entry is not valid." },
  user_issuer_required: {
    status: 400,
    title: "The app has several identity providers: name the issuer of the user.",
  },
  user_issuer_unknown: {
    status: 400,
    title: "The app has no identity provider with this issuer.",
  },
  callback_invalid: {
    status: 400,
    title: "The provider sent the browser back with a malformed answer.",
  },
  state_invalid: {
    status: 400,
    title: "This authorization is unknown, was already used, or has expired.",
  },
  connect_link_invalid: {
    status: 400,
    title: "This connect link is unknown, was already used, or has expired.",
  },
  code_wrong: { status: 400, title: "The code from the authenticator app is wrong." },
  user_code_invalid: {
    status: 400,
    title: "This code is unknown, has expired, or has already been used.",
  },
  account_invalid: {
    status: 400,
    title: "The email address, name, or password is not acceptable.",
  },
  entry_link_invalid: {
    status: 400,
    title: "This link is unknown, was already used, or has expired.",
  },
  issuer_mismatch: {
    status: 400,
    title: "The answer did not come from the authorization server that was asked.",
  },
  access_denied: { status: 400, title: "Access was not granted at the provider." },
  authorization_failed: { status: 400, title: "The provider refused to complete the connection." },
  unauthorized: { status: 401, title: "Send a valid token, as Authorization: Bearer …" },
  app_user_required: {
    status: 401,
    title: "A valid token of the signed-in app user is needed beside the service token.",
  },
  company_sign_in_failed: {
    status: 400,
    title: "The answer from your company's identity provider cannot be used.",
  },
  sign_in_failed: {
    status: 401,
    title: "The email address, password, or code is wrong.",
  },
  browser_mismatch: {
    status: 403,
    title: "The connection must be finished in the browser that started it.",
  },
  cross_site_refused: {
    status: 403,
    title: "A session is accepted only from this server's own pages.",
  },
  origin_not_allowed: {
    status: 403,
    title: "The page's origin is not registered for the app.",
  },
  service_token_required: { status: 403, title: "Only service tokens can use this endpoint." },
  user_token_required: { status: 403, title: "Only app users can use this endpoint." },
  operator_required: {
    status: 403,
    title: "Only operators of the workspace can use this endpoint.",
  },
  person_required: { status: 403, title: "This is for people only; a workspace key cannot do it." },
  session_required: {
    status: 403,
    title:
      "Only the person, signed in in their browser, can do this; a key or command line cannot.",
  },
  forbidden: { status: 403, title: "The required role or scope is missing." },
  workspace_frozen: { status: 403, title: "The workspace is frozen by the server's operator." },
  server_operator_required: { status: 403, title: "Only the server's operator can do this." },
  builder_connection_disabled: {
    status: 403,
    title: "The workspace has turned off shared connections for this integration type.",
  },
  per_user_connection_disabled: {
    status: 403,
    title: "The workspace has turned off app users' connections for this integration type.",
  },
  scopes_forbidden: {
    status: 403,
    title: "The workspace does not allow these scopes for this integration type.",
  },
  company_account_refused: {
    status: 403,
    title: "Your company's sign-in does not open an account here.",
  },
  missing_scopes: { status: 403, title: "The connection lacks some of the requested scopes." },
  cursor_invalid: { status: 400, title: "The cursor is not one of this list." },
  idempotency_in_progress: {
    status: 409,
    title: "The first request with this Idempotency-Key is still being carried out.",
  },
  idempotency_key_reused: {
    status: 422,
    title: "This Idempotency-Key came with another request before.",
  },
  method_not_allowed: { status: 405, title: "This address does not take this method." },
  user_not_found: { status: 404, title: "The app has no such user." },
  route_not_found: { status: 404, title: "There is nothing at this address." },
  not_served: {
    status: 501,
    title: "The official SDK has this call, but this server does not support it.",
  },
  ...missingThings,
  app_name_taken: {
    status: 409,
    title: "Another app of this server shows a name that is the same or looks like it.",
  },
  connector_name_taken: {
    status: 409,
    title: "Another connector of the workspace has this name.",
  },
  last_owner: {
    status: 409,
    title: "A workspace needs an owner: make somebody else an owner first.",
  },
  workspace_exists: { status: 409, title: "The server has a workspace with this id already." },
  server_operator_refused: { status: 409, title: "The account cannot be the server's operator." },
  sign_in_domain_taken: {
    status: 409,
    title: "Another workspace has proven that it owns this email domain.",
  },
  domain_not_proven: {
    status: 409,
    title: "The DNS record that proves the domain was not found.",
  },
  account_of_company: {
    status: 409,
    title: "This account signs in through another workspace's identity provider and belongs there.",
  },
  authenticator_app_exists: {
    status: 409,
    title: "The account has an authenticator app already: remove it first.",
  },
  account_exists: {
    status: 409,
    title: "There is already an account with this email address: sign in to it first.",
  },
  password_reset_refused: {
    status: 409,
    title: "A password reset link cannot be created for this account here.",
  },
  functions_not_configured: {
    status: 404,
    title: "The app has no functions: an operator must set functions_url.",
    wireCode: "NOT_FOUND",
  },
  nothing_to_choose: {
    status: 409,
    title: "The account has nothing at the provider that could be connected.",
  },
  account_mismatch: {
    status: 409,
    title: "A different account was chosen than the one connected before.",
  },
  provider_in_use: { status: 409, title: "A connector still uses this custom provider." },
  client_secret_differs: {
    status: 409,
    title: "The OAuth client already has two other secrets.",
  },
  connected_by_other_operator: {
    status: 409,
    title: "Another operator has authorized this shared connection.",
  },
  connector_not_configured: {
    status: 409,
    title: "No OAuth client is registered for this integration type.",
  },
  payments_not_supported: { status: 409, title: "This server does not set up payments." },
  connector_misconfigured: {
    status: 409,
    title: "The provider refuses the connector's OAuth client: an operator must correct it.",
  },
  no_newer_token: {
    status: 409,
    title: "No newer token can be obtained, and the current one is not known to have ended.",
  },
  body_too_large: { status: 413, title: "The body is larger than this endpoint accepts." },
  unsupported_media_type: { status: 415, title: "The content type is not accepted here." },
  too_many_attempts: { status: 429, title: "Too many attempts: wait before trying again." },
  internal: { status: 500, title: "Something went wrong in the server." },
  sealed_value_unreadable: {
    status: 500,
    title: "A stored secret cannot be opened with the configured encryption keys.",
  },
  encryption_key_invalid: { status: 500, title: "The encryption key is missing or wrong." },
  encryption_key_exhausted: {
    status: 500,
    title: "The encryption key is used up: put a new key first.",
  },
  config_invalid: { status: 500, title: "The configuration is not valid." },
  provider_answer_invalid: { status: 502, title: "The provider's answer cannot be used." },
  functions_answer_invalid: {
    status: 502,
    title: "The app's functions broke off, or sent an answer that cannot be passed on.",
  },
  functions_unavailable: {
    status: 503,
    title: "The app's functions cannot be reached at the moment.",
  },
  functions_timeout: { status: 504, title: "The function did not start answering in time." },
  domain_lookup_failed: {
    status: 503,
    title: "The DNS did not answer when the domain's record was looked up.",
  },
  provider_unavailable: { status: 503, title: "The provider cannot be reached at the moment." },
  database_unavailable: { status: 503, title: "The database cannot be reached at the moment." },
} as const satisfies Record<string, ErrorEntry>;

/** A stable error code: a key of the table. */
export type ErrorCode = keyof typeof errorTable;

/** The table's entry for a code. */
export function errorEntry(code: ErrorCode): ErrorEntry {
  return errorTable[code];
}
