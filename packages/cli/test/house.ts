/** A provider of the test workspace's own, with two types that need no settings. */
import type { Sandbox } from "@grantry/sandbox/sandbox";
import type { BootstrapInput } from "../../server/src/service/workspace/bootstrap-schema.ts";
import type { World } from "../../server/test/harness.ts";
import { declareMembers } from "../../server/test/operators.ts";

const clientSecret = "house-client-secret";
export const otherKey = `grantry_wk_${"h".repeat(40)}`;
export const always = ["openid", "offline_access"];

/** Declares it, the members, and apps. */
export function declareHouse(
  bootstrap: BootstrapInput,
  { origin }: Sandbox,
  apps: readonly string[],
): void {
  declareMembers(bootstrap);
  const [workspace] = bootstrap.workspaces;
  if (workspace === undefined) throw new Error("no workspace");
  workspace.api_keys?.push({ id: "key_other", name: "other", secret: { env: otherKey } });
  workspace.apps?.push(...apps.map((id) => ({ id, name: `App ${id}` })));
  workspace.oauth_clients?.push({
    id: "ocl_house",
    name: "House client",
    provider: "house",
    client_id: "house",
    client_secret: { file: clientSecret },
  });
  const documentation = "https://house.example/docs";
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
      api: { hosts: [`${origin}/api`] },
      registration: { url: documentation, redirect_uri_rules: "Exact.", steps: ["Register."] },
      connectors: ["housenotes", "housefiles"].map((integration_type) => ({
        integration_type,
        display_name: `The ${integration_type}`,
        description: "A thing in the house.",
        category: "house",
        documentation,
        scopes: { default: ["calendar.read"], always, reducible_by_user: true },
      })),
    },
  ];
}

/** Registers the server's client at the sandbox. */
export async function registerHouse(world: World): Promise<void> {
  await world.sandbox.addClient({
    clientId: "house",
    clientSecret,
    redirectUris: [`${world.url}/api/external-auth/callback/ocl_house`],
  });
}
