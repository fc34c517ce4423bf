/** Google Tasks: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleTasks = {
  integration_type: "googletasks",
  logo: { icon: "googletasks", color: "#2684FC" },
  display_name: "Google Tasks",
  description: "Task lists and tasks.",
  category: "tasks",
  documentation: "https://developers.google.com/workspace/tasks/auth",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/tasks",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/tasks",
        description: "Create, edit, delete tasks (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/tasks.readonly",
        description: "View tasks (sensitive)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/tasks/v1/users/@me/lists?maxResults=1",
    scopes: ["https://www.googleapis.com/auth/tasks"],
    proves: "The token lives, the API is enabled, lists may be read.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://tasks.googleapis.com",
          for: "Task lists and tasks",
        },
      ],
      rate_limit: {
        documented: "50,000 calls a day for each Cloud project.",
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
          limit_max: 100,
          where: "Tasks",
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
          limit_max: 1000,
          where: "Task lists",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Tasks API",
      library: "tasks.googleapis.com",
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
