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

/** Without these the account behind a connection cannot be told. */
const identityScopes = ["openid", "https://www.googleapis.com/auth/userinfo.email"];

/** Google reports these two under their long names, whichever name was asked for. */
const scopeAliases = {
  "https://www.googleapis.com/auth/userinfo.email": "email",
  "https://www.googleapis.com/auth/userinfo.profile": "profile",
};

const rateLimit = "429, or 403 with reason rateLimitExceeded; Retry-After only sometimes.";

/** What an operator does, after the step that enables the API in question. */
const furtherSteps = [
  "Under Google Auth Platform, fill in Branding and choose an audience: Internal for your own Workspace, else External. While it is in testing, add the test users.",
  "Under Data Access, add the scopes that the connector asks for.",
  "Under Clients, create a client of type Web application and add the redirect URI.",
  "Copy the client ID and the client secret. The secret is shown in full only once.",
  "Publish the app: while it is in testing, refresh tokens end after 7 days. Sensitive and restricted scopes need Google's verification.",
];

const registrationRules = {
  url: "https://console.cloud.google.com/auth/clients",
  redirect_uri_rules:
    "Exact match. https, except for localhost; no IP address, no wildcard, no fragment. Several are allowed.",
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
      validation_pattern: "^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,63}$",
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
  api: { ...refusals, hosts: ["https://www.googleapis.com"], rate_limit: rateLimit },
  registration: {
    ...registrationRules,
    steps: ["In a Google Cloud project, enable the API that the connector uses.", ...furtherSteps],
  },
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
      overrides: {
        api: {
          ...refusals,
          hosts: [
            "https://gmail.googleapis.com",
            "https://www.googleapis.com/gmail",
            "https://www.googleapis.com/upload/gmail",
            "https://gmail.googleapis.com/upload",
          ],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Gmail API (gmail.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: ["https://analyticsdata.googleapis.com", "https://analyticsadmin.googleapis.com"],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Analytics Data API and Admin API (analyticsdata / analyticsadmin.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...adsRefusals,
          hosts: ["https://googleads.googleapis.com"],
          headers: { "login-customer-id": "{login_customer_id}" },
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Ads API (googleads.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: [
            "https://bigquery.googleapis.com",
            "https://bigqueryconnection.googleapis.com",
            "https://bigquerydatatransfer.googleapis.com",
            "https://bigquerystorage.googleapis.com",
          ],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the BigQuery API (bigquery.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: [
            "https://www.googleapis.com/calendar",
            "https://www.googleapis.com/batch/calendar",
          ],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Calendar API (calendar-json.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: { ...refusals, hosts: ["https://classroom.googleapis.com"], rate_limit: rateLimit },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Classroom API (classroom.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: ["https://docs.googleapis.com", "https://www.googleapis.com/drive"],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Docs API (docs.googleapis.com), and the Drive API to list or create files.",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: [
            "https://www.googleapis.com/drive",
            "https://www.googleapis.com/upload/drive",
            "https://driveactivity.googleapis.com",
          ],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Drive API (drive.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: { ...refusals, hosts: ["https://meet.googleapis.com"], rate_limit: rateLimit },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Meet REST API (meet.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: ["https://searchconsole.googleapis.com", "https://www.googleapis.com/webmasters"],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Search Console API (searchconsole.googleapis.com).",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: ["https://sheets.googleapis.com", "https://www.googleapis.com/drive"],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Sheets API (sheets.googleapis.com), and the Drive API to list files.",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: {
          ...refusals,
          hosts: ["https://slides.googleapis.com", "https://www.googleapis.com/drive"],
          rate_limit: rateLimit,
        },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Slides API (slides.googleapis.com), and the Drive API to list files.",
            ...furtherSteps,
          ],
        },
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
      overrides: {
        api: { ...refusals, hosts: ["https://tasks.googleapis.com"], rate_limit: rateLimit },

        registration: {
          ...registrationRules,
          steps: [
            "In a Google Cloud project, enable the Google Tasks API (tasks.googleapis.com).",
            ...furtherSteps,
          ],
        },
      },
    },
  ],
} satisfies AuthorizationServerInput;
