/**
 * Calendly. Facts from https://developer.calendly.com/docs/authentication/creating-an-oauth-app,
 * https://developer.calendly.com/docs/authentication/scopes and
 * https://developer.calendly.com/docs/authentication/refresh-token-rotation-guide.
 *
 * Apps made since March 2026 reach nothing without scopes; older ones are granted the scope
 * `default`, which holds all. A refresh token works once and does not end before.
 */
import type { AuthorizationServerInput } from "../schema.ts";

const readScopes = {
  "users:read": "Your profile",
  "organizations:read": "Your organization and its members",
  "event_types:read": "Event types and their available times",
  "availability:read": "Busy times and availability schedules",
  "scheduled_events:read": "Scheduled events and their invitees",
  "locations:read": "Configured locations",
  "routing_forms:read": "Routing forms and their answers",
  "groups:read": "Groups of people in the organization",
  "contacts:read": "Contacts",
  "meeting_recaps:read": "Recaps of meetings",
  "activity_log:read": "Activity in the organization (Enterprise)",
  "outgoing_communications:read": "Messages that were sent to invitees (Enterprise)",
  "webhooks:read": "List webhook subscriptions",
};

const writeScopes = {
  "organizations:write": "Invite and remove members",
  "event_types:write": "Create and change event types",
  "availability:write": "Change availability schedules",
  "scheduled_events:write": "Book and cancel events, mark no-shows",
  "scheduling_links:write": "Create single-use scheduling links",
  "webhooks:write": "Create webhook subscriptions (paid plans)",
  "shares:write": "Create customized shares of an event type",
  "contacts:write": "Create, change and delete contacts",
  "meeting_recaps:write": "Change and delete recaps of meetings",
  "data_compliance:write": "Delete data of invitees",
};

const allScopes = { ...readScopes, ...writeScopes };

export const calendly = {
  id: "calendly",
  name: "Calendly",
  documentation: "https://developer.calendly.com/docs/authentication/creating-an-oauth-app",
  metadata: {
    authorization_endpoint: "https://auth.calendly.com/oauth/authorize",
    token_endpoint: "https://auth.calendly.com/oauth/token",
    revocation_endpoint: "https://auth.calendly.com/oauth/revoke",
    introspection_endpoint: "https://auth.calendly.com/oauth/introspect",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post"],
  },
  authorization: { pkce: "S256" },
  refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
  account: {
    request: { url: "https://api.calendly.com/users/me" },
    // Ids are URIs.
    id: ["resource.uri"],
    email: ["resource.email"],
    name: ["resource.name"],
  },
  kept_values: [
    {
      name: "owner",
      from: "token_answer",
      path: "owner",
      validation_pattern: "^https://api\\.calendly\\.com/users/[A-Za-z0-9_-]{1,64}$",
    },
    {
      name: "organization",
      from: "token_answer",
      path: "organization",
      validation_pattern: "^https://api\\.calendly\\.com/organizations/[A-Za-z0-9_-]{1,64}$",
    },
  ],
  revocation: {
    endpoint: "https://auth.calendly.com/oauth/revoke",
    tokens: ["refresh_token", "access_token"],
    // Access tokens outlive a refresh, so both are sent.
    authentication: "client",
    ends: "token_set",
  },
  api: {
    missing_scope: [{ statuses: [403], body: { at: ["title"], equals: ["Permission Denied"] } }],
    hosts: [
      {
        name: "default",
        url: "https://api.calendly.com",
        for: "The whole API",
      },
    ],
    rate_limit: {
      documented:
        "500 calls a minute for each user on paid plans and 50 on the free one; fewer for making invitees, by plan. Eight tokens a minute for each user.",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "seconds",
      },
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "page_token",
          limit: "count",
        },
        response: {
          cursor_path: "pagination.next_page_token",
          next_url_path: "pagination.next_page",
          items_path: "collection",
        },
        limit_max: 100,
        where: "All collections",
      },
    ],
  },
  registration: {
    url: "https://developer.calendly.com/console/apps",
    redirect_uri_rules:
      "Exact match. https; http for localhost where the app's environment is Sandbox.",
    steps: [
      {
        do: "Sign up for a developer account. It is not a Calendly user account.",
        url: "https://developer.calendly.com",
      },
      {
        do: "Create an OAuth app of the kind web, in the environment Sandbox or Production, with the redirect URI. Each environment needs an app of its own.",
        url: "https://developer.calendly.com/console/apps",
      },
      {
        do: "Select every scope that the connector may ask for.",
        url: "https://developer.calendly.com/docs/authentication/scopes",
      },
      {
        do: "Copy the client ID and the client secret. They are shown once.",
        url: "https://developer.calendly.com/console/apps",
      },
    ],
    review: "None.",
    test_accounts:
      "Any Calendly user, a free one too, can connect; apps in the environment Sandbox allow http on localhost.",
    unreviewed: "No limits are known.",
    troubleshooting: [
      {
        shown: "403 for every call",
        means: "The app was made since March 2026 and no scope was granted.",
        mend: "Select scopes at the app, ask for them and connect again.",
      },
      {
        shown: "invalid_grant on a refresh",
        means: "The refresh token was used before: each works once.",
        mend: "Have the person connect again.",
      },
      {
        shown: "429 at the token endpoint",
        means: "More than eight tokens a minute for the user.",
        mend: "Wait a minute.",
      },
    ],
  },
  connectors: [
    {
      integration_type: "calendly",
      logo: { icon: "calendly", color: "#006BFF" },
      display_name: "Calendly",
      description: "Event types, scheduled events and availability.",
      category: "scheduling",
      documentation: "https://developer.calendly.com/docs/authentication/scopes",
      first_call: {
        path: "/users/me",
        scopes: ["users:read"],
        proves: "The token lives; the person and the organization.",
      },
      scopes: {
        default: ["users:read", "event_types:read", "scheduled_events:read", "availability:read"],
        always: ["users:read"],
        reducible_by_user: true,
        available: Object.entries(allScopes).map(([scope, description]) => ({
          scope,
          description,
        })),
        implies: {
          default: Object.keys(allScopes),
          "organizations:write": ["organizations:read"],
          "event_types:write": ["event_types:read"],
          "availability:write": ["availability:read"],
          "scheduled_events:write": ["scheduled_events:read"],
          "contacts:write": ["contacts:read"],
          "meeting_recaps:write": ["meeting_recaps:read"],
          "webhooks:write": ["webhooks:read"],
        },
      },
    },
  ],
} satisfies AuthorizationServerInput;
