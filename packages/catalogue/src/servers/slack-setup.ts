/**
 * Slack's API, and what is done at Slack before a connector can be used. Facts from
 * https://docs.slack.dev/apis/web-api/rate-limits, https://docs.slack.dev/app-management/distribution and
 * the pages of the methods under https://docs.slack.dev/reference/methods/.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const slackApi: AuthorizationServerInput["api"] = {
  // Always with status 200. `not_authed`, that none was sent, cannot concern a token of ours.
  refused_token: [
    {
      statuses: [200],
      body: {
        at: ["error"],
        equals: ["token_expired", "token_revoked", "account_inactive", "invalid_auth"],
      },
    },
  ],
  missing_scope: [
    {
      statuses: [200],
      body: {
        at: ["error"],
        equals: ["missing_scope", "not_allowed_token_type", "no_permission"],
      },
    },
  ],
  hosts: [
    { name: "default", url: "https://{cloud}/api", for: "All methods of the Web API" },
    {
      name: "files",
      url: "https://{files}",
      for: "Files, at the addresses url_private and url_private_download; needs files:read",
    },
    {
      name: "uploads",
      url: "https://{files}/upload",
      for: "Bytes of an upload, sent to the upload_url of files.getUploadURLExternal",
      needs_token: false,
    },
  ],
  rate_limit: {
    documented:
      "Counted for each method, app and workspace. Methods are in tiers from 1 to more than 100 calls a minute; chat.postMessage takes one message a second for each channel. conversations.history and conversations.replies answer commercially distributed apps that are not in the Slack Marketplace once a minute, with 15 messages at most, where the app or the installation is newer than 29 May 2025.",
    retry_after: "seconds",
  },
  pagination: [
    {
      kind: "cursor",
      request: { cursor: "cursor", limit: "limit" },
      response: { cursor_path: "response_metadata.next_cursor" },
      limit_max: 1000,
      where: "conversations.*, users.list and others; an empty cursor is the end",
    },
  ],
};

export const slackRegistration: AuthorizationServerInput["registration"] = {
  url: "https://api.slack.com/apps",
  redirect_uri_rules:
    "https. The redirect URI must equal a registered one or extend its path or query.",
  steps: [
    {
      do: "Choose Create New App, from scratch or from a manifest.",
      url: "https://api.slack.com/apps",
    },
    {
      do: "Under OAuth & Permissions, add the redirect URI and the scopes: User Token Scopes for Slack, Bot Token Scopes for Slack Bot.",
      url: "https://api.slack.com/apps",
    },
    {
      do: "If you want tokens that expire, turn on token rotation. It cannot be turned off again.",
      url: "https://docs.slack.dev/authentication/using-token-rotation",
    },
    {
      do: "Under Manage Distribution, activate public distribution if people of other workspaces shall connect.",
      url: "https://docs.slack.dev/app-management/distribution",
    },
    {
      do: "Under Basic Information, copy the client ID and the client secret.",
      url: "https://api.slack.com/apps",
    },
  ],
  review:
    "None for your own workspace, and none for distribution outside of the Marketplace. Only a listing in the Slack Marketplace is reviewed; an app needs at least 10 active workspaces before it can be submitted.",
  test_accounts: "A sandbox of the Slack Developer Program, or any free workspace.",
  unreviewed:
    "Outside of the Marketplace a commercially distributed app reads the history of a conversation once a minute, 15 messages at a time (apps and installations since 29 May 2025). Internal apps keep the higher limits. A workspace may let only approved apps in: then its administrator approves yours.",
  troubleshooting: [
    {
      shown: "bad_redirect_uri",
      means: "The redirect URI is not registered, or is http.",
      mend: "Add the https address under OAuth & Permissions and save.",
    },
    {
      shown: "invalid_team_for_non_distributed_app",
      means: "The person is of another workspace and public distribution is off.",
      mend: "Activate it under Manage Distribution.",
    },
    {
      shown: "invalid_scope",
      means: "A scope is not on the app, or stands under the other kind of token.",
      mend: "Add it under User Token Scopes or Bot Token Scopes.",
    },
    {
      shown: "missing_scope",
      means: "The call needs a scope that was not granted, such as one that was added later.",
      mend: "Ask for it and have people connect again.",
    },
  ],
};
