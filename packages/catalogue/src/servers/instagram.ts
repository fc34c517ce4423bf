/**
 * Instagram, Business Login. Facts from the pages business-login, access_token and
 * refresh_access_token under https://developers.facebook.com/docs/instagram-platform/ and
 * https://developers.facebook.com/docs/graph-api/guides/error-handling (codes 10, 190 and those of
 * load). The sentences among the errors are those which the endpoints send with a code that says
 * nothing; they were seen in reports, no page lists them.
 *
 * The code brings a token of an hour. It is exchanged at once for one of 60 days, by a GET that
 * carries the client secret in its query. That token is refreshed by itself, from a day after it was made
 * until it ends; one that has ended cannot be refreshed, and there is no refresh token.
 */
import type { AuthorizationServerInput } from "../schema.ts";

/** 200 to 299: a permission that was never given, or was taken back. */
const permissionCodes = Array.from({ length: 100 }, (_, at) => String(200 + at));

export const instagram = {
  id: "instagram",
  name: "Instagram",
  documentation:
    "https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login",
  metadata: {
    authorization_endpoint: "https://www.instagram.com/oauth/authorize",
    token_endpoint: "https://api.instagram.com/oauth/access_token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "force_reauth",
      display_name: "Sign in anew",
      description: "true has people sign in again, so that another account can be chosen.",
      placeholder: "false",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
    {
      name: "enable_fb_login",
      display_name: "Sign-in with Facebook",
      description: "0 hides the way to sign in with Facebook.",
      placeholder: "1",
      required: false,
      validation_pattern: "^[01]$",
      validation_error: "Give 0 or 1.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "The page of Business Login lists all parameters of both endpoints and knows no code_challenge and no code_verifier.",
    },
    parameters: { force_reauth: "{force_reauth}", enable_fb_login: "{enable_fb_login}" },
    scope_separator: ",",
  },
  token_answer: {
    error: ["error.type", "error_type", "error"],
    error_subtype: ["error.message", "error_message", "error.code"],
    // The members stand in a list of one, or bare.
    code: {
      access_token: ["data[0].access_token", "access_token"],
      scope: ["data[0].permissions", "permissions"],
    },
    refresh: { scope: ["permissions"] },
    scope_separator: ",",
    token_type_required: false,
    lifetime_seconds: 5_184_000,
  },
  second_exchange: {
    endpoint: "https://graph.instagram.com/access_token",
    request: { method: "GET", omitted_parameters: ["client_id"] },
    grant_type: "ig_exchange_token",
    token_parameter: "access_token",
  },
  refresh: {
    mode: "access_token",
    endpoint: "https://graph.instagram.com/refresh_access_token",
    request: { method: "GET", omitted_parameters: ["client_id", "client_secret"] },
    grant_type: "ig_refresh_token",
    token_parameter: "access_token",
    rotation: "stable",
    minimum_age_seconds: 86_400,
    inconclusive: "retry",
  },
  errors: {
    dead_grant: [
      "Matching code was not found or was already used",
      "This authorization code has been used",
      "190",
      // A permission was never given or was taken back.
      "10",
      "200",
    ],
    client_fault: [
      "Error validating client secret.",
      "Error validating client secret",
      "Invalid platform app",
      "101",
    ],
    invalid_client: ["Error validating client secret.", "Error validating client secret"],
    transient: ["1", "2", "4", "17", "341", "613"],
  },
  account: {
    // The id in the token answer is a number too large for many readers; this one is a string.
    request: { url: "https://graph.instagram.com/v25.0/me?fields=user_id,username,name" },
    // https://developers.facebook.com/docs/graph-api/guides/error-handling
    token_ended: [{ status: 400, path: "error.code", values: [190, 102] }, { status: 401 }],
    id: ["user_id"],
    name: ["username", "name"],
  },
  api: {
    refused_token: [
      { statuses: [400, 401], body: { at: ["error", "code"], equals: ["190", "102"] } },
    ],
    missing_scope: [
      {
        statuses: [400, 403],
        body: { at: ["error", "code"], equals: ["3", "10", ...permissionCodes] },
      },
    ],
    hosts: [
      {
        name: "default",
        url: "https://graph.instagram.com",
        for: "The API; paths begin with a version",
      },
      {
        name: "uploads",
        url: "https://rupload.facebook.com",
        for: "Bytes of videos, at the address of the container; the header is Authorization: OAuth and the token",
      },
    ],
    rate_limit: {
      documented:
        "Counted for each account over 24 hours, and for the app. Over the limit comes status 400 with error code 4, 17, 32, 341 or 613. The headers X-App-Usage and X-Business-Use-Case-Usage hold JSON with percentages.",
      status: 400,
      also_statuses: [403, 429],
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "after", limit: "limit" },
        response: { cursor_path: "paging.cursors.after", items_path: "data" },
        limit_max: 100,
        where:
          "All lists. The answer has a next address, too, which carries the token: do not hand it on",
      },
    ],
  },
  registration: {
    url: "https://developers.facebook.com/apps",
    redirect_uri_rules: "https. Exact match with a registered redirect URI, its query included.",
    steps: [
      {
        do: "Create a Meta app of the type Business.",
        url: "https://developers.facebook.com/apps/create/",
      },
      {
        do: "Add the product Instagram and choose API setup with Instagram login.",
        url: "https://developers.facebook.com/apps",
      },
      {
        do: "In the settings of Business login, add the redirect URI. The form also wants a deauthorize callback URL and a data deletion request URL: enter https addresses of your own app that handle them. This server serves neither: it notices that access was taken back when the token is next refreshed or refused, and what it holds of a person is deleted by disconnecting or removing the connection, which your page for data deletion should do or explain.",
        url: "https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login",
      },
      {
        do: "Copy the Instagram App ID and the Instagram App Secret. Those of the Meta app are others and do not work.",
        url: "https://developers.facebook.com/apps",
      },
      {
        do: "While the app is in development, add accounts under App roles as Instagram testers; they accept in their Instagram settings. For others, ask for Advanced Access.",
        url: "https://developers.facebook.com/apps",
      },
    ],
    review:
      "App Review for Advanced Access, with a screen recording. Meta names no fee and no time.",
    test_accounts: "Instagram testers: professional accounts that accept the invitation.",
    unreviewed: "Only accounts with a role on the app can connect.",
    troubleshooting: [
      {
        shown: "Invalid platform app",
        means: "The ID is that of the Meta app.",
        mend: "Use the Instagram App ID.",
      },
      {
        shown: "Error validating client secret",
        means: "The secret is that of the Meta app.",
        mend: "Use the Instagram App Secret.",
      },
      {
        shown: "Invalid redirect_uri",
        means: "It is not registered to the letter, its query included.",
        mend: "Copy it exactly.",
      },
      {
        shown: "Insufficient Developer Role",
        means: "The account is no tester and the app is in development.",
        mend: "Add it as an Instagram tester, and have it accept.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "instagram",
      logo: { icon: "instagram", color: "#FF0069" },
      display_name: "Instagram",
      description: "Posts, comments and messages of a professional account.",
      category: "social",
      documentation:
        "https://developers.facebook.com/docs/instagram-platform/instagram-api-with-instagram-login/business-login",
      first_call: {
        path: "/v25.0/me?fields=user_id,username,name",
        scopes: ["instagram_business_basic"],
        proves: "The token lives; the professional account.",
      },
      scopes: {
        default: ["instagram_business_basic"],
        always: ["instagram_business_basic"],
        reducible_by_user: true,
        optional: [
          "instagram_business_content_publish",
          "instagram_business_manage_messages",
          "instagram_business_manage_comments",
          "instagram_business_manage_insights",
        ],
        available: [
          { scope: "instagram_business_basic", description: "Profile and media; always needed" },
          { scope: "instagram_business_content_publish", description: "Publish media" },
          { scope: "instagram_business_manage_messages", description: "Read and send messages" },
          { scope: "instagram_business_manage_comments", description: "Read and answer comments" },
          { scope: "instagram_business_manage_insights", description: "Figures on reach and use" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
