/** The connectors of a bootstrap file, for app users and shared ones. */
import { unlistedScopes } from "../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { requestedScopes } from "../../provider/scopes.ts";
import { bySettingName } from "../../provider/setting-names.ts";
import { type DeclaredFields, findDeclaredFields, putConnector } from "../../store/connectors.ts";
import {
  findMadeFor,
  replaceAppConnector,
  setAsideAppConnector,
} from "../../store/shared-connections.ts";
import type { Store } from "../../store/store.ts";
import { requireNewScopesAllowed } from "../manage/index.ts";
import { requireTokensStay, type StoredClients } from "./apply-oauth-clients.ts";
import { type Applying, enter, invalid } from "./applying.ts";
import type { BootstrapWorkspace } from "./bootstrap-schema.ts";

export type ApplyingConnectors = Applying & { readonly stored: StoredClients };

export interface ConnectorDeclaration {
  readonly id: string;
  /** Undefined: the one that it has, else the catalogue's. */
  readonly name: string | undefined;
  readonly integration_type: string;
  readonly oauth_client: string;
  readonly scopes?: readonly string[] | null | undefined;
  readonly connection_config?: Readonly<Record<string, string>> | null | undefined;
  readonly appId: string | null;
}

/** Creates a connector or changes what is declared of it. Throws config_invalid and scopes_forbidden. */
export async function applyConnector(
  applying: ApplyingConnectors,
  workspace: BootstrapWorkspace,
  declared: ConnectorDeclaration,
): Promise<void> {
  const entry = requireFitting(applying, workspace, declared);
  const fields = await fieldsOf(applying.store, workspace.id, { declared, entry });
  const { scopes } = fields;
  await requireNewScopesAllowed(applying.store, entry, {
    ...declared,
    scopes,
    workspaceId: workspace.id,
  });
  const { appId, id: connectorId, integration_type: integrationType } = declared;
  // What was connected before it was declared stays connected.
  const old =
    appId === null
      ? undefined
      : await setAsideAppConnector(applying.store, { appId, connectorId, integrationType });
  for (const id of old === undefined ? [connectorId] : [connectorId, old]) {
    const providerId = entry.server.id;
    await requireTokensStay(applying, applying.stored, { connectorId: id, providerId });
  }
  const put = putConnector(applying.store, {
    connectorId: declared.id,
    workspaceId: workspace.id,
    appId: declared.appId,
    oauthClientId: declared.oauth_client,
    integrationType,
    ...fields,
  });
  await enter("connector", declared.id, put);
  if (old !== undefined) await replaceAppConnector(applying.store, old, declared.id);
}

/** What the file leaves out stays, while the type does: another type has other scopes and settings. */
async function fieldsOf(
  store: Store,
  workspaceId: string,
  { declared, entry }: { declared: ConnectorDeclaration; entry: ProviderConnector },
): Promise<Omit<DeclaredFields, "integrationType">> {
  const { id: connectorId, appId, integration_type: type } = declared;
  const made = appId === null ? undefined : await findMadeFor(store, { appId, connectorId, type });
  const found = made ?? (await findDeclaredFields(store, { workspaceId, connectorId }));
  const before = found?.integrationType === type ? found : undefined;
  const { name, scopes, connection_config: settings } = declared;
  return {
    name: name ?? before?.name ?? entry.connector.display_name,
    scopes: scopes === undefined ? (before?.scopes ?? null) : scopes,
    settings:
      settings === undefined ? (before?.settings ?? {}) : bySettingName(entry, settings ?? {}),
  };
}

function requireFitting(
  { catalogue, log }: Applying,
  workspace: BootstrapWorkspace,
  declared: ConnectorDeclaration,
): ProviderConnector {
  const where = `The connector "${declared.id}"`;
  const entry = catalogue.find(declared.integration_type);
  if (entry === undefined) {
    throw invalid(`${where}: there is no integration type "${declared.integration_type}".`);
  }
  const client = workspace.oauth_clients.find(({ id }) => id === declared.oauth_client);
  if (client === undefined) {
    throw invalid(
      `${where} names the OAuth client "${declared.oauth_client}", which is not declared.`,
    );
  }
  if (client.provider !== entry.server.id) {
    throw invalid(
      `${where}: "${declared.integration_type}" belongs to the provider "${entry.server.id}", its OAuth client to "${client.provider}".`,
    );
  }
  const known = new Set(entry.server.settings.map((setting) => setting.name));
  const settings = bySettingName(entry, declared.connection_config ?? {});
  const unknown = Object.keys(settings).find((name) => !known.has(name));
  if (unknown !== undefined)
    throw invalid(`${where}: there is no connection setting "${unknown}".`);
  requestedScopes(entry, declared.scopes ?? null);
  const unlisted = unlistedScopes(entry, declared.scopes ?? []);
  if (unlisted.length > 0) {
    log?.warn(
      { connectorId: declared.id, scopes: unlisted },
      "scopes that the catalogue does not list are asked for as they stand: compare their spelling",
    );
  }
  return entry;
}
