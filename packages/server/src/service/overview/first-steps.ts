/** What a new workspace has to do next: worked out from what is there, so that it ticks itself off. */
import { listAdmins, listNamedConnectors, readBeginnings } from "../../store/overview.ts";
import { listWorkspaceApps } from "../../store/workspace-apps.ts";
import type { OverviewContext } from "./context.ts";

export interface Step<Name extends string> {
  readonly name: Name;
  readonly done: boolean;
}

export interface FirstSteps {
  readonly steps: readonly Step<
    "create_app" | "allow_origin" | "add_connector" | "connect" | "copy_code" | "production"
  >[];
  /** What the last step takes. */
  readonly production: readonly Step<
    "public_url" | "postgresql" | "second_owner" | "second_factor"
  >[];
  /** Those that commands and code can name: the first ones. */
  readonly app: { readonly id: string; readonly name: string } | null;
  readonly connector: { readonly id: string; readonly type: string; readonly name: string } | null;
}

/** `copy_code` is done when a backend has got a token. */
export async function getFirstSteps(
  { publicUrl, store }: Pick<OverviewContext, "publicUrl" | "store">,
  workspaceId: string,
): Promise<FirstSteps> {
  const apps = await listWorkspaceApps(store, workspaceId);
  const connectors = await listNamedConnectors(store, workspaceId);
  const { connected, served } = await readBeginnings(store, workspaceId);
  const admins = await listAdmins(store, workspaceId);
  const owners = admins.filter(({ role }) => role === "owner");
  const { protocol, hostname } = new URL(publicUrl);
  const isPublic = protocol === "https:" && hostname !== "localhost";
  const production = [
    { name: "public_url", done: isPublic },
    { name: "postgresql", done: store.database.engine === "postgres" },
    { name: "second_owner", done: owners.length > 1 },
    {
      name: "second_factor",
      done: admins.length > 0 && admins.every(({ passwordOnly }) => !passwordOnly),
    },
  ] as const;
  const [app] = apps;
  const connector = connectors.find(({ appId }) => appId === null) ?? connectors[0];
  return {
    steps: [
      { name: "create_app", done: apps.length > 0 },
      { name: "allow_origin", done: apps.some(({ origins }) => origins.length > 0) },
      { name: "add_connector", done: connectors.length > 0 },
      { name: "connect", done: connected },
      { name: "copy_code", done: served },
      { name: "production", done: production.every(({ done }) => done) },
    ],
    production,
    app: app === undefined ? null : { id: app.appId, name: app.name },
    connector:
      connector === undefined
        ? null
        : { id: connector.connectorId, type: connector.integrationType, name: connector.name },
  };
}
