/** Of codes about what the call meets: what is not there or in another state, and what fails. From 404 on. */
import type { ErrorWords } from "./error-words.ts";

export const wordsOfThings = {
  idempotency_in_progress: {
    when: "The first request with this `Idempotency-Key` has not ended.",
    remedy: "Send it again after `Retry-After`.",
  },
  precondition_failed: {
    when: "A change came with `If-Match`, and the `ETag` of what it would change is another one by now. `changed_by` and `changed_at` say who changed it last, where that is on record.",
    remedy: "Read it again, decide what is to hold, and send the change with the new `ETag`.",
  },
  idempotency_key_reused: {
    when: "The same `Idempotency-Key` came before with another body.",
    remedy: "Use a new key for a new request.",
  },
  method_not_allowed: {
    when: "The address has no operation by this method. `Allow` lists those it has.",
    remedy: "Correct the call.",
  },
  user_not_found: { when: "The app has no user of this id.", remedy: "Check the id." },
  route_not_found: { when: "There is nothing at this address.", remedy: "Correct the address." },
  not_served: {
    when: "The official SDK has this call (`callApi`, `sso`, entities, agents, signing in, ...), and this server does not serve it. The text names the way out.",
    remedy: "Follow the text.",
  },
  app_not_found: {
    when: "There is no such app, or it belongs to another workspace.",
    remedy: "Check the app id.",
  },
  attention_not_found: {
    when: "Nothing of this id needs attention any more, or somebody has set it aside.",
    remedy: "Read the list anew.",
  },
  workspace_not_found: {
    when: "There is no such workspace, or the key belongs to another one.",
    remedy: "Check the workspace id.",
  },
  provider_not_found: {
    when: "The workspace has no custom provider of this id.",
    remedy: "Check the id.",
  },
  connector_not_found: {
    when: "The app has no such connector.",
    remedy: "Check the connector ID or the type.",
  },
  revocation_not_found: {
    when: "The workspace has no revocation of this id; receipts are kept for thirty days after the end.",
    remedy: "Check the id.",
  },
  audit_record_not_found: {
    when: "The workspace has no record of this id in its audit trail.",
    remedy: "Check the id.",
  },
  oauth_client_not_found: {
    when: "The workspace has no OAuth client of this id.",
    remedy: "Check the id.",
  },
  connection_not_found: {
    when: "The workspace has no connection of this id.",
    remedy: "Check the id.",
  },
  operation_not_found: {
    when: "The workspace has no operation of this id; operations are kept for thirty days after their end.",
    remedy: "Check the id.",
  },
  confirmation_mismatch: {
    when: "`expected_total` and `expected_at_least` are not how many connections an operation would be about: some came or went meanwhile, or there are too many to count and `expected_at_least` is not true.",
    remedy:
      "Look again (`dry_run`), and confirm what `progress` says now: `total` as `expected_total`, `at_least` as `expected_at_least`.",
  },
  reconnect_not_possible: {
    when: "A link to reconnect was asked for a connection that is shared by an app, is nobody's, is disconnected, or whose provider does not tell which account it is.",
    remedy: "The text says who reconnects it, and where.",
  },
  not_connected: {
    when: "The owner never connected, or disconnected.",
    remedy: "Offer to connect.",
  },
  needs_reauth: {
    when: "The connection ended: the grant is over, or the token expired and cannot be refreshed.",
    remedy: "Offer to connect again.",
  },
  authorization_not_found: {
    when: "There is no such attempt, or somebody else started it.",
    remedy: "Check the id.",
  },
  member_not_found: { when: "The workspace has no such member.", remedy: "Check the id." },
  invitation_not_found: {
    when: "The workspace has no such invitation, or it was used.",
    remedy: "Check the id.",
  },
  session_not_found: {
    when: "No browser or command line of this id is signed in as the caller.",
    remedy: "List them anew.",
  },
  passkey_not_found: {
    when: "No passkey of this id is the caller's.",
    remedy: "List them anew.",
  },
  authenticator_app_not_found: {
    when: "Recovery codes were asked for, and the account asks for no code at sign-in; or a code came to confirm an app, and none is being set up.",
    remedy: "Begin to set up an authenticator app first.",
  },
  api_key_not_found: {
    when: "There is no such key, it was revoked, or it is somebody else's.",
    remedy: "Check the id.",
  },
  service_token_not_found: {
    when: "The app has no such service token, or it was revoked.",
    remedy: "Check the id.",
  },
  app_name_taken: {
    when: "An app is given a `display_name` that another app of the server has, or one that looks like it.",
    remedy: "Choose another, or leave it out: the pages then show the app's name.",
  },
  name_taken: {
    when: "Another connector of the workspace has this name.",
    remedy: "Choose another name.",
  },
  last_owner: {
    when: "The change would leave the workspace without an owner.",
    remedy: "Make somebody else an owner first.",
  },
  workspace_exists: {
    when: "A workspace is to be created with an id that one has.",
    remedy: "Choose another id, or leave it out: the server makes one.",
  },
  server_operator_refused: {
    when: "A command on the server's machine names an account that cannot be the server's operator, or is none. The text says why.",
    remedy: "Follow the text.",
  },
  sign_in_domain_taken: {
    when: "Another workspace has proven this email domain, and its proof still stands.",
    remedy: "Take the other workspace's DNS record away, or ask whoever runs the server.",
  },
  domain_not_proven: {
    when: "The TXT record that proves the domain is not in the DNS, or not yet.",
    remedy: "Set the record that the text names; try again.",
  },
  account_of_company: {
    when: "The account is signed in by the identity provider of another workspace, and belongs to that one alone.",
    remedy: "Use another address.",
  },
  passkey_refused: {
    when: "The server's public URL is an IP address or is reached without https, only a company signs the account in, or the account has as many passkeys as there may be. The text says which.",
    remedy: "Follow the text.",
  },
  authenticator_app_exists: {
    when: "An authenticator app was to be set up, and the account has one.",
    remedy: "Remove the one that there is first, with the password and a code.",
  },
  authenticator_app_refused: {
    when: "An authenticator app was to be set up by an account without a password, which nothing asks for a code.",
    remedy: "None is needed. A company's identity provider asks for what the company wants.",
  },
  account_exists: {
    when: "The invited address has an account already.",
    remedy: "Sign in with it, and open the invitation again.",
  },
  password_reset_refused: {
    when: "No reset link can be made: nobody has the address, the account has no password or belongs to other workspaces, too, or it is one's own. The text says which.",
    remedy: "Follow the text; [operators.md](operators.md#a-lost-password).",
  },
  functions_not_configured: {
    when: "The app has no address of its functions.",
    remedy: "Set its `functions_url`: [functions.md](functions.md).",
  },
  nothing_to_choose: {
    when: "The account has nothing at the provider that could be connected, such as no site. Nothing was stored, and the grant was given back.",
    remedy: "Ask for access at the provider, or connect another account.",
  },
  account_mismatch: {
    when: "Another account of the provider was chosen than the one that is connected.",
    remedy: "Choose the same one, or disconnect first.",
  },
  provider_in_use: {
    when: "A connector uses the custom provider, or the integration type that a change would take away.",
    remedy: "Move the connector first.",
  },
  oauth_client_in_use: {
    when: "An OAuth client is to be deleted, and connectors use it. The text says how many.",
    remedy: "Delete these connectors first, or give them another client.",
  },
  secret_required: {
    when: "A change moves where client secrets, tokens or codes are sent (of a custom provider, or a connector's settings), and a secret that goes there did not come along, or is not the right one.",
    remedy: "Send the secrets that the text names.",
  },
  client_secret_differs: {
    when: "A connector was to be made with a client ID that the workspace has with two secrets already, and with a third.",
    remedy: "Give one of them, or change the secret of a connector that has it.",
  },
  connected_by_other_operator: {
    when: "Another operator authorized the shared connection. The text names them.",
    remedy:
      "Ask with `replace` to put an account of yours in its place, once the consent completes.",
  },
  connector_not_configured: {
    when: "The workspace has no OAuth client for the provider of this integration type.",
    remedy: "An operator registers one.",
  },
  payments_not_supported: {
    when: "Stripe was to be installed: this server does not do that.",
    remedy: "Set payments up elsewhere; remove the file of type `stripe`.",
  },
  connector_misconfigured: {
    when: "The provider refuses the OAuth client, or the connector does not fit it. No connection is lost.",
    remedy: "An operator corrects id, secret or settings.",
  },
  no_newer_token: {
    when: "A newer token was asked for, the provider gave nothing to refresh this one with, and does not say that it is over. The text says what is known. Reads go on giving it out.",
    remedy:
      "Look at the API's own answer: it may have refused the call and not the token. If it persists, connect again.",
  },
  body_too_large: {
    when: "The body is larger than 64 KiB (256 KiB for a logo, 25 MiB for a function).",
    remedy: "Send less.",
  },
  unsupported_media_type: {
    when: "The body is not `application/json`.",
    remedy: "Set the content type.",
  },
  limit_reached: {
    when: "A workspace, an app or an account has as many of what is to be made as it may.",
    remedy: "Delete some that are not used.",
  },
  rate_limited: {
    when: "Calls came too often, or too many were under way at once. `limit` says by what they are counted and of whom; `Retry-After` when the next may come, `RateLimit-Policy` how many there may be.",
    remedy: "Come again then, and less often.",
  },
  too_many_attempts: {
    when: "Too many sign-ins, codes, links, keys or tokens were tried. `Retry-After` tells when to try again.",
    remedy: "Wait.",
  },
  internal: {
    when: "A fault of the server. The log has more under the request id.",
    remedy: "Report it.",
  },
  sealed_value_unreadable: {
    when: "A stored secret does not open with the configured keys, or was tampered with.",
    remedy: "Restore the key, or connect this one connection again.",
  },
  encryption_key_invalid: {
    when: "An encryption key is missing, malformed, readable by others, or not the one of this database; or a root key is still in use. Mostly at start.",
    remedy: "The text says what to do.",
  },
  config_invalid: {
    when: "At start: a setting or the bootstrap file is wrong. The text names it, with the line.",
    remedy: "Correct it.",
  },
  backup_failed: {
    when: "In `grantry backup` and `grantry drill restore`: a program that it needs is missing or too old, there is no room, or the file is there already. The text says which.",
    remedy: "What the text says. Nothing was left behind.",
  },
  backup_unusable: {
    when: "In `grantry restore` and `grantry drill restore`: the file is not whole, was changed, is sealed to another key, or was made by a newer version.",
    remedy: "Take another backup, the right identity, or the version that made it.",
  },
  restore_refused: {
    when: "In `grantry restore` and `grantry take-over`: the database is not empty or somebody is connected to it, it is of another kind, or was never restored.",
    remedy: "What the text says. Nothing was changed.",
  },
  provider_answer_invalid: {
    when: "The provider answered something that is neither a token nor a known error.",
    remedy: "Try again; if it repeats, report it.",
  },
  functions_answer_invalid: {
    when: "The functions' server broke off, answered something that is not HTTP, or answered with a redirect, which is not followed. The function may have run.",
    remedy: "Look into its log, under the request id.",
  },
  functions_unavailable: {
    when: "The functions' server cannot be reached, or its address may not be called. The function has not run.",
    remedy: "Start it, or correct `functions_url`. Try again.",
  },
  functions_timeout: {
    when: "The function did not begin its answer within a minute. It may have run.",
    remedy: "Answer sooner, or begin the answer and stream the rest.",
  },
  domain_lookup_failed: {
    when: "The DNS did not answer when a domain's record was looked up.",
    remedy: "Try again later.",
  },
  provider_unavailable: {
    when: "The provider, or an identity provider's key set, is away, slow or refusing for now. `Retry-After` tells when to ask again.",
    remedy: "Try again then.",
  },
  key_service_unavailable: {
    when: "A data key must be wrapped, or unwrapped that this process does not hold, and the key service that holds the root key is away, too slow, or refuses.",
    remedy: "Try again. At start, and in `grantry doctor`, the text says what to do.",
  },
  server_restored: {
    when: "The database was restored from a backup, and nobody has said yet that the server that the backup is of is gone. Tokens that are still valid are read; whatever needs a provider is refused.",
    remedy:
      "Ask whoever runs the server: [`grantry take-over`](backup.md#taking-over) ends it, once the other server is gone for good.",
  },
  audit_unavailable: {
    when: "The workspace gives tokens only once their record is written (`audit_mode: strict`), and it cannot be.",
    remedy: "Try again after `Retry-After`.",
  },
  database_unavailable: { when: "The database is away.", remedy: "Try again." },
} as const satisfies Record<string, ErrorWords>;
