/**
 * Square, code flow with a client secret. Facts from
 * https://developer.squareup.com/docs/oauth-api/overview, the page refresh-revoke-limit-scope beside
 * it and https://developer.squareup.com/reference/square/o-auth-api/obtain-token. The errors of the
 * token endpoint stand on no page: `service.not_authorized` with one sentence or another is what
 * its users report.
 *
 * The moment at which the token ends is stated, not the lifetime. One revocation ends all tokens
 * that the application holds for the merchant.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

const versionHeader = { "square-version": "2026-09-16" };

export const square = {
  id: "square",
  name: "Square",
  documentation: "https://developer.squareup.com/docs/oauth-api/overview",
  metadata: {
    authorization_endpoint: "https://{environment}/oauth2/authorize",
    token_endpoint: "https://{environment}/oauth2/token",
    revocation_endpoint: "https://{environment}/oauth2/revoke",
    introspection_endpoint: "https://{environment}/oauth2/token/status",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "environment",
      display_name: "Environment",
      description: "production, or sandbox for an application ID that begins with sandbox-.",
      placeholder: "production",
      required: false,
      validation_pattern: "^(?:production|sandbox)$",
      validation_error: "Give production or sandbox.",
      default: "production",
      choices: { production: "connect.squareup.com", sandbox: "connect.squareupsandbox.com" },
      // In production the merchant signs in anew, so that no other account's session is used.
      derived: { session: { production: "false" } },
    },
    {
      name: "locale",
      display_name: "Language",
      description: "Language of the consent page; without it Square chooses by the browser.",
      placeholder: "en-US",
      required: false,
      validation_pattern: "^[a-z]{2}-[A-Z]{2}$",
      validation_error: "Give language and country, such as en-US.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "A code_challenge switches to another flow, which takes no client secret and gives refresh tokens that work once and end after 90 days.",
    },
    parameters: { session: "{session}", locale: "{locale}" },
  },
  token_request: { format: "json", headers: versionHeader },
  token_answer: {
    error: ["error", "errors[0].code", "type"],
    error_subtype: ["message"],
    code: { expires_at: ["expires_at"] },
    lifetime_seconds: 2_592_000,
  },
  refresh: { mode: "refresh_token", rotation: "stable", inconclusive: "retry" },
  errors: {
    dead_grant: ["Invalid refresh token", "ACCESS_TOKEN_REVOKED"],
    client_fault: ["service.not_authorized"],
    invalid_client: ["service.not_authorized"],
    transient: ["RATE_LIMITED", "INTERNAL_SERVER_ERROR", "SERVICE_UNAVAILABLE", "GATEWAY_TIMEOUT"],
  },
  account: {
    request: { url: "https://{environment}/v2/merchants/me", headers: versionHeader },
    id: ["merchant.id"],
    of: "organization",
    name: ["merchant.business_name"],
  },
  kept_values: [
    {
      name: "merchant_id",
      from: "token_answer",
      path: "merchant_id",
      validation_pattern: "^[A-Z0-9]{5,64}$",
    },
  ],
  revocation: {
    endpoint: "https://{environment}/oauth2/revoke",
    format: "json",
    headers: versionHeader,
    token_parameter: "access_token",
    parameters: { client_id: "{client_id}" },
    tokens: ["access_token"],
    authentication: "scheme",
    authorization_scheme: "Client",
    ends: "client_grant",
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        unless: [
          {
            body: {
              at: ["errors", "*", "code"],
              equals: ["CLIENT_DISABLED", "APPLICATION_DISABLED"],
            },
          },
        ],
      },
    ],
    missing_scope: [
      {
        statuses: [403],
        body: { at: ["errors", "*", "code"], equals: ["INSUFFICIENT_SCOPES", "FORBIDDEN"] },
      },
    ],
    hosts: [{ name: "default", url: "https://{environment}", for: "Everything under /v2" }],
    headers: versionHeader,
    rate_limit: {
      documented:
        "The numbers are not published. Wait longer with each try, by a random part more.",
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "cursor", limit: "limit" },
        response: { cursor_path: "cursor" },
        where:
          "Lists in the query, searches in the body. A cursor lives for five minutes, and all other parameters stay the same.",
      },
    ],
  },
  registration: {
    url: "https://developer.squareup.com/apps",
    redirect_uri_rules: "https. Exact match; one redirect URL for each environment.",
    steps: [
      {
        do: "Create an application in the Developer Console.",
        url: "https://developer.squareup.com/apps",
      },
      {
        do: "Open its page OAuth, choose Sandbox or Production, and enter the redirect URL.",
        url: "https://developer.squareup.com/apps",
      },
      {
        do: "Copy the application ID, which is the client ID, and the application secret of that environment.",
        url: "https://developer.squareup.com/apps",
      },
      {
        do: "In the sandbox, open the dashboard of the test seller in the same browser before connecting.",
        url: "https://developer.squareup.com/apps",
      },
    ],
    review: "None to let sellers connect. Only a listing in the App Marketplace is reviewed.",
    test_accounts: "Test sellers of the sandbox, made in the Developer Console.",
    unreviewed: "No limits are known; taking card payments needs an activated account.",
    troubleshooting: [
      {
        shown: "A blank or an error page at the sandbox",
        means: "No test seller is signed in in this browser.",
        mend: "Open the dashboard of the test seller first.",
      },
      {
        shown: "service.not_authorized",
        means: "Redirect URL or secret belong to the other environment.",
        mend: "Compare environment, ID and secret.",
      },
      {
        shown: "401 UNAUTHORIZED with a new token",
        means: "A token of the sandbox was sent to production, or the reverse.",
        mend: "Compare the environment of the connection with the host.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "square",
      logo: { icon: "square", color: "#3E4348" },
      display_name: "Square",
      description: "Payments, orders, customers and catalogue of a merchant.",
      category: "payments",
      documentation: "https://developer.squareup.com/docs/oauth-api/overview",
      first_call: {
        path: "/v2/merchants/me",
        scopes: ["MERCHANT_PROFILE_READ"],
        proves: "The token lives and fits the environment.",
      },
      scopes: {
        default: ["MERCHANT_PROFILE_READ", "PAYMENTS_READ"],
        always: ["MERCHANT_PROFILE_READ"],
        reported: false,
        available: scopeList({
          MERCHANT_PROFILE_READ: "The business and its locations",
          MERCHANT_PROFILE_WRITE: "Change the business and its locations",
          PAYMENTS_READ: "Read payments and refunds",
          PAYMENTS_WRITE: "Take payments and refund them",
          PAYMENTS_WRITE_ADDITIONAL_RECIPIENTS: "Keep a part of each payment as a fee",
          PAYMENTS_WRITE_IN_PERSON: "Take payments in person",
          PAYMENTS_WRITE_SHARED_ONFILE: "Take payments from cards that another seller keeps",
          ORDERS_READ: "Read orders",
          ORDERS_WRITE: "Create and change orders",
          CUSTOMERS_READ: "Read customers",
          CUSTOMERS_WRITE: "Create and change customers",
          ITEMS_READ: "Read the catalogue",
          ITEMS_WRITE: "Change the catalogue",
          INVENTORY_READ: "Read stock",
          INVENTORY_WRITE: "Change stock",
          INVOICES_READ: "Read invoices",
          INVOICES_WRITE: "Create and send invoices",
          SUBSCRIPTIONS_READ: "Read subscriptions",
          SUBSCRIPTIONS_WRITE: "Create and change subscriptions",
          EMPLOYEES_READ: "Read the team",
          EMPLOYEES_WRITE: "Change the team",
          TIMECARDS_READ: "Read working hours",
          TIMECARDS_WRITE: "Change working hours",
          TIMECARDS_SETTINGS_READ: "Read the rules for working hours",
          TIMECARDS_SETTINGS_WRITE: "Change the rules for working hours",
          APPOINTMENTS_READ: "Read bookings, as a buyer",
          APPOINTMENTS_WRITE: "Make and change bookings, as a buyer",
          APPOINTMENTS_ALL_READ: "Read all bookings of the seller",
          APPOINTMENTS_ALL_WRITE: "Make and change all bookings of the seller",
          APPOINTMENTS_BUSINESS_SETTINGS_READ: "Read the rules for bookings",
          BANK_ACCOUNTS_READ: "Read bank accounts",
          BANK_ACCOUNTS_WRITE: "Add and change bank accounts",
          CASH_DRAWER_READ: "Read shifts of cash drawers",
          DEVICE_CREDENTIAL_MANAGEMENT: "Pair terminals",
          DEVICES_READ: "Read terminals",
          DISPUTES_READ: "Read disputed payments",
          DISPUTES_WRITE: "Answer disputed payments",
          GIFTCARDS_READ: "Read gift cards",
          GIFTCARDS_WRITE: "Create and change gift cards",
          LOYALTY_READ: "Read the loyalty programme",
          LOYALTY_WRITE: "Change the loyalty programme and its accounts",
          ONLINE_STORE_SITE_READ: "Read sites of Square Online",
          ONLINE_STORE_SNIPPETS_READ: "Read the snippet of a site",
          ONLINE_STORE_SNIPPETS_WRITE: "Change the snippet of a site",
          PAYOUTS_READ: "Read payouts",
          SETTLEMENTS_READ: "Read deposits",
          VENDOR_READ: "Read vendors",
          VENDOR_WRITE: "Create and change vendors",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
