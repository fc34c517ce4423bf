/**
 * Airtable. Facts from https://airtable.com/developers/web/api/oauth-reference.
 *
 * A refresh ends the refresh token and the access token of before at once, and there is no
 * revocation endpoint: a user takes the access back in the account settings.
 */
import type { AuthorizationServerInput } from "../schema.ts";

export const airtable = {
  id: "airtable",
  name: "Airtable",
  documentation: "https://airtable.com/developers/web/api/oauth-reference",
  metadata: {
    authorization_endpoint: "https://airtable.com/oauth2/v1/authorize",
    token_endpoint: "https://airtable.com/oauth2/v1/token",
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
  },
  authorization: { pkce: "S256" },
  token_answer: { code: { refresh_token_expires_in: ["refresh_expires_in"] } },
  refresh: {
    mode: "refresh_token",
    rotation: "rotates",
    ends_access_token: true,
    inconclusive: "hold",
    refresh_token_lifetime: { absolute_seconds: 5_184_000 },
  },
  account: {
    request: { url: "https://api.airtable.com/v0/meta/whoami" },
    id: ["id"],
    email: ["email"],
  },
  api: {
    missing_scope: [
      {
        statuses: [403],
        body: {
          at: ["error", "type"],
          equals: [
            "INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
            "INVALID_PERMISSIONS",
            "NOT_AUTHORIZED",
          ],
        },
      },
    ],
    hosts: ["https://api.airtable.com", "https://content.airtable.com"],
    rate_limit: "429, then wait 30 seconds; five requests a second for each base.",
  },
  registration: {
    url: "https://airtable.com/create/oauth",
    redirect_uri_rules: "Exact match. https, except for localhost. Several may be registered.",
    steps: [
      "Register a new OAuth integration with its name and the redirect URI.",
      "On the page of the integration, tick every scope that the connector may ask for.",
      "Generate a client secret, shown once, and copy the client ID.",
      "To let others connect, fill in support e-mail, privacy policy and terms of service.",
    ],
  },
  connectors: [
    {
      integration_type: "airtable",
      logo: { icon: "airtable", color: "#18BFFF" },
      display_name: "Airtable",
      description: "Records, tables and bases.",
      category: "productivity",
      documentation: "https://airtable.com/developers/web/api/oauth-reference",
      scopes: {
        default: [
          "user.email:read",
          "schema.bases:read",
          "data.records:read",
          "data.records:write",
        ],
        available: [
          { scope: "data.records:read", description: "Read records" },
          { scope: "data.records:write", description: "Create, change and delete records" },
          { scope: "data.recordComments:read", description: "Read comments on records" },
          { scope: "data.recordComments:write", description: "Write comments on records" },
          { scope: "schema.bases:read", description: "List bases, tables and fields" },
          { scope: "schema.bases:write", description: "Change tables and fields" },
          { scope: "user.email:read", description: "Your e-mail address" },
          { scope: "webhook:manage", description: "Create and manage webhooks" },
          {
            scope: "workspacesAndBases:read",
            description: "Read collaborators, views and interfaces of bases and workspaces",
          },
          {
            scope: "workspacesAndBases:write",
            description: "Change collaborators, invitations and views",
          },
          {
            scope: "workspacesAndBases:manage",
            description: "Create, move and delete workspaces and bases",
          },
          { scope: "workspacesAndBases.shares:manage", description: "Manage share links" },
          {
            scope: "data.records:manage",
            description: "Manage records as an administrator of the enterprise",
          },
          { scope: "enterprise.groups:read", description: "Read user groups" },
          { scope: "enterprise.groups:manage", description: "Manage user groups" },
          { scope: "enterprise.account:read", description: "Read the enterprise account" },
          { scope: "enterprise.account:write", description: "Change the enterprise account" },
          { scope: "enterprise.user:read", description: "Read users of the enterprise" },
          { scope: "enterprise.user:write", description: "Manage users of the enterprise" },
          {
            scope: "enterprise.scim.usersAndGroups:manage",
            description: "Manage users and groups by SCIM",
          },
          { scope: "enterprise.auditLogs:read", description: "Read audit logs" },
          {
            scope: "enterprise.changeEvents:read",
            description: "Read what was changed in the enterprise",
          },
          { scope: "enterprise.exports:manage", description: "Export bases for eDiscovery" },
        ],
      },
    },
  ],
} satisfies AuthorizationServerInput;
