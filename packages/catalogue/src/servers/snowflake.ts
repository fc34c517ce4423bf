/**
 * Snowflake, OAuth for custom clients. Facts from https://docs.snowflake.com/en/user-guide/oauth-custom,
 * https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview (refresh tokens that work once)
 * and https://docs.snowflake.com/en/sql-reference/sql/create-security-integration-oauth-snowflake.
 *
 * There is no Snowflake-wide client: each Snowflake account makes its own, with its own lifetimes.
 * A refresh wants the redirect URI again. Access tokens live ten minutes unless the account says
 * otherwise.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const snowflake = {
  id: "snowflake",
  name: "Snowflake",
  documentation: "https://docs.snowflake.com/en/user-guide/oauth-custom",
  metadata: {
    authorization_endpoint: "https://{account_host}/oauth/authorize",
    token_endpoint: "https://{account_host}/oauth/token-request",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  settings: [
    {
      name: "account_host",
      aliases: [{ name: "subdomain", suffix: ".snowflakecomputing.com", handed_out: true }],
      display_name: "Account host",
      description:
        "Host of the Snowflake account, in lower case; underscores in the account's name are hyphens here.",
      placeholder: "myorg-myaccount.snowflakecomputing.com",
      required: true,
      validation_pattern: "^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$",
      validation_error: "Give a host such as myorg-myaccount.snowflakecomputing.com.",
      allowed_host_suffixes: [".snowflakecomputing.com", ".snowflakecomputing.cn"],
    },
  ],
  authorization: { pkce: "S256" },
  refresh: {
    mode: "refresh_token",
    request: { parameters: { redirect_uri: "{redirect_uri}" } },
    rotation: "may_rotate",
    inconclusive: "hold",
  },
  account: { id: ["setting:account_host", "username"], name: ["username"] },
  kept_values: [
    {
      name: "username",
      from: "token_answer",
      path: "username",
      validation_pattern: "^[^\\p{C}]{1,255}$",
    },
  ],
  api: {
    refused_token: [{ statuses: [401], body: { at: ["code"], equals: ["390318", "390303"] } }],
    missing_scope: [{ statuses: [422], body: { at: ["code"], equals: ["003001"] } }],
    hosts: [
      {
        name: "default",
        url: "https://{account_host}",
        for: "The SQL API at /api/v2/statements, the other APIs under /api/v2",
      },
    ],
    headers: {
      // The SQL API wants one of this form, name/version.
      "user-agent": "grantry/1.0",
      "x-snowflake-authorization-token-type": "OAUTH",
    },
    rate_limit: { documented: "No numbers are published: call more slowly." },
    pagination: [
      {
        kind: "page",
        request: { page: "partition" },
        response: { items_path: "data", pages_path: "resultSetMetaData.partitionInfo" },
        where: "Results of the SQL API; the list of parts says how many there are, from 0",
      },
    ],
  },
  registration: {
    url: "https://app.snowflake.com",
    redirect_uri_rules:
      "Exact match with the redirect URI of the security integration; https unless the integration allows otherwise.",
    steps: [
      {
        do: "As ACCOUNTADMIN, create a security integration: TYPE = OAUTH, OAUTH_CLIENT = CUSTOM, OAUTH_CLIENT_TYPE = 'CONFIDENTIAL', OAUTH_REDIRECT_URI, OAUTH_ISSUE_REFRESH_TOKENS = TRUE and OAUTH_REFRESH_TOKEN_VALIDITY.",
        url: "https://docs.snowflake.com/en/sql-reference/sql/create-security-integration-oauth-snowflake",
      },
      {
        do: "Read client ID and client secret with SYSTEM$SHOW_OAUTH_CLIENT_SECRETS('NAME'), the name in upper case.",
        url: "https://docs.snowflake.com/en/user-guide/oauth-custom",
      },
      {
        do: "Where network policies are in force, allow the addresses of this server.",
        url: "https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview",
      },
      {
        do: "People cannot connect with a blocked role such as ACCOUNTADMIN: see to it that their default role is another.",
        url: "https://docs.snowflake.com/en/user-guide/oauth-snowflake-overview",
      },
    ],
    review: "None: the administrator of each Snowflake account makes the integration.",
    test_accounts: "A trial account.",
    unreviewed: "No limits.",
    troubleshooting: [
      {
        shown: "The consent page refuses a role",
        means: "The role is blocked, as ACCOUNTADMIN is.",
        mend: "Take another default role, or ask for session:role:NAME.",
      },
      {
        shown: "invalid_client",
        means:
          "The secret is of another integration, or the name was not in upper case when it was read.",
        mend: "Read it again.",
      },
      {
        shown: "401 with 390303",
        means: "The role of the grant has changed.",
        mend: "Connect again.",
      },
    ],
    client_credentials_per_connection: true,
  },
  connectors: [
    {
      integration_type: "snowflake",
      logo: { icon: "snowflake", color: "#29B5E8" },
      display_name: "Snowflake",
      description: "Queries on the data of a Snowflake account.",
      category: "data",
      documentation: "https://docs.snowflake.com/en/user-guide/oauth-custom",
      first_call: {
        method: "POST",
        path: "/api/v2/statements",
        body: '{"statement":"SELECT CURRENT_USER(), CURRENT_ACCOUNT(), CURRENT_ROLE()"}',
        scopes: ["refresh_token"],
        headers: { "content-type": "application/json" },
        proves: "The token lives and its role can run a statement.",
      },
      scopes: {
        default: ["refresh_token"],
        always: ["refresh_token"],
        available: [
          {
            scope: "refresh_token",
            description:
              "Access while you are away; always needed. With session:role:NAME the session has one role only",
          },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
