/**
 * BambooHR, apps of the developer portal. Facts from
 * https://documentation.bamboohr.com/docs/getting-started (flow, refresh),
 * https://documentation.bamboohr.com/docs/planned-changes-to-the-api (rate limits) and
 * https://documentation.bamboohr.com/reference/get-employee (employee 0 is who asks).
 *
 * Every company has a host of its own. A refresh token comes only with `offline_access`; whether a
 * refresh changes it is not documented, so a new one is taken where one comes. Not every user is an
 * employee, so the company stands for the account.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { bamboohrScopes } from "./bamboohr-scopes.ts";

export const bamboohr = {
  id: "bamboohr",
  name: "BambooHR",
  documentation: "https://documentation.bamboohr.com/docs/getting-started",
  metadata: {
    authorization_endpoint: "https://{subdomain}.bamboohr.com/authorize.php?request=authorize",
    token_endpoint: "https://{subdomain}.bamboohr.com/token.php?request=token",
    token_endpoint_auth_methods_supported: ["client_secret_post"],
  },
  settings: [
    {
      name: "subdomain",
      display_name: "Company subdomain",
      description: "What stands before .bamboohr.com in the address of your company's BambooHR.",
      placeholder: "acme",
      required: true,
      validation_pattern: "^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$",
      validation_error: "Give the subdomain alone, in lower case, without .bamboohr.com.",
    },
  ],
  authorization: {
    pkce: {
      omitted_because:
        "The description of the OAuth flow knows no code_challenge and no code_verifier.",
    },
  },
  token_answer: { lifetime_seconds: 3600 },
  refresh: {
    mode: "refresh_token",
    request: { parameters: { redirect_uri: "{redirect_uri}" } },
    rotation: "may_rotate",
    inconclusive: "hold",
  },
  account: {
    request: { url: "https://{subdomain}.bamboohr.com/api/v1/company_information" },
    id: ["setting:subdomain"],
    name: ["displayName", "legalName"],
    email_request: {
      request: {
        url: "https://{subdomain}.bamboohr.com/api/v1/employees/0/?fields=workEmail",
      },
      needs_scopes: ["employee:contact"],
      email: "workEmail",
    },
  },
  api: {
    missing_scope: [{ statuses: [403] }],
    hosts: [
      "https://{subdomain}.bamboohr.com/api",
      "https://api.bamboohr.com/api/gateway.php/{subdomain}",
    ],
    // Without it, many endpoints answer XML.
    headers: { accept: "application/json" },
    rate_limit: "429 with Retry-After.",
  },
  registration: {
    url: "https://developers.bamboohr.com/home/applications",
    redirect_uri_rules: "Exact match, down to case and trailing slash. https.",
    steps: [
      "Create an account at developers.bamboohr.com.",
      "Under Applications, add an application.",
      "Under App details, add the redirect URI.",
      "Select the scopes; offline_access stands under Miscellaneous and is needed.",
      "Copy the client ID and the client secret.",
    ],
  },
  connectors: [
    {
      integration_type: "bamboohr",
      logo: { icon: null, color: "#73C41D" },
      display_name: "BambooHR",
      description: "Employees, time off and company information.",
      category: "hr",
      documentation: "https://documentation.bamboohr.com/docs/getting-started",
      scopes: {
        default: ["offline_access", "company:info", "employee_directory"],
        always: ["offline_access", "company:info"],
        available: bamboohrScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
