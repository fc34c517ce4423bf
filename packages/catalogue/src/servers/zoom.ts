/**
 * Zoom, user-managed general apps. Facts from https://developers.zoom.us/docs/integrations/oauth/
 * and https://developers.zoom.us/docs/integrations/oauth-scopes-granular/.
 *
 * Every refresh gives a new refresh token; only the newest one works.
 */
import type { AuthorizationServerInput } from "../schema.ts";
import { zoomScopes } from "./zoom-scopes.ts";

export const zoom = {
  id: "zoom",
  name: "Zoom",
  documentation: "https://developers.zoom.us/docs/integrations/oauth/",
  metadata: {
    authorization_endpoint: "https://{cloud}/oauth/authorize",
    token_endpoint: "https://{cloud}/oauth/token",
    revocation_endpoint: "https://{cloud}/oauth/revoke",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  settings: [
    {
      name: "cloud",
      display_name: "Cloud",
      description:
        "commercial, or government for Zoom for Government, which has a marketplace and apps of its own.",
      placeholder: "commercial",
      required: false,
      validation_pattern: "^(?:commercial|government)$",
      validation_error: "Give commercial or government.",
      default: "commercial",
      choices: { commercial: "zoom.us", government: "zoomgov.com" },
      derived: { api: { commercial: "api.zoom.us", government: "api.zoomgov.com" } },
    },
  ],
  authorization: { pkce: "S256" },
  refresh: {
    mode: "refresh_token",
    rotation: "rotates",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 7_776_000 },
  },
  account: {
    request: { url: "https://{api}/v2/users/me" },
    id: ["id"],
    email: ["email"],
    name: ["display_name"],
  },
  kept_values: [
    {
      // The region that holds the account; the general host serves it, too.
      name: "api_url",
      from: "token_answer",
      path: "api_url",
      validation_pattern: "^https://[A-Za-z0-9.-]+$",
      allowed_host_suffixes: [".zoom.us", ".zoomgov.com"],
    },
  ],
  revocation: {
    endpoint: "https://{cloud}/oauth/revoke",
    tokens: ["access_token"],
    authentication: "client",
    ends: "client_grant",
  },
  api: {
    missing_scope: [{ statuses: [400], body: { at: ["code"], equals: ["4711"] } }],
    hosts: ["https://{api}", "https://{api_url}"],
    rate_limit:
      "429. Counted for the account over all its apps, by plan and by the label of the endpoint, from 1 to 80 calls a second; besides, a number for each day. Retry-After comes with daily limits only, as a moment in ISO 8601. X-RateLimit-Category and X-RateLimit-Type say which limit it was.",
  },
  registration: {
    url: "https://marketplace.zoom.us/develop/create",
    redirect_uri_rules:
      "Must equal the OAuth redirect URL or begin with an entry of the allow list.",
    steps: [
      "In the App Marketplace, choose Develop, Build App, General App, and user-managed.",
      "Enter the redirect URI as OAuth redirect URL and in the allow list.",
      "Under Scopes, add every scope that the connector asks for. Zoom grants the scopes of the app.",
      "Copy the client ID and the client secret. Development and production have different ones.",
      "For people outside of your Zoom account, publish the app, listed or unlisted, or share it as a beta app.",
    ],
  },
  connectors: [
    {
      integration_type: "zoom",
      logo: { icon: "zoom", color: "#0B5CFF" },
      display_name: "Zoom",
      description: "Meetings, recordings and users.",
      category: "communication",
      documentation: "https://developers.zoom.us/docs/integrations/oauth-scopes-granular/",
      scopes: {
        default: [
          "user:read:user",
          "user:read:email",
          "meeting:read:list_meetings",
          "meeting:read:meeting",
        ],
        // Without it the account behind a connection cannot be told.
        always: ["user:read:user"],
        available: zoomScopes,
      },
    },
  ],
} satisfies AuthorizationServerInput;
