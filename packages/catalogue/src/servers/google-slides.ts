/** Google Slides: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleSlides = {
  integration_type: "googleslides",
  logo: { icon: "googleslides", color: "#FBBC04" },
  display_name: "Google Slides",
  description: "Read and write presentations.",
  category: "presentations",
  documentation: "https://developers.google.com/workspace/slides/api/scopes",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/presentations",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/presentations",
        description: "Read and write all presentations (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/presentations.readonly",
        description: "Read all presentations (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive",
        description: "All Drive files, read and write (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/spreadsheets",
        description: "Read and write linked spreadsheets (sensitive)",
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
        scope: "https://www.googleapis.com/auth/spreadsheets.readonly",
        description: "Linked charts (sensitive)",
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
          url: "https://slides.googleapis.com",
          for: "Presentations",
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
          "Reads 600 a minute for each user and 3,000 for each Cloud project; thumbnails 60 and 300; writes 60 and 600.",
      },
      pagination: [
        {
          kind: "none",
          where: "A presentation comes whole",
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
      name: "Google Slides API",
      library: "slides.googleapis.com",
      further: [
        {
          do: "To list files, enable the Google Drive API as well.",
          url: "https://console.cloud.google.com/apis/library/drive.googleapis.com",
        },
      ],
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
