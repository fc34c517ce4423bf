/**
 * Which OAuth client a connector of the API gets. A registration at a provider is one client of the
 * workspace, however many connectors use it: it has one redirect URI, and one set of secrets.
 */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { placeholdersOf } from "../../provider/template.ts";
import { urlTemplates } from "../../provider/url-templates.ts";
import { keepReplacedSecret } from "../../store/client-secrets.ts";
import {
  findClientOf,
  listClientsOf,
  type NamedClient,
  putOAuthClient,
} from "../../store/oauth-clients.ts";
import type { Store } from "../../store/store.ts";
import {
  countConnectorsOf,
  deleteUnusedClient,
  listSettingsOf,
  type WorkspaceConnector,
} from "../../store/workspace-connectors.ts";
import { requireRoom } from "../limits/index.ts";
import { isShown } from "../providers/index.ts";
import { isReservedFor } from "./reserved-clients.ts";

export interface ClientCredentials {
  readonly workspaceId: string;
  readonly entry: ProviderConnector;
  /** What the connector fixes: it may say which host the secret is sent to. */
  readonly settings: Readonly<Record<string, string>>;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Names a client that is made. */
  readonly connectorId: string;
  /** The id that was reserved for a client that is made; a new one where it is null or left out. */
  readonly reservedId?: string | null;
}

/**
 * The id of the client to use: the one that the workspace has for this provider and client id, else a
 * new one. Where several were made before, the one that has the secret, else the one that was registered
 * first. Another secret than the known is a rotation: the new one is tried first, the one of before while
 * the provider refuses it (SEC-34). A third is refused, as it would drop one that may be the valid one.
 * A client whose secret goes to another host is none of them: it is not sent where it was not brought
 * for (SEC-33).
 *
 * Call it in a transaction that has locked the workspace. Throws client_secret_differs.
 */
export async function clientFor(store: Store, given: ClientCredentials): Promise<string> {
  const { clientId, clientSecret, entry, workspaceId } = given;
  const serverId = entry.server.id;
  const known: NamedClient[] = [];
  for (const one of await listClientsOf(store, { workspaceId, serverId, clientId })) {
    if (await goesWhereItDid(store, one, given)) known.push(one);
  }
  const same = known.find(({ client }) => isShown(clientSecret, client.clientSecrets));
  if (same !== undefined) return same.client.oauthClientId;
  const [first] = known;
  if (first === undefined) return await makeClient(store, given);
  await rotateSecret(store, first, clientSecret);
  return first.client.oauthClientId;
}

/** Whether the secret goes to the same hosts for the new connector as for those that use the client. */
async function goesWhereItDid(
  store: Store,
  { client }: NamedClient,
  { entry, settings }: Pick<ClientCredentials, "entry" | "settings">,
): Promise<boolean> {
  if (!isPlacedBySettings(entry)) return true;
  const others = await listSettingsOf(store, client.oauthClientId);
  return others.every((one) => isDeepStrictEqual({ ...one }, { ...settings }));
}

/** Whether a connection's settings are part of an address of the provider. */
function isPlacedBySettings({ server }: ProviderConnector): boolean {
  const names = new Set(
    server.settings.flatMap(({ name, derived }) => [name, ...Object.keys(derived)]),
  );
  return urlTemplates(server).some(({ template }) =>
    placeholdersOf(template).some((name) => names.has(name)),
  );
}

/**
 * The id of a client that the workspace has, for a connector that is added to it without its secret. Throws
 * oauth_client_not_found, bad_request where the client cannot be the connector's, and secret_required.
 */
export async function existingClientFor(
  store: Store,
  given: Pick<ClientCredentials, "workspaceId" | "entry" | "settings">,
  oauthClientId: string,
): Promise<string> {
  const { workspaceId, entry, settings } = given;
  const found = await findClientOf(store, { workspaceId, oauthClientId });
  if (found === undefined) throw new GrantryError("oauth_client_not_found");
  if (found.client.serverId !== entry.server.id) {
    throw new GrantryError("bad_request", {
      detail: `oauth_client_id: this client is registered at another provider than ${entry.server.name}.`,
    });
  }
  // Whoever may change where a secret goes must know it (SEC-33).
  if (await goesWhereItDid(store, found, { entry, settings })) return oauthClientId;
  throw new GrantryError("secret_required", {
    detail:
      "oauth_client_id: with these settings the client's secret would be sent to another address. Give client ID and secret.",
  });
}

async function makeClient(store: Store, given: ClientCredentials): Promise<string> {
  const oauthClientId = await freeId(store, given);
  await requireRoom(store, "oauthClients", given.workspaceId);
  await putOAuthClient(store, {
    oauthClientId,
    workspaceId: given.workspaceId,
    // A connector may get a second one when it changes.
    name: `Connector ${given.connectorId} (${oauthClientId})`,
    serverId: given.entry.server.id,
    clientId: given.clientId,
    clientSecret: given.clientSecret,
    previousClientSecret: null,
    redirectPath: "own",
  });
  return oauthClientId;
}

/** Throws bad_request for an id that was not reserved for the workspace, or is used. */
async function freeId(store: Store, given: ClientCredentials): Promise<string> {
  const { workspaceId, reservedId: oauthClientId = null } = given;
  if (oauthClientId === null) return newHandle("oauthClient");
  const isFree =
    isReservedFor(store, workspaceId, oauthClientId) &&
    (await findClientOf(store, { workspaceId, oauthClientId })) === undefined;
  if (isFree) return oauthClientId;
  throw new GrantryError("bad_request", {
    detail:
      "oauth_client.id: this id is used, or was not reserved for the workspace. Reserve another one, and register its redirect URI.",
  });
}

async function rotateSecret(store: Store, { client, name }: NamedClient, secret: Secret) {
  const [current = null, previous] = client.clientSecrets;
  if (previous !== undefined) {
    throw new GrantryError("client_secret_differs", {
      detail: `The workspace has an OAuth client with this client_id ("${name}") and two secrets for it, and client_secret is neither. Give one of them, or change the secret of one of its connectors.`,
    });
  }
  await keepReplacedSecret(store, client, { isOtherClient: false });
  await putOAuthClient(store, {
    ...client,
    name,
    clientSecret: secret,
    previousClientSecret: current,
  });
}

/**
 * Gives a connector that exists another client where what is changed would change it for others, too: a
 * new client id, or settings that place the secret, of a client that several connectors use. Undefined
 * where the client can be changed as it is. Call it before the connector is changed.
 */
export async function otherClientFor(
  store: Store,
  before: WorkspaceConnector,
  changed: ClientCredentials,
): Promise<string | undefined> {
  const { client } = before;
  const isOther = changed.clientId !== client.clientId;
  const isMoved =
    !isDeepStrictEqual({ ...before.settings }, { ...changed.settings }) &&
    isPlacedBySettings(changed.entry);
  if (!isOther && !isMoved) return undefined;
  const isShared = (await countConnectorsOf(store, client.oauthClientId)) > 1;
  const { clientId, entry, workspaceId } = changed;
  const known = await listClientsOf(store, { workspaceId, serverId: entry.server.id, clientId });
  const isKnown = isOther && known.length > 0;
  if (!isShared && !isKnown) return undefined;
  return await clientFor(store, changed);
}

/** Removes a client that no connector uses any more. */
export async function dropUnused(store: Store, { client }: WorkspaceConnector): Promise<void> {
  await deleteUnusedClient(store, client.oauthClientId);
}
