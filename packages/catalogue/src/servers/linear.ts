/**
 * Linear. Facts from https://linear.app/developers/oauth-2-0-authentication and
 * https://linear.app/developers/rate-limiting.
 *
 * Every app gets access tokens of a day and refresh tokens that rotate since 2026-04-01. A token
 * belongs to one person in one workspace.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

export const linear = {
  id: "linear",
  name: "Linear",
  documentation: "https://linear.app/developers/oauth-2-0-authentication",
  metadata: {
    authorization_endpoint: "https://linear.app/oauth/authorize",
    token_endpoint: "https://api.linear.app/oauth/token",
    revocation_endpoint: "https://api.linear.app/oauth/revoke",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "actor",
      display_name: "Actor",
      description:
        "As whom the connection acts: user, the person who connects, or app, an account of the app itself, which an administrator of the workspace installs.",
      placeholder: "user",
      required: false,
      validation_pattern: "^(?:user|app)$",
      validation_error: "Give user or app.",
    },
  ],
  authorization: {
    pkce: "S256",
    // Lets the user choose another workspace, also where all scopes were granted before.
    parameters: { prompt: "consent", actor: "{actor}" },
    scope_separator: ",",
  },
  token_answer: { scope_separator: "," },
  refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
  account: {
    request: {
      url: "https://api.linear.app/graphql",
      method: "POST",
      body: '{"query":"query { viewer { id name email } organization { id } }"}',
    },
    token_ended: [
      { status: 401 },
      { status: 400, path: "errors[0].extensions.code", values: ["AUTHENTICATION_ERROR"] },
      { status: 200, path: "errors[0].extensions.code", values: ["AUTHENTICATION_ERROR"] },
    ],
    id: ["data.organization.id", "data.viewer.id"],
    email: ["data.viewer.email"],
    name: ["data.viewer.name"],
  },
  revocation: {
    endpoint: "https://api.linear.app/oauth/revoke",
    tokens: ["refresh_token", "access_token"],
    authentication: "none",
    // 400: the token was revoked before. 401: Linear knows no such token.
    already_ended: { statuses: [400, 401] },
    ends: "token_set",
  },
  api: {
    refused_token: [
      {
        statuses: [200, 400, 401],
        body: { at: ["errors", "*", "extensions", "code"], equals: ["AUTHENTICATION_ERROR"] },
      },
    ],
    missing_scope: [
      {
        statuses: [200, 400, 403],
        body: { at: ["errors", "*", "extensions", "type"], equals: ["forbidden"] },
      },
    ],
    hosts: [
      { name: "default", url: "https://api.linear.app", for: "GraphQL at /graphql" },
      {
        name: "files",
        url: "https://uploads.linear.app",
        for: "Files in issues and comments; takes the same Authorization header",
      },
    ],
    rate_limit: {
      documented:
        "Counted for each user or app, by the hour, in calls and in complexity; a single query may cost 10,000 points. Status 400 with the code RATELIMITED. X-RateLimit-Complexity-* tell the points in the same way.",
      status: 400,
      headers: {
        limit: "X-RateLimit-Requests-Limit",
        remaining: "X-RateLimit-Requests-Remaining",
        reset: "X-RateLimit-Requests-Reset",
        reset_unit: "epoch_milliseconds",
      },
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "after", limit: "first", in: "statement" },
        response: {
          cursor_path: "data.{Query}.pageInfo.endCursor",
          items_path: "data.{Query}.nodes",
          more_path: "data.{Query}.pageInfo.hasNextPage",
        },
        limit_max: 250,
        where: "All connections of GraphQL, 50 unless told otherwise; hasNextPage tells the end",
      },
    ],
  },
  registration: {
    url: "https://linear.app/settings/api/applications/new",
    redirect_uri_rules:
      "Exact match with a registered callback URL. http is allowed for localhost.",
    steps: [
      {
        do: "As an administrator of a workspace, create an OAuth application. A workspace of its own is advisable: all its administrators can see the client.",
        url: "https://linear.app/settings/api/applications/new",
      },
      {
        do: "Fill in the name and add the redirect URI as a callback URL.",
        url: "https://linear.app/settings/api/applications/new",
      },
      {
        do: "Turn on Public if people of other workspaces shall connect.",
        url: "https://linear.app/settings/api/applications/new",
      },
      { do: "Copy the client ID and the client secret.", url: "https://linear.app/settings/api" },
    ],
    review: "None to be used.",
    test_accounts: "A free workspace of its own.",
    unreviewed: "Without Public only people of the workspace that owns the app can connect.",
    troubleshooting: [
      {
        shown: "Invalid redirect_uri",
        means: "It is not a registered callback URL.",
        mend: "Add it to the application.",
      },
      {
        shown: "400 with RATELIMITED",
        means: "The calls or the points of the hour are used up.",
        mend: "Wait until the reset, or ask for less at once.",
      },
      {
        shown: "admin is refused",
        means: "With the actor app nobody can grant it.",
        mend: "Leave it out, or use the actor user.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "linear",
      logo: { icon: "linear", color: "#5E6AD2" },
      display_name: "Linear",
      description: "Issues, projects and comments.",
      category: "project management",
      documentation: "https://linear.app/developers/oauth-2-0-authentication",
      first_call: {
        method: "POST",
        path: "/graphql",
        body: '{"query":"{ viewer { id name email } organization { id name } }"}',
        scopes: ["read"],
        headers: { "content-type": "application/json" },
        proves: "The token lives; person and workspace.",
      },
      scopes: {
        default: ["read"],
        // Linear grants it in any case, and the account cannot be told without it.
        always: ["read"],
        available: scopeList({
          read: "Read what you can see",
          write: "Change what you can change",
          "issues:create": "Create issues and their attachments",
          "comments:create": "Comment on issues",
          "timeSchedule:write": "Create and change time schedules",
          "customer:read": "Read customers and their requests; for the actor app",
          "customer:write": "Change customers and their requests; for the actor app",
          "initiative:read": "Read initiatives; for the actor app",
          "initiative:write": "Change initiatives; for the actor app",
          "app:assignable": "Issues can be assigned to the app; for the actor app",
          "app:mentionable": "The app can be mentioned; for the actor app",
          admin: "Administer the workspace; rarely needed, and not for the actor app",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
