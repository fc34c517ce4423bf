/**
 * Contentful, OAuth applications for the Content Management API. Facts from
 * https://www.contentful.com/developers/docs/extensibility/oauth/ and
 * https://www.contentful.com/developers/changelog/confidentiality-for-oauth-applications/.
 *
 * The guide shows the implicit grant only; confidential applications use the code grant. One scope
 * is asked for at a time. No refresh token is issued: whether tokens end is chosen where the
 * application is registered, and a user who lost access connects again. Tokens are taken back in
 * the user's account settings.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const contentful = {
  id: "contentful",
  name: "Contentful",
  documentation: "https://www.contentful.com/developers/docs/extensibility/oauth/",
  metadata: {
    // People of European organizations sign in at be.eu.contentful.com, as Contentful's own command line
    // has it (https://github.com/contentful/contentful-cli/pull/2371).
    authorization_endpoint: "https://be.{region}/oauth/authorize",
    token_endpoint: "https://be.{region}/oauth/token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "region",
      display_name: "Data region",
      description: "Where the data of the Contentful organization is kept: us or eu.",
      placeholder: "us",
      required: false,
      default: "us",
      choices: { us: "contentful.com", eu: "eu.contentful.com" },
      validation_pattern: "^(?:us|eu)$",
      validation_error: "The region is us or eu.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "The OAuth guide and the changelog of confidential applications know no code_challenge and no code_verifier.",
    },
  },
  refresh: { mode: "none", rotation: "stable", inconclusive: "retry" },
  account: {
    request: { url: "https://api.{region}/users/me" },
    id: ["sys.id"],
    email: ["email"],
    name: ["firstName", "lastName"],
  },
  // Delivery, preview and GraphQL want keys of a space, not this token.
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["sys", "id"], equals: ["AccessDenied"] } }],
    hosts: [
      {
        name: "default",
        url: "https://api.{region}",
        for: "The Content Management API, users and organizations",
      },
      {
        name: "upload",
        url: "https://upload.{region}",
        for: "Bytes of files, which are linked to assets afterwards",
      },
      {
        name: "images",
        url: "https://images.ctfassets.net",
        for: "Images up to 20 MB",
        needs_token: false,
      },
      {
        name: "downloads",
        url: "https://downloads.ctfassets.net",
        for: "Images of more than 20 MB",
        needs_token: false,
      },
      {
        name: "assets",
        url: "https://assets.ctfassets.net",
        for: "Other files",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented: "A number of calls a second for each organization, by contract.",
      headers: {
        limit: "X-Contentful-RateLimit-Second-Limit",
        remaining: "X-Contentful-RateLimit-Second-Remaining",
        reset: "X-Contentful-RateLimit-Reset",
        reset_unit: "seconds",
      },
    },
    pagination: [
      {
        kind: "offset",
        request: {
          offset: "skip",
          limit: "limit",
        },
        response: {
          items_path: "items",
          total_path: "total",
        },
        limit_max: 1000,
        where: "Collections",
      },
      {
        kind: "cursor",
        request: {
          cursor: "pageNext",
          limit: "limit",
        },
        response: {
          next_url_path: "pages.next",
          items_path: "items",
        },
        limit_max: 1000,
        where: "Endpoints with cursors, with cursor=true",
      },
    ],
  },
  registration: {
    url: "https://app.contentful.com/account/profile/developers/applications",
    redirect_uri_rules: "Exact match. https, for localhost too.",
    steps: [
      {
        do: "In your account profile, open Developers, Applications and create an application with the redirect URI. European organizations: at app.eu.contentful.com.",
        url: "https://app.contentful.com/account/profile/developers/applications",
      },
      {
        do: "Choose when its tokens expire, and the scope to read or to manage content.",
        url: "https://app.contentful.com/account/profile/developers/applications",
      },
      {
        do: "Mark the application as confidential, so that it gets a client secret.",
        url: "https://www.contentful.com/developers/changelog/confidentiality-for-oauth-applications/",
      },
      {
        do: "Copy the client ID and the client secret.",
        url: "https://app.contentful.com/account/profile/developers/applications",
      },
    ],
    review: "None.",
    test_accounts: "A free space is enough.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "The redirect URI is refused",
        means: "It is http, which is not taken for localhost either.",
        mend: "Register an https address.",
      },
      {
        shown: "invalid_client",
        means: "The application is not confidential and has no secret.",
        mend: "Mark it as confidential.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "contentful",
      logo: { icon: "contentful", color: "#2478CC" },
      display_name: "Contentful",
      description: "Content, content types and assets.",
      category: "cms",
      documentation: "https://www.contentful.com/developers/docs/extensibility/oauth/",
      first_call: {
        path: "/users/me",
        proves: "The token lives; the person.",
      },
      scopes: {
        default: ["content_management_manage"],
        available: [
          { scope: "content_management_read", description: "Read content" },
          { scope: "content_management_manage", description: "Read and change content" },
        ],
        implies: { content_management_manage: ["content_management_read"] },
      },
    },
  ],
} satisfies AuthorizationServerInput;
