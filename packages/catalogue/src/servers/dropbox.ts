/**
 * Dropbox, scoped apps. Facts from https://developers.dropbox.com/oauth-guide (flow, offline
 * access, refresh) and https://www.dropbox.com/developers/documentation/http/documentation
 * (get_current_account, token/revoke, errors).
 *
 * Refresh tokens come only with `token_access_type=offline`; they do not end and do not change, and
 * the answer to a refresh does not repeat them. Calls of the API are POST requests, without a body
 * where they take no argument.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const dropbox = {
  id: "dropbox",
  name: "Dropbox",
  documentation: "https://developers.dropbox.com/oauth-guide",
  metadata: {
    authorization_endpoint: "https://www.dropbox.com/oauth2/authorize",
    token_endpoint: "https://api.dropboxapi.com/oauth2/token",
    code_challenge_methods_supported: ["S256", "plain"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [
    {
      name: "force_reapprove",
      display_name: "Ask again",
      description: "true shows the consent page also where the app was approved before.",
      placeholder: "false",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
    {
      name: "force_reauthentication",
      display_name: "Sign in again",
      description: "true asks people to sign in also where they are signed in.",
      placeholder: "false",
      required: false,
      validation_pattern: "^(?:true|false)$",
      validation_error: "Give true or false.",
    },
    {
      name: "locale",
      display_name: "Language",
      description: "Language of the consent page.",
      placeholder: "de",
      required: false,
      validation_pattern: "^[a-z]{2}(?:_[A-Z]{2})?$",
      validation_error: "Give a language such as de or pt_BR.",
    },
  ],
  authorization: {
    pkce: "S256",
    parameters: {
      token_access_type: "offline",
      force_reapprove: "{force_reapprove}",
      force_reauthentication: "{force_reauthentication}",
      locale: "{locale}",
    },
  },
  // The API writes its error word at the start of a summary.
  token_answer: { error: ["error_summary", "error"] },
  refresh: { mode: "refresh_token", rotation: "stable", inconclusive: "retry" },
  account: {
    request: { url: "https://api.dropboxapi.com/2/users/get_current_account", method: "POST" },
    id: ["account_id"],
    email: ["email"],
    name: ["name.display_name"],
  },
  kept_values: [
    {
      name: "account_id",
      from: "token_answer",
      path: "account_id",
      validation_pattern: "^dbid:[A-Za-z0-9_-]{1,64}$",
    },
  ],
  revocation: {
    // Ends the access token, its refresh token and every other access token of that one.
    endpoint: "https://api.dropboxapi.com/2/auth/token/revoke",
    format: "none",
    token_parameter: null,
    tokens: ["access_token"],
    authentication: "bearer",
    already_ended: {
      // Summaries are padded with dots of no meaning. An access token that merely expired is not
      // listed: its refresh token lives on.
      errors: [
        "invalid_access_token/",
        "invalid_access_token/.",
        "invalid_access_token/..",
        "invalid_access_token/...",
      ],
    },
    ends: "token_set",
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        body: { at: ["error", ".tag"], equals: ["expired_access_token", "invalid_access_token"] },
      },
    ],
    missing_scope: [
      { statuses: [401], body: { at: ["error", ".tag"], equals: ["missing_scope"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://api.dropboxapi.com",
        for: "All calls but those that carry files",
      },
      {
        name: "content",
        url: "https://content.dropboxapi.com",
        for: "Uploads and downloads",
      },
      {
        name: "notify",
        url: "https://notify.dropboxapi.com",
        for: "Waiting for changes with list_folder/longpoll",
        needs_token: false,
      },
    ],
    rate_limit: {
      documented:
        "No numbers are published; the limits hold for each app and user, and for writes in each namespace.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "cursor",
          limit: "limit",
          in: "json_body",
        },
        response: {
          cursor_path: "cursor",
          items_path: "entries",
          more_path: "has_more",
        },
        limit_max: 2000,
        where: "Files of a folder: list_folder, then list_folder/continue with the cursor alone",
      },
    ],
  },
  registration: {
    url: "https://www.dropbox.com/developers/apps",
    redirect_uri_rules:
      "Exact match. https; http for localhost and 127.0.0.1. Several may be registered.",
    steps: [
      {
        do: "In the App Console, create an app with scoped access, to an app folder or to the full Dropbox. This cannot be changed later.",
        url: "https://www.dropbox.com/developers/apps/create",
      },
      {
        do: "Under Settings, add the redirect URI; copy the app key as client ID and the app secret.",
        url: "https://www.dropbox.com/developers/apps",
      },
      {
        do: "Under Permissions, tick the scopes and press Submit. Scopes that are not ticked are never granted.",
        url: "https://www.dropbox.com/developers/apps",
      },
      {
        do: "Before more people connect, apply for production on the Settings tab.",
        url: "https://www.dropbox.com/developers/reference/developer-guide",
      },
    ],
    review:
      "Apply for production: Dropbox checks that the app asks for no more than it needs. How long it takes is not published.",
    test_accounts: "Any account; people of an app in development are linked by connecting.",
    unreviewed:
      "An app in development has two weeks to apply once 50 people have connected; then no further ones can.",
    troubleshooting: [
      {
        shown: "401 missing_scope",
        means: "The scope is not ticked, or was ticked after the person connected.",
        mend: "Tick it, press Submit and connect again.",
      },
      {
        shown: "Access ends after four hours",
        means: "The connection has no refresh token, as it was made elsewhere.",
        mend: "Connect again.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "dropbox",
      logo: { icon: "dropbox", color: "#0061FF" },
      display_name: "Dropbox",
      description: "Files, folders and sharing.",
      category: "storage",
      documentation: "https://developers.dropbox.com/oauth-guide",
      first_call: {
        method: "POST",
        path: "/2/users/get_current_account",
        scopes: ["account_info.read"],
        proves: "The token lives; the account.",
      },
      scopes: {
        default: ["account_info.read", "files.metadata.read", "files.content.read"],
        always: ["account_info.read"],
        available: [
          { scope: "account_info.read", description: "Your account information" },
          { scope: "account_info.write", description: "Change your account information" },
          { scope: "files.metadata.read", description: "List files and folders" },
          { scope: "files.metadata.write", description: "Change information about files" },
          { scope: "files.content.read", description: "Read files" },
          { scope: "files.content.write", description: "Upload, change and delete files" },
          { scope: "sharing.read", description: "Sharing settings and links" },
          { scope: "sharing.write", description: "Manage sharing settings and links" },
          { scope: "file_requests.read", description: "File requests" },
          { scope: "file_requests.write", description: "Manage file requests" },
          { scope: "contacts.read", description: "Contacts added by hand" },
          { scope: "contacts.write", description: "Manage contacts added by hand" },
          { scope: "openid", description: "Your Dropbox account id" },
          { scope: "email", description: "Your email address" },
          { scope: "profile", description: "Your name" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
