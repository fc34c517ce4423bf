/** Custom providers for tests: whole entries, and the operations by which they are declared. */
import type { BootstrapInput } from "@grantry/server/service/bootstrap/bootstrap-schema";
import { ids, secrets, type World } from "./harness.ts";
import { ownApiOf } from "./own-api.ts";

/** A whole entry that is right, of a provider on the given origin. */
export function entryAt(origin: string, changes: object = {}) {
  return {
    id: "house",
    name: "House",
    documentation: "https://house.example/docs",
    metadata: {
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
    },
    authorization: { pkce: "S256" },
    refresh: { mode: "refresh_token", rotation: "may_rotate", inconclusive: "hold" },
    account: { request: { url: `${origin}/me` }, id: ["sub"] },
    api: { hosts: [origin] },
    registration: {
      url: "https://house.example/apps",
      redirect_uri_rules: "Exact match.",
      steps: ["Register an app."],
    },
    connectors: [connectorOf("houserooms")],
    ...changes,
  };
}

export function connectorOf(integration_type: string, changes: object = {}) {
  return {
    integration_type,
    display_name: "House Rooms",
    description: "Rooms.",
    category: "home",
    documentation: "https://house.example/docs",
    scopes: { default: ["rooms.read"] },
    ...changes,
  };
}

/** The main workspace of the world, its connectors turned to a custom provider. */
export function useProvider(
  bootstrap: BootstrapInput,
  type: string,
  declared: Record<string, unknown>,
): void {
  const [workspace] = bootstrap.workspaces;
  const [client] = workspace?.oauth_clients ?? [];
  if (workspace === undefined || client === undefined) throw new Error("no workspace");
  workspace.providers = [declared];
  client.provider = String(declared["id"]);
  const shared = workspace.apps?.flatMap((app) => app.shared_connectors ?? []) ?? [];
  for (const connector of [...(workspace.connectors ?? []), ...shared]) {
    connector.integration_type = type;
    connector.connection_config = {};
  }
}

/** Manages a workspace's providers by `/v1`, by the workspace's key. */
export function providersOf(
  world: Pick<World, "url">,
  workspaceId: string = ids.workspace,
  as: string = secrets.workspaceKey,
) {
  const call = ownApiOf(world);
  const all = `/v1/workspaces/${workspaceId}/providers`;
  return {
    list: () => call("GET", all, { as }),
    /** With secrets of its OAuth clients, for a change that says where they are sent. */
    put: (id: string, entry: unknown, ...client_secrets: string[]) =>
      call("PUT", `${all}/${id}`, { as, body: { entry, client_secrets } }),
    remove: (id: string) => call("DELETE", `${all}/${id}`, { as }),
  };
}
