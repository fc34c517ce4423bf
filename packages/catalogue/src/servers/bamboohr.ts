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
    of: "organization",
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
      {
        name: "default",
        url: "https://{subdomain}.bamboohr.com/api",
        for: "The whole API, uploads and files included",
      },
      {
        name: "gateway",
        url: "https://api.bamboohr.com/api/gateway.php/{subdomain}",
        for: "The same by its older address",
      },
    ],
    // Without it, many endpoints answer XML.
    headers: { accept: "application/json" },
    rate_limit: {
      documented: "No numbers are published.",
      retry_after: "seconds",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "page[after]",
          limit: "page[limit]",
        },
        response: {
          cursor_path: "meta.page.nextCursor",
          next_url_path: "_links.next.href",
          items_path: "data",
        },
        limit_max: 100,
        where: "GET /v1/employees and other newer endpoints",
      },
      {
        kind: "page",
        request: {
          page: "page",
          limit: "pageSize",
        },
        response: {
          next_url_path: "_links.next.href",
        },
        where: "Reference data and datasets",
      },
      {
        kind: "next_url",
        request: {
          page: "page",
        },
        response: {
          next_url_path: "nextPageUrl",
          items_path: "applications",
        },
        where: "Job applications; paginationComplete tells the end",
      },
      {
        kind: "none",
        response: {
          items_path: "employees",
        },
        where: "The directory, reports and most older endpoints",
      },
    ],
  },
  registration: {
    url: "https://developers.bamboohr.com/home/applications",
    redirect_uri_rules: "Exact match, down to case and trailing slash. https.",
    steps: [
      {
        do: "Create a free account at the developer portal.",
        url: "https://developers.bamboohr.com",
      },
      {
        do: "Under Applications, add an application.",
        url: "https://developers.bamboohr.com/home/applications",
      },
      {
        do: "Under App details, add the redirect URI.",
        url: "https://developers.bamboohr.com/home/applications",
      },
      {
        do: "Select the scopes; offline_access stands under Miscellaneous and is needed.",
        url: "https://developers.bamboohr.com/home/applications",
      },
      {
        do: "Under App credentials, copy the client ID and the client secret.",
        url: "https://developers.bamboohr.com/home/applications",
      },
    ],
    review: "None to let people connect. A listing in the Marketplace is a matter of its own.",
    test_accounts: "A test company for developers, which the portal offers.",
    unreviewed: "No limits are known for applications outside of the Marketplace.",
    troubleshooting: [
      {
        shown: "No refresh token comes",
        means: "offline_access is not selected at the application.",
        mend: "Select it under Miscellaneous and have people connect again.",
      },
      {
        shown: "The redirect URI is refused",
        means: "It differs from the registered one, be it in case or by a slash at the end.",
        mend: "Copy it into App details.",
      },
      {
        shown: "404 for a list, or fields that stay empty",
        means: "The person's access level does not reach the data.",
        mend: "Have somebody with a higher access level connect.",
      },
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
      first_call: {
        path: "/v1/company_information",
        scopes: ["company:info"],
        proves: "The token lives for this company; nothing of the person.",
      },
      scopes: {
        default: ["offline_access", "company:info", "employee_directory"],
        always: ["offline_access", "company:info"],
        available: bamboohrScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
