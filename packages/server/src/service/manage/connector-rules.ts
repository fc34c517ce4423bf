/** What a workspace may fix in a connector. */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { requestedScopes } from "../../provider/scopes.ts";
import { bySettingName } from "../../provider/setting-names.ts";
import { checkSettings } from "../../provider/settings.ts";
import { findGovernance } from "../../store/connector-governance.ts";
import { type DeclaredConnector, findDeclaredFields } from "../../store/connectors.ts";
import type { Store } from "../../store/store.ts";
import type { WorkspaceConnector } from "../../store/workspace-connectors.ts";
import { findEntry, requireAllowed } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

/** The catalogue's entry of a connector. Throws connector_misconfigured where there is none any more. */
export function entryOf(
  { catalogue }: Pick<ManageContext, "catalogue">,
  { integrationType, client, providerEntry, name }: WorkspaceConnector,
): ProviderConnector {
  const entry = findEntry(catalogue, { integrationType, serverId: client.serverId, providerEntry });
  if (entry !== undefined) return entry;
  throw new GrantryError("connector_misconfigured", {
    detail: `The connector "${name}" names an integration type that its OAuth client does not serve.`,
  });
}

/** The scopes as they were given, checked; null for the catalogue's defaults. Throws scopes_invalid. */
export function workspaceScopes(
  entry: ProviderConnector,
  scopes: readonly string[] | null,
): readonly string[] | null {
  requestedScopes(entry, scopes);
  return scopes === null || scopes.length === 0 ? null : scopes;
}

/**
 * Throws scopes_forbidden where a connector declares what the workspace does not allow. Call it in the
 * transaction that writes the connector, with the workspace locked.
 */
export async function requireScopesAllowed(
  store: Store,
  entry: ProviderConnector,
  { workspaceId, scopes }: Pick<DeclaredConnector, "workspaceId" | "scopes">,
  where = "",
): Promise<void> {
  if (scopes === null) return;
  const { integration_type: integrationType } = entry.connector;
  const { allowedScopes } = await findGovernance(store, workspaceId, integrationType);
  requireAllowed(entry, allowedScopes, scopes, where);
}

/**
 * The same for a connector of a file that is applied again and again; not where it has these scopes
 * already: a list that was narrowed must not keep the server from starting with the same file.
 */
export async function requireNewScopesAllowed(
  store: Store,
  entry: ProviderConnector,
  declared: Pick<DeclaredConnector, "workspaceId" | "scopes"> & { readonly id: string },
): Promise<void> {
  const before = await findDeclaredFields(store, { ...declared, connectorId: declared.id });
  const { integration_type: type } = entry.connector;
  if (before?.integrationType === type && isDeepStrictEqual(before.scopes, declared.scopes)) return;
  await requireScopesAllowed(store, entry, declared, `The connector "${declared.id}": `);
}

/**
 * The settings that hold for every connection, checked; what is not fixed is asked for with each.
 * Throws connection_config_invalid.
 */
export function fixedSettings(
  entry: ProviderConnector,
  named: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const { server } = entry;
  const given = bySettingName(entry, named);
  // Only what is given is judged: the rest is asked for with each connection.
  const rules = server.settings.filter(({ name }) => Object.hasOwn(given, name));
  checkSettings({ ...entry, server: { ...server, settings: rules } }, given);
  return given;
}
