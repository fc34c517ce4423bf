/**
 * HubSpot. Facts from
 * https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens,
 * https://developers.hubspot.com/docs/api-reference/auth-oauth-v3/guide and the published API
 * specification of the endpoints of version 2026-03.
 *
 * The endpoints without a date in their path end on 2027-02-16. The answer to a code names the
 * HubSpot account and the person; the granted scopes stand in it as a list.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { hubspotScopes } from "./hubspot-scopes.ts";

const numericId = "^[0-9]{1,20}$";

export const hubspot = {
  id: "hubspot",
  name: "HubSpot",
  documentation:
    "https://developers.hubspot.com/docs/api-reference/latest/authentication/manage-oauth-tokens",
  metadata: {
    authorization_endpoint: "https://app.hubspot.com/oauth/authorize",
    token_endpoint: "https://api.hubapi.com/oauth/2026-03/token",
    revocation_endpoint: "https://api.hubapi.com/oauth/2026-03/token/revoke",
    introspection_endpoint: "https://api.hubapi.com/oauth/2026-03/token/introspect",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "optional_scope",
      set_by: "workspace",
      display_name: "Optional scopes",
      description:
        "Which of the scopes that are asked for may be missing, with spaces between: those that the app marks as optional or conditionally required. People whose HubSpot account lacks one can connect all the same.",
      placeholder: "crm.lists.read automation",
      required: false,
      validation_pattern: "^[a-z0-9._-][a-z0-9._ -]{0,1999}$",
      validation_error: "Give scopes with spaces between them.",
    },
  ],
  authorization: {
    pkce: "S256",
    optional_scopes: { parameter: "optional_scope", setting: "optional_scope" },
  },
  token_answer: {
    code: { scope: ["scopes", "scope"] },
    // Errors are the words of RFC 6749, or a `status` word, or HubSpot's general error object.
    error: ["error", "status", "category"],
    error_subtype: ["status", "subCategory"],
  },
  refresh: { mode: "refresh_token", rotation: "stable", inconclusive: "retry" },
  errors: {
    dead_grant: ["BAD_REFRESH_TOKEN", "BAD_AUTH_CODE"],
    client_fault: ["BAD_CLIENT_ID", "BAD_CLIENT_SECRET", "BAD_REDIRECT_URI", "BAD_GRANT_TYPE"],
    invalid_client: ["BAD_CLIENT_ID", "BAD_CLIENT_SECRET"],
  },
  account: {
    request: { url: "https://api.hubapi.com/account-info/v3/details" },
    // The HubSpot account and the person in it.
    id: ["portalId", "kept:user_id"],
    email_request: {
      request: { url: "https://api.hubapi.com/crm/v3/owners/{user_id}?idProperty=userId" },
      needs_scopes: ["crm.objects.owners.read"],
      email: "email",
    },
  },
  kept_values: [
    { name: "hub_id", from: "token_answer", path: "hub_id", validation_pattern: numericId },
    { name: "user_id", from: "token_answer", path: "user_id", validation_pattern: numericId },
  ],
  revocation: {
    endpoint: "https://api.hubapi.com/oauth/2026-03/token/revoke",
    parameters: { token_type_hint: "refresh_token" },
    tokens: ["refresh_token"],
    authentication: "client",
    already_ended: { errors: ["BAD_REFRESH_TOKEN"] },
    // Whoever authorizes the app again may get the same refresh token.
    ends: "client_grant",
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        body: { at: ["category"], equals: ["EXPIRED_AUTHENTICATION", "INVALID_AUTHENTICATION"] },
      },
    ],
    missing_scope: [{ statuses: [403], body: { at: ["category"], equals: ["MISSING_SCOPES"] } }],
    hosts: [
      {
        name: "default",
        url: "https://api.hubapi.com",
        for: "The whole API, of accounts in every region",
      },
    ],
    rate_limit: {
      documented:
        "110 calls in ten seconds for each account that installed the app; five searches of CRM records a second. The body names the limit in policyName.",
      headers: {
        limit: "X-HubSpot-RateLimit-Max",
        remaining: "X-HubSpot-RateLimit-Remaining",
      },
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "after",
          limit: "limit",
        },
        response: {
          cursor_path: "paging.next.after",
          next_url_path: "paging.next.link",
          items_path: "results",
        },
        limit_max: 100,
        where: "CRM records, owners, properties and others",
      },
    ],
  },
  registration: {
    url: "https://app.hubspot.com/signup-hubspot/developers",
    redirect_uri_rules:
      "Must equal a registered redirect URL. https with a domain name; http only for localhost.",
    steps: [
      {
        do: "Open a HubSpot developer account.",
        url: "https://app.hubspot.com/signup-hubspot/developers",
      },
      {
        do: "Install HubSpot's command line, @hubspot/cli, sign in with hs account auth and make a project with hs project create. Since 2026-06-23 new public apps can be made in no other way.",
        url: "https://developers.hubspot.com/changelog/legacy-public-app-creation-sunset",
      },
      {
        do: "In src/app/app-hsmeta.json, set the distribution marketplace and the auth type oauth; list the redirect URI under redirectUrls, every scope that the connector always asks for under requiredScopes and the rest under optionalScopes.",
        url: "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/app-configuration",
      },
      {
        do: "Upload it with hs project upload, and again after each change of addresses or scopes.",
        url: "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/create-an-app",
      },
      {
        do: "In HubSpot, open the project, the app, its Auth tab, and copy the client ID and the client secret.",
        url: "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/manage-apps-in-hubspot",
      },
      {
        do: "A legacy public app that was made before works on: change its redirect URL and scopes on its Auth tab.",
        url: "https://developers.hubspot.com/docs/apps/legacy-apps/public-apps/overview",
      },
    ],
    review:
      "Only for a listing in the marketplace, after three active installations; without a fee.",
    test_accounts: "Free test accounts, made in the developer account.",
    unreviewed:
      "An app with marketplace distribution can be installed in 25 accounts before it is listed, one with private distribution in 10; people see that the app is not verified.",
    troubleshooting: [
      {
        shown: "Couldn't complete the connection. Insufficient scopes were provided.",
        means: "A scope that the app requires was not asked for.",
        mend: "Ask for it in the connector, or make it optional at the app.",
      },
      {
        shown: "An invalid scope name was provided",
        means: "The scope is not listed at the app.",
        mend: "List it and upload the project.",
      },
      {
        shown: "There is no button to create a public app",
        means: "They are made with the command line now.",
        mend: "Make a project, as above.",
      },
      {
        shown: "The person may not install the app",
        means: "It takes a super admin, or the permission App Marketplace Access.",
        mend: "Have such a person connect.",
      },
      {
        shown: "The 26th account cannot install",
        means: "The app is not listed yet.",
        mend: "List it in the marketplace.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "hubspot",
      logo: { icon: "hubspot", color: "#FF7A59" },
      display_name: "HubSpot",
      description: "Contacts, companies, deals and tickets.",
      category: "crm",
      documentation:
        "https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes",
      first_call: {
        path: "/account-info/v3/details",
        scopes: ["oauth"],
        proves: "The token lives; the HubSpot account, not the person.",
      },
      scopes: {
        default: ["oauth", "crm.objects.contacts.read"],
        always: ["oauth"],
        available: hubspotScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
