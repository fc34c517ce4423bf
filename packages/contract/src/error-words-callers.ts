/** Of codes that tell the caller what to correct, or that they may not: 400 to 403. */
import type { ErrorWords } from "./error-words.ts";

export const wordsOfCallers = {
  bad_request: {
    when: "A parameter or a member of the body is missing, unknown or malformed. The text names it.",
    remedy: "Correct the call.",
  },
  invalid_json: { when: "The body is not JSON.", remedy: "Correct the call." },
  return_url_not_allowed: {
    when: "The return URL lies outside the app's origins.",
    remedy: "Add the origin to the app.",
  },
  connection_config_invalid: {
    when: "A connection setting is unknown, fixed or malformed, or one is missing that only the workspace can set. The text names it.",
    remedy:
      "Ask the user again, or leave it out: what is needed and not given is asked for by the connect page.",
  },
  scopes_invalid: {
    when: "A scope cannot be written as the provider expects it.",
    remedy: "The text names it: correct the call, or the connector's scopes.",
  },
  provider_invalid: {
    when: "An entry of a custom provider is wrong, or its issuer's metadata cannot be used. The text names every field; `errors` has a JSON pointer to each.",
    remedy: "Correct the entry.",
  },
  issuer_required: {
    when: "A user id was given alone, and the app has several identity providers: the same id of two of them is two users.",
    remedy: "Give `issuer` with it; the text lists what can be given.",
  },
  issuer_unknown: {
    when: "The `issuer` given is not an identity provider of the app.",
    remedy: "The text lists what can be given.",
  },
  callback_invalid: {
    when: "The provider's answer breaks the protocol.",
    remedy: "Start again. If it repeats, check the redirect URI at the provider.",
  },
  state_invalid: {
    when: "The consent is unknown, was already used, or is older than ten minutes.",
    remedy: "Start again.",
  },
  connect_link_invalid: {
    when: "The connect link is unknown, was already used, or is older than ten minutes.",
    remedy: "Start again.",
  },
  reconnect_link_invalid: {
    when: "The link to reconnect is unknown, was already used or replaced, or is older than a week, or the connection has ended meanwhile.",
    remedy: "Connect the account again in the app, or ask whoever sent the link for a new one.",
  },
  passkey_invalid: {
    when: "A new passkey answers no challenge of this browser, comes from another page, was made without unlocking it, or is here already.",
    remedy: "Begin again, on the page of the public URL.",
  },
  code_wrong: {
    when: "The first code of a new authenticator app does not fit.",
    remedy: "Begin again, and check the device's clock.",
  },
  user_code_invalid: {
    when: "No command line waits under this code, or another browser has entered it.",
    remedy: "Compare it with the terminal, or sign in again there.",
  },
  account_invalid: {
    when: "An operator's email address, name or password is not acceptable. The text says which.",
    remedy: "Choose another.",
  },
  entry_link_invalid: {
    when: "The set-up link, invitation or reset link is unknown, was already used, is too old, or whoever made it is no longer allowed to.",
    remedy: "Ask for a new one; the server prints a new set-up link at its next start.",
  },
  issuer_mismatch: {
    when: "The answer names another authorization server than the one asked (RFC 9207).",
    remedy: "Start again; if it repeats, somebody interferes.",
  },
  completion_invalid: {
    when: "A consent that waits for the app was completed with another code or verifier, and is over by that; or there is none of this user, or it came too late. Nothing was exchanged or stored.",
    remedy:
      "Start again. Complete in the session that began, with the code that came back to it: [connecting.md](connecting.md).",
  },
  access_denied: {
    when: "The user said no, here or at the provider.",
    remedy: "Offer to try again.",
  },
  authorization_failed: {
    when: "The provider refused, or did not accept the authorization code. Its own words, where it said any, stand on the page and as `provider_error` in the status of the attempt.",
    remedy: "Act on what it says; start again.",
  },
  unauthorized: {
    when: "No token, or one that is not valid. The text says what is wrong with a user token.",
    remedy: "Sign in again, or check the service token.",
  },
  app_user_required: {
    when: "A service token came without a valid user token: in `on-behalf-of`, or on `/v1` in `owner`. Our SDK throws it without a call where the client has no user token.",
    remedy: "Pass the user's token, as `createClientFromRequest` does.",
  },
  company_sign_in_failed: {
    when: "The answer of a company's identity provider is not usable: wrong signature, nonce or audience, or expired.",
    remedy: "Start again; if it repeats, an owner checks the provider's registration.",
  },
  sign_in_failed: {
    when: "No operator has this email address and password, or the code of the authenticator app is wrong or was used.",
    remedy: "Try again; a code that was used with the next one.",
  },
  second_factor_required: {
    when: "At sign-in: email address and password are right, and the account has an authenticator app, or must sign in with its passkey. In a workspace: it demands a second factor, and the caller has none.",
    remedy:
      "At sign-in: send a code of the app, or a recovery code, as `code`, or sign in with the passkey. In a workspace: set one up in your account.",
  },
  browser_mismatch: {
    when: "Another browser finishes than the one that started, or the page was sent from elsewhere.",
    remedy: "Start again, and do not pass links on.",
  },
  cross_site_refused: {
    when: "An operator's session came with a request that no page of this server sent.",
    remedy: "Use an API key outside the browser.",
  },
  origin_not_allowed: {
    when: "A page called from an origin that is not one of the app's. The text names it. The same for an app that there is not.",
    remedy: "An operator adds the origin: [operators.md](operators.md#where-an-apps-pages-live).",
  },
  service_token_required: {
    when: "A user token came where only the app's backend may ask.",
    remedy: "Call it from the backend.",
  },
  user_token_required: {
    when: "A service token came where only a signed-in user may ask.",
    remedy: "Call it with the user's token.",
  },
  operator_required: {
    when: "Only an operator of the workspace may do this.",
    remedy: "Use an operator's key or session.",
  },
  person_required: {
    when: "A workspace key asked for what belongs to a person.",
    remedy: "Use a personal key, or sign in.",
  },
  session_required: {
    when: "A personal key or a command line asked for what changes how its person signs in, or shows where: no key reaches that.",
    remedy: "Do it in the dashboard, under your account.",
  },
  forbidden: {
    when: "The operator's role, or the scopes of the key, do not reach. The text names what is needed.",
    remedy: "Ask an admin of the workspace, or use another key.",
  },
  workspace_frozen: {
    when: "The server's operator has frozen the workspace: nothing of it is served and nothing in it changed. Its operators may read, and are told why.",
    remedy:
      "Ask whoever runs the server. Nothing is lost: connections work again when it is unfrozen.",
  },
  connection_frozen: {
    when: "An operator has frozen the connection, or what it is one of: an app, a connector, a provider, a user. The read of its token is refused from that moment on, in every process; so is a consent for it.",
    remedy:
      "Ask an admin of the workspace: the dashboard says who froze it and ends that. Nothing is lost until it is disconnected: [security/incident.md](security/incident.md).",
  },
  server_operator_required: {
    when: "Only an operator of the whole server may do this: a role of accounts, above workspaces.",
    remedy:
      "Ask whoever runs the server; on its machine, `grantry server operators add` makes somebody one: [operators.md](operators.md).",
  },
  shared_connections_disabled: {
    when: "The workspace has switched shared connections of this type off: none is made, none is used.",
    remedy: "An owner or admin of the workspace switches them on: [operators.md](operators.md).",
  },
  user_connections_disabled: {
    when: "The same for the connections of app users.",
    remedy: "Likewise.",
  },
  challenge_required: {
    when: "The app demands completion, and a user's consent was started without a challenge: by the official SDK, an older version of ours, or a page without https. A backend's start for the whole app needs one in any case.",
    remedy:
      "Start with `connect()` or `authorize()` of our SDK, or have an admin set the app's completion to `offered`: [connecting.md](connecting.md).",
  },
  scopes_forbidden: {
    when: "The workspace does not allow the scopes that were asked for or declared. The text names them.",
    remedy:
      "Ask for scopes that it allows, or have an owner or admin change the list: [operators.md](operators.md).",
  },
  company_account_refused: {
    when: "A company's identity provider signed somebody in, who has no account here by it. The text says why.",
    remedy: "Follow the text: be invited, or sign in with the password.",
  },
  missing_scopes: {
    when: "Scopes that are needed were withheld. `missing_scopes` lists them.",
    remedy: "Explain why they are needed and connect again.",
  },
  cursor_invalid: {
    when: "`cursor` is not a `next_cursor` of this list, with these filters, for this caller.",
    remedy: "Begin again without it.",
  },
} as const satisfies Record<string, ErrorWords>;
