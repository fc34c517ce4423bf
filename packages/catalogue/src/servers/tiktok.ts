/**
 * TikTok, Login Kit for Web, version 2. Facts from https://developers.tiktok.com/doc/login-kit-web,
 * https://developers.tiktok.com/doc/oauth-user-access-token-management and
 * https://developers.tiktok.com/doc/tiktok-api-v2-get-user-info.
 *
 * The client's id is called client_key everywhere. Errors of the token endpoint may come with
 * status 200. The answers of the API always hold an `error`, whose code is `ok` where there is none.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

export const tiktok = {
  id: "tiktok",
  name: "TikTok",
  documentation: "https://developers.tiktok.com/doc/oauth-user-access-token-management",
  metadata: {
    authorization_endpoint: "https://www.tiktok.com/v2/auth/authorize/",
    token_endpoint: "https://open.tiktokapis.com/v2/oauth/token/",
    revocation_endpoint: "https://open.tiktokapis.com/v2/oauth/revoke/",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "disable_auto_auth",
      display_name: "Always ask",
      description: "1 asks again where the person is signed in and allowed the app before.",
      placeholder: "0",
      required: false,
      validation_pattern: "^[01]$",
      validation_error: "Give 0 or 1.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "The token reference has code_verifier for mobile and desktop apps only, and desktop apps hash it in a way of their own.",
    },
    client_id_parameter: "client_key",
    scope_separator: ",",
    parameters: { disable_auto_auth: "{disable_auto_auth}" },
  },
  token_request: { client_id_parameter: "client_key" },
  token_answer: {
    code: { refresh_token_expires_in: ["refresh_expires_in"] },
    scope_separator: ",",
  },
  refresh: {
    mode: "refresh_token",
    rotation: "may_rotate",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 31_536_000 },
  },
  errors: { transient: ["rate_limit_exceeded", "internal_error"] },
  account: {
    request: {
      url: "https://open.tiktokapis.com/v2/user/info/?fields=open_id,union_id,display_name",
    },
    succeeds_if: { path: "error.code", equals: "ok" },
    id: ["data.user.open_id"],
    name: ["data.user.display_name"],
  },
  kept_values: [
    {
      name: "open_id",
      from: "token_answer",
      path: "open_id",
      validation_pattern: "^[A-Za-z0-9_-]{1,128}$",
    },
  ],
  revocation: {
    endpoint: "https://open.tiktokapis.com/v2/oauth/revoke/",
    tokens: ["access_token"],
    authentication: "client",
    ends: "client_grant",
  },
  api: {
    refused_token: [
      { statuses: [401], body: { at: ["error", "code"], equals: ["access_token_invalid"] } },
    ],
    missing_scope: [
      {
        statuses: [401, 403],
        body: {
          at: ["error", "code"],
          equals: ["scope_not_authorized", "scope_permission_missed"],
        },
      },
    ],
    hosts: [
      { name: "default", url: "https://open.tiktokapis.com", for: "Everything under /v2" },
      {
        name: "uploads",
        url: "https://open-upload.tiktokapis.com",
        for: "Bytes of videos, at the upload_url that an upload was begun with",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented:
        "600 calls a minute for each of user/info, video/query and video/list; 6 a minute for each user where a post is begun, 30 where its status is asked.",
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "cursor", limit: "max_count", in: "json_body" },
        response: {
          cursor_path: "data.cursor",
          items_path: "data.videos",
          more_path: "data.has_more",
        },
        limit_max: 20,
        where: "/v2/video/list/",
      },
    ],
  },
  registration: {
    url: "https://developers.tiktok.com/apps/",
    redirect_uri_rules:
      "https, without query and fragment, exact match. At most 10, each shorter than 512 characters; no localhost for the platform Web.",
    steps: [
      {
        do: "Sign up as a developer, best with an organization.",
        url: "https://developers.tiktok.com/signup",
      },
      {
        do: "Connect an app. Add the product Login Kit, and those whose scopes are needed.",
        url: "https://developers.tiktok.com/apps/",
      },
      {
        do: "Add the platform Web and the redirect URI.",
        url: "https://developers.tiktok.com/doc/login-kit-web",
      },
      {
        do: "To try it first, switch to Sandbox, create one and add its target users. It has a client key and secret of its own.",
        url: "https://developers.tiktok.com/doc/add-a-sandbox/",
      },
      {
        do: "Add the scopes, explain each, and submit the app for review.",
        url: "https://developers.tiktok.com/doc/app-review-guidelines",
      },
      {
        do: "Copy the client key, which is the client ID, and the client secret.",
        url: "https://developers.tiktok.com/apps/",
      },
    ],
    review:
      "Needed before anybody but test users can connect; several days to two weeks. Apps for private use are refused. Public posts need an audit besides.",
    test_accounts: "A sandbox with target users of your choice; an app can have five.",
    unreviewed:
      "Only target users of a sandbox can connect, and what an app without audit posts stays private.",
    troubleshooting: [
      {
        shown: "An error page about client_key or redirect_uri",
        means: "The key of the sandbox was used in production, or the URI differs.",
        mend: "Take the key of the right environment; copy the URI exactly.",
      },
      {
        shown: "unauthorized_client",
        means: "The person is no target user of the sandbox.",
        mend: "Add the account to the sandbox.",
      },
      {
        shown: "scope_not_authorized",
        means: "The person left the scope out.",
        mend: "Connect again and leave it on.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "tiktok",
      logo: { icon: "tiktok", color: "#000000" },
      display_name: "TikTok",
      description: "Profile and videos of a TikTok account.",
      category: "social",
      documentation: "https://developers.tiktok.com/doc/login-kit-web",
      first_call: {
        path: "/v2/user/info/?fields=open_id,union_id,display_name",
        scopes: ["user.info.basic"],
        proves: "The token lives; who connected.",
      },
      scopes: {
        default: ["user.info.basic", "video.list"],
        always: ["user.info.basic"],
        reducible_by_user: true,
        optional: [
          "user.info.profile",
          "user.info.stats",
          "video.list",
          "video.upload",
          "video.publish",
        ],
        available: scopeList({
          "user.info.basic": "Name and avatar; always needed",
          "user.info.profile": "User name, biography and profile links",
          "user.info.stats": "Numbers of followers and likes",
          "video.list": "List public videos",
          "video.upload": "Upload drafts",
          "video.publish": "Publish videos; needs an audit by TikTok",
          "portability.all.single": "Export everything once; European users only",
          "portability.all.ongoing": "Export everything time and again; European users only",
          "portability.activity.single": "Export activity once; European users only",
          "portability.activity.ongoing": "Export activity time and again; European users only",
          "portability.directmessages.single": "Export direct messages once; European users only",
          "portability.directmessages.ongoing":
            "Export direct messages time and again; European users only",
          "portability.postsandprofile.single":
            "Export posts and profile once; European users only",
          "portability.postsandprofile.ongoing":
            "Export posts and profile time and again; European users only",
          "local.product.manage": "Manage products of local services",
          "local.shop.manage": "Manage shops of local services",
          "local.voucher.manage": "Check and redeem vouchers of local services",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
