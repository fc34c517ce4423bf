/**
 * Notion, public integrations. Facts from https://developers.notion.com/docs/authorization and the
 * pages create-a-token, refresh-a-token and revoke-token under
 * https://developers.notion.com/reference/.
 *
 * There are no scopes: what the integration may do is fixed where it is registered, and the user
 * chooses pages. Tokens have no stated lifetime, so a refresh follows a refusal by the API.
 */
import type { AuthorizationServerInput } from "../schema.ts";

const versionHeader = { "notion-version": "2026-03-11" };
const uuid = "^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$";

export const notion = {
  id: "notion",
  name: "Notion",
  documentation: "https://developers.notion.com/docs/authorization",
  metadata: {
    authorization_endpoint: "https://api.notion.com/v1/oauth/authorize",
    token_endpoint: "https://api.notion.com/v1/oauth/token",
    revocation_endpoint: "https://api.notion.com/v1/oauth/revoke",
    introspection_endpoint: "https://api.notion.com/v1/oauth/introspect",
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  authorization: {
    pkce: {
      omitted_because:
        "The authorization guide and the token reference know no code_challenge and no code_verifier.",
    },
    parameters: { owner: "user" },
    scope_parameter: null,
  },
  token_request: { format: "json", headers: versionHeader },
  refresh: {
    mode: "refresh_token_if_present",
    rotation: "rotates",
    ends_access_token: true,
    trigger: "rejection",
    inconclusive: "hold",
  },
  errors: { client_fault: ["unauthorized"], transient: ["rate_limited", "service_unavailable"] },
  account: {
    // https://developers.notion.com/reference/get-self
    check_request: { url: "https://api.notion.com/v1/users/me", headers: versionHeader },
    id: ["bot_id"],
    email: ["owner.user.person.email"],
    name: ["owner.user.name", "workspace_name"],
  },
  kept_values: [
    { name: "workspace_id", from: "token_answer", path: "workspace_id", validation_pattern: uuid },
    { name: "bot_id", from: "token_answer", path: "bot_id", validation_pattern: uuid },
    {
      name: "workspace_name",
      from: "token_answer",
      path: "workspace_name",
      validation_pattern: "^[^\\p{C}]{1,200}$",
    },
  ],
  revocation: {
    endpoint: "https://api.notion.com/v1/oauth/revoke",
    format: "json",
    headers: versionHeader,
    tokens: ["access_token"],
    authentication: "client",
    ends: "token_set",
  },
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["code"], equals: ["restricted_resource"] } }],
    hosts: [
      {
        name: "default",
        url: "https://api.notion.com",
        for: "Everything under /v1, uploads included",
      },
    ],
    headers: versionHeader,
    rate_limit: {
      documented:
        "A number of calls a minute for each connection, by the plan of the workspace, and one for all connections of a workspace together. 529 service_overload comes with Retry-After, too.",
      also_statuses: [529],
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "start_cursor", limit: "page_size" },
        response: { cursor_path: "next_cursor", items_path: "results", more_path: "has_more" },
        limit_max: 100,
        where: "All lists, in the query of a GET and in the body of a POST",
      },
    ],
  },
  registration: {
    url: "https://www.notion.so/developers/connections",
    redirect_uri_rules: "Exact match with a registered redirect URI.",
    steps: [
      {
        do: "In the developer portal, create a connection and choose public, not internal: the kind is chosen here, when it is created.",
        url: "https://www.notion.so/developers/connections",
      },
      {
        do: "Choose where it may be installed: in any workspace, or in selected ones only. This cannot be changed later.",
        url: "https://developers.notion.com/guides/connections-and-tokens/public-integrations/overview",
      },
      {
        do: "Add the redirect URI and choose the capabilities: content, comments, user information.",
        url: "https://www.notion.so/developers/connections",
      },
      {
        do: "Copy the OAuth client ID and the client secret.",
        url: "https://www.notion.so/developers/connections",
      },
    ],
    review: "None to let people connect. Only a listing in the Marketplace is reviewed.",
    test_accounts: "Any free workspace.",
    unreviewed: "No limits are known for public connections.",
    troubleshooting: [
      {
        shown: "The page of the connection shows no OAuth client ID",
        means: "It is an internal one.",
        mend: "Make a public one.",
      },
      {
        shown: "object_not_found for a page that exists",
        means: "The person did not share it on the consent page.",
        mend: "Connect again, or add the connection in the menu of the page.",
      },
      {
        shown: "400 missing_version",
        means: "The header Notion-Version is missing.",
        mend: "Send it with every call.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "notion",
      logo: { icon: "notion", color: "#000000" },
      display_name: "Notion",
      description: "Pages and databases that the user shares.",
      category: "productivity",
      documentation: "https://developers.notion.com/docs/authorization",
      first_call: {
        path: "/v1/users/me",
        proves: "The token lives; the bot, its owner and the workspace.",
      },
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
