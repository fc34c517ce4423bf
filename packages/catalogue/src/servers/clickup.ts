/**
 * ClickUp. Facts from https://developer.clickup.com/docs/authentication (flow),
 * https://developer.clickup.com/reference/getaccesstoken (token request) and
 * https://developer.clickup.com/docs/common_errors (error codes).
 *
 * There are no scopes: the user chooses workspaces and the token has the user's own rights there.
 * Tokens do not expire at present, and there is neither refresh nor revocation. Errors carry a
 * sentence in `err` and a code in `ECODE`.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const clickup = {
  id: "clickup",
  name: "ClickUp",
  documentation: "https://developer.clickup.com/docs/authentication",
  metadata: {
    authorization_endpoint: "https://app.clickup.com/api",
    token_endpoint: "https://api.clickup.com/api/v2/oauth/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  authorization: {
    pkce: {
      omitted_because:
        "The authorization guide and the token reference know no code_challenge and no code_verifier.",
    },
    scope_parameter: null,
    omitted_parameters: ["response_type"],
  },
  // A body in place of the query that the reference shows: the secret stays out of URLs.
  token_request: { format: "json", omitted_parameters: ["grant_type", "redirect_uri"] },
  token_answer: { error: ["ECODE", "error"], token_type_required: false },
  refresh: { mode: "none", rotation: "stable", inconclusive: "retry" },
  errors: {
    dead_grant: [
      // The code is unknown, or was used before.
      "OAUTH_013",
      "OAUTH_014",
      "OAUTH_019",
      "OAUTH_021",
      "OAUTH_025",
      "OAUTH_077",
    ],
    client_fault: ["OAUTH_007", "OAUTH_010", "OAUTH_017"],
    invalid_client: ["OAUTH_010"],
  },
  account: {
    request: { url: "https://api.clickup.com/api/v2/user" },
    // Other codes with 401 are about the workspace or the request.
    token_ended: [
      {
        status: 401,
        path: "ECODE",
        values: ["OAUTH_019", "OAUTH_021", "OAUTH_025", "OAUTH_077"],
      },
    ],
    id: ["user.id"],
    email: ["user.email"],
    name: ["user.username"],
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        body: { at: ["ECODE"], equals: ["OAUTH_019", "OAUTH_021", "OAUTH_025", "OAUTH_077"] },
      },
    ],
    missing_scope: [
      {
        statuses: [401],
        body: {
          at: ["ECODE"],
          equals: [
            "OAUTH_023",
            "OAUTH_026",
            "OAUTH_027",
            "OAUTH_029",
            "OAUTH_030",
            "OAUTH_031",
            "OAUTH_032",
            "OAUTH_033",
            "OAUTH_034",
            "OAUTH_035",
            "OAUTH_036",
            "OAUTH_037",
            "OAUTH_038",
            "OAUTH_039",
            "OAUTH_040",
            "OAUTH_041",
            "OAUTH_042",
            "OAUTH_043",
            "OAUTH_044",
            "OAUTH_045",
          ],
        },
      },
    ],
    hosts: [
      {
        name: "default",
        url: "https://api.clickup.com",
        for: "Everything under /api/v2 and /api/v3, uploads included",
      },
    ],
    rate_limit: {
      documented:
        "For each token 100 calls a minute on the plans Free Forever, Unlimited and Business, 1,000 on Business Plus, 10,000 on Enterprise.",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "epoch_seconds",
      },
    },
    pagination: [
      {
        kind: "page",
        request: {
          page: "page",
        },
        response: {
          items_path: "tasks",
        },
        where: "Tasks of a list and of a workspace; pages count from 0",
      },
    ],
  },
  registration: {
    url: "https://app.clickup.com/settings/apps",
    redirect_uri_rules: "The redirect URI must be registered. Several may be.",
    steps: [
      {
        do: "As owner or administrator of a workspace, open Settings, ClickUp API.",
        url: "https://app.clickup.com/settings/apps",
      },
      {
        do: "Create an app with its name and the redirect URI.",
        url: "https://app.clickup.com/settings/apps",
      },
      {
        do: "Copy the client ID and the client secret.",
        url: "https://app.clickup.com/settings/apps",
      },
    ],
    review: "None to let people connect.",
    test_accounts: "A free workspace is enough.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "OAUTH_007, the redirect URI does not match",
        means: "It is not registered with the app.",
        mend: "Add it to the app.",
      },
      {
        shown: "OAUTH_010",
        means: "ClickUp knows no such client.",
        mend: "Compare the client ID, or make the app anew.",
      },
      {
        shown: "OAUTH_023, Team not authorized",
        means: "The workspace was not chosen when the person connected.",
        mend: "Connect again and choose it.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "clickup",
      logo: { icon: "clickup", color: "#7B68EE" },
      display_name: "ClickUp",
      description: "Tasks, lists, folders and spaces.",
      category: "project management",
      documentation: "https://developer.clickup.com/docs/authentication",
      first_call: {
        path: "/api/v2/user",
        proves: "The token lives; the person.",
      },
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
