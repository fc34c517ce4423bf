/** Google Docs: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleDocs = {
  integration_type: "googledocs",
  logo: { icon: "googledocs", color: "#4285F4" },
  display_name: "Google Docs",
  description: "Read and write documents.",
  category: "documents",
  documentation: "https://developers.google.com/workspace/docs/api/auth",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/documents",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/documents",
        description: "Read and write all documents (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/documents.readonly",
        description: "Read all documents (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive",
        description: "All Drive files, read and write (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.file",
        description: "Only files made or opened with the app (non-sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.readonly",
        description: "Read all Drive files (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.metadata.readonly",
        description: "Drive file list (restricted)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    url: "https://openidconnect.googleapis.com/v1/userinfo",
    scopes: ["openid"],
    proves: "The token lives. The API itself has no call without the id of a document.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://docs.googleapis.com",
          for: "Documents",
        },
        {
          name: "drive",
          url: "https://www.googleapis.com/drive",
          for: "Finding, copying and exporting the files; needs a scope of Drive",
        },
        {
          name: "drive_upload",
          url: "https://www.googleapis.com/upload/drive",
          for: "Making a document from a file; needs a scope of Drive",
        },
      ],
      rate_limit: {
        documented:
          "Reads 300 a minute for each user and 3,000 for each Cloud project; writes 60 and 600.",
      },
      pagination: [
        {
          kind: "none",
          where: "A document comes whole",
        },
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
          where: "Files of Drive",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Docs API",
      library: "docs.googleapis.com",
      further: [
        {
          do: "To list or create files, enable the Google Drive API as well.",
          url: "https://console.cloud.google.com/apis/library/drive.googleapis.com",
        },
      ],
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
