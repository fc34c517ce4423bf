/** What a connection at Microsoft may be told: tenant, cloud, and what fills in the sign-in page. */

const tenant = {
  name: "tenant",
  display_name: "Tenant",
  required: false,
  validation_pattern:
    "^(?:common|organizations|consumers|[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)+)$",
  validation_error: "Give common, organizations, consumers, a tenant ID or a verified domain.",
};

export const anyTenant = {
  ...tenant,
  description:
    "Where the user signs in: common for work and personal accounts, organizations for work accounts, consumers for personal ones, or one tenant. It must fit the account types of the app registration.",
  placeholder: "common",
  default: "common",
};

export const workTenant = {
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
export const cloud = {
  name: "cloud",
  set_by: "workspace" as const,
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
export const hints = [
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

/** No part of any address: the app gets it as it is. */
export const sitePath = {
  name: "subdomain",
  aliases: ["site_path"],
  display_name: "SharePoint site",
  description:
    "Path of the site that the app works with, handed to the app as it is: Graph knows it as /sites/{host}:/{path}.",
  placeholder: "sites/mysite",
  required: false,
  validation_pattern: "^[A-Za-z0-9/_-]+$",
  validation_error: "Give the path of a site, such as sites/mysite.",
};
