/** The OAuth clients of a bootstrap file, and which of them it knows the secrets of. */
import type { Secret } from "../../lib/secret.ts";
import {
  type ClientSecrets,
  findConnectorsClient,
  listClientSecrets,
} from "../../store/client-secrets.ts";
import { markClient, putOAuthClient } from "../../store/oauth-clients.ts";
import { type Applying, enter, invalid, secretOf } from "./applying.ts";
import type { BootstrapWorkspace } from "./bootstrap-schema.ts";
import { isShown } from "./destination.ts";

type DeclaredClient = BootstrapWorkspace["oauth_clients"][number];

/** An OAuth client as it stood before the file was applied. */
interface StoredClient extends ClientSecrets {
  /** Whether the file brings a secret that it has, as the current one or the previous one. */
  readonly isKnown: boolean;
}

/** By id. To be read before anything of the file is written. */
export type StoredClients = ReadonlyMap<string, StoredClient>;

export async function readStoredClients(
  applying: Applying,
  workspace: BootstrapWorkspace,
): Promise<StoredClients> {
  const stored = await listClientSecrets(applying.store, { workspaceId: workspace.id });
  const declared = new Map(workspace.oauth_clients.map((client) => [client.id, client]));
  return new Map(
    stored.map((one) => {
      const { oauthClientId } = one.client;
      const client = declared.get(oauthClientId);
      const shown = client === undefined ? [] : Object.values(secretsOf(applying, client));
      const isKnown = one.kept.some((secret) => isShown(secret, shown.filter(isSecret)));
      return [oauthClientId, { ...one, isKnown }];
    }),
  );
}

function isSecret(secret: Secret | null): secret is Secret {
  return secret !== null;
}

function secretsOf(applying: Applying, client: DeclaredClient) {
  const { client_secret: current, previous_client_secret: previous } = client;
  return {
    clientSecret: secretOf(applying, current),
    previousClientSecret: previous === undefined ? null : secretOf(applying, previous),
  };
}

/** The id of a client at this provider whose secret the file does not know; undefined: there is none. */
export function findUnknownClient(stored: StoredClients, providerId: string): string | undefined {
  const clients = [...stored.values()].filter(({ client }) => client.serverId === providerId);
  return clients.find(({ isKnown }) => !isKnown)?.client.oauthClientId;
}

/** Throws config_invalid, also where tokens would go to another provider (SEC-33). */
export async function applyOAuthClients(
  applying: Applying,
  workspace: BootstrapWorkspace,
  { stored, kept }: { readonly stored: StoredClients; readonly kept: ReadonlySet<string> },
): Promise<void> {
  for (const client of workspace.oauth_clients) {
    const before = stored.get(client.id);
    if (kept.has(client.provider)) {
      // Its secret is meant for the provider of the file, which is not the one there is.
      if (before !== undefined) continue;
      throw invalid(
        `The OAuth client "${client.id}" cannot be made: its provider "${client.provider}" could not be changed to what the file says.`,
      );
    }
    if (before?.hasTokens && !before.isKnown && before.client.serverId !== client.provider) {
      throw wouldCarryTokens(`The OAuth client "${client.id}"`, before);
    }
    const put = putOAuthClient(applying.store, {
      oauthClientId: client.id,
      workspaceId: workspace.id,
      name: client.name,
      serverId: client.provider,
      clientId: client.client_id,
      ...secretsOf(applying, client),
      redirectPath: client.redirect_path,
    });
    await enter("OAuth client", client.id, put);
    const marked = { workspaceId: workspace.id, oauthClientId: client.id };
    const { used_by_other_servers: usedByOtherServers, preferred } = client;
    if (usedByOtherServers === undefined && preferred === undefined) continue;
    await markClient(applying.store, marked, { usedByOtherServers, preferred });
  }
}

/**
 * Throws config_invalid where connections of a connector would go to a client of another provider, and
 * the file does not know the secret of the one they have.
 */
export async function requireTokensStay(
  { store }: Applying,
  stored: StoredClients,
  { connectorId, providerId }: { readonly connectorId: string; readonly providerId: string },
): Promise<void> {
  const found = await findConnectorsClient(store, connectorId);
  const before = found && stored.get(found.oauthClientId);
  if (!found?.hasTokens || before === undefined || before.isKnown) return;
  if (before.client.serverId === providerId) return;
  throw wouldCarryTokens(`The connector "${connectorId}"`, before);
}

function wouldCarryTokens(subject: string, { client }: StoredClient) {
  return invalid(
    `${subject} would carry the tokens of its connections to another provider. Choose another id, disconnect them first, or declare the OAuth client "${client.oauthClientId}" with the secret that it has, as client_secret or previous_client_secret.`,
  );
}
