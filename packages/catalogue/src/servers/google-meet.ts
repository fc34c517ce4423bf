/** Google Meet: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleMeet = {
  integration_type: "googlemeet",
  logo: { icon: "googlemeet", color: "#00897B" },
  display_name: "Google Meet",
  description: "Meeting spaces, recordings and transcripts.",
  category: "meetings",
  documentation: "https://developers.google.com/workspace/meet/api/guides/authenticate-authorize",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/meetings.space.created",
      "https://www.googleapis.com/auth/meetings.space.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/meetings.space.created",
        description: "Create, edit, see spaces made by the app (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/meetings.space.readonly",
        description: "Read any of the user's conferences (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/meetings.space.settings",
        description: "See and edit meeting settings (non-sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.meet.readonly",
        description: "Files made by Meet: recordings, transcripts (restricted)",
      },
      {
        scope: "https://www.googleapis.com/auth/drive.readonly",
        description: "Download recordings from Drive (restricted)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/v2/conferenceRecords?pageSize=1",
    scopes: ["https://www.googleapis.com/auth/meetings.space.readonly"],
    proves: "The token lives, and the API is enabled; an empty list is good.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://meet.googleapis.com",
          for: "Spaces and conferences",
        },
        {
          name: "drive",
          url: "https://www.googleapis.com/drive",
          for: "Recordings; needs drive.meet.readonly or drive.readonly",
        },
        {
          name: "docs",
          url: "https://docs.googleapis.com",
          for: "Transcripts and smart notes; needs a scope of Drive or Docs",
        },
      ],
      rate_limit: {
        documented:
          "Reads 600 a minute for each user and 6,000 for each Cloud project; writes 100 and 1,000; making spaces 10 and 100.",
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
            items_path: "conferenceRecords",
          },
          limit_max: 100,
          where: "Conferences, and likewise recordings and transcripts",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "participants",
          },
          limit_max: 250,
          where: "Participants",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Meet REST API",
      library: "meet.googleapis.com",
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
      troubleshooting: [
        {
          shown: "403 for a recording",
          means: "The file lies in Drive.",
          mend: "Ask for drive.meet.readonly as well.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
