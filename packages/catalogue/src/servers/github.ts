/**
 * GitHub, OAuth apps. Facts from
 * https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps (flow),
 * .../scopes-for-oauth-apps (scopes that hold others) and
 * https://docs.github.com/en/rest/apps/oauth-applications (revocation).
 *
 * Whether tokens expire is a setting of the OAuth app: with it on, a token lives eight hours and the
 * refresh token rotates; with it off, neither expiry nor refresh token is sent.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { githubScopes } from "./github-scopes.ts";

const apiHeaders = {
  accept: "application/vnd.github+json",
  "x-github-api-version": "2022-11-28",
};

export const github = {
  id: "github",
  name: "GitHub",
  documentation:
    "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/authorizing-oauth-apps",
  metadata: {
    authorization_endpoint: "https://{host}/login/oauth/authorize",
    token_endpoint: "https://{host}/login/oauth/access_token",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [
    {
      name: "host",
      display_name: "GitHub host",
      description:
        "Where the OAuth app is registered: github.com, a company's own octocorp.ghe.com (Enterprise Cloud with data residency), or the host of a GitHub Enterprise Server.",
      placeholder: "github.com",
      required: false,
      validation_pattern:
        "^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$",
      validation_error: "Give a host in lower case, without https:// and path.",
      default: "github.com",
      // https://docs.github.com/en/enterprise-server/rest (api/v3) and
      // https://docs.github.com/en/enterprise-cloud/latest/admin/data-residency (api.SUBDOMAIN.ghe.com).
      derived: {
        api_host: { "github.com": "api.github.com", ".ghe.com": "api.{value}", "*": "{value}" },
        api_path: { "github.com": "", ".ghe.com": "", "*": "api/v3/" },
        uploads_host: {
          "github.com": "uploads.github.com",
          ".ghe.com": "uploads.{value}",
          "*": "{value}",
        },
        uploads_path: { "github.com": "", ".ghe.com": "", "*": "api/uploads/" },
      },
      any_public_host_because: "GitHub Enterprise Server runs where whoever bought it puts it.",
    },
    {
      name: "login",
      display_name: "User name",
      description: "Whose account is offered when signing in: a user name.",
      placeholder: "octocat",
      required: false,
      validation_pattern: "^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,99})$",
      validation_error: "Give a user name, without @.",
    },
    {
      name: "allow_signup",
      display_name: "Sign-up",
      description: "false where people without a GitHub account are not offered one.",
      placeholder: "true",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
    {
      name: "prompt",
      display_name: "Account picker",
      description: "select_account lets people choose among the accounts they are signed in to.",
      placeholder: "select_account",
      required: false,
      validation_pattern: "^select_account$",
      validation_error: "Give select_account.",
    },
  ],
  authorization: {
    pkce: "S256",
    parameters: { login: "{login}", allow_signup: "{allow_signup}", prompt: "{prompt}" },
  },
  // Errors come with HTTP 200; granted scopes are separated by commas.
  token_answer: { scope_separator: "," },
  refresh: {
    mode: "refresh_token_if_present",
    rotation: "rotates",
    ends_access_token: true,
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 15_897_600 },
  },
  errors: {
    denied: ["unverified_user_email"],
    dead_grant: ["bad_refresh_token", "bad_verification_code"],
    client_fault: ["incorrect_client_credentials", "application_suspended"],
    invalid_client: ["incorrect_client_credentials"],
  },
  account: {
    request: { url: "https://{api_host}/{+api_path}user", headers: apiHeaders },
    id: ["id"],
    email: ["email"],
    name: ["name", "login"],
    email_request: {
      request: { url: "https://{api_host}/{+api_path}user/emails", headers: apiHeaders },
      entry: { path: "primary", equals: true },
      email: "email",
    },
  },
  revocation: {
    // Ends this token alone; `/grant` in place of `/token` would end all tokens of the user.
    endpoint: "https://{api_host}/{+api_path}applications/{client_id}/token",
    method: "DELETE",
    format: "json",
    headers: apiHeaders,
    token_parameter: "access_token",
    tokens: ["access_token"],
    authentication: "client_basic",
    // 404 and 422: GitHub knows no such token.
    already_ended: { statuses: [404, 422] },
    ends: "token_set",
  },
  api: {
    missing_scope: [
      { statuses: [403], body: { at: ["message"], starts_with: ["Resource not accessible by"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://{api_host}/{+api_path}",
        for: "REST; GraphQL at /graphql, on an Enterprise Server at /api/graphql",
      },
      {
        name: "uploads",
        url: "https://{uploads_host}/{+uploads_path}",
        for: "assets of releases",
      },
      {
        name: "archives",
        url: "https://codeload.github.com",
        for: "archives of repositories, by the signed address that the API redirects to",
        needs_token: false,
      },
    ],
    headers: { "x-github-api-version": "2022-11-28" },
    rate_limit: {
      documented:
        "5,000 calls an hour for each user, 15,000 for apps of an Enterprise Cloud organization; the search apart, and secondary limits on calls at once. A 403 with X-RateLimit-Remaining 0 or Retry-After is a limit and not a missing scope. A User-Agent is needed.",
      also_statuses: [403],
      retry_after: "seconds",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "epoch_seconds",
      },
    },
    pagination: [
      {
        kind: "link_header",
        request: {
          page: "page",
          limit: "per_page",
        },
        limit_max: 100,
        where: "Nearly all lists of REST",
      },
      {
        kind: "cursor",
        request: {
          cursor: "after",
          limit: "first",
          in: "statement",
        },
        response: {
          cursor_path: "pageInfo.endCursor",
          items_path: "nodes",
          more_path: "pageInfo.hasNextPage",
        },
        limit_max: 100,
        where: "GraphQL, below each connection",
      },
    ],
  },
  registration: {
    url: "https://github.com/settings/applications/new",
    redirect_uri_rules:
      "Register the redirect URI in full. http is allowed; up to ten may be registered.",
    steps: [
      {
        do: "Open Settings, Developer settings, OAuth Apps, New OAuth app, of yourself or of an organization.",
        url: "https://github.com/settings/applications/new",
      },
      {
        do: "Fill in name, homepage URL and, as authorization callback URL, the redirect URI.",
        url: "https://github.com/settings/applications/new",
      },
      {
        do: "Register the app, then generate a client secret. It is shown once.",
        url: "https://github.com/settings/developers",
      },
      {
        do: "Choose whether user tokens expire. Both settings work.",
        url: "https://github.com/settings/developers",
      },
    ],
    review: "None.",
    test_accounts: "Any account.",
    unreviewed:
      "Organizations that restrict access by apps must approve the app before their data can be reached.",
    troubleshooting: [
      {
        shown: "redirect_uri_mismatch",
        means: "The redirect URI is not registered.",
        mend: "Register it in full.",
      },
      {
        shown: "incorrect_client_credentials",
        means: "The client ID or the client secret is wrong.",
        mend: "Set the secret anew.",
      },
      {
        shown: "application_suspended",
        means: "GitHub suspended the app.",
        mend: "Ask GitHub.",
      },
      {
        shown: "404 for a private repository",
        means: "The scope repo is missing, or the organization has not approved the app.",
        mend: "Have the organization approve it.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "github",
      logo: { icon: "github", color: "#181717" },
      display_name: "GitHub",
      description: "Repositories, issues, pull requests and workflows.",
      category: "developer tools",
      documentation:
        "https://docs.github.com/en/apps/oauth-apps/building-oauth-apps/scopes-for-oauth-apps",
      first_call: {
        path: "/user",
        proves: "The token lives; the person. The header X-OAuth-Scopes names what was granted.",
      },
      scopes: {
        default: ["read:user", "user:email", "repo"],
        available: githubScopes,
        // GitHub reports the widest scope alone.
        implies: {
          repo: ["repo:status", "repo_deployment", "public_repo", "repo:invite", "security_events"],
          user: ["read:user", "user:email", "user:follow"],
          "admin:repo_hook": ["write:repo_hook"],
          "write:repo_hook": ["read:repo_hook"],
          "admin:org": ["write:org"],
          "write:org": ["read:org"],
          "admin:public_key": ["write:public_key"],
          "write:public_key": ["read:public_key"],
          "admin:gpg_key": ["write:gpg_key"],
          "write:gpg_key": ["read:gpg_key"],
          "write:packages": ["read:packages"],
          project: ["read:project"],
          "admin:enterprise": [
            "manage_runners:enterprise",
            "manage_billing:enterprise",
            "read:enterprise",
          ],
        },
        unreported: ["offline_access"],
      },
    },
  ],
} satisfies AuthorizationServerInput;
