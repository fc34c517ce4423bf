/** Google Analytics: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleAnalytics = {
  integration_type: "google_analytics",
  logo: { icon: "googleanalytics", color: "#E37400" },
  display_name: "Google Analytics",
  description: "Read reports and settings of Google Analytics 4 properties.",
  category: "analytics",
  documentation: "https://developers.google.com/analytics/devguides/reporting/data/v1",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/analytics.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/analytics.readonly",
        description: "Read reports and configuration (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics",
        description: "Read and manage Analytics data (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics.edit",
        description: "Edit Analytics entities, Admin API (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics.manage.users",
        description: "Manage users (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics.manage.users.readonly",
        description: "View users (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics.provision",
        description: "Create Google Analytics accounts",
      },
      {
        scope: "https://www.googleapis.com/auth/analytics.user.deletion",
        description: "Delete data of single visitors (sensitive)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    url: "https://analyticsadmin.googleapis.com/v1beta/accountSummaries?pageSize=1",
    scopes: ["https://www.googleapis.com/auth/analytics.readonly"],
    proves: "The token lives, the Admin API is enabled; which accounts can be seen.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://analyticsdata.googleapis.com",
          for: "Reports (Data API)",
        },
        {
          name: "admin",
          url: "https://analyticsadmin.googleapis.com",
          for: "Accounts, properties and streams (Admin API)",
        },
      ],
      rate_limit: {
        documented:
          "For each property 200,000 tokens a day, 40,000 an hour and ten calls at once; ten times as many with Analytics 360. Admin API: 1,200 calls a minute for each Cloud project, 600 for each user.",
        also_statuses: [403],
      },
      pagination: [
        {
          kind: "offset",
          request: {
            offset: "offset",
            limit: "limit",
            in: "json_body",
          },
          response: {
            items_path: "rows",
            total_path: "rowCount",
          },
          where: "Rows of a report",
        },
        {
          kind: "cursor",
          request: {
            cursor: "pageToken",
            limit: "pageSize",
          },
          response: {
            cursor_path: "nextPageToken",
            items_path: "accountSummaries",
          },
          limit_max: 200,
          where: "Accounts and properties (Admin API)",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Analytics Data API",
      library: "analyticsdata.googleapis.com",
      further: [
        {
          do: "Enable the Google Analytics Admin API (analyticsadmin.googleapis.com) as well.",
          url: "https://console.cloud.google.com/apis/library/analyticsadmin.googleapis.com",
        },
      ],
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
      troubleshooting: [
        {
          shown: "403 User does not have sufficient permissions for this property",
          means: "The person has no role there, or the number is a measurement or account ID.",
          mend: "Give access in Analytics, and use the numeric property ID.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
