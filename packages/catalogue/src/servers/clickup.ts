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
    hosts: ["https://api.clickup.com"],
    rate_limit:
      "429; X-RateLimit-Limit, -Remaining and -Reset (epoch seconds). 100 to 10,000 requests a minute for each token, by plan.",
  },
  registration: {
    url: "https://app.clickup.com/settings/apps",
    redirect_uri_rules: "The redirect URI must be registered. Several may be.",
    steps: [
      "As owner or administrator of a workspace, open Settings, ClickUp API.",
      "Create an app with its name and the redirect URI.",
      "Copy the client ID and the client secret.",
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
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
