/** What the rig's servers are told to serve: one workspace, one app, three custom providers. */
import type { BootstrapInput } from "../../packages/server/src/service/bootstrap/bootstrap-schema.ts";
import { type ProviderId, providerIds } from "./history.ts";

export const appId = "app_torture";

const secrets: Readonly<Record<string, string>> = {
  serviceToken: `grantry_st_${"t".repeat(40)}`,
  clientSecret: "torture-client-secret",
};

export const serviceToken = secrets["serviceToken"] ?? "";

/** How long a used refresh token of `grace` still works. */
export const graceSeconds = 120;

/** The value of a secret that the declaration names. */
export function secretOf(source: { env: string } | { file: string }): string {
  const name = "env" in source ? source.env : source.file;
  const value = secrets[name];
  if (value === undefined) throw new Error(`no secret ${name}`);
  return value;
}

export function connectorId(provider: ProviderId): string {
  return `connector_${provider}`;
}

const refreshRules = {
  strict: { rotation: "rotates", inconclusive: "hold" },
  grace: { rotation: "rotates", inconclusive: "retry", grace_seconds: graceSeconds },
  stable: { rotation: "stable", inconclusive: "retry" },
} as const;

/** A provider as a workspace declares its own: docs/custom-providers.md. */
function entryOf(provider: ProviderId, origin: string) {
  const at = `${origin}/${provider}`;
  const documentation = "https://torture.example/docs";
  return {
    id: provider,
    name: provider,
    documentation,
    metadata: {
      authorization_endpoint: `${at}/authorize`,
      token_endpoint: `${at}/token`,
      revocation_endpoint: `${at}/revoke`,
      token_endpoint_auth_methods_supported: ["client_secret_post"],
    },
    authorization: { pkce: "S256" },
    refresh: { mode: "refresh_token", ...refreshRules[provider] },
    account: { request: { url: `${at}/userinfo` }, id: ["sub"], name: ["name"] },
    revocation: {
      endpoint: `${at}/revoke`,
      tokens: ["refresh_token"],
      authentication: "client",
      ends: "token_set",
    },
    api: { hosts: [origin] },
    registration: { url: documentation, redirect_uri_rules: "Any.", steps: ["None."] },
    connectors: [
      {
        integration_type: `torture${provider}`,
        display_name: provider,
        description: "Things.",
        category: "custom",
        documentation,
        scopes: { default: ["things"] },
      },
    ],
  };
}

/** The bootstrap of every server process; the authorization server stands at this origin. */
export function declaration(origin: string): BootstrapInput {
  return {
    workspaces: [
      {
        id: "ws_torture",
        name: "Torture",
        providers: providerIds.map((provider) => entryOf(provider, origin)),
        oauth_clients: providerIds.map((provider) => ({
          id: `client_${provider}`,
          name: provider,
          provider,
          client_id: "torture",
          client_secret: { env: "clientSecret" },
        })),
        connectors: providerIds.map((provider) => ({
          id: connectorId(provider),
          name: provider,
          integration_type: `torture${provider}`,
          oauth_client: `client_${provider}`,
        })),
        apps: [
          {
            id: appId,
            name: "Torture",
            service_tokens: [{ id: "stk_torture", name: "rig", secret: { env: "serviceToken" } }],
          },
        ],
      },
    ],
  };
}
