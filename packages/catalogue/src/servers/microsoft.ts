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
import { anyTenant, cloud, hints, sitePath, workTenant } from "./microsoft-settings.ts";
import { fileLimits, graphApi, registration } from "./microsoft-setup.ts";

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
  api: graphApi(),
  registration: registration(),
  connectors: [
    {
      integration_type: "microsoft_teams",
      logo: { icon: null, color: "#6264A7" },
      display_name: "Microsoft Teams",
      description: "Teams, channels and chats.",
      category: "communication",
      documentation: "https://learn.microsoft.com/en-us/graph/api/resources/teams-api-overview",
      settings: [workTenant],
      first_call: {
        path: "/v1.0/me/joinedTeams?$select=id,displayName",
        scopes: ["Team.ReadBasic.All"],
        proves: "The token lives; the teams of the person, of which there may be none.",
      },
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Team.ReadBasic.All", "Channel.ReadBasic.All", "ChannelMessage.Send"],
        available: teamsScopes,
      },
      overrides: {
        api: graphApi(
          [
            {
              name: "files",
              url: "https://*.sharepoint.com",
              for: "Bytes of files in channels, at addresses that carry their own permission",
              needs_token: false,
            },
          ],
          {
            documented:
              "For an app and tenant, by the second: 30 for most reads, 20 for reading messages of channels and chats, 50 for posting to channels, 20 to chats; 4 for one team or channel. A channel takes 3,000 messages a day of an app. Change notifications are there in place of polling.",
          },
        ),
        registration: registration(
          "A paid or trial tenant of Microsoft 365; there are no personal accounts here.",
          [
            {
              shown: "402 Payment Required",
              means: "The call is a metered one.",
              mend: "Use another call, or set up billing for the app.",
            },
          ],
        ),
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
      first_call: {
        path: "/v1.0/me/drive?$select=id,driveType,owner",
        scopes: ["Files.Read"],
        proves: "The token lives and the account has a drive.",
      },
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Files.Read"],
        available: oneDriveScopes,
      },
      overrides: {
        api: graphApi(
          [
            {
              name: "uploads_personal",
              url: "https://*.up.1drv.com",
              for: "Bytes of uploads to personal drives, at the uploadUrl of a session",
              needs_token: false,
            },
            {
              name: "downloads_personal",
              url: "https://*.files.1drv.com",
              for: "Bytes of files of personal drives, where /content redirects to",
              needs_token: false,
            },
            {
              name: "files_work",
              url: "https://*.sharepoint.com",
              for: "Bytes of files of work accounts, at addresses that carry their own permission",
              needs_token: false,
            },
          ],
          fileLimits,
        ),
        registration: registration(
          "A free personal Microsoft account, where the account types include personal ones; for work accounts a paid or trial tenant of Microsoft 365.",
          [
            {
              shown: "404 itemNotFound at /me/drive",
              means: "The work account has no licence for OneDrive, or its drive was never opened.",
              mend: "Open OneDrive once in the browser, or assign a licence.",
            },
          ],
        ),
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
      first_call: {
        path: "/v1.0/me/mailFolders/inbox?$select=id,displayName,totalItemCount",
        scopes: ["Mail.Read"],
        proves: "The token lives and the account has a mailbox.",
      },
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Mail.Read", "Mail.Send", "Calendars.Read"],
        available: outlookScopes,
      },
      overrides: {
        api: graphApi(
          [
            {
              name: "uploads",
              url: "https://outlook.office.com",
              for: "Bytes of large attachments, at the uploadUrl of a session",
              needs_token: false,
            },
          ],
          {
            documented:
              "10,000 calls in 10 minutes and 4 at once for an app and mailbox; 150 MB of uploads in 5 minutes.",
          },
        ),
        registration: registration(
          "A free Outlook.com account, where the account types include personal ones; for work accounts a paid or trial tenant of Microsoft 365.",
          [
            {
              shown: "404 MailboxNotEnabledForRESTAPI or MailboxNotSupportedForRESTAPI",
              means: "The account has no mailbox in Exchange Online.",
              mend: "Use an account with a mailbox in Microsoft 365 or Outlook.com.",
            },
          ],
        ),
      },
    },
    {
      integration_type: "share_point",
      logo: { icon: null, color: "#038387" },
      display_name: "SharePoint",
      description: "Sites, lists and files of an organisation, through Microsoft Graph.",
      category: "storage",
      documentation: "https://learn.microsoft.com/en-us/graph/api/resources/sharepoint",
      settings: [workTenant, sitePath],
      first_call: {
        path: "/v1.0/sites/root?$select=id,displayName,siteCollection",
        scopes: ["Sites.Read.All"],
        proves:
          "The token lives and may read sites; siteCollection.hostname names the host of the tenant.",
      },
      scopes: {
        ...sharedScopeRules,
        default: [...signIn, "Sites.Read.All"],
        available: sharePointScopes,
      },
      overrides: {
        api: graphApi(
          [
            {
              name: "files",
              url: "https://*.sharepoint.com",
              for: "Bytes of files, at addresses that carry their own permission. The REST API of SharePoint on the same hosts takes tokens of its own only",
              needs_token: false,
            },
          ],
          fileLimits,
        ),
        registration: registration(
          "A paid or trial tenant of Microsoft 365; there are no personal accounts here.",
          [
            {
              shown: "403 accessDenied with Sites.Selected",
              means: "No administrator has assigned the site to the app.",
              mend: "Have an administrator assign it.",
            },
            {
              shown: "400 Tenant does not have a SPO license",
              means: "The tenant has no SharePoint.",
              mend: "Use a tenant of Microsoft 365.",
            },
          ],
        ),
      },
    },
  ],
} satisfies AuthorizationServerInput;
