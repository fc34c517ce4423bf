/** Google Ads: its scopes, its API and how it is enabled in the Cloud console. */
import type { AuthorizationServerInput } from "../schema.ts";
import {
  describedIdentity,
  identityScopes,
  notTheToken,
  refusals,
  scopeAliases,
} from "./google-common.ts";
import { googleSetup } from "./google-setup.ts";

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

export const googleAds = {
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
      ...describedIdentity,
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
} satisfies AuthorizationServerInput["connectors"][number];
