/** Gmail: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleMail = {
  integration_type: "gmail",
  logo: { icon: "gmail", color: "#EA4335" },
  display_name: "Gmail",
  description: "Read, send and organise mail.",
  category: "email",
  documentation: "https://developers.google.com/workspace/gmail/api/auth/scopes",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/gmail.readonly",
      "https://www.googleapis.com/auth/gmail.send",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://mail.google.com/",
        description: "Full mailbox incl. permanent delete, IMAP/SMTP (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.modify",
        description: "Read, write, no permanent delete (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.readonly",
        description: "Read (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.compose",
        description: "Drafts and send (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.send",
        description: "Send only (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.insert",
        description: "Insert messages (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.labels",
        description: "Labels (non-sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.metadata",
        description: "Headers and labels, no bodies (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.settings.basic",
        description: "Settings and filters (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/gmail.settings.sharing",
        description: "Aliases, delegation (restricted, service accounts)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/gmail/v1/users/me/profile",
    scopes: ["https://www.googleapis.com/auth/gmail.readonly"],
    proves: "The token lives, the API is enabled and there is a mailbox.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://gmail.googleapis.com",
          for: "Gmail, and batches of up to 100 calls under /batch/gmail/v1",
        },
        {
          name: "upload",
          url: "https://gmail.googleapis.com/upload",
          for: "Messages with their attachments",
        },
        {
          name: "legacy",
          url: "https://www.googleapis.com/gmail",
          for: "The same by its older address",
        },
        {
          name: "legacy_upload",
          url: "https://www.googleapis.com/upload/gmail",
          for: "Messages with their attachments, by the older address",
        },
      ],
      rate_limit: {
        documented:
          "6,000 quota units a minute for each user and 1,200,000 for each Cloud project used since 2026-05-01; sending costs 100, reading the profile 1. When to ask again stands in the message only.",
        status: 403,
        also_statuses: [429],
      },
      pagination: [
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "maxResults",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "messages",
          },
          limit_max: 500,
          where: "Messages",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "maxResults",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "threads",
          },
          limit_max: 500,
          where: "Threads",
        },
      ],
    },
    registration: googleSetup({
      name: "Gmail API",
      library: "gmail.googleapis.com",
      review:
        "Reading mail is restricted: Google verifies the app, which takes weeks, and asks for a security assessment by an outside laboratory every twelve months, at the laboratory's price. Sending alone is sensitive: three to five business days. Neither is needed for an audience that is internal.",
      troubleshooting: [
        {
          shown: "400 failedPrecondition, Mail service not enabled",
          means: "The Google account has no mailbox.",
          mend: "Connect an account with one.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
