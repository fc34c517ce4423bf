/**
 * Wrike. Facts from https://developers.wrike.com/oauth-20-authorization/ and
 * https://developers.wrike.com/api/v4/contacts/.
 *
 * The answer names the data centre that holds the account. Refreshes and all calls go to that host;
 * it may change with a refresh.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const wrike = {
  id: "wrike",
  name: "Wrike",
  documentation: "https://developers.wrike.com/oauth-20-authorization/",
  metadata: {
    authorization_endpoint: "https://login.wrike.com/oauth2/authorize/v4",
    token_endpoint: "https://login.wrike.com/oauth2/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "account_id",
      display_name: "Account ID",
      description: "Selects this account on the consent page, for people who have several.",
      placeholder: "IEAAAAAA",
      required: false,
      validation_pattern: "^[A-Za-z0-9]{1,64}$",
      validation_error: "Give the ID of an account, letters and digits.",
    },
  ],
  authorization: {
    parameters: { accountId: "{account_id}" },
    pkce: {
      omitted_because:
        "The authorization guide lists all parameters of both endpoints and knows no code_challenge and no code_verifier.",
    },
    scope_separator: ",",
  },
  refresh: {
    mode: "refresh_token",
    endpoint: "https://{host}/oauth2/token",
    rotation: "rotates",
    inconclusive: "hold",
  },
  errors: { transient: ["rate_limit_exceeded", "server_error"] },
  account: {
    request: { url: "https://{host}/api/v4/contacts?me=true" },
    id: ["data[0].id"],
    email: ["data[0].primaryEmail", "data[0].profiles[0].email"],
    name: ["data[0].firstName"],
  },
  kept_values: [
    {
      name: "host",
      from: "token_answer",
      path: "host",
      validation_pattern: "^[a-z0-9-]+\\.wrike\\.com$",
      allowed_host_suffixes: [".wrike.com"],
      required: true,
    },
  ],
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["error"], equals: ["access_forbidden"] } }],
    hosts: [{ name: "default", url: "https://{host}/api/v4", for: "Everything" }],
    rate_limit: {
      documented: "About 400 calls a minute for each user. Wait longer with each try.",
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "nextPageToken", limit: "pageSize" },
        response: { cursor_path: "nextPageToken", items_path: "data" },
        limit_max: 1000,
        where: "/tasks and others",
      },
    ],
  },
  registration: {
    url: "https://www.wrike.com/frontend/apps/index.html#/api",
    redirect_uri_rules: "Exact match with a registered redirect URI. https.",
    steps: [
      {
        do: "Under Apps & Integrations, open API and create an app.",
        url: "https://www.wrike.com/frontend/apps/index.html#/api",
      },
      {
        do: "Add the redirect URI and choose the scopes.",
        url: "https://www.wrike.com/frontend/apps/index.html#/api",
      },
      {
        do: "Copy the client ID and the client secret.",
        url: "https://www.wrike.com/frontend/apps/index.html#/api",
      },
    ],
    review: "None. The API is free on every plan.",
    test_accounts: "A free account or a trial.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "300 Multiple Choices",
        means: "The account lives at another host.",
        mend: "Call the host that the connection names.",
      },
      { shown: "invalid_redirect_uri", means: "It is not registered.", mend: "Add it to the app." },
    ],
  },
  connectors: [
    {
      integration_type: "wrike",
      logo: { icon: null, color: "#08CF65" },
      display_name: "Wrike",
      description: "Tasks, folders and projects.",
      category: "productivity",
      documentation: "https://developers.wrike.com/oauth-20-authorization/",
      first_call: {
        path: "/contacts?me=true",
        scopes: ["wsReadOnly"],
        proves: "The token lives and the host is right.",
      },
      scopes: {
        default: ["wsReadOnly"],
        always: ["wsReadOnly"],
        reported: false,
        available: [
          { scope: "wsReadOnly", description: "Read the workspace; always needed" },
          { scope: "wsReadWrite", description: "Read and change the workspace" },
          { scope: "Default", description: "What the app has as its default" },
          { scope: "amReadOnlyWorkflow", description: "Read workflows" },
          { scope: "amReadWriteWorkflow", description: "Manage workflows" },
          { scope: "amReadOnlyInvitation", description: "Read invitations" },
          { scope: "amReadWriteInvitation", description: "Manage invitations" },
          { scope: "amReadOnlyGroup", description: "Read groups" },
          { scope: "amReadWriteGroup", description: "Manage groups" },
          { scope: "amReadOnlyUser", description: "Read users" },
          { scope: "amReadWriteUser", description: "Manage users" },
          { scope: "dataExportFull", description: "Export data" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
