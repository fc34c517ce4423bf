/**
 * Typeform. Facts from https://www.typeform.com/developers/get-started/applications/ (flow,
 * refresh), https://www.typeform.com/developers/get-started/scopes/ and, for the hosts,
 * https://www.typeform.com/developers/get-started/.
 *
 * A refresh token comes only with the scope `offline` and works once. The lifetime of access tokens
 * is chosen by whoever registers the app. Accounts on api.typeform.eu have an authorization server
 * and registrations of their own; older European accounts authorize with the others and keep only
 * answers on api.eu.typeform.com. There is no revocation endpoint.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const typeform = {
  id: "typeform",
  name: "Typeform",
  documentation: "https://www.typeform.com/developers/get-started/applications/",
  metadata: {
    authorization_endpoint: "https://{region}/oauth/authorize",
    token_endpoint: "https://{region}/oauth/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "region",
      display_name: "Region",
      description:
        "us for accounts on api.typeform.com, among them older European ones; eu for accounts on api.typeform.eu.",
      placeholder: "us",
      required: false,
      default: "us",
      choices: { us: "api.typeform.com", eu: "api.typeform.eu" },
      validation_pattern: "^(?:us|eu)$",
      validation_error: "The region is us or eu.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "The description of the OAuth flow knows no code_challenge and no code_verifier.",
    },
  },
  refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
  account: {
    request: { url: "https://{region}/me" },
    id: ["user_id"],
    email: ["email"],
    name: ["alias"],
  },
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: [
      { name: "default", url: "https://{region}", for: "Forms, answers, webhooks" },
      {
        name: "eu_answers",
        url: "https://api.eu.typeform.com",
        for: "Answers of European accounts that sign in at api.typeform.com",
      },
    ],
    rate_limit: { documented: "Two calls a second for the account." },
    pagination: [
      {
        kind: "page",
        request: { page: "page", limit: "page_size" },
        response: { items_path: "items", total_path: "total_items", pages_path: "page_count" },
        limit_max: 200,
        where: "Forms, workspaces, themes",
      },
      {
        kind: "cursor",
        request: { cursor: "before", limit: "page_size" },
        response: { cursor_path: "items[-1].token", items_path: "items" },
        limit_max: 1000,
        where: "Answers of a form",
      },
    ],
  },
  registration: {
    url: "https://admin.typeform.com/account#/section/apps",
    redirect_uri_rules: "Exact match with a registered redirect URI. https.",
    steps: [
      {
        do: "In the menu of your organization, open Developer apps and register a new app.",
        url: "https://admin.typeform.com/account#/section/apps",
      },
      {
        do: "Fill in name, website and the redirect URI.",
        url: "https://www.typeform.com/developers/get-started/applications/",
      },
      {
        do: "Copy the client ID and the client secret. The secret is shown once.",
        url: "https://admin.typeform.com/account#/section/apps",
      },
      {
        do: "For accounts on api.typeform.eu, register another app there and fix the region for the connector.",
        url: "https://www.typeform.com/developers/get-started/",
      },
    ],
    review: "None is known.",
    test_accounts: "Any free account.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "404 or no answers for a European account",
        means: "The answers lie at another host.",
        mend: "Call api.eu.typeform.com, or set the region to eu for accounts on api.typeform.eu.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "typeform",
      logo: { icon: "typeform", color: "#262627" },
      display_name: "Typeform",
      description: "Forms, answers and workspaces.",
      category: "forms",
      documentation: "https://www.typeform.com/developers/get-started/scopes/",
      first_call: {
        path: "/me",
        scopes: ["accounts:read"],
        proves: "The token lives; who connected.",
      },
      scopes: {
        default: ["offline", "accounts:read", "forms:read", "responses:read"],
        always: ["offline", "accounts:read"],
        available: [
          { scope: "offline", description: "Access while you are away" },
          { scope: "accounts:read", description: "Your account" },
          { scope: "forms:read", description: "Read forms" },
          { scope: "forms:write", description: "Create, change and delete forms" },
          { scope: "responses:read", description: "Read answers" },
          { scope: "responses:write", description: "Delete answers" },
          { scope: "images:read", description: "Read images" },
          { scope: "images:write", description: "Add and delete images" },
          { scope: "themes:read", description: "Read themes" },
          { scope: "themes:write", description: "Create, change and delete themes" },
          { scope: "webhooks:read", description: "Read webhooks" },
          { scope: "webhooks:write", description: "Create, change and delete webhooks" },
          { scope: "workspaces:read", description: "Read workspaces" },
          { scope: "workspaces:write", description: "Create, change and delete workspaces" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
