/** Codes about what the call meets: what is not there or in another state, and what fails. From 404 on. */
import type { ErrorEntry } from "./error-entry.ts";
import { missingThings } from "./errors-missing.ts";

export const errorsOfThings = {
  idempotency_in_progress: {
    status: 409,
    title: "The first request with this Idempotency-Key is still being carried out.",
  },
  precondition_failed: {
    status: 412,
    title: "It was changed since you read it: nothing was done.",
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
  name_taken: {
    status: 409,
    title: "Another connector of the workspace has this name.",
    wire: { reason: "connector_name_taken" },
  },
  confirmation_mismatch: {
    status: 409,
    title: "The operation would be about another number of connections than was expected.",
  },
  reconnect_not_possible: {
    status: 409,
    title: "No link can be made for this connection.",
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
  passkey_refused: { status: 409, title: "No passkey can be used here." },
  authenticator_app_exists: {
    status: 409,
    title: "The account has an authenticator app already: remove it first.",
  },
  authenticator_app_refused: {
    status: 409,
    title: "A code is asked for besides a password, and your account has no password.",
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
    wire: { code: "NOT_FOUND" },
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
  oauth_client_in_use: { status: 409, title: "Connectors still use this OAuth client." },
  secret_required: {
    status: 409,
    title: "The change moves where client secrets are sent: bring the secrets along.",
    wire: { status: 400, reason: "bad_request" },
  },
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
  limit_reached: { status: 409, title: "There are as many of these as there can be." },
  rate_limited: { status: 429, title: "Too many calls: wait before the next one." },
  too_many_attempts: { status: 429, title: "Too many attempts: wait before trying again." },
  internal: { status: 500, title: "Something went wrong in the server." },
  sealed_value_unreadable: {
    status: 500,
    title: "A stored secret cannot be opened with the configured encryption keys.",
  },
  encryption_key_invalid: { status: 500, title: "The encryption key is missing or wrong." },
  config_invalid: { status: 500, title: "The configuration is not valid." },
  backup_failed: { status: 500, title: "The backup could not be made." },
  backup_unusable: { status: 500, title: "The file cannot be restored from." },
  restore_refused: { status: 500, title: "Nothing can be restored to this place." },
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
  key_service_unavailable: {
    status: 503,
    title: "The service that holds the encryption key cannot be reached at the moment.",
  },
  server_restored: {
    status: 503,
    title: "The server was restored from a backup, and asks no provider until it takes over.",
  },
  audit_unavailable: {
    status: 503,
    title: "What was asked for cannot be put on record at the moment, and is not given without.",
  },
  database_unavailable: { status: 503, title: "The database cannot be reached at the moment." },
} as const satisfies Record<string, ErrorEntry>;
