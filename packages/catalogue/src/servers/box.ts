/**
 * Box, apps with user authentication. Facts from
 * https://developer.box.com/guides/authentication/oauth2/without-sdk/ (flow),
 * https://developer.box.com/guides/authentication/tokens/refresh/ (rotation) and
 * https://developer.box.com/guides/authentication/tokens/revoke/.
 *
 * A code lives for 30 seconds. A refresh token works once, within 60 days. Without a scope in the
 * request, Box grants every scope that is ticked on the app's page. The answer to a code names no
 * scopes: `restricted_to` speaks of narrowed tokens, which are not used here.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const box = {
  id: "box",
  name: "Box",
  documentation: "https://developer.box.com/guides/authentication/oauth2/",
  metadata: {
    authorization_endpoint: "https://account.box.com/api/oauth2/authorize",
    token_endpoint: "https://api.box.com/oauth2/token",
    revocation_endpoint: "https://api.box.com/oauth2/revoke",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  authorization: {
    pkce: {
      omitted_because:
        "The API reference of the authorize and token endpoints knows no code_challenge and no code_verifier.",
    },
    code_lifetime: 30,
  },
  // The token endpoint takes client, grant type and code only.
  token_request: { omitted_parameters: ["redirect_uri"] },
  refresh: {
    mode: "refresh_token",
    rotation: "rotates",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 5_184_000 },
  },
  account: {
    request: { url: "https://api.box.com/2.0/users/me" },
    id: ["id"],
    email: ["login"],
    name: ["name"],
  },
  revocation: {
    endpoint: "https://api.box.com/oauth2/revoke",
    tokens: ["refresh_token", "access_token"],
    // Either token ends the other.
    send: "first",
    authentication: "client",
    ends: "token_set",
  },
  // Downloads lead to dl.boxcloud.com with a signed URL, which needs no token.
  api: {
    missing_scope: [
      { statuses: [403], header: { name: "WWW-Authenticate", holds: "insufficient_scope" } },
      { statuses: [403], body: { at: ["code"], equals: ["insufficient_scope"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://api.box.com",
        for: "Everything under /2.0 but uploads",
      },
      {
        name: "upload",
        url: "https://upload.box.com",
        for: "Uploads up to 50 MB, new versions, start of upload sessions",
      },
      {
        name: "upload_sessions",
        url: "https://*.app.box.com",
        for: "Parts of an upload session, at the addresses that the session names",
      },
      {
        name: "download",
        url: "https://dl.boxcloud.com",
        for: "Content of files, at short-lived addresses that the API redirects to",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented:
        "About 1,000 calls a minute for each user; 240 uploads a minute; six searches a second and 60 a minute for each user. Each enterprise has a number of calls a month, too.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "marker",
          limit: "limit",
        },
        response: {
          cursor_path: "next_marker",
          items_path: "entries",
        },
        limit_max: 1000,
        where: "Folders, users, webhooks and others, with usemarker=true",
      },
      {
        kind: "offset",
        request: {
          offset: "offset",
          limit: "limit",
        },
        response: {
          items_path: "entries",
          total_path: "total_count",
        },
        limit_max: 1000,
        where: "Folders, search and users",
      },
      {
        kind: "cursor",
        request: {
          cursor: "stream_position",
          limit: "limit",
        },
        response: {
          cursor_path: "next_stream_position",
          items_path: "entries",
        },
        limit_max: 500,
        where: "Events",
      },
    ],
  },
  registration: {
    url: "https://app.box.com/developers/console",
    redirect_uri_rules:
      "Exact match. https; http for localhost and loopback, where any port matches. Several may be registered.",
    steps: [
      {
        do: "In the Developer Console, create a Platform App with User Authentication (OAuth 2.0). The kind cannot be changed later.",
        url: "https://app.box.com/developers/console",
      },
      {
        do: "On the Configuration tab, add the redirect URI.",
        url: "https://app.box.com/developers/console",
      },
      {
        do: "Tick the application scopes and save.",
        url: "https://developer.box.com/guides/api-calls/permissions-and-errors/scopes/",
      },
      {
        do: "Copy the client ID and the client secret.",
        url: "https://app.box.com/developers/console",
      },
    ],
    review: "None to let people connect.",
    test_accounts: "A free developer account.",
    unreviewed:
      "Administrators of an enterprise may have to approve the app before its people can connect.",
    troubleshooting: [
      {
        shown: "unauthorized_client: The grant type is unauthorized for this client_id",
        means: "The app was made with server authentication.",
        mend: "Make a new app with User Authentication (OAuth 2.0).",
      },
      {
        shown: "invalid_grant: Refresh token has expired",
        means: "60 days passed without a refresh.",
        mend: "Have the person connect again.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "box",
      logo: { icon: "box", color: "#0061D5" },
      display_name: "Box",
      description: "Files, folders and collaborations.",
      category: "storage",
      documentation: "https://developer.box.com/guides/api-calls/permissions-and-errors/scopes/",
      first_call: {
        path: "/2.0/users/me",
        proves: "The token lives; the person.",
      },
      scopes: {
        default: [],
        reported: false,
        available: [
          { scope: "root_readonly", description: "Read all files and folders" },
          { scope: "root_readwrite", description: "Read and write all files and folders" },
          { scope: "manage_managed_users", description: "Manage the users of the enterprise" },
          { scope: "manage_groups", description: "Manage groups" },
          { scope: "manage_app_users", description: "Manage users that the app created" },
          {
            scope: "manage_legal_holds",
            description: "Manage legal holds; Box turns it on on request",
          },
          { scope: "manage_webhook", description: "Manage webhooks" },
          {
            scope: "manage_enterprise_properties",
            description: "Events and properties of the enterprise",
          },
          { scope: "manage_data_retention", description: "Manage retention policies" },
          { scope: "sign_requests.readwrite", description: "Send documents to be signed" },
          { scope: "manage_triggers", description: "Start workflows of Box Relay" },
          { scope: "ai.readwrite", description: "Ask Box AI about files" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
