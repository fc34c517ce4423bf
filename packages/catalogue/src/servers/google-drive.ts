/** Google Drive: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleDrive = {
  integration_type: "googledrive",
  logo: { icon: "googledrive", color: "#4285F4" },
  display_name: "Google Drive",
  description: "Files and folders.",
  category: "storage",
  documentation: "https://developers.google.com/workspace/drive/api/guides/api-specific-auth",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/drive.file",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/drive.file",
        description: "Only files made or opened with the app (non-sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive",
        description: "All files, read and write (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.readonly",
        description: "All files, read (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.metadata",
        description: "Metadata read and write (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.metadata.readonly",
        description: "Metadata read (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.appdata",
        description: "The app's own hidden folder (non-sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.activity.readonly",
        description: "Activity (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.meet.readonly",
        description: "Files made by Meet (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.install",
        description: "Appear in Open with",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.scripts",
        description: "Change the behaviour of Apps Script projects (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.activity",
        description: "View and add to the activity of files (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.apps.readonly",
        description: "See which apps Drive has",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/v3/about?fields=user",
    scopes: ["https://www.googleapis.com/auth/drive.file"],
    proves: "The token lives, and the API is enabled.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://www.googleapis.com/drive",
          for: "Files and folders; downloads, with alt=media",
        },
        {
          name: "upload",
          url: "https://www.googleapis.com/upload/drive",
          for: "Uploads",
        },
        {
          name: "batch",
          url: "https://www.googleapis.com/batch/drive",
          for: "Up to 100 calls in one, without files",
        },
        {
          name: "activity",
          url: "https://driveactivity.googleapis.com",
          for: "Activity; an API to be enabled by itself",
        },
        {
          name: "thumbnails",
          url: "https://lh3.googleusercontent.com",
          for: "Pictures of files, at the addresses in thumbnailLink",
        },
      ],
      rate_limit: {
        documented:
          "325,000 quota units a minute for each user and 1,000,000 for each Cloud project used since 2026-05-01.",
        status: 403,
        also_statuses: [429],
      },
      pagination: [
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "files",
          },
          limit_max: 1000,
          where: "Files",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "changes",
          },
          limit_max: 1000,
          where: "Changes",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "permissions",
          },
          limit_max: 100,
          where: "Permissions, comments and replies",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Drive API",
      library: "drive.googleapis.com",
      review:
        "The default scope needs none, only a short check of the brand to show name and logo. Sensitive scopes take three to five business days; restricted ones, such as all files, weeks and a security assessment every twelve months.",
      troubleshooting: [
        {
          shown: "404 notFound for a file that the person sees",
          means: "drive.file reaches only files that were made by or opened with this app.",
          mend: "Have it opened through the Google Picker, or ask for a wider scope.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
