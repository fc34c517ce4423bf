/**
 * Microsoft Graph as an API, and what is done at Microsoft before a connector can be used. Facts from
 * https://learn.microsoft.com/en-us/graph/throttling-limits, https://learn.microsoft.com/en-us/graph/paging,
 * https://learn.microsoft.com/en-us/entra/identity-platform/publisher-verification-overview and
 * https://learn.microsoft.com/en-us/entra/identity/enterprise-apps/manage-app-consent-policies.
 */
import type { AuthorizationServerInput } from "../schema.ts";

type Api = AuthorizationServerInput["api"];
type Registration = AuthorizationServerInput["registration"];

type Limits = Extract<Api["rate_limit"], object>;

const everyService =
  "All of Graph: 130,000 calls in 10 seconds for an app. Parts of a batch are limited one by one, each with a status of its own.";

/** For files, and what lies in sites: https://learn.microsoft.com/en-us/sharepoint/dev/general-development/how-to-avoid-getting-throttled-or-blocked-in-sharepoint-online */
export const fileLimits = {
  documented:
    "1,200 to 6,000 resource units a minute for an app and tenant, by licences: one for an item or a download, two for a list, a change or an upload, five for permissions. The headers come once 80 % are used.",
  headers: {
    limit: "RateLimit-Limit",
    remaining: "RateLimit-Remaining",
    reset: "RateLimit-Reset",
    reset_unit: "seconds",
  },
} satisfies Limits;

/** Graph, the hosts at which a connector's bytes lie, and the limits of its service. */
export function graphApi(further: Api["hosts"] = [], limits?: Limits): Api {
  return {
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
    hosts: [
      {
        name: "default",
        url: "https://{graph}",
        for: "Microsoft Graph; paths begin with /v1.0 or /beta",
      },
      ...further,
    ],
    rate_limit: {
      also_statuses: [503],
      retry_after: "seconds",
      ...limits,
      documented: limits === undefined ? everyService : `${limits.documented} ${everyService}`,
    },
    pagination: [
      {
        kind: "next_url",
        request: { limit: "$top" },
        response: { next_url_path: '["@odata.nextLink"]', items_path: "value" },
        where: "All lists. The link is absolute; leave its $skiptoken as it is.",
      },
    ],
  };
}

/** The registration is the same for every connector; accounts to try it with, and some errors, are its own. */
export function registration(
  testAccounts?: string,
  further: NonNullable<Registration["troubleshooting"]> = [],
): Registration {
  return {
    url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
    redirect_uri_rules:
      "https, or http for localhost. Exact match, case of the path included; at most 256 characters; no wildcard, and no query where personal accounts are accepted.",
    steps: [
      {
        do: "Register an application with a work account and choose its account types. One that is registered with a personal account can never be verified.",
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/CreateApplicationBlade",
      },
      {
        do: "Under Authentication, add the platform Web, not single-page application, with the redirect URI.",
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
      },
      {
        do: "Under API permissions, add the delegated permissions of Microsoft Graph that the connector asks for.",
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
      },
      {
        do: "Under Certificates & secrets, create a client secret; copy its value, not its ID, and note when it ends, after 24 months at the latest.",
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
      },
      {
        do: "Set the publisher domain and verify the publisher, if people of other tenants shall connect: where a tenant asks for it, they can consent to no unverified app. It gives them no permission that an administrator has to grant.",
        url: "https://learn.microsoft.com/en-us/entra/identity-platform/mark-app-as-publisher-verified",
      },
      {
        do: "Where people may not grant a permission themselves, have an administrator of their tenant open this address once, with the client ID and the redirect URI filled in: https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=CLIENT_ID&scope=https://graph.microsoft.com/.default&redirect_uri=REDIRECT_URI. It grants what stands under API permissions, for everybody in the tenant.",
        url: "https://learn.microsoft.com/en-us/entra/identity-platform/v2-admin-consent",
      },
      {
        do: "Copy the application (client) ID: it is the client ID.",
        url: "https://entra.microsoft.com/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade",
      },
    ],
    review:
      "The app is not reviewed. Verifying the publisher is free and takes minutes once the account in the partner programme is verified; it is not possible in national clouds, nor with a domain under onmicrosoft.com. It changes what the consent page says of you, and replaces no consent of an administrator.",
    test_accounts: testAccounts,
    unreviewed:
      "Where a tenant lets Microsoft manage consent, which is the default of new ones, nobody but an administrator can grant Mail.Read, Calendars.Read, Files.Read.All, Sites.Read.All, Chat.Read and the others that the table of scopes marks, from a verified publisher or not. Besides, people of other tenants may not be able to consent to an app of an unverified publisher at all.",
    troubleshooting: [...common, ...further],
  };
}

const common: NonNullable<Registration["troubleshooting"]> = [
  {
    shown: "Need admin approval, AADSTS90094 or AADSTS90095",
    means: "The tenant lets only an administrator grant these permissions.",
    mend: "Send the administrator the address of the step above, or ask for less.",
  },
  {
    shown: "AADSTS50011",
    means: "The redirect URI is not registered, to the letter.",
    mend: "Add it under the platform Web.",
  },
  {
    shown: "AADSTS65001 or consent_required",
    means: "A permission was not granted, or was added later.",
    mend: "Connect again.",
  },
  {
    shown: "AADSTS700016 or AADSTS700011",
    means: "The client ID is unknown in that tenant.",
    mend: "Compare client ID and tenant.",
  },
  {
    shown: "AADSTS50194",
    means: "An app for one tenant is used with common or organizations.",
    mend: "Set the tenant to the one of the app.",
  },
  {
    shown: "AADSTS50020",
    means: "The account belongs to a tenant, or is a personal one, that the sign-in does not know.",
    mend: "Use common or organizations, or invite the account.",
  },
  {
    shown: "AADSTS7000215",
    means: "The client secret is wrong; often its ID was copied in place of its value.",
    mend: "Copy the value of a new secret.",
  },
  {
    shown: "AADSTS7000222",
    means: "The client secret has ended.",
    mend: "Make a new one. Connections go on.",
  },
  {
    shown: "AADSTS650052 or AADSTS650056",
    means: "A permission is not on the registration, or the tenant has no such service.",
    mend: "Add it under API permissions.",
  },
  {
    shown: "AADSTS9002325, AADSTS9002326 or AADSTS90023",
    means: "The redirect URI is registered for a single-page application.",
    mend: "Move it to the platform Web.",
  },
  {
    shown: "AADSTS53003 or AADSTS50105",
    means: "The tenant has rules for access, or the person is not assigned to the app.",
    mend: "Ask their administrator.",
  },
];
