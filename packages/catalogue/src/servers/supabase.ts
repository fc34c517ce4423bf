/**
 * Supabase, the Management API. Facts from
 * https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration, its page
 * oauth-scopes and the API reference under https://supabase.com/docs/reference/api/introduction.
 *
 * Scopes are fixed where the app is registered; the parameter is deprecated. A grant belongs to one
 * organization, chosen on the consent page. Whether the refresh token rotates is not documented.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const supabase = {
  id: "supabase",
  name: "Supabase",
  documentation: "https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration",
  metadata: {
    authorization_endpoint: "https://api.supabase.com/v1/oauth/authorize",
    token_endpoint: "https://api.supabase.com/v1/oauth/token",
    code_challenge_methods_supported: ["S256"],
    // The body comes first: the revocation endpoint reads id and secret nowhere else.
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [
    {
      name: "organization_slug",
      display_name: "Organization slug",
      description: "Selects this organization on the consent page.",
      placeholder: "abcdefghijklmnopqrst",
      required: false,
      validation_pattern: "^[a-z0-9-]{1,64}$",
      validation_error: "A slug has lower-case letters, digits and dashes.",
    },
  ],
  authorization: {
    pkce: "S256",
    parameters: { organization_slug: "{organization_slug}" },
    scope_parameter: null,
  },
  refresh: { mode: "refresh_token", rotation: "may_rotate", inconclusive: "hold" },
  account: {
    // A token sees the one organization that it belongs to.
    request: { url: "https://api.supabase.com/v1/organizations" },
    id: ["[0].slug"],
    of: "organization",
    // Deprecated in favour of the slug. Organizations connected before are stored by it.
    former_ids: [["[0].id"]],
    name: ["[0].name"],
  },
  revocation: {
    endpoint: "https://api.supabase.com/v1/oauth/revoke",
    format: "json",
    token_parameter: "refresh_token",
    tokens: ["refresh_token"],
    authentication: "client",
    // It ends the authorization of the app, with all its tokens.
    ends: "client_grant",
  },
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: [
      { name: "default", url: "https://api.supabase.com", for: "The Management API under /v1" },
    ],
    rate_limit: {
      documented:
        "120 calls a minute for each app and each project or organization; some endpoints take 10 or 30.",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "seconds",
      },
    },
    pagination: [
      { kind: "none", where: "Most lists, among them organizations and projects, come whole" },
    ],
  },
  registration: {
    url: "https://supabase.com/dashboard/org/_/apps",
    redirect_uri_rules:
      "Exact match with a registered callback URL. http is allowed for localhost.",
    steps: [
      {
        do: "In the settings of your organization, open OAuth Apps and add an application.",
        url: "https://supabase.com/dashboard/org/_/apps",
      },
      {
        do: "Fill in name and website and add the redirect URI as a callback URL.",
        url: "https://supabase.com/dashboard/org/_/apps",
      },
      {
        do: "Choose the scopes. Organizations: Read is needed to tell which organization connected; the rest is up to the app. A later change needs everyone to connect again.",
        url: "https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration/oauth-scopes",
      },
      {
        do: "Copy the client ID and the client secret.",
        url: "https://supabase.com/dashboard/org/_/apps",
      },
    ],
    review: "None.",
    test_accounts: "Any free organization.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "403 for one group of endpoints",
        means: "Its scope is not on the app.",
        mend: "Add it; everyone connects again.",
      },
      {
        shown: "A project refuses the token",
        means:
          "Data, sign-in and files of a project, at its own host, take the keys of that project.",
        mend: "Read its keys by the Management API.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "supabase",
      logo: { icon: "supabase", color: "#3FCF8E" },
      display_name: "Supabase",
      description: "Projects, databases and functions of an organization.",
      category: "developer tools",
      documentation:
        "https://supabase.com/docs/guides/integrations/build-a-supabase-oauth-integration/oauth-scopes",
      first_call: {
        path: "/v1/organizations",
        proves: "The token lives; the one organization that it is for.",
      },
      scopes: { default: [], reported: false },
    },
  ],
} satisfies AuthorizationServerInput;
