/**
 * Microsoft identity platform, version 2, with connectors for Microsoft Graph. Facts from the pages
 * v2-oauth2-auth-code-flow, refresh-tokens, reply-url and reference-error-codes under
 * https://learn.microsoft.com/en-us/entra/identity-platform/, and
 * https://learn.microsoft.com/en-us/graph/permissions-reference.
 *
 * A token serves one resource, here Graph. A refresh token stays usable after it was exchanged; it
 * ends after 90 days without use. There is no revocation: the user or an administrator removes the
 * app from the account. Error words decide; the numbers only tell apart what a word leaves open.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import {
  oneDriveScopes,
  outlookScopes,
  sharePointScopes,
  signIn,
  teamsScopes,
} from "./microsoft-scopes.ts";

const graphs = [
  "https://graph.microsoft.com",
  "https://graph.microsoft.us",
  "https://dod-graph.microsoft.us",
  "https://microsoftgraph.chinacloudapi.cn",
];

/** Granted scopes come short or as URLs. */
const spellings = Object.fromEntries(
  [...outlookScopes, ...oneDriveScopes, ...sharePointScopes, ...teamsScopes]
    .filter(({ scope }) => scope.includes("."))
    .flatMap(({ scope }) => graphs.map((graph) => [`${graph}/${scope}`, scope])),
);

const sharedScopeRules = {
  resource: "https://graph.microsoft.com",
  always: ["offline_access", "User.Read"],
  aliases: spellings,
  // Those of the sign-in are at times not reported at all.
  unreported: ["offline_access", "openid", "profile", "email"],
};

const tenant = {
  name: "tenant",
  display_name: "Tenant",
  required: false,
  validation_pattern:
    "^(?:common|organizations|consumers|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)$",
  validation_error: "Give common, organizations, consumers, a tenant ID or a verified domain.",
};

const anyTenant = {
  ...tenant,
  description:
    "Where the user signs in: common for work and personal accounts, organizations for work accounts, consumers for personal ones, or one tenant. It must fit the account types of the app registration.",
  placeholder: "common",
  default: "common",
};

const workTenant = {
  ...tenant,
  description:
    "Where the user signs in: organizations for work accounts of any tenant, or one tenant. There are no personal accounts here.",
  placeholder: "organizations",
  default: "organizations",
};

/**
 * National clouds have app registrations, accounts, tokens and a Graph of their own:
 * https://learn.microsoft.com/en-us/graph/deployments and
 * https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud. GCC, without
 * High, is part of the worldwide one.
 */
const cloud = {
  name: "cloud",
  display_name: "Cloud",
  description:
    "worldwide, us_government for GCC High, us_defense for DoD, or china for the one that 21Vianet operates. Each has app registrations of its own.",
  placeholder: "worldwide",
  required: false,
  validation_pattern: "^(?:worldwide|us_government|us_defense|china)$",
  validation_error: "Give worldwide, us_government, us_defense or china.",
  default: "worldwide",
  choices: {
    worldwide: "login.microsoftonline.com",
    us_government: "login.microsoftonline.us",
    us_defense: "login.microsoftonline.us",
    china: "login.partner.microsoftonline.cn",
  },
  derived: {
    graph: {
      worldwide: "graph.microsoft.com",
      us_government: "graph.microsoft.us",
      us_defense: "dod-graph.microsoft.us",
      china: "microsoftgraph.chinacloudapi.cn",
    },
  },
};

/** Both only fill in the sign-in page: whoever signs in is whose account is connected. */
const hints = [
  {
    name: "login_hint",
    display_name: "User name",
    description: "Fills in the user name at the sign-in page.",
    placeholder: "ada@example.com",
    required: false,
    validation_pattern: "^[^\\p{C}\\s]{1,256}$",
    validation_error: "Give a user name without spaces.",
  },
  {
    name: "domain_hint",
    display_name: "Domain",
    description:
      "Leads straight to the sign-in page of this organisation; consumers leads to that of personal accounts.",
    placeholder: "example.com",
    required: false,
    validation_pattern:
      "^(?:consumers|organizations|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)$",
    validation_error: "Give a domain such as example.com.",
  },
];

export const microsoft = {
  id: "microsoft",
  name: "Microsoft",
  documentation:
    "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow",
  metadata: {
    authorization_endpoint: "https://{cloud}/{tenant}/oauth2/v2.0/authorize",
    token_endpoint: "https://{cloud}/{tenant}/oauth2/v2.0/token",
    userinfo_endpoint: "https://{graph}/oidc/userinfo",
    code_challenge_methods_supported: ["S256", "plain"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  settings: [cloud, ...hints],
  authorization: {
    pkce: "S256",
    parameters: {
      prompt: "select_account",
      login_hint: "{login_hint}",
      domain_hint: "{domain_hint}",
    },
  },
  token_answer: { error_subtype: ["error_codes[0]"] },
  refresh: {
    mode: "refresh_token",
    rotation: "rotates",
    grace_seconds: 7_776_000,
    inconclusive: "retry",
    refresh_token_lifetime: { idle_seconds: 7_776_000 },
  },
  errors: {
    client_fault: [
      "invalid_resource",
      // Reply URL, tenant, application, missing permission, wrong secret, expired secret.
      "50011",
      "50194",
      "700011",
      "700016",
      "650052",
      "650056",
      "7000215",
      "7000222",
    ],
    invalid_client: ["7000215", "7000222"],
    // The last one: too many requests of one client in a short time.
    transient: ["50033", "90033", "50196"],
  },
  account: {
    request: {
      url: "https://{graph}/v1.0/me?$select=id,displayName,mail,userPrincipalName",
    },
    id: ["id"],
    email: ["mail", "userPrincipalName"],
    name: ["displayName"],
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        unless: [{ header: { name: "WWW-Authenticate", holds: "insufficient_claims" } }],
      },
    ],
    missing_scope: [
      {
        statuses: [403],
        body: {
          at: ["error", "code"],
          equals: ["Authorization_RequestDenied", "ErrorAccessDenied", "accessDenied"],
        },
      },
      {
        statuses: [403],
        body: {
          at: ["error", "message"],
          starts_with: ["Missing scope permissions on the request"],
        },
      },
    ],
    hosts: ["https://{graph}"],
    rate_limit:
      "429 with Retry-After in seconds. All of Graph: 130,000 calls in 10 seconds for an app; each service has limits of its own. Outlook: 10,000 calls in 10 minutes and 4 at once for an app and mailbox. OneDrive and SharePoint: 1,200 to 6,000 resource units a minute for an app and tenant, by licences; RateLimit-* headers come once 80 % are used. Teams: 4 calls a second for an app and team. Parts of a batch are limited one by one, each with a status of its own.",
  },
  registration: {
    url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    redirect_uri_rules:
      "https, or http for localhost. Exact match, case of the path included; at most 256 characters; no wildcard, and no query where personal accounts are accepted.",
    steps: [
      "Register an application with a work account and choose its account types. One that is registered with a personal account can never be verified.",
      "Under Authentication, add the platform Web, not single-page application, with the redirect URI.",
      "Under API permissions, add the delegated permissions of Microsoft Graph that the connector asks for.",
      "Under Certificates & secrets, create a client secret; copy its value, not its ID, and note when it ends, after 24 months at the latest.",
      "Set the publisher domain and verify the publisher, if people of other tenants shall connect: where a tenant asks for it, they can consent to no unverified app. It gives them no permission that an administrator has to grant.",
      "Where people may not grant a permission themselves, have an administrator of their tenant open this address once, with the client ID and the redirect URI filled in: https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=CLIENT_ID&scope=https://graph.microsoft.com/.default&redirect_uri=REDIRECT_URI. It grants what stands under API permissions, for everybody in the tenant.",
      "Copy the application (client) ID: it is the client ID.",
    ],
  },
  connectors: [
    {
      integration_type: "microsoft_teams",
      logo: { icon: null, color: "#6264A7" },
      display_name: "Microsoft Teams",
      description: "Teams, channels and chats.",
      category: "communication",
      documentation: "https://learn.microsoft.com/en-us/graph/api/resources/teams-api-overview",
      settings: [workTenant],
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Team.ReadBasic.All", "Channel.ReadBasic.All", "ChannelMessage.Send"],
        available: teamsScopes,
      },
    },
    {
      integration_type: "one_drive",
      logo: { icon: null, color: "#0078D4" },
      display_name: "OneDrive",
      description: "Files in OneDrive, personal and at work.",
      category: "storage",
      documentation: "https://learn.microsoft.com/en-us/graph/onedrive-concept-overview",
      settings: [anyTenant],
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Files.Read"],
        available: oneDriveScopes,
      },
    },
    {
      integration_type: "outlook",
      logo: { icon: null, color: "#0078D4" },
      display_name: "Outlook",
      description: "Mail, calendars and contacts.",
      category: "communication",
      documentation: "https://learn.microsoft.com/en-us/graph/outlook-mail-concept-overview",
      settings: [anyTenant],
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Mail.Read", "Mail.Send", "Calendars.Read"],
        available: outlookScopes,
      },
    },
    {
      integration_type: "share_point",
      logo: { icon: null, color: "#038387" },
      display_name: "SharePoint",
      description: "Sites, lists and files of an organisation, through Microsoft Graph.",
      category: "storage",
      documentation: "https://learn.microsoft.com/en-us/graph/api/resources/sharepoint",
      settings: [workTenant],
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Sites.Read.All"],
        available: sharePointScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
