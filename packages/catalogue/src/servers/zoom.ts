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
    authorization_endpoint: "https://zoom.us/oauth/authorize",
    token_endpoint: "https://zoom.us/oauth/token",
    revocation_endpoint: "https://zoom.us/oauth/revoke",
    code_challenge_methods_supported: ["plain", "S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  authorization: { pkce: "S256" },
  refresh: {
    mode: "refresh_token",
    rotation: "rotates",
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 7_776_000 },
  },
  account: {
    request: { url: "https://api.zoom.us/v2/users/me" },
    id: ["id"],
    email: ["email"],
    name: ["display_name"],
  },
  revocation: {
    endpoint: "https://zoom.us/oauth/revoke",
    tokens: ["access_token"],
    authentication: "client",
    ends: "client_grant",
  },
  api: {
    missing_scope: [{ statuses: [400], body: { at: ["code"], equals: ["4711"] } }],
    hosts: ["https://api.zoom.us"],
    rate_limit:
      "429; X-RateLimit-Category, -Type, -Limit and -Remaining, Retry-After for daily limits.",
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
      "For people outside your Zoom account, the app must be published.",
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
