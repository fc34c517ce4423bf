/** Codes about the call and who calls. To 403, and of lists. */
import type { ErrorEntry } from "./error-entry.ts";

export const errorsOfCallers = {
  bad_request: { status: 400, title: "The request is not valid for this endpoint." },
  invalid_json: { status: 400, title: "The body is not valid JSON." },
  return_url_not_allowed: {
    status: 400,
    title: "The return URL is not on an origin registered for the app.",
  },
  connection_config_invalid: { status: 400, title: "A connection setting is missing or invalid." },
  scopes_invalid: { status: 400, title: "A scope is not in the format this connector uses." },
  provider_invalid: { status: 400, title: "The custom provider's entry is not valid." },
  issuer_required: {
    status: 400,
    title: "The app has several identity providers: name the issuer of the user.",
    wire: { reason: "user_issuer_required" },
  },
  issuer_unknown: {
    status: 400,
    title: "The app has no identity provider with this issuer.",
    wire: { reason: "user_issuer_unknown" },
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
  reconnect_link_invalid: {
    status: 400,
    title:
      "This link to reconnect is unknown, was already used or replaced, or is older than a week.",
  },
  passkey_invalid: {
    status: 400,
    title: "What the browser answered cannot be used as a passkey here.",
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
  completion_invalid: {
    status: 400,
    title: "This consent cannot be completed so: it is over, or was begun elsewhere.",
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
  second_factor_required: {
    status: 401,
    title: "A second factor is needed.",
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
  connection_frozen: {
    status: 403,
    title:
      "The connection is frozen: no token of it is given out, and it cannot be connected anew.",
  },
  server_operator_required: { status: 403, title: "Only the server's operator can do this." },
  shared_connections_disabled: {
    status: 403,
    title: "The workspace has turned off shared connections for this integration type.",
    wire: { reason: "builder_connection_disabled" },
  },
  user_connections_disabled: {
    status: 403,
    title: "The workspace has turned off app users' connections for this integration type.",
    wire: { reason: "per_user_connection_disabled" },
  },
  challenge_required: {
    status: 403,
    title: "The app completes its users' consents itself: start with a challenge.",
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
} as const satisfies Record<string, ErrorEntry>;
