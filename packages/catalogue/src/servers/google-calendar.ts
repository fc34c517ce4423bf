/** Google Calendar: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleCalendar = {
  integration_type: "googlecalendar",
  logo: { icon: "googlecalendar", color: "#4285F4" },
  display_name: "Google Calendar",
  description: "Read and change calendars and events.",
  category: "calendar",
  documentation: "https://developers.google.com/workspace/calendar/api/auth",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/calendar.events",
      "https://www.googleapis.com/auth/calendar.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/calendar",
        description: "Full access incl. sharing and deletion (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.readonly",
        description: "Read all calendars (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events",
        description: "Read/write events (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events.readonly",
        description: "Read events (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events.owned",
        description: "Events on owned calendars (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.freebusy",
        description: "Free/busy only",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.settings.readonly",
        description: "Read settings",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.calendarlist.readonly",
        description: "List of calendars",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.acls.readonly",
        description: "Read sharing rules",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.app.created",
        description: "Only calendars made by the app",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events.owned.readonly",
        description: "Read events on your own calendars (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events.freebusy",
        description: "Availability on calendars that you can see",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.events.public.readonly",
        description: "Read events on public calendars",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.calendars",
        description: "Properties of your calendars; create further ones",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.calendars.readonly",
        description: "Read properties of your calendars",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.calendarlist",
        description: "Add and remove calendars of your list",
      },
      {
        scope: "https://www.googleapis.com/auth/calendar.acls",
        description: "Read and change who shares your calendars (sensitive)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/v3/users/me/calendarList?maxResults=1",
    scopes: ["https://www.googleapis.com/auth/calendar.readonly"],
    proves: "The token lives, the API is enabled, calendars may be read.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://www.googleapis.com/calendar",
          for: "Calendars and events",
        },
        {
          name: "batch",
          url: "https://www.googleapis.com/batch/calendar",
          for: "Several calls in one",
        },
      ],
      rate_limit: {
        documented:
          "600 calls a minute for each user and 10,000 for each Cloud project used since 2026-05-01; writing fast to one calendar is limited further.",
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
            items_path: "items",
          },
          limit_max: 2500,
          where: "Events; 410 says that a sync token ended",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "maxResults",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "items",
          },
          limit_max: 250,
          where: "Calendars, sharing rules and settings",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Calendar API",
      library: "calendar-json.googleapis.com",
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
