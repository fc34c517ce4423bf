/** Google Search Console: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import { describedIdentity, identityScopes, refusals, scopeAliases } from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

export const googleSearchConsole = {
  integration_type: "google_search_console",
  logo: { icon: "googlesearchconsole", color: "#458CF5" },
  display_name: "Google Search Console",
  description: "Search performance of your sites.",
  category: "analytics",
  documentation: "https://developers.google.com/webmaster-tools/v1/how-tos/authorizing",
  scopes: {
    reducible_by_user: true,
    default: [
      "openid",
      "https://www.googleapis.com/auth/userinfo.email",
      "https://www.googleapis.com/auth/webmasters.readonly",
    ],
    always: identityScopes,
    aliases: scopeAliases,
    available: [
      {
        scope: "https://www.googleapis.com/auth/webmasters.readonly",
        description: "View Search Console data (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/webmasters",
        description: "View and manage Search Console data (sensitive)",
      },
      {
        scope: "https://www.googleapis.com/auth/indexing",
        description: "Indexing API (separate API)",
      },
      ...describedIdentity,
    ],
  },
  first_call: {
    path: "/webmasters/v3/sites",
    scopes: ["https://www.googleapis.com/auth/webmasters.readonly"],
    proves: "The token lives, the API is enabled; which sites can be seen.",
  },
  overrides: {
    api: {
      ...refusals,
      hosts: [
        {
          name: "default",
          url: "https://searchconsole.googleapis.com",
          for: "Sites, sitemaps, search analytics and URL inspection",
        },
        {
          name: "legacy",
          url: "https://www.googleapis.com/webmasters",
          for: "The same by its older address",
        },
        {
          name: "indexing",
          url: "https://indexing.googleapis.com",
          for: "The Indexing API, with a scope of its own and to be enabled by itself",
        },
      ],
      rate_limit: {
        documented:
          "Search analytics 1,200 a minute for each site and for each user; URL inspection 600 a minute and 2,000 a day for each site; all else 200 a minute for each user.",
        also_statuses: [403],
      },
      pagination: [
        {
          kind: "offset",
          request: {
            offset: "startRow",
            limit: "rowLimit",
            in: "json_body",
          },
          response: {
            items_path: "rows",
          },
          limit_max: 25000,
          where: "Search analytics; no rows is the end",
        },
        {
          kind: "none",
          response: {
            items_path: "siteEntry",
          },
          where: "Sites and sitemaps",
        },
      ],
    },
    registration: googleSetup({
      name: "Google Search Console API",
      library: "searchconsole.googleapis.com",
      review:
        "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
      test_accounts: "Any Google account with a verified site.",
      troubleshooting: [
        {
          shown: "403 User does not have sufficient permission for site",
          means: "The site is not written as in the list, or the person has no right to it.",
          mend: "Take siteUrl from the list of sites.",
        },
      ],
    }),
  },
} satisfies AuthorizationServerInput["connectors"][number];
