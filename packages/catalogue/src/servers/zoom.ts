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
      set_by: "workspace",
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
    hosts: [
      { name: "default", url: "https://{api}/v2", for: "Everything, for all regions" },
      {
        name: "region",
        url: "https://{api_url}/v2",
        for: "The same, at the region that holds the account",
      },
      {
        name: "files",
        url: "https://fileapi.zoom.us/v2",
        for: "Uploads of files to Team Chat; commercial cloud",
      },
      {
        name: "recordings",
        url: "https://{cloud}",
        for: "Recordings and transcripts at their download_url, which redirects to storage: follow without the token",
      },
    ],
    rate_limit: {
      documented:
        "Counted for the account over all its apps, by plan and by the label of the endpoint, from 1 to 80 calls a second; besides, a number for each day. Retry-After comes with daily limits only, as a moment in ISO 8601. X-RateLimit-Category and X-RateLimit-Type say which limit it was.",
      headers: {
        limit: "X-RateLimit-Limit",
        remaining: "X-RateLimit-Remaining",
        reset: "X-RateLimit-Reset",
        reset_unit: "epoch_seconds",
      },
    },
    pagination: [
      {
        kind: "cursor",
        request: { cursor: "next_page_token", limit: "page_size" },
        response: { cursor_path: "next_page_token" },
        limit_max: 300,
        where: "All lists; an empty token is the end",
      },
    ],
  },
  registration: {
    url: "https://marketplace.zoom.us/develop/create",
    redirect_uri_rules:
      "Must equal the OAuth redirect URL or begin with an entry of the allow list.",
    steps: [
      {
        do: "In the App Marketplace, choose Develop, Build App, General App, and user-managed.",
        url: "https://marketplace.zoom.us/develop/create",
      },
      {
        do: "Enter the redirect URI as OAuth redirect URL and in the allow list.",
        url: "https://developers.zoom.us/docs/integrations/oauth/",
      },
      {
        do: "Under Scopes, add every scope that the connector asks for. Zoom grants the scopes of the app.",
        url: "https://developers.zoom.us/docs/integrations/oauth-scopes-granular/",
      },
      {
        do: "Copy the client ID and the client secret. Development and production have different ones.",
        url: "https://marketplace.zoom.us/user/build",
      },
      {
        do: "For people outside of your Zoom account, publish the app, listed or unlisted, or share it as a beta app.",
        url: "https://developers.zoom.us/docs/distribute/app-submission/enabling-publishing-for-private-and-beta-apps/",
      },
    ],
    review:
      "Before people outside of your account can connect, Zoom reviews function and security, of unlisted apps, too; integrators speak of two to three weeks. It is free. New scopes are reviewed again, and people connect again.",
    test_accounts: "A free Zoom account; a beta app for a limited number of people.",
    unreviewed: "Development credentials work for your own Zoom account only.",
    troubleshooting: [
      {
        shown: "4700 Invalid redirect or 4709 Redirect URI mismatch",
        means: "The address is not the OAuth redirect URL, or not in the allow list.",
        mend: "Enter it in both.",
      },
      {
        shown: "4702 or 4704 Invalid client",
        means: "Credentials of development and production are mixed.",
        mend: "Take the pair of one environment.",
      },
      {
        shown: "400 with code 4711",
        means: "A scope is not on the app, or was added later.",
        mend: "Add it and connect again.",
      },
      {
        shown: "The app needs pre-approval",
        means: "The administrator of the account restricts apps.",
        mend: "Have it approved in the Marketplace.",
      },
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
      first_call: {
        path: "/users/me",
        scopes: ["user:read:user"],
        proves: "The token lives; who connected.",
      },
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
