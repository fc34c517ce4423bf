/**
 * QuickBooks Online by Intuit. Facts from
 * https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0,
 * the page faq beside it, and Intuit's own client, https://github.com/intuit/oauth-jsclient.
 *
 * Which company was chosen is told in the redirect only, as `realmId`. The browser could bring
 * another company's: so that company is read with the new token before anything is kept. A refresh
 * token changes about once a day, and the one of before works for another day.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { scopeList } from "../scope-list.ts";

export const quickbooks = {
  id: "quickbooks",
  name: "QuickBooks",
  documentation:
    "https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0",
  metadata: {
    authorization_endpoint: "https://appcenter.intuit.com/connect/oauth2",
    token_endpoint: "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    revocation_endpoint: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  settings: [
    {
      name: "environment",
      display_name: "Environment",
      description: "production, or sandbox for development keys.",
      placeholder: "production",
      required: false,
      validation_pattern: "^(?:production|sandbox)$",
      validation_error: "Give production or sandbox.",
      default: "production",
      choices: {
        production: "quickbooks.api.intuit.com",
        sandbox: "sandbox-quickbooks.api.intuit.com",
      },
      derived: {
        payments: { production: "api.intuit.com", sandbox: "sandbox.api.intuit.com" },
        accounts: {
          production: "accounts.platform.intuit.com",
          sandbox: "sandbox-accounts.platform.intuit.com",
        },
      },
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "Neither Intuit's pages nor its own clients know code_challenge and code_verifier.",
    },
  },
  token_answer: {
    code: {
      refresh_token_expires_in: ["x_refresh_token_expires_in"],
      refresh_token_hard_expires_in: ["x_refresh_token_hard_expires_in"],
    },
  },
  refresh: {
    mode: "refresh_token",
    rotation: "may_rotate",
    grace_seconds: 86_400,
    inconclusive: "retry",
    // A hundred and one days without use, and five years whatever the use.
    refresh_token_lifetime: { idle_seconds: 8_726_400, absolute_seconds: 157_680_000 },
  },
  account: {
    request: { url: "https://{environment}/v3/company/{realm_id}/companyinfo/{realm_id}" },
    id: ["kept:realm_id"],
    of: "organization",
    email: ["CompanyInfo.Email.Address"],
    name: ["CompanyInfo.CompanyName"],
  },
  kept_values: [
    {
      name: "realm_id",
      from: "callback",
      path: "realmId",
      validation_pattern: "^[0-9]{9,20}$",
      required: true,
    },
  ],
  revocation: {
    endpoint: "https://developer.api.intuit.com/v2/oauth2/tokens/revoke",
    format: "json",
    tokens: ["refresh_token", "access_token"],
    // Either token ends the grant for the company.
    send: "first",
    authentication: "client_basic",
    ends: "client_grant",
  },
  api: {
    refused_token: [
      {
        statuses: [401],
        unless: [
          { body: { at: ["fault", "error", 0, "code"], equals: ["120"] } },
          { body: { at: ["Fault", "Error", 0, "code"], equals: ["120"] } },
        ],
      },
    ],
    missing_scope: [
      { statuses: [403], body: { at: ["fault", "error", 0, "code"], equals: ["3100"] } },
      { statuses: [403], body: { at: ["Fault", "Error", 0, "code"], equals: ["3100"] } },
    ],
    hosts: [
      {
        name: "default",
        url: "https://{environment}",
        for: "Accounting; all paths begin with /v3/company and the realm ID",
      },
      { name: "payments", url: "https://{payments}", for: "The Payments API" },
      { name: "userinfo", url: "https://{accounts}", for: "/v1/openid_connect/userinfo" },
      {
        name: "graphql",
        url: "https://qb.api.intuit.com",
        for: "GraphQL, for the scopes beside accounting and payments; production only",
      },
    ],
    rate_limit: {
      documented:
        "500 calls a minute for each company, and 10 a second for each company and app. Wait 60 seconds. Reads are counted by the month in the tiers of the partner programme.",
    },
    pagination: [
      {
        kind: "offset",
        request: { offset: "STARTPOSITION", limit: "MAXRESULTS", in: "statement" },
        response: { items_path: "QueryResponse.{Entity}" },
        limit_max: 1000,
        where: "/query, in the text of the query; the first is 1",
      },
    ],
  },
  registration: {
    url: "https://developer.intuit.com/app/developer/dashboard",
    redirect_uri_rules:
      "Exact match, case and trailing slash included. Production keys: https with a domain name. Development keys also take http on localhost.",
    steps: [
      {
        do: "Sign up as a developer and choose the Builder tier.",
        url: "https://developer.intuit.com/app/developer/dashboard",
      },
      {
        do: "Create an app for QuickBooks Online and Payments, with the scopes it needs.",
        url: "https://developer.intuit.com/app/developer/dashboard",
      },
      {
        do: "Under Settings, Redirect URIs, add the redirect URI, for development and for production apart.",
        url: "https://developer.intuit.com/app/developer/dashboard",
      },
      {
        do: "For production, fill in the details of the app and the app assessment questionnaire. Host domain, launch, disconnect and reconnect URL are pages of your own app: this server serves none of them.",
        url: "https://developer.intuit.com/app/developer/dashboard",
      },
      {
        do: "Under Keys and credentials, copy client ID and client secret of the environment.",
        url: "https://developer.intuit.com/app/developer/dashboard",
      },
    ],
    review:
      "Every app that reaches production companies answers the app assessment questionnaire, 20 to 40 minutes of work; integrators speak of one to two weeks until the answer. A listing in the App Store is reviewed further. Writing is free; reading beyond the allowance of the tier is paid for.",
    test_accounts: "Sandbox companies, made in My Hub under Sandbox.",
    unreviewed: "Development keys reach sandbox companies only.",
    troubleshooting: [
      {
        shown: "403 ApplicationAuthorizationFailed, 003100",
        means: "Development keys were used for a production company, or a scope is missing.",
        mend: "Use the keys of that environment and connect again.",
      },
      {
        shown: "redirect_uri is invalid",
        means: "It is not registered for this environment, or differs by case or a slash.",
        mend: "Copy it exactly.",
      },
      {
        shown: "invalid_grant on a refresh",
        means: "The company has disconnected the app.",
        mend: "Connect again.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "quickbooks",
      logo: { icon: "quickbooks", color: "#2CA01C" },
      display_name: "QuickBooks",
      description: "Accounts, invoices and payments of a QuickBooks Online company.",
      category: "accounting",
      documentation:
        "https://developer.intuit.com/app/developer/qbo/docs/develop/authentication-and-authorization/oauth-2.0",
      first_call: {
        path: "/v3/company/{realm_id}/companyinfo/{realm_id}",
        scopes: ["com.intuit.quickbooks.accounting"],
        headers: { accept: "application/json" },
        proves: "The token fits this company and this environment.",
      },
      scopes: {
        default: ["com.intuit.quickbooks.accounting"],
        always: ["com.intuit.quickbooks.accounting"],
        reported: false,
        available: scopeList({
          "com.intuit.quickbooks.accounting": "Accounting; always needed",
          "com.intuit.quickbooks.payment": "Payments",
          openid: "Who you are at Intuit",
          profile: "Your name",
          email: "Your email address",
          phone: "Your telephone number",
          address: "Your address",
          "payroll.compensation.read": "Read compensation of employees; not in the Builder tier",
          "project-management.project": "Projects; not in the Builder tier",
          "time-tracking.time-entry": "Time entries; not in the Builder tier",
          "app-foundations.custom-dimensions.read": "Read own dimensions; not in the Builder tier",
          "app-foundations.custom-field-definitions": "Own fields; not in the Builder tier",
          "app-foundations.custom-field-definitions.read":
            "Read own fields; not in the Builder tier",
          "indirect-tax.tax-calculation.quickbooks":
            "Calculate indirect tax; not in the Builder tier",
        }),
      },
    },
  ],
} satisfies AuthorizationServerInput;
