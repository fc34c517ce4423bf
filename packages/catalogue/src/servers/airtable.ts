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
    hosts: [
      {
        name: "default",
        url: "https://api.airtable.com",
        for: "Records, schema, comments, webhooks and who is asking",
      },
      {
        name: "content",
        url: "https://content.airtable.com",
        for: "Bytes of attachments that are uploaded into a record",
      },
    ],
    rate_limit: {
      documented:
        "Five calls a second for each base, 50 a second for each user over all bases; on the plans Free and Team a number of calls a month for each workspace, too. After a refusal, wait 30 seconds.",
    },
    pagination: [
      {
        kind: "cursor",
        request: {
          cursor: "offset",
          limit: "pageSize",
        },
        response: {
          cursor_path: "offset",
          items_path: "records",
        },
        limit_max: 100,
        where: "Records of a table",
      },
      {
        kind: "cursor",
        request: {
          cursor: "offset",
        },
        response: {
          cursor_path: "offset",
          items_path: "bases",
        },
        where: "List of bases",
      },
    ],
  },
  registration: {
    url: "https://airtable.com/create/oauth",
    redirect_uri_rules: "Exact match. https, except for localhost. Several may be registered.",
    steps: [
      {
        do: "Register a new OAuth integration with its name and the redirect URI.",
        url: "https://airtable.com/create/oauth",
      },
      {
        do: "On the page of the integration, tick every scope that the connector may ask for and save.",
        url: "https://airtable.com/create/oauth",
      },
      {
        do: "Generate a client secret, shown once, and copy the client ID.",
        url: "https://airtable.com/create/oauth",
      },
      {
        do: "To let others connect, fill in support email, privacy policy and terms of service.",
        url: "https://airtable.com/developers/web/guides/oauth-integrations",
      },
    ],
    review: "None.",
    test_accounts: "A free account with a base of its own is enough.",
    unreviewed:
      "Others can connect once support email, privacy policy and terms of service are filled in.",
    troubleshooting: [
      {
        shown: "Invalid Credentials detected",
        means: "The enterprise of the person admits listed integrations only.",
        mend: "Its administrator adds the client ID to the list in the Admin Hub.",
      },
      {
        shown: "A page of Airtable about the redirect, and no way back",
        means: "The redirect URI is not one that is registered, letter by letter.",
        mend: "Copy it into the integration.",
      },
      {
        shown: "403 INVALID_PERMISSIONS_OR_MODEL_NOT_FOUND",
        means: "The scope is missing, or the base was not shared when the person connected.",
        mend: "Connect again and choose the base.",
      },
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
      first_call: {
        path: "/v0/meta/whoami",
        proves: "The token lives; whose it is.",
      },
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
          { scope: "user.email:read", description: "Your email address" },
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
