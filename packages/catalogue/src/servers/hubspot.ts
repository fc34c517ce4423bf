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
      validation_pattern: "^[a-z0-9._-]+(?: [a-z0-9._-]+)*$",
      validation_error: "Give scopes with one space between them.",
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
    hosts: ["https://api.hubapi.com"],
    rate_limit:
      "429 with policyName in the body; X-HubSpot-RateLimit-Max and -Remaining, for each interval and each day.",
  },
  registration: {
    url: "https://app.hubspot.com/signup-hubspot/developers",
    redirect_uri_rules:
      "Must equal a registered redirect URL. https with a domain name; http only for localhost.",
    steps: [
      "Open a HubSpot developer account and create an app.",
      "On the Auth tab, add the redirect URI.",
      "On the same tab, choose the scopes. A scope that is marked as required there must be asked for by the connector, or HubSpot shows an error instead of the consent page.",
      "Copy the client ID and the client secret.",
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
      scopes: {
        default: ["oauth", "crm.objects.contacts.read"],
        always: ["oauth"],
        available: hubspotScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
