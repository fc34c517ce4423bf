/**
 * Databricks, user authorization with an app of the customer's account. Facts from
 * https://docs.databricks.com/aws/en/dev-tools/auth/oauth-u2m, the pages
 * https://docs.databricks.com/aws/en/integrations/enable-disable-oauth and
 * https://docs.databricks.com/aws/en/integrations/single-use-tokens, and Databricks' own clients,
 * https://github.com/databricks/databricks-sdk-py and https://github.com/databricks/databricks-sdk-go
 * (the sentence that tells a dead refresh token).
 *
 * A refresh token lives seven days unless the app says otherwise, and a refresh does not extend it.
 * Where the account has turned single-use tokens on for the app, each refresh brings a new one.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const databricks = {
  id: "databricks",
  name: "Databricks",
  documentation: "https://docs.databricks.com/aws/en/dev-tools/auth/oauth-u2m",
  metadata: {
    authorization_endpoint: "https://{host}/oidc/v1/authorize",
    token_endpoint: "https://{host}/oidc/v1/token",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "host",
      display_name: "Workspace host",
      description: "Host of the Databricks workspace, without https:// and without a path.",
      placeholder: "dbc-a1b2345c-d6e7.cloud.databricks.com",
      required: true,
      validation_pattern: "^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$",
      validation_error: "Give a host such as dbc-a1b2345c-d6e7.cloud.databricks.com.",
      allowed_host_suffixes: [
        ".cloud.databricks.com",
        ".cloud.databricks.us",
        ".gcp.databricks.com",
        ".azuredatabricks.net",
        ".databricks.azure.us",
        ".databricks.azure.cn",
      ],
    },
  ],
  authorization: { pkce: "S256" },
  token_answer: {
    error: ["error", "errorCode"],
    error_subtype: ["error_description", "errorSummary"],
  },
  refresh: {
    mode: "refresh_token",
    rotation: "may_rotate",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 604_800 },
  },
  // The word beside this sentence is invalid_request, as for a fault of the client's.
  errors: { dead_grant: ["Refresh token is invalid"] },
  account: {
    request: { url: "https://{host}/api/2.0/preview/scim/v2/Me" },
    // A user's id is sure to be one user's only within a workspace.
    id: ["setting:host", "id"],
    email: ["userName"],
    name: ["displayName"],
  },
  api: {
    refused_token: [
      { statuses: [401] },
      {
        statuses: [403],
        body: {
          at: ["message"],
          starts_with: [
            "Invalid access token",
            "Invalid Token",
            "Token is expiring within 30 seconds",
          ],
        },
      },
    ],
    missing_scope: [
      { statuses: [403], body: { at: ["error_code"], equals: ["PERMISSION_DENIED"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://{host}",
        for: "The APIs of the workspace",
      },
    ],
    rate_limit: {
      documented:
        "For each endpoint and workspace; there is no single number. Retry-After comes with some APIs.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "page_token",
        },
        response: {
          cursor_path: "next_page_token",
        },
        where: "Most lists, such as jobs and catalogs",
      },
      {
        kind: "offset",
        request: {
          offset: "startIndex",
          limit: "count",
        },
        response: {
          items_path: "Resources",
          total_path: "totalResults",
        },
        where: "Users and groups (SCIM)",
      },
    ],
  },
  registration: {
    url: "https://accounts.cloud.databricks.com",
    redirect_uri_rules: "Exact match with a redirect URL of the app. https, or http on localhost.",
    steps: [
      {
        do: "As account administrator, open the account console: accounts.cloud.databricks.com, accounts.azuredatabricks.net or accounts.gcp.databricks.com.",
        url: "https://accounts.cloud.databricks.com",
      },
      {
        do: "Under Settings, open App connections and add a connection with name, redirect URL and access scopes.",
        url: "https://docs.databricks.com/aws/en/integrations/enable-disable-oauth",
      },
      {
        do: "Raise the lifetime of refresh tokens: with the default, users have to connect again after 7 days.",
        url: "https://docs.databricks.com/aws/en/integrations/enable-disable-oauth",
      },
      {
        do: "Tick Generate a client secret, add the app, and copy client ID and client secret; the secret is shown once.",
        url: "https://accounts.cloud.databricks.com",
      },
      {
        do: "Wait until the app is active; that takes up to 30 minutes.",
        url: "https://docs.databricks.com/aws/en/integrations/enable-disable-oauth",
      },
    ],
    review: "None: the app belongs to the customer's account.",
    test_accounts: "A trial account.",
    unreviewed: "The app serves the account that it was made in, and no other.",
    troubleshooting: [
      {
        shown: "invalid_request: Refresh token is invalid",
        means:
          "The refresh token ended, after 7 days unless the app says otherwise, or was taken back.",
        mend: "Connect again, and raise the lifetime.",
      },
      {
        shown: "No refresh token comes",
        means: "offline_access was not granted.",
        mend: "Tick it at the app connection.",
      },
    ],
    client_credentials_per_connection: true,
  },
  connectors: [
    {
      integration_type: "databricks",
      logo: { icon: "databricks", color: "#FF3621" },
      display_name: "Databricks",
      description: "Queries, jobs and files of a Databricks workspace.",
      category: "data",
      documentation: "https://docs.databricks.com/aws/en/dev-tools/auth/oauth-u2m",
      first_call: {
        path: "/api/2.0/preview/scim/v2/Me",
        scopes: ["all-apis"],
        proves: "The token lives in this workspace; the person.",
      },
      scopes: {
        default: ["all-apis", "offline_access"],
        always: ["offline_access"],
        available: [
          { scope: "all-apis", description: "Everything you may do in the workspace" },
          { scope: "sql", description: "SQL queries" },
          { scope: "dashboards", description: "AI/BI dashboards" },
          { scope: "alerts", description: "Alerts of SQL queries" },
          { scope: "apps", description: "Databricks apps" },
          { scope: "access-management", description: "Users, groups and their permissions" },
          { scope: "offline_access", description: "Access while you are away; always needed" },
          { scope: "openid", description: "Who you are" },
          { scope: "email", description: "Your email address" },
          { scope: "profile", description: "Your name" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
