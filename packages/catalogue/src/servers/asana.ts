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
    hosts: [
      {
        name: "default",
        url: "https://app.asana.com/api/1.0",
        for: "The whole API, uploads included",
      },
    ],
    rate_limit: {
      documented:
        "150 calls a minute for each token in free domains, 1,500 in paid ones; 60 a minute for the search of tasks; five duplications, instantiations and exports at once.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "offset",
          limit: "limit",
        },
        response: {
          cursor_path: "next_page.offset",
          next_url_path: "next_page.uri",
          items_path: "data",
        },
        limit_max: 100,
        where: "All collections; the search of tasks has no pages",
      },
    ],
  },
  registration: {
    url: "https://app.asana.com/0/my-apps",
    redirect_uri_rules: "Must match a registered redirect URL.",
    steps: [
      {
        do: "In the developer console, create a new app.",
        url: "https://app.asana.com/0/my-apps",
      },
      {
        do: "Under OAuth, add the redirect URI.",
        url: "https://app.asana.com/0/my-apps",
      },
      {
        do: "Choose the scopes that the connector may ask for, or full permissions: then ask for the scope default alone.",
        url: "https://developers.asana.com/docs/oauth-scopes",
      },
      {
        do: "Under Manage distribution, choose any workspace, or add workspaces that you belong to.",
        url: "https://developers.asana.com/docs/share-your-app",
      },
      {
        do: "On the OAuth tab, copy the client ID and the client secret.",
        url: "https://app.asana.com/0/my-apps",
      },
    ],
    review: "None to let people connect. Only a listing in the App Directory is reviewed.",
    test_accounts: "A sandbox for developers, on request by a form, or any free workspace.",
    unreviewed: "The app works in the workspaces that its distribution names, and in no other.",
    troubleshooting: [
      {
        shown: "forbidden_scopes",
        means:
          "An app with full permissions was asked for single scopes, or a scope is not ticked at the app.",
        mend: "Ask for default alone with full permissions; else tick the scope in the console.",
      },
      {
        shown: "invalid_scope",
        means: "The name is unknown, or default was asked of an app with chosen scopes.",
        mend: "Correct the connector's scopes.",
      },
      {
        shown: "This app is not available to your Asana workspace or organization",
        means: "The distribution leaves the workspace out, or an administrator blocked the app.",
        mend: "Choose any workspace under Manage distribution, or ask the administrator.",
      },
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
      first_call: {
        path: "/users/me",
        scopes: ["users:read"],
        proves: "The token lives; the person and the workspaces.",
      },
      scopes: {
        default: ["projects:read", "tasks:read", "users:read", "workspaces:read"],
        available: asanaScopes,
        reported: false,
      },
    },
  ],
} satisfies AuthorizationServerInput;
