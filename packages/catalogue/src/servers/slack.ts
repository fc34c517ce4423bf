/**
 * Slack, OAuth v2: one connector that acts as the user, one that acts as the app's bot. Facts from
 * https://docs.slack.dev/authentication/installing-with-oauth,
 * https://docs.slack.dev/authentication/using-token-rotation and the pages of the methods
 * oauth.v2.access, auth.test and auth.revoke under https://docs.slack.dev/reference/methods/.
 *
 * Every answer has HTTP status 200 and says `ok`. The answer to a code may hold both kinds of token
 * and the URL of an incoming webhook, which is a secret: only what is named here is read. Tokens
 * expire only where the app has token rotation on. A refresh answers the token at the top level,
 * whichever kind it is.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { botScopes, userScopes } from "./slack-scopes.ts";
import { slackApi, slackRegistration } from "./slack-setup.ts";

const pkce = {
  omitted_because:
    "A code_challenge is accepted only from apps that opted in to PKCE. Opting in cannot be undone and makes the app a public client.",
};

const succeedsIf = { path: "ok", equals: true };

const userToken = {
  access_token: ["authed_user.access_token"],
  refresh_token: ["authed_user.refresh_token"],
  token_type: ["authed_user.token_type"],
  expires_in: ["authed_user.expires_in"],
  scope: ["authed_user.scope"],
};

/** `invalid_auth` is not among them: it may also be the address of the caller that is refused. */
const tokenEnded = [
  { status: 200, path: "error", values: ["token_expired", "token_revoked", "account_inactive"] },
];

const workspaceValues = [
  {
    name: "team_id",
    from: "token_answer" as const,
    path: "team.id",
    validation_pattern: "^[TE][A-Z0-9]{4,31}$",
  },
  {
    name: "enterprise_id",
    from: "token_answer" as const,
    path: "enterprise.id",
    validation_pattern: "^E[A-Z0-9]{4,31}$",
  },
];

export const slack = {
  id: "slack",
  name: "Slack",
  documentation: "https://docs.slack.dev/authentication/installing-with-oauth",
  metadata: {
    authorization_endpoint: "https://{cloud}/oauth/v2/authorize",
    token_endpoint: "https://{cloud}/api/oauth.v2.access",
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  },
  settings: [
    {
      // https://docs.slack.dev/govslack; no page names its host of files.
      name: "cloud",
      set_by: "workspace",
      display_name: "Cloud",
      description: "commercial, or government for workspaces of GovSlack.",
      placeholder: "commercial",
      required: false,
      validation_pattern: "^(?:commercial|government)$",
      validation_error: "Give commercial or government.",
      default: "commercial",
      choices: { commercial: "slack.com", government: "slack-gov.com" },
      derived: { files: { commercial: "files.slack.com" } },
    },
    {
      name: "team",
      display_name: "Workspace ID",
      description:
        "Opens the consent page at this workspace, for people who are in several. It begins with T, or with E for an organization.",
      placeholder: "T0123456789",
      required: false,
      validation_pattern: "^[TE][A-Z0-9]{4,31}$",
      validation_error: "Give the ID of a workspace, such as T0123456789.",
    },
  ],
  authorization: {
    pkce,
    parameters: { team: "{team}" },
    scope_parameter: "user_scope",
    scope_separator: ",",
  },
  token_answer: {
    succeeds_if: succeedsIf,
    code: userToken,
    refresh: {},
    scope_separator: ",",
    bearer_words: ["user", "bot"],
  },
  refresh: {
    mode: "refresh_token_if_present",
    rotation: "rotates",
    inconclusive: "hold",
  },
  errors: {
    dead_grant: [
      "invalid_refresh_token",
      "token_revoked",
      "token_expired",
      "account_inactive",
      "invalid_auth",
      "invalid_code",
      "code_already_used",
      "code_expired",
    ],
    client_fault: [
      "bad_client_secret",
      "invalid_client_id",
      "bad_redirect_uri",
      "oauth_authorization_url_mismatch",
      "invalid_grant_type",
      "invalid_scope_requested",
      "invalid_team_for_non_distributed_app",
    ],
    invalid_client: ["bad_client_secret", "invalid_client_id"],
    transient: [
      "ratelimited",
      "rate_limited",
      "internal_error",
      "fatal_error",
      "request_timeout",
      "service_unavailable",
    ],
  },
  account: {
    request: { url: "https://{cloud}/api/auth.test", method: "POST" },
    succeeds_if: succeedsIf,
    token_ended: tokenEnded,
    id: ["team_id", "user_id"],
    name: ["user"],
    email_request: {
      request: { url: "https://{cloud}/api/users.info?user={user}" },
      placeholders: { user: "user_id" },
      needs_scopes: ["users:read", "users:read.email"],
      email: "user.profile.email",
    },
  },
  kept_values: workspaceValues,
  revocation: {
    endpoint: "https://{cloud}/api/auth.revoke",
    token_parameter: null,
    tokens: ["access_token"],
    authentication: "bearer",
    succeeds_if: succeedsIf,
    already_ended: {
      errors: ["token_revoked", "token_expired", "invalid_auth", "account_inactive"],
    },
    ends: "token_set",
  },
  api: slackApi,
  registration: slackRegistration,
  connectors: [
    {
      integration_type: "slack",
      logo: { icon: null, color: "#4A154B" },
      display_name: "Slack",
      description: "Read and post as the person who connects.",
      category: "communication",
      documentation: "https://docs.slack.dev/authentication/installing-with-oauth",
      first_call: {
        method: "POST",
        path: "/auth.test",
        proves: "The token lives; it names workspace and user.",
      },
      scopes: {
        default: ["chat:write", "channels:read", "users:read"],
        available: userScopes,
      },
    },
    {
      integration_type: "slackbot",
      logo: { icon: null, color: "#4A154B" },
      display_name: "Slack Bot",
      description: "Read and post as the bot of your Slack app.",
      category: "communication",
      documentation: "https://docs.slack.dev/authentication/installing-with-oauth",
      first_call: {
        method: "POST",
        path: "/auth.test",
        proves: "The token lives; it names workspace and user.",
      },
      scopes: {
        default: ["chat:write", "channels:read"],
        available: botScopes,
      },
      overrides: {
        authorization: { pkce, parameters: { team: "{team}" }, scope_separator: "," },
        token_answer: {
          succeeds_if: succeedsIf,
          scope_separator: ",",
          bearer_words: ["user", "bot"],
        },
        account: {
          request: { url: "https://{cloud}/api/auth.test", method: "POST" },
          succeeds_if: succeedsIf,
          token_ended: tokenEnded,
          // The bot's user: the same for everyone who installs the app in this workspace.
          id: ["team_id", "user_id"],
          name: ["team"],
        },
        kept_values: [
          ...workspaceValues,
          {
            name: "bot_user_id",
            from: "token_answer",
            path: "bot_user_id",
            validation_pattern: "^[UW][A-Z0-9]{4,31}$",
          },
        ],
        revocation: {
          endpoint: "https://{cloud}/api/auth.revoke",
          token_parameter: null,
          tokens: ["access_token"],
          authentication: "bearer",
          succeeds_if: succeedsIf,
          already_ended: {
            errors: ["token_revoked", "token_expired", "invalid_auth", "account_inactive"],
          },
          // Whoever reinstalls the app in a workspace gets the token of the same bot.
          ends: "account",
        },
      },
    },
  ],
} satisfies AuthorizationServerInput;
