/**
 * Asana. Facts from https://developers.asana.com/docs/oauth and
 * https://developers.asana.com/docs/oauth-scopes.
 *
 * The answer to a code names the person; the answer to a refresh holds no refresh token, as the one
 * there is stays. Granted scopes are not reported.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const asana = {
  id: "asana",
  name: "Asana",
  documentation: "https://developers.asana.com/docs/oauth",
  metadata: {
    authorization_endpoint: "https://app.asana.com/-/oauth_authorize",
    token_endpoint: "https://app.asana.com/-/oauth_token",
    revocation_endpoint: "https://app.asana.com/-/oauth_revoke",
    introspection_endpoint: "https://app.asana.com/-/token_info",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  authorization: { pkce: "S256" },
  refresh: { mode: "refresh_token", rotation: "stable", inconclusive: "retry" },
  account: { id: ["data.gid"], email: ["data.email"], name: ["data.name"] },
  revocation: {
    endpoint: "https://app.asana.com/-/oauth_revoke",
    tokens: ["refresh_token"],
    authentication: "client",
    ends: "client_grant",
  },
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: ["https://app.asana.com/api/1.0"],
    rate_limit: "429 with Retry-After in seconds.",
  },
  registration: {
    url: "https://app.asana.com/0/my-apps",
    redirect_uri_rules: "Must match a registered redirect URL.",
    steps: [
      "In the developer console, create a new app.",
      "Under OAuth, add the redirect URI.",
      "Choose the scopes that the connector may ask for, or full permissions: then ask for the scope default alone.",
      "Under Manage distribution, choose the workspaces whose people may connect, or any.",
      "Copy the client ID and the client secret.",
    ],
  },
  connectors: [
    {
      integration_type: "asana",
      logo: { icon: "asana", color: "#F06A6A" },
      display_name: "Asana",
      description: "Tasks, projects and portfolios.",
      category: "project management",
      documentation: "https://developers.asana.com/docs/oauth-scopes",
      scopes: {
        default: ["projects:read", "tasks:read", "users:read", "workspaces:read"],
        available: [
          {
            scope: "default",
            description: "Everything you can do, for apps with full permissions",
          },
          { scope: "attachments:read", description: "Read attachments" },
          { scope: "attachments:write", description: "Attach files" },
          { scope: "custom_fields:read", description: "Read custom fields" },
          { scope: "custom_fields:write", description: "Create and change custom fields" },
          { scope: "goals:read", description: "Read goals" },
          { scope: "portfolios:read", description: "Read portfolios" },
          { scope: "portfolios:write", description: "Create and change portfolios" },
          { scope: "projects:read", description: "Read projects" },
          { scope: "projects:write", description: "Create and change projects" },
          { scope: "projects:delete", description: "Delete projects" },
          { scope: "stories:read", description: "Read comments and activity" },
          { scope: "stories:write", description: "Comment on tasks" },
          { scope: "tags:read", description: "Read tags" },
          { scope: "tags:write", description: "Create and change tags" },
          { scope: "tasks:read", description: "Read tasks" },
          { scope: "tasks:write", description: "Create and change tasks" },
          { scope: "tasks:delete", description: "Delete tasks" },
          { scope: "teams:read", description: "Read teams" },
          { scope: "users:read", description: "Read people, with their e-mail addresses" },
          { scope: "webhooks:read", description: "Read webhooks" },
          { scope: "webhooks:write", description: "Create and change webhooks" },
          { scope: "webhooks:delete", description: "Delete webhooks" },
          { scope: "workspaces:read", description: "List workspaces" },
        ],
        reported: false,
      },
    },
  ],
} satisfies AuthorizationServerInput;
