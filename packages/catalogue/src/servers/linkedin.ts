/**
 * LinkedIn. Facts from https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow
 * and the page programmatic-refresh-tokens beside it.
 *
 * Only approved partners get refresh tokens. Their year is counted from the consent and no refresh
 * extends it. Scopes are asked for with spaces and reported with commas.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

export const linkedin = {
  id: "linkedin",
  name: "LinkedIn",
  documentation:
    "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow",
  metadata: {
    authorization_endpoint: "https://www.linkedin.com/oauth/v2/authorization",
    token_endpoint: "https://www.linkedin.com/oauth/v2/accessToken",
    introspection_endpoint: "https://www.linkedin.com/oauth/v2/introspectToken",
    userinfo_endpoint: "https://api.linkedin.com/v2/userinfo",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  authorization: {
    pkce: {
      omitted_because:
        "The code flow for apps with a secret does not know it, and a code_verifier makes the token endpoint answer invalid_client. PKCE is a flow of its own, for approved native apps.",
    },
  },
  // The documented example has no token_type.
  token_answer: { scope_separator: ",", token_type_required: false },
  refresh: {
    mode: "refresh_token_if_present",
    rotation: "stable",
    inconclusive: "retry",
    refresh_token_lifetime: { absolute_seconds: 31_536_000 },
  },
  errors: {
    denied: ["user_cancelled_login", "user_cancelled_authorize"],
    client_fault: ["invalid_redirect_uri", "unauthorized_scope_error"],
  },
  account: {
    request: { url: "https://api.linkedin.com/v2/userinfo" },
    id: ["sub"],
    email: ["email"],
    name: ["name"],
  },
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["code"], equals: ["ACCESS_DENIED"] } }],
    hosts: [
      {
        name: "default",
        url: "https://api.linkedin.com",
        for: "/rest, the APIs with versions, and /v2, those without",
      },
      {
        name: "uploads",
        url: "https://www.linkedin.com/dms-uploads",
        for: "Bytes of images, documents and videos, at the address that an upload was begun with",
      },
    ],
    headers: {
      "x-restli-protocol-version": "2.0.0",
      // The month of a version, needed under /rest. It lives for a year at least; then raise it.
      "linkedin-version": "202603",
    },
    rate_limit: {
      documented:
        "Counted by the day, for each endpoint, for the app and for app and member; the numbers stand under Analytics of the app after a first call. They begin anew at midnight UTC.",
    },
    pagination: [
      {
        kind: "offset",
        request: { offset: "start", limit: "count" },
        response: { items_path: "elements", total_path: "paging.total" },
        where: "Most finders",
      },
    ],
  },
  registration: {
    url: "https://www.linkedin.com/developers/apps/new",
    redirect_uri_rules: "Absolute https URL without fragment; exact match but for the query.",
    steps: [
      {
        do: "Create an app that belongs to a LinkedIn Page.",
        url: "https://www.linkedin.com/developers/apps/new",
      },
      {
        do: "Have an administrator of the page verify the app, by the link under Settings.",
        url: "https://www.linkedin.com/developers/apps",
      },
      {
        do: "Under Products, add Sign In with LinkedIn using OpenID Connect, and Share on LinkedIn for posts. Both are granted at once; others need an approval by LinkedIn.",
        url: "https://www.linkedin.com/developers/apps",
      },
      {
        do: "Under Auth, add the redirect URL and copy the client ID and the primary client secret.",
        url: "https://www.linkedin.com/developers/apps",
      },
    ],
    review:
      "None for Sign In and Share. Community Management, Advertising and others are applied for one by one: a Development tier first, the Standard tier after a form with a screen recording. LinkedIn names no fee and no time.",
    test_accounts: "There is no sandbox; only advertising accounts can be made for tests.",
    unreviewed:
      "Without an approved product there are no refresh tokens: people connect again after 60 days. The Development tier has low limits.",
    troubleshooting: [
      {
        shown: "unauthorized_scope_error",
        means: "A scope was asked for whose product the app does not have.",
        mend: "Add the product, or leave the scope out.",
      },
      {
        shown: "401 REVOKED_ACCESS_TOKEN right after connecting",
        means: "The new token is not known everywhere yet.",
        mend: "Call again after some seconds.",
      },
      {
        shown: "426 under /rest",
        means: "The version in LinkedIn-Version has ended.",
        mend: "Send a newer one.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "linkedin",
      logo: { icon: null, color: "#0A66C2" },
      display_name: "LinkedIn",
      description: "Profile and posts of a member.",
      category: "social",
      documentation:
        "https://learn.microsoft.com/en-us/linkedin/shared/authentication/authorization-code-flow",
      first_call: {
        path: "/v2/userinfo",
        scopes: ["openid", "profile"],
        proves: "The token lives; who connected.",
      },
      scopes: {
        default: ["openid", "profile", "email", "w_member_social"],
        always: ["openid", "profile"],
        available: scopeList({
          openid: "Who you are; always needed",
          profile: "Your name and picture; always needed",
          email: "Your email address",
          w_member_social: "Post, comment and react as you; product Share on LinkedIn",
          w_member_social_feed: "Comment and react as you",
          r_member_social: "Read your posts; for few apps",
          r_basicprofile: "Your name, headline and picture",
          r_1st_connections_size: "How many connections you have",
          r_organization_social: "Read posts of an organisation",
          r_organization_social_feed: "Read comments and reactions of an organisation",
          w_organization_social: "Post as an organisation",
          w_organization_social_feed: "Comment and react as an organisation",
          r_organization_admin: "Read pages of an organisation and their figures",
          rw_organization_admin: "Manage pages of an organisation",
          r_ads: "Read advertising accounts",
          rw_ads: "Manage advertising accounts",
          r_ads_reporting: "Read advertising reports",
          r_events: "Read events of an organisation",
          rw_events: "Manage events of an organisation",
          r_verify: "Whether your identity or workplace is verified",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
