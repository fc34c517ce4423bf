/** A provider of the workspace with two types that need no settings, in front of the sandbox. */
import type { Sandbox } from "@grantry/sandbox/sandbox";
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import type { World } from "./harness.ts";

export const houseSecret = "house-client-secret";
/** What its types always need. */
export const houseAlways = ["openid", "offline_access"];
const documentation = "https://house.example/docs";

/** Declares it in the first workspace: types `housenotes` and `housefiles`. */
export function declareHouse({ workspaces: [workspace] }: BootstrapInput, { origin }: Sandbox) {
  if (workspace === undefined) throw new Error("no workspace");
  workspace.oauth_clients?.push({
    id: "ocl_house",
    name: "House client",
    provider: "house",
    client_id: "house",
    client_secret: { file: houseSecret },
  });
  workspace.providers = [
    {
      id: "house",
      name: "House",
      documentation,
      metadata: {
        issuer: origin,
        authorization_endpoint: `${origin}/auth`,
        token_endpoint: `${origin}/token`,
        authorization_response_iss_parameter_supported: true,
        code_challenge_methods_supported: ["S256"],
        token_endpoint_auth_methods_supported: ["client_secret_basic"],
      },
      authorization: { pkce: "S256", parameters: { prompt: "consent" } },
      refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
      account: { request: { url: `${origin}/me` }, id: ["sub"], email: ["email"], name: ["name"] },
      revocation: {
        endpoint: `${origin}/token/revocation`,
        tokens: ["refresh_token", "access_token"],
        authentication: "client",
        ends: "token_set",
      },
      api: { hosts: [`${origin}/api`] },
      registration: { url: documentation, redirect_uri_rules: "Exact.", steps: ["Register."] },
      connectors: ["housenotes", "housefiles"].map((integration_type) => ({
        integration_type,
        display_name: `The ${integration_type}`,
        description: "A thing in the house.",
        category: "house",
        documentation,
        scopes: { default: ["calendar.read"], always: houseAlways, reducible_by_user: true },
      })),
    },
  ];
}

/** Registers the workspace's client at the sandbox. */
export async function registerHouse({ sandbox, url }: World): Promise<void> {
  await sandbox.addClient({
    clientId: "house",
    clientSecret: houseSecret,
    redirectUris: [`${url}/api/external-auth/callback/ocl_house`],
  });
}
