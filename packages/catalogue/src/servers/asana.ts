/**
 * Asana. Facts from https://developers.asana.com/docs/oauth and
 * https://developers.asana.com/docs/oauth-scopes.
 *
 * The answer to a code names the person; the answer to a refresh holds no refresh token, as the one
 * there is stays. Granted scopes are not reported.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { asanaScopes } from "./asana-scopes.ts";

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
        available: asanaScopes,
        reported: false,
      },
    },
  ],
} satisfies AuthorizationServerInput;
