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

const identityScopes = [
  { scope: "offline_access", description: "Access while you are away; always needed" },
  { scope: "openid", description: "Who you are" },
  { scope: "profile", description: "Your name" },
  { scope: "email", description: "Your e-mail address" },
];

const signIn = ["offline_access", "openid", "profile", "email", "User.Read"];

const sharedScopeRules = {
  resource: "https://graph.microsoft.com",
  always: ["offline_access", "User.Read"],
  // Granted scopes come short or as URLs, and those of the sign-in at times not at all.
  aliases: {
    "https://graph.microsoft.com/User.Read": "User.Read",
    "https://graph.microsoft.com/Mail.Read": "Mail.Read",
    "https://graph.microsoft.com/Mail.ReadBasic": "Mail.ReadBasic",
    "https://graph.microsoft.com/Mail.ReadWrite": "Mail.ReadWrite",
    "https://graph.microsoft.com/Mail.Send": "Mail.Send",
    "https://graph.microsoft.com/Mail.Read.Shared": "Mail.Read.Shared",
    "https://graph.microsoft.com/Calendars.Read": "Calendars.Read",
    "https://graph.microsoft.com/Calendars.ReadWrite": "Calendars.ReadWrite",
    "https://graph.microsoft.com/Contacts.Read": "Contacts.Read",
    "https://graph.microsoft.com/Contacts.ReadWrite": "Contacts.ReadWrite",
    "https://graph.microsoft.com/MailboxSettings.Read": "MailboxSettings.Read",
    "https://graph.microsoft.com/Files.Read": "Files.Read",
    "https://graph.microsoft.com/Files.ReadWrite": "Files.ReadWrite",
    "https://graph.microsoft.com/Files.Read.All": "Files.Read.All",
    "https://graph.microsoft.com/Files.ReadWrite.All": "Files.ReadWrite.All",
    "https://graph.microsoft.com/Files.ReadWrite.AppFolder": "Files.ReadWrite.AppFolder",
    "https://graph.microsoft.com/Files.Read.Selected": "Files.Read.Selected",
    "https://graph.microsoft.com/Sites.Read.All": "Sites.Read.All",
    "https://graph.microsoft.com/Sites.ReadWrite.All": "Sites.ReadWrite.All",
    "https://graph.microsoft.com/Sites.Manage.All": "Sites.Manage.All",
    "https://graph.microsoft.com/Sites.FullControl.All": "Sites.FullControl.All",
    "https://graph.microsoft.com/Sites.Selected": "Sites.Selected",
    "https://graph.microsoft.com/Team.ReadBasic.All": "Team.ReadBasic.All",
    "https://graph.microsoft.com/Channel.ReadBasic.All": "Channel.ReadBasic.All",
    "https://graph.microsoft.com/Chat.Read": "Chat.Read",
    "https://graph.microsoft.com/Chat.ReadWrite": "Chat.ReadWrite",
    "https://graph.microsoft.com/Chat.Create": "Chat.Create",
    "https://graph.microsoft.com/ChatMessage.Send": "ChatMessage.Send",
    "https://graph.microsoft.com/ChannelMessage.Send": "ChannelMessage.Send",
    "https://graph.microsoft.com/ChannelMessage.Read.All": "ChannelMessage.Read.All",
    "https://graph.microsoft.com/ChannelMember.Read.All": "ChannelMember.Read.All",
    "https://graph.microsoft.com/TeamMember.Read.All": "TeamMember.Read.All",
    "https://graph.microsoft.com/Presence.Read": "Presence.Read",
    "https://graph.microsoft.com/OnlineMeetings.ReadWrite": "OnlineMeetings.ReadWrite",
  },
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

export const microsoft = {
  id: "microsoft",
  name: "Microsoft",
  documentation:
    "https://learn.microsoft.com/en-us/entra/identity-platform/v2-oauth2-auth-code-flow",
  metadata: {
    authorization_endpoint: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    token_endpoint: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    userinfo_endpoint: "https://graph.microsoft.com/oidc/userinfo",
    code_challenge_methods_supported: ["S256", "plain"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
  },
  authorization: { pkce: "S256", parameters: { prompt: "select_account" } },
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
      url: "https://graph.microsoft.com/v1.0/me?$select=id,displayName,mail,userPrincipalName",
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
    hosts: ["https://graph.microsoft.com"],
    rate_limit: "429 with Retry-After in seconds.",
  },
  registration: {
    url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    redirect_uri_rules:
      "https, or http for localhost. Exact match, case of the path included; at most 256 characters; no wildcard, and no query where personal accounts are accepted.",
    steps: [
      "Under App registrations, register an application and choose its account types.",
      "Add the platform Web, not single-page application, with the redirect URI.",
      "Under API permissions, add the delegated permissions of Microsoft Graph that the connector asks for.",
      "Under Certificates & secrets, create a client secret; copy its value and note when it ends, after 24 months at the latest.",
      "Set the publisher domain and verify the publisher, so that users of other tenants may consent. Some permissions need their administrator all the same.",
      "Copy the application ID: it is the client ID.",
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
        default: [...signIn, "Team.ReadBasic.All", "Channel.ReadBasic.All"],
        available: [
          ...identityScopes,
          { scope: "User.Read", description: "Sign in and read your own profile; always needed" },
          { scope: "Team.ReadBasic.All", description: "Names of your teams" },
          { scope: "Channel.ReadBasic.All", description: "Names of channels" },
          { scope: "Chat.Read", description: "Read your chats" },
          { scope: "Chat.ReadWrite", description: "Read and write in your chats" },
          { scope: "Chat.Create", description: "Create chats" },
          { scope: "ChatMessage.Send", description: "Send chat messages" },
          { scope: "ChannelMessage.Send", description: "Send channel messages" },
          {
            scope: "ChannelMessage.Read.All",
            description: "Read channel messages; needs an administrator",
          },
          {
            scope: "ChannelMember.Read.All",
            description: "Read channel members; needs an administrator",
          },
          {
            scope: "TeamMember.Read.All",
            description: "Read team members; needs an administrator",
          },
          { scope: "Presence.Read", description: "Read your presence" },
          { scope: "OnlineMeetings.ReadWrite", description: "Read and create online meetings" },
        ],
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
        available: [
          ...identityScopes,
          { scope: "User.Read", description: "Sign in and read your own profile; always needed" },
          { scope: "Files.Read", description: "Read your files" },
          { scope: "Files.ReadWrite", description: "Read and change your files" },
          { scope: "Files.Read.All", description: "Read all files you can see" },
          { scope: "Files.ReadWrite.All", description: "Read and change all files you can see" },
          {
            scope: "Files.ReadWrite.AppFolder",
            description: "Read and change the app's own folder",
          },
          { scope: "Files.Read.Selected", description: "Read files you pick" },
        ],
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
        default: [...signIn, "Mail.Read"],
        available: [
          ...identityScopes,
          { scope: "User.Read", description: "Sign in and read your own profile; always needed" },
          { scope: "Mail.Read", description: "Read mail" },
          { scope: "Mail.ReadBasic", description: "Read mail without bodies" },
          { scope: "Mail.ReadWrite", description: "Read and change mail" },
          { scope: "Mail.Send", description: "Send mail as you" },
          { scope: "Mail.Read.Shared", description: "Read shared mailboxes" },
          { scope: "Calendars.Read", description: "Read calendars" },
          { scope: "Calendars.ReadWrite", description: "Read and change calendars" },
          { scope: "Contacts.Read", description: "Read contacts" },
          { scope: "Contacts.ReadWrite", description: "Read and change contacts" },
          { scope: "MailboxSettings.Read", description: "Read mailbox settings" },
        ],
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
        available: [
          ...identityScopes,
          { scope: "User.Read", description: "Sign in and read your own profile; always needed" },
          { scope: "Files.Read.All", description: "Read all files you can see" },
          { scope: "Files.ReadWrite.All", description: "Read and change all files you can see" },
          { scope: "Sites.Read.All", description: "Read all sites you can see" },
          { scope: "Sites.ReadWrite.All", description: "Read and change items of all sites" },
          { scope: "Sites.Manage.All", description: "Create lists and libraries" },
          {
            scope: "Sites.FullControl.All",
            description: "Full control of all sites; needs an administrator",
          },
          { scope: "Sites.Selected", description: "Only sites that an administrator assigned" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
