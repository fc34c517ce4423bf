/**
 * The one table of error codes. A code is stable: clients may branch on it. `status` is the HTTP
 * status, `title` what went wrong in general, `wireCode` the spelling the official Base44 clients
 * know, where they know one. docs/errors.md is checked against this table in both directions.
 */

interface ErrorEntry {
  readonly status: number;
  readonly title: string;
  readonly wireCode?: string;
}

export const errorTable = {
  bad_request: { status: 400, title: "The request does not match what this address expects." },
  invalid_json: { status: 400, title: "The body is not valid JSON." },
  return_url_not_allowed: {
    status: 400,
    title: "The return URL is outside the origins that the app has registered.",
  },
  connection_config_invalid: { status: 400, title: "A connection setting is missing or invalid." },
  scopes_invalid: { status: 400, title: "A scope is not in the connector's catalogue format." },
  provider_invalid: { status: 400, title: "The entry of the custom provider is not valid." },
  user_issuer_required: {
    status: 400,
    title: "The app has several identity providers: say of which one the user is.",
  },
  user_issuer_unknown: {
    status: 400,
    title: "The app has no identity provider of this issuer.",
  },
  callback_invalid: { status: 400, title: "The provider's answer to the browser is malformed." },
  state_invalid: {
    status: 400,
    title: "This authorization is unknown, was already used, or has expired.",
  },
  connect_link_invalid: {
    status: 400,
    title: "This connect link is unknown, was already used, or has expired.",
  },
  code_wrong: { status: 400, title: "The code of the authenticator app is wrong." },
  user_code_invalid: {
    status: 400,
    title: "This code is unknown, has expired, or was entered elsewhere.",
  },
  account_invalid: {
    status: 400,
    title: "The e-mail address, the name or the password is not acceptable.",
  },
  entry_link_invalid: {
    status: 400,
    title: "This link is unknown, was already used, or has expired.",
  },
  issuer_mismatch: {
    status: 400,
    title: "The answer does not come from the authorization server that was asked.",
  },
  access_denied: { status: 400, title: "Access was not granted at the provider." },
  authorization_failed: { status: 400, title: "The provider refused to complete the connection." },
  unauthorized: { status: 401, title: "A valid token is needed." },
  app_user_required: {
    status: 401,
    title: "A valid token of the signed-in app user is needed beside the service token.",
  },
  company_sign_in_failed: {
    status: 400,
    title: "The answer of your company's identity provider cannot be used.",
  },
  sign_in_failed: {
    status: 401,
    title: "The e-mail address, the password or the code is wrong.",
  },
  browser_mismatch: {
    status: 403,
    title: "The connection must be finished in the browser that started it.",
  },
  cross_site_refused: {
    status: 403,
    title: "A session counts only for requests from this server's own pages.",
  },
  origin_not_allowed: {
    status: 403,
    title: "The page's origin is not one of the app's.",
  },
  service_token_required: { status: 403, title: "Only service tokens may use this address." },
  user_token_required: { status: 403, title: "Only app users may use this address." },
  operator_required: {
    status: 403,
    title: "Only operators of the workspace may use this address.",
  },
  person_required: { status: 403, title: "This is about a person, and a workspace key is none." },
  forbidden: { status: 403, title: "The role or the scope that is needed is missing." },
  builder_connection_disabled: {
    status: 403,
    title: "The workspace has switched shared connections of this integration type off.",
  },
  per_user_connection_disabled: {
    status: 403,
    title: "The workspace has switched app users' connections of this integration type off.",
  },
  scopes_forbidden: {
    status: 403,
    title: "The workspace does not allow these scopes of this integration type.",
  },
  company_account_refused: {
    status: 403,
    title: "Your company's sign-in does not open an account here.",
  },
  missing_scopes: { status: 403, title: "The connection lacks scopes that were asked for." },
  route_not_found: { status: 404, title: "There is nothing at this address." },
  not_served: {
    status: 501,
    title: "The official SDK has this call, and this server does not serve it.",
  },
  app_not_found: { status: 404, title: "The app was not found.", wireCode: "NOT_FOUND" },
  workspace_not_found: {
    status: 404,
    title: "The workspace was not found.",
    wireCode: "NOT_FOUND",
  },
  provider_not_found: {
    status: 404,
    title: "The workspace has no such custom provider.",
    wireCode: "NOT_FOUND",
  },
  connector_not_found: {
    status: 404,
    title: "The connector was not found.",
    wireCode: "NOT_FOUND",
  },
  revocation_not_found: {
    status: 404,
    title: "The workspace has no such revocation, or its receipt is forgotten.",
    wireCode: "NOT_FOUND",
  },
  oauth_client_not_found: {
    status: 404,
    title: "The workspace has no such OAuth client.",
    wireCode: "NOT_FOUND",
  },
  connection_not_found: {
    status: 404,
    title: "The workspace has no such connection.",
    wireCode: "NOT_FOUND",
  },
  not_connected: { status: 404, title: "There is no connection yet.", wireCode: "NOT_FOUND" },
  needs_reauth: {
    status: 404,
    title: "The connection ended and must be authorized again.",
    wireCode: "NOT_FOUND",
  },
  authorization_not_found: {
    status: 404,
    title: "The authorization attempt was not found.",
    wireCode: "NOT_FOUND",
  },
  member_not_found: {
    status: 404,
    title: "The workspace has no such member.",
    wireCode: "NOT_FOUND",
  },
  invitation_not_found: {
    status: 404,
    title: "The workspace has no such invitation.",
    wireCode: "NOT_FOUND",
  },
  sign_in_provider_not_found: {
    status: 404,
    title: "There is no such identity provider for operators.",
    wireCode: "NOT_FOUND",
  },
  sign_in_domain_not_found: {
    status: 404,
    title: "The workspace's identity provider does not declare this e-mail domain.",
    wireCode: "NOT_FOUND",
  },
  sign_in_identity_not_found: {
    status: 404,
    title: "The workspace's identity provider does not sign this member in.",
    wireCode: "NOT_FOUND",
  },
  api_key_not_found: { status: 404, title: "There is no such key.", wireCode: "NOT_FOUND" },
  service_token_not_found: {
    status: 404,
    title: "The app has no such service token.",
    wireCode: "NOT_FOUND",
  },
  connector_name_taken: {
    status: 409,
    title: "Another connector of the workspace has this name.",
  },
  last_owner: { status: 409, title: "A workspace needs an owner: make somebody else one first." },
  sign_in_domain_taken: {
    status: 409,
    title: "Another workspace has proven that this e-mail domain is its own.",
  },
  domain_not_proven: {
    status: 409,
    title: "The DNS record that proves the domain is not there.",
  },
  account_of_company: {
    status: 409,
    title: "The identity provider of another workspace signs this account in: it belongs there.",
  },
  account_exists: {
    status: 409,
    title: "This e-mail address has an account: sign in with it first.",
  },
  password_reset_refused: {
    status: 409,
    title: "No link that sets a new password can be made for this account here.",
  },
  functions_not_configured: {
    status: 404,
    title: "The app has no functions: an operator must set their address (functions_url).",
    wireCode: "NOT_FOUND",
  },
  nothing_to_choose: {
    status: 409,
    title: "The account has nothing at the provider that could be connected.",
  },
  account_mismatch: {
    status: 409,
    title: "Another account of the provider was chosen than the one connected before.",
  },
  provider_in_use: { status: 409, title: "A connector uses the custom provider." },
  client_secret_differs: {
    status: 409,
    title: "The OAuth client is known with two other secrets.",
  },
  connector_not_configured: {
    status: 409,
    title: "No OAuth client is registered for this integration type.",
  },
  payments_not_supported: { status: 409, title: "This server does not set up payments." },
  connector_misconfigured: {
    status: 409,
    title: "The connector's OAuth client is refused by the provider: an operator must correct it.",
  },
  no_newer_token: {
    status: 409,
    title:
      "There is nothing from which a newer token could be had, and this one is not known to be over.",
  },
  body_too_large: { status: 413, title: "The body is larger than this address accepts." },
  unsupported_media_type: { status: 415, title: "The content type is not accepted here." },
  too_many_attempts: { status: 429, title: "Too many attempts: wait before the next one." },
  internal: { status: 500, title: "Something went wrong in the server." },
  sealed_value_unreadable: {
    status: 500,
    title: "A stored secret cannot be opened with the configured encryption keys.",
  },
  encryption_key_invalid: { status: 500, title: "The encryption key is missing or wrong." },
  encryption_key_exhausted: {
    status: 500,
    title: "The encryption key has no uses left: put a new key in front.",
  },
  config_invalid: { status: 500, title: "The configuration is not valid." },
  provider_answer_invalid: { status: 502, title: "The provider's answer cannot be used." },
  functions_answer_invalid: {
    status: 502,
    title: "The app's functions broke off, or answered with something that cannot be passed on.",
  },
  functions_unavailable: {
    status: 503,
    title: "The app's functions cannot be reached at the moment.",
  },
  functions_timeout: { status: 504, title: "The function did not begin its answer in time." },
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
