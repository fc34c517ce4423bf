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
    hosts: [{ name: "default", url: "https://secure.splitwise.com/api/v3.0", for: "Everything" }],
    rate_limit: { documented: "Conservative, and not published." },
    pagination: [
      {
        kind: "offset",
        request: { offset: "offset", limit: "limit" },
        response: { items_path: "expenses" },
        where: "/get_expenses, 20 unless told otherwise; /get_groups and /get_friends come whole",
      },
    ],
  },
  registration: {
    url: "https://secure.splitwise.com/apps",
    redirect_uri_rules: "Exact match. https. One redirect URI for each app.",
    steps: [
      {
        do: "Under Your apps, register an application with its name, description and homepage.",
        url: "https://secure.splitwise.com/apps",
      },
      {
        do: "As callback URL, fill in the redirect URI, and accept the terms.",
        url: "https://secure.splitwise.com/apps",
      },
      {
        do: "Copy the consumer key as client ID and the consumer secret.",
        url: "https://secure.splitwise.com/apps",
      },
      {
        do: "Ask Splitwise before commercial use: the self-service API is not meant for it.",
        url: "https://dev.splitwise.com/",
      },
    ],
    review: "None. Commercial use is agreed upon with developers@splitwise.com.",
    test_accounts: "A second free account.",
    unreviewed: "Conservative limits of calls.",
    troubleshooting: [
      {
        shown: "200 with errors in the body",
        means: "A change was refused.",
        mend: "Read errors and success in the body, never the status alone.",
      },
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
      first_call: { path: "/get_current_user", proves: "The token lives; who connected." },
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
