/**
 * Splitwise. Facts from https://dev.splitwise.com/.
 *
 * There are no scopes and no PKCE. The token response states no lifetime and brings no refresh
 * token, and there is no revocation: a user takes the access back in the account settings.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const splitwise = {
  id: "splitwise",
  name: "Splitwise",
  documentation: "https://dev.splitwise.com/",
  metadata: {
    authorization_endpoint: "https://secure.splitwise.com/oauth/authorize",
    token_endpoint: "https://secure.splitwise.com/oauth/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  authorization: {
    pkce: {
      omitted_because: "The API documentation knows no code_challenge and no code_verifier.",
    },
    scope_parameter: null,
  },
  refresh: { mode: "none", rotation: "stable", inconclusive: "retry" },
  account: {
    request: { url: "https://secure.splitwise.com/api/v3.0/get_current_user" },
    id: ["user.id"],
    email: ["user.email"],
    name: ["user.first_name"],
  },
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: ["https://secure.splitwise.com/api"],
    rate_limit: "429. Conservative, and not published.",
  },
  registration: {
    url: "https://secure.splitwise.com/apps",
    redirect_uri_rules: "Exact match. https. One redirect URI for each app.",
    steps: [
      "Under Your apps, register an application with its name, description and homepage.",
      "As callback URL, fill in the redirect URI, and accept the terms.",
      "Copy the consumer key as client ID and the consumer secret.",
      "Ask Splitwise before commercial use: the self-service API is not meant for it.",
    ],
  },
  connectors: [
    {
      integration_type: "splitwise",
      logo: { icon: null, color: "#1CC29F" },
      display_name: "Splitwise",
      description: "Shared expenses, groups and balances.",
      category: "finance",
      documentation: "https://dev.splitwise.com/",
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
