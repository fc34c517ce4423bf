/**
 * Google. One authorization server for all its APIs. Facts from
 * https://developers.google.com/identity/protocols/oauth2/web-server (flow, refresh, revocation,
 * expiry of refresh tokens) and https://developers.google.com/identity/protocols/oauth2/scopes.
 *
 * `include_granted_scopes` is not sent: each connector then gets the scopes it asked for and no
 * more. Grants are kept per Google Cloud project and user all the same, so a revocation may end the
 * other connections of that user.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { googleSetup } from "./google-setup.ts";

/** Without these the account behind a connection cannot be told. */
const identityScopes = ["openid", "https://www.googleapis.com/auth/userinfo.email"];

/** Google reports these two under their long names, whichever name was asked for. */
const scopeAliases = {
  "https://www.googleapis.com/auth/userinfo.email": "email",
  "https://www.googleapis.com/auth/userinfo.profile": "profile",
};

/** The request was wrong, not the token: it was not sent, or is of another kind. */
const notTheToken = [
  {
    body: {
      at: ["error", "details", "*", "reason"],
      equals: ["ACCESS_TOKEN_TYPE_UNSUPPORTED", "CREDENTIALS_MISSING"],
    },
  },
  { body: { at: ["error", "errors", "*", "reason"], equals: ["required"] } },
];

/** Newer and older shape of an error, and the header of RFC 6750. */
const refusals = {
  refused_token: [{ statuses: [401], unless: notTheToken }],
  missing_scope: [
    {
      statuses: [403],
      body: {
        at: ["error", "details", "*", "reason"],
        equals: ["ACCESS_TOKEN_SCOPE_INSUFFICIENT"],
      },
    },
    {
      statuses: [403],
      body: { at: ["error", "errors", "*", "reason"], equals: ["insufficientPermissions"] },
    },
    { statuses: [403], header: { name: "WWW-Authenticate", holds: "insufficient_scope" } },
  ],
};

/** Of the same family of errors, and with 401 as well: the person must do something at Google Ads. */
const adsRefusals = {
  ...refusals,
  refused_token: [
    {
      statuses: [401],
      unless: [
        ...notTheToken,
        {
          body: {
            at: ["error", "details", "*", "errors", "*", "errorCode", "authenticationError"],
            equals: [
              "NOT_ADS_USER",
              "CUSTOMER_NOT_FOUND",
              "CLIENT_CUSTOMER_ID_INVALID",
              "TWO_STEP_VERIFICATION_NOT_ENROLLED",
              "ADVANCED_PROTECTION_NOT_ENROLLED",
              "ORGANIZATION_NOT_RECOGNIZED",
              "ORGANIZATION_NOT_APPROVED",
            ],
          },
        },
      ],
    },
  ],
};

export const google = {
  id: "google",
  name: "Google",
  documentation: "https://developers.google.com/identity/protocols/oauth2/web-server",
  metadata: {
    issuer: "https://accounts.google.com",
    authorization_endpoint: "https://accounts.google.com/o/oauth2/v2/auth",
    token_endpoint: "https://oauth2.googleapis.com/token",
    revocation_endpoint: "https://oauth2.googleapis.com/revoke",
    userinfo_endpoint: "https://openidconnect.googleapis.com/v1/userinfo",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  // Both only fill in the sign-in page: whoever signs in is whose account is connected.
  settings: [
    {
      name: "login_hint",
      display_name: "E-mail address",
      description: "Whose account is offered first when signing in: an e-mail address.",
      placeholder: "ada@example.com",
      required: false,
      validation_pattern: "^[^\\s]{1,254}$",
      validation_error: "Give one e-mail address, without spaces.",
    },
    {
      name: "hd",
      display_name: "Workspace domain",
      description: "Shows accounts of this Google Workspace domain first.",
      placeholder: "example.com",
      required: false,
      validation_pattern: "^[a-z0-9][a-z0-9.-]{0,188}\\.[a-z]{2,63}$",
      validation_error: "Give a domain such as example.com, in lower case.",
    },
  ],
  authorization: {
    pkce: "S256",
    // A refresh token comes only with a fresh consent.
    parameters: {
      access_type: "offline",
      prompt: "consent",
      login_hint: "{login_hint}",
      hd: "{hd}",
    },
  },
  token_answer: { error_subtype: ["error_subtype"] },
  refresh: {
    mode: "refresh_token",
    rotation: "stable",
    inconclusive: "retry",
    // Six months without use end a refresh token.
    refresh_token_lifetime: { idle_seconds: 15_552_000 },
  },
  errors: {
    denied: ["admin_policy_enforced", "org_internal"],
    dead_grant: ["invalid_rapt"],
    client_fault: ["deleted_client", "disabled_client"],
    invalid_client: ["deleted_client"],
  },
  account: {
    request: { url: "https://openidconnect.googleapis.com/v1/userinfo" },
    id: ["sub"],
    email: ["email"],
    name: ["name"],
  },
  revocation: {
    endpoint: "https://oauth2.googleapis.com/revoke",
    tokens: ["refresh_token", "access_token"],
    // Either token ends the other.
    send: "first",
    authentication: "none",
    already_ended: { errors: ["invalid_token"] },
    ends: "client_grant",
  },
  // Grants are kept per project, whose number begins the ids of all its clients.
  client_project_separator: "-",
  api: { ...refusals, hosts: ["https://www.googleapis.com"] },
  registration: googleSetup({ name: "API that the connector uses" }),
  connectors: [
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
      integration_type: "googleads",
      logo: { icon: "googleads", color: "#4285F4" },
      display_name: "Google Ads",
      description: "Manage and report on advertising campaigns.",
      category: "advertising",
      documentation: "https://developers.google.com/google-ads/api/docs/oauth/overview",
      settings: [
        {
          name: "login_customer_id",
          display_name: "Manager account ID",
          description:
            "Customer ID of the manager account, digits only. Needed only where accounts are reached through a manager.",
          placeholder: "1234567890",
          required: false,
          validation_pattern: "^[0-9]{10}$",
          validation_error: "A customer ID has ten digits and no dashes.",
        },
      ],
      scopes: {
        reducible_by_user: true,
        default: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/adwords",
        ],
        always: identityScopes,
        aliases: scopeAliases,
        available: [
          {
            scope: "https://www.googleapis.com/auth/adwords",
            description: "Manage Google Ads campaigns (sensitive; the only Ads scope)",
          },
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
        ],
      },
      first_call: {
        path: "/v26/customers:listAccessibleCustomers",
        scopes: ["https://www.googleapis.com/auth/adwords"],
        proves: "The token lives, the API is enabled; which accounts can be reached directly.",
      },
      overrides: {
        api: {
          ...adsRefusals,
          hosts: [
            {
              name: "default",
              url: "https://googleads.googleapis.com",
              for: "Google Ads; every path begins with a version, such as /v26, which lives for about a year",
            },
          ],
          headers: { "login-customer-id": "{login_customer_id}" },
          rate_limit: {
            documented:
              "Operations in 24 hours by the access level of your Cloud project: Test 15,000, on test accounts alone; Explorer 2,880; Basic 15,000; Standard without a limit.",
          },
          pagination: [
            {
              kind: "cursor",
              request: {
                cursor: "pageToken",
                in: "json_body",
              },
              response: {
                cursor_path: "nextPageToken",
                items_path: "results",
              },
              limit_max: 10000,
              where: "googleAds:search; the size of a page is fixed",
            },
          ],
        },
        registration: googleSetup({
          name: "Google Ads API",
          library: "googleads.googleapis.com",
          further: [
            {
              do: "Ask for an access level for the Cloud project: enabling the API gives Test access, which reaches test accounts only. Explorer is mostly granted at once, Basic after a check of the brand, Standard by hand in about ten business days. Developer tokens ended on 2026-09-09: send none.",
              url: "https://console.cloud.google.com/google/ads-apis/overview",
            },
          ],
          review:
            "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
          test_accounts:
            "A test manager account with test accounts under it; Test access reaches those only.",
          troubleshooting: [
            {
              shown: "CLOUD_PROJECT_NOT_APPROVED_FOR_PRODUCTION",
              means: "Your Cloud project has Test access only.",
              mend: "Ask for Explorer access.",
            },
            {
              shown: "USER_PERMISSION_DENIED",
              means: "The account is reached through a manager account that was not named.",
              mend: "Set the manager account ID of the connection.",
            },
            {
              shown: "UNSUPPORTED_VERSION, or 404",
              means: "The version in the path was switched off.",
              mend: "Use a newer one.",
            },
          ],
        }),
      },
    },
    {
      integration_type: "googlebigquery",
      logo: { icon: "googlebigquery", color: "#669DF6" },
      display_name: "Google BigQuery",
      description: "Query and load data in BigQuery.",
      category: "data warehouse",
      documentation: "https://cloud.google.com/bigquery/docs/authentication",
      scopes: {
        reducible_by_user: true,
        default: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/bigquery.readonly",
        ],
        always: identityScopes,
        aliases: scopeAliases,
        available: [
          {
            scope: "https://www.googleapis.com/auth/bigquery",
            description: "View and manage data in BigQuery",
          },
          {
            scope: "https://www.googleapis.com/auth/bigquery.readonly",
            description: "View data (jobs included for queries)",
          },
          {
            scope: "https://www.googleapis.com/auth/bigquery.insertdata",
            description: "Streaming inserts",
          },
          {
            scope: "https://www.googleapis.com/auth/cloud-platform",
            description: "All Google Cloud data",
          },
          {
            scope: "https://www.googleapis.com/auth/cloud-platform.read-only",
            description: "View Google Cloud data",
          },
          {
            scope: "https://www.googleapis.com/auth/devstorage.read_only",
            description: "Read Cloud Storage, for loads",
          },
          {
            scope: "https://www.googleapis.com/auth/devstorage.read_write",
            description: "Read and write Cloud Storage",
          },
          {
            scope: "https://www.googleapis.com/auth/devstorage.full_control",
            description: "Manage Cloud Storage with its permissions",
          },
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
        ],
      },
      first_call: {
        path: "/bigquery/v2/projects?maxResults=1",
        scopes: ["https://www.googleapis.com/auth/bigquery.readonly"],
        proves: "The token lives, the API is enabled; which projects can be seen.",
      },
      overrides: {
        api: {
          ...refusals,
          hosts: [
            {
              name: "default",
              url: "https://bigquery.googleapis.com",
              for: "Datasets, tables, jobs and queries",
            },
            {
              name: "upload",
              url: "https://bigquery.googleapis.com/upload",
              for: "Load jobs with their data",
            },
            {
              name: "connection",
              url: "https://bigqueryconnection.googleapis.com",
              for: "Connections",
            },
            {
              name: "transfer",
              url: "https://bigquerydatatransfer.googleapis.com",
              for: "Scheduled transfers",
            },
            {
              name: "storage_api",
              url: "https://bigquerystorage.googleapis.com",
              for: "The Storage API, which speaks gRPC",
            },
            {
              name: "cloud_storage",
              url: "https://storage.googleapis.com",
              for: "Files for loads and exports; needs a scope of Cloud Storage",
            },
          ],
          rate_limit: {
            documented:
              "100 calls a second for each user and method, 300 at once; further quotas of the project that a job is billed to.",
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
                items_path: "datasets",
              },
              where: "Datasets, and likewise tables, jobs and projects",
            },
            {
              kind: "cursor",
              request: {
                cursor: "pageToken",
                limit: "maxResults",
              },
              response: {
                cursor_path: "pageToken",
                items_path: "rows",
              },
              where: "Rows of a query",
            },
          ],
        },
        registration: googleSetup({
          name: "BigQuery API",
          library: "bigquery.googleapis.com",
          review:
            "By the class of the scopes, which the console shows under Data Access: sensitive ones take three to five business days and no fee, restricted ones weeks and a security assessment every twelve months.",
          troubleshooting: [
            {
              shown: "403 accessDenied, bigquery.jobs.create",
              means: "The person has no role on the project that runs the job.",
              mend: "Give the role BigQuery Job User there.",
            },
            {
              shown: "invalid_grant after some hours",
              means: "The session length policy of the organization ended the grant.",
              mend: "Connect again; the administrator can exempt the app.",
            },
          ],
        }),
      },
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
      integration_type: "google_classroom",
      logo: { icon: "googleclassroom", color: "#0F9D58" },
      display_name: "Google Classroom",
      description: "Classes, rosters and coursework.",
      category: "education",
      documentation: "https://developers.google.com/workspace/classroom/guides/auth",
      scopes: {
        reducible_by_user: true,
        default: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/classroom.courses.readonly",
          "https://www.googleapis.com/auth/classroom.rosters.readonly",
        ],
        always: identityScopes,
        aliases: scopeAliases,
        available: [
          {
            scope: "https://www.googleapis.com/auth/classroom.courses",
            description: "Manage classes",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.courses.readonly",
            description: "View classes",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.rosters",
            description: "Manage rosters",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.rosters.readonly",
            description: "View rosters",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.coursework.me",
            description: "Own coursework and grades",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.coursework.me.readonly",
            description: "View own coursework",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.coursework.students",
            description: "Manage students' coursework",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.coursework.students.readonly",
            description: "View students' coursework",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.courseworkmaterials",
            description: "Manage materials",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.courseworkmaterials.readonly",
            description: "View materials",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.announcements",
            description: "Manage announcements",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.announcements.readonly",
            description: "View announcements",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.topics",
            description: "Manage topics",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.topics.readonly",
            description: "View topics",
          },
          {
            scope:
              "https://www.googleapis.com/auth/classroom.student-submissions.students.readonly",
            description: "View submissions of students",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.student-submissions.me.readonly",
            description: "View own submissions",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.profile.emails",
            description: "Emails of class members",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.profile.photos",
            description: "Photos of class members",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.guardianlinks.students",
            description: "Manage guardians",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.push-notifications",
            description: "Register for notifications",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.guardianlinks.students.readonly",
            description: "View guardians of students",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.guardianlinks.me.readonly",
            description: "View your own guardians",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.addons.teacher",
            description: "Attachments of add-ons, as a teacher",
          },
          {
            scope: "https://www.googleapis.com/auth/classroom.addons.student",
            description: "Attachments of add-ons, as a student",
          },
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
        ],
      },
      first_call: {
        path: "/v1/courses?pageSize=1",
        scopes: ["https://www.googleapis.com/auth/classroom.courses.readonly"],
        proves: "The token lives, and the API is enabled.",
      },
      overrides: {
        api: {
          ...refusals,
          hosts: [
            {
              name: "default",
              url: "https://classroom.googleapis.com",
              for: "Classes, rosters and coursework",
            },
            {
              name: "drive",
              url: "https://www.googleapis.com/drive",
              for: "Files of coursework and submissions; needs a scope of Drive",
            },
          ],
          rate_limit: {
            documented:
              "1,200 calls a minute for each user, 3,000 a minute and 4,000,000 a day for each Cloud project.",
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
                items_path: "courses",
              },
              where: "Classes, and likewise the lists in one",
            },
            {
              kind: "cursor",
              request: {
                cursor: "pageToken",
                limit: "pageSize",
              },
              response: {
                cursor_path: "nextPageToken",
                items_path: "addOnAttachments",
              },
              limit_max: 20,
              where: "Attachments of add-ons",
            },
          ],
        },
        registration: googleSetup({
          name: "Google Classroom API",
          library: "classroom.googleapis.com",
          review:
            "The default scopes are sensitive: Google verifies the app, in three to five business days and without a fee; a video, a privacy policy and a verified domain are asked for. Restricted scopes need a security assessment every twelve months, too.",
          test_accounts:
            "A domain of Workspace for Education with a teacher and a student account.",
          troubleshooting: [
            {
              shown: "403 @ClassroomDisabled or @ClassroomApiDisabled",
              means: "Classroom, or access by apps to its data, is off for the person.",
              mend: "The school's administrator turns it on.",
            },
          ],
        }),
      },
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
      integration_type: "googlemeet",
      logo: { icon: "googlemeet", color: "#00897B" },
      display_name: "Google Meet",
      description: "Meeting spaces, recordings and transcripts.",
      category: "meetings",
      documentation:
        "https://developers.google.com/workspace/meet/api/guides/authenticate-authorize",
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
      integration_type: "googlesheets",
      logo: { icon: "googlesheets", color: "#34A853" },
      display_name: "Google Sheets",
      description: "Read and write spreadsheets.",
      category: "spreadsheets",
      documentation: "https://developers.google.com/workspace/sheets/api/scopes",
      scopes: {
        reducible_by_user: true,
        default: [
          "openid",
          "https://www.googleapis.com/auth/userinfo.email",
          "https://www.googleapis.com/auth/spreadsheets",
        ],
        always: identityScopes,
        aliases: scopeAliases,
        available: [
          {
            scope: "https://www.googleapis.com/auth/spreadsheets",
            description: "Read and write all spreadsheets (sensitive)",
          },
          {
            scope: "https://www.googleapis.com/auth/spreadsheets.readonly",
            description: "Read all spreadsheets (sensitive)",
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
              url: "https://sheets.googleapis.com",
              for: "Spreadsheets",
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
              "Reads 60 a minute for each user and 300 for each Cloud project; writes as many.",
          },
          pagination: [
            {
              kind: "none",
              where: "Values come by range",
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
          name: "Google Sheets API",
          library: "sheets.googleapis.com",
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
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
    {
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
          { scope: "openid", description: "Your Google account id" },
          {
            scope: "https://www.googleapis.com/auth/userinfo.email",
            description: "Your e-mail address",
          },
          {
            scope: "https://www.googleapis.com/auth/userinfo.profile",
            description: "Your name and picture",
          },
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
    },
  ],
} satisfies AuthorizationServerInput;
