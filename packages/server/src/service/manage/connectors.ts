/** A workspace's connectors by the operator's API, with the OAuth clients that they bring. */

import { GrantryError } from "../../lib/error.ts";
import { newConnectorId } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import {
  carrySecrets,
  findConnectorsClient,
  keepReplacedSecret,
} from "../../store/client-secrets.ts";
import { putConnector } from "../../store/connectors.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import { putOAuthClient } from "../../store/oauth-clients.ts";
import { listProviders, lockWorkspace } from "../../store/providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import {
  deleteWorkspaceConnector,
  type WorkspaceConnector,
} from "../../store/workspace-connectors.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { requireRoom } from "../limits/index.ts";
import { isShown, workspaceCatalogue } from "../providers/index.ts";
import {
  type ClientCredentials,
  clientFor,
  dropUnused,
  existingClientFor,
  otherClientFor,
} from "./connector-clients.ts";
import {
  entryOf,
  fixedSettings,
  requireScopesAllowed,
  workspaceScopes,
} from "./connector-rules.ts";
import type { ManageContext } from "./context.ts";
import { type Connector, connectorOf, requireConnector } from "./list-connectors.ts";

export interface ConnectorInput {
  readonly integrationType: string;
  readonly name: string;
  readonly client: GivenClient;
  readonly scopes: readonly string[] | null;
  readonly settings: Readonly<Record<string, string>>;
}

/** A client that the workspace has; or a client ID with its secret, for one that it has or one that is made. */
export type GivenClient =
  | { readonly oauthClientId: string }
  | {
      readonly clientId: string;
      readonly clientSecret: Secret;
      readonly reservedId?: string | null;
    };

/** What is undefined stays as it is. */
export interface ConnectorChanges {
  readonly name: string | undefined;
  readonly clientId: string | undefined;
  readonly clientSecret: Secret | undefined;
  readonly scopes: readonly string[] | null | undefined;
  readonly settings: Readonly<Record<string, string>> | undefined;
}

/**
 * With the OAuth client that is named, or that the workspace has for this provider and client id, or a new
 * one. Throws bad_request, oauth_client_not_found, scopes_invalid, scopes_forbidden,
 * connection_config_invalid, client_secret_differs and name_taken.
 */
export async function createConnector(
  context: ManageContext,
  operator: WorkspaceOperator,
  input: ConnectorInput,
): Promise<Connector> {
  const { workspaceId } = operator;
  const providers = await listProviders(context.store, workspaceId);
  const entry = workspaceCatalogue(context.catalogue, providers).find(input.integrationType);
  if (entry === undefined) {
    throw new GrantryError("bad_request", {
      detail: "There is no such integration type: the catalogue lists them.",
    });
  }
  const connectorId = newConnectorId();
  const connector = {
    connectorId,
    workspaceId,
    appId: null,
    integrationType: input.integrationType,
    name: input.name,
    scopes: workspaceScopes(entry, input.scopes),
    settings: fixedSettings(entry, input.settings),
  };
  return await write(context, operator, async (store) => {
    await requireRoom(store, "connectors", workspaceId);
    await requireScopesAllowed(store, entry, connector);
    const place = { workspaceId, entry, settings: connector.settings };
    const oauthClientId =
      "oauthClientId" in input.client
        ? await existingClientFor(store, place, input.client.oauthClientId)
        : await clientFor(store, { ...place, ...input.client, connectorId });
    await putConnector(store, { ...connector, oauthClientId });
    await recordChange(store, operator, {
      action: "connector.created",
      target: { kind: "connector", id: connectorId },
      details: { name: input.name, integration_type: input.integrationType },
    });
    return await requireConnector(store, workspaceId, connectorId);
  });
}

/**
 * Changes a connector. A new client secret keeps the one before as the second to try, so that no
 * connection is lost. Throws connector_not_found and what createConnector throws.
 */
export async function updateConnector(
  context: ManageContext,
  operator: WorkspaceOperator,
  { connectorId, changes }: { readonly connectorId: string; readonly changes: ConnectorChanges },
): Promise<Connector> {
  const { workspaceId } = operator;
  return await write(context, operator, async (store) => {
    const before = await requireConnector(store, workspaceId, connectorId);
    const entry = entryOf(context, before);
    const connector = {
      connectorId,
      workspaceId,
      appId: null,
      integrationType: before.integrationType,
      name: changes.name ?? before.name,
      scopes: changes.scopes === undefined ? before.scopes : workspaceScopes(entry, changes.scopes),
      settings:
        changes.settings === undefined ? before.settings : fixedSettings(entry, changes.settings),
    };
    // What was declared before the list was narrowed stays as it is.
    if (changes.scopes !== undefined) await requireScopesAllowed(store, entry, connector);
    const oauthClientId = await changedClient(store, before, { ...connector, entry, changes });
    const moves = oauthClientId !== before.client.oauthClientId;
    if (moves && (await findConnectorsClient(store, connectorId))?.hasTokens) {
      await carrySecrets(store, before.client, { oauthClientId, workspaceId });
    }
    await putConnector(store, { ...connector, oauthClientId });
    await dropUnused(store, before);
    const changed = Object.entries(changes).filter(([, value]) => value !== undefined);
    await recordChange(store, operator, {
      action: "connector.changed",
      target: { kind: "connector", id: connectorId },
      details: { changed: changed.map(([name]) => name).join(" ") },
    });
    return await requireConnector(store, workspaceId, connectorId);
  });
}

/** The id of the client that the connector has from now on, itself changed where it stays the same. */
async function changedClient(
  store: Store,
  before: WorkspaceConnector,
  now: Pick<ClientCredentials, "connectorId" | "workspaceId" | "entry" | "settings"> & {
    readonly changes: ConnectorChanges;
  },
): Promise<string> {
  const { client, clientName } = before;
  const { clientId, clientSecret, settings } = now.changes;
  const isOther = clientId !== undefined && clientId !== client.clientId;
  if (clientSecret === undefined) {
    // Whoever may change where a secret goes must know it (SEC-33).
    if (!isOther && settings === undefined) return client.oauthClientId;
    throw new GrantryError("secret_required", {
      detail: "The client secret must come along with a new client ID or new settings.",
    });
  }
  const credentials = { ...now, clientId: clientId ?? client.clientId, clientSecret };
  const other = await otherClientFor(store, before, credentials);
  if (other !== undefined) return other;
  const [current = null] = client.clientSecrets;
  if (isOther || current === null || !isShown(current, [clientSecret])) {
    await keepReplacedSecret(store, client, { isOtherClient: isOther });
  }
  await putOAuthClient(store, {
    oauthClientId: client.oauthClientId,
    workspaceId: client.workspaceId,
    name: clientName,
    serverId: client.serverId,
    clientId: clientId ?? client.clientId,
    clientSecret,
    previousClientSecret: isOther || settings !== undefined ? null : current,
    redirectPath: client.redirectPath,
  });
  return client.oauthClientId;
}

/**
 * Deletes a connector and erases its connections' tokens. The grants at the provider stay, as they
 * belong to the workspace's own OAuth client. Throws connector_not_found.
 */
export async function deleteConnector(
  context: ManageContext,
  operator: WorkspaceOperator,
  connectorId: string,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const connector = await requireConnector(store, workspaceId, connectorId);
    await deleteWorkspaceConnector(store, connector);
    await recordChange(store, operator, {
      action: "connector.deleted",
      target: { kind: "connector", id: connectorId },
      details: { name: connector.name, integration_type: connector.integrationType },
    });
  });
}

async function write(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  work: (store: Store) => Promise<WorkspaceConnector>,
): Promise<Connector> {
  try {
    const written = await inTransaction(context.store, async (store) => {
      await lockWorkspace(store, workspaceId);
      return await work(store);
    });
    return connectorOf(context, written);
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new GrantryError("name_taken", { cause: thrown });
  }
}
