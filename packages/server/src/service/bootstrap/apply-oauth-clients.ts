/** The OAuth clients of a bootstrap file, and which of them it knows the secrets of. */
import { Secret } from "../../lib/secret.ts";
import {
  type ClientSecrets,
  findConnectorsClient,
  listClientSecrets,
} from "../../store/client-secrets.ts";
import { markClient, type OAuthClientInput, putOAuthClient } from "../../store/oauth-clients.ts";
import { isShown } from "../providers/index.ts";
import { type AppliedProviders, type Applying, enter, invalid, secretOf } from "./applying.ts";
import type { BootstrapWorkspace } from "./bootstrap-schema.ts";

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

function isSecret(secret: Secret | null | undefined): secret is Secret {
  return secret instanceof Secret;
}

function secretsOf(applying: Applying, client: DeclaredClient) {
  const { client_secret: current, previous_client_secret: previous } = client;
  return {
    clientSecret: secretOf(applying, current),
    /** Undefined: the file does not say; null: there is none. */
    previousClientSecret: previous ? secretOf(applying, previous) : previous,
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
  { stored, kept, moved }: { readonly stored: StoredClients } & AppliedProviders,
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
    await putDeclared(applying, workspace.id, {
      client,
      before,
      isMoved: moved.has(client.provider),
    });
    const marked = { workspaceId: workspace.id, oauthClientId: client.id };
    const { used_by_other_servers: usedByOtherServers, preferred } = client;
    if (usedByOtherServers === undefined && preferred === undefined) continue;
    await markClient(applying.store, marked, { usedByOtherServers, preferred });
  }
}

/** Writes a client, unless it is as the file says already. What the file leaves out stays. */
async function putDeclared(
  applying: Applying,
  workspaceId: string,
  declared: {
    readonly client: DeclaredClient;
    readonly before: StoredClient | undefined;
    readonly isMoved: boolean;
  },
): Promise<void> {
  const { client, before, isMoved } = declared;
  const old = before?.client;
  const isSame = old?.serverId === client.provider && old.clientId === client.client_id;
  const { clientSecret, previousClientSecret } = secretsOf(applying, client);
  // Another provider, or another client, gets no secret that it does not have.
  const [, stays = null] = isSame && !isMoved ? old.clientSecrets : [];
  const isSpare = stays !== null && !isShown(stays, [clientSecret]);
  const input = {
    oauthClientId: client.id,
    workspaceId,
    name: client.name,
    serverId: client.provider,
    clientId: client.client_id,
    clientSecret,
    previousClientSecret:
      previousClientSecret === undefined && isSpare ? stays : (previousClientSecret ?? null),
    redirectPath: client.redirect_path ?? old?.redirectPath ?? "own",
  };
  if (before !== undefined && isWritten(before, input)) return;
  await enter("OAuth client", client.id, putOAuthClient(applying.store, input));
}

/** Whether a client is as it is to be written: sealing it anew would change the row all the same. */
function isWritten({ client, name }: StoredClient, input: OAuthClientInput): boolean {
  const secrets = [input.clientSecret, input.previousClientSecret].filter(isSecret);
  return (
    name === input.name &&
    client.serverId === input.serverId &&
    client.clientId === input.clientId &&
    client.redirectPath === input.redirectPath &&
    client.clientSecrets.length === secrets.length &&
    client.clientSecrets.every((secret, index) => isShown(secret, secrets.slice(index, index + 1)))
  );
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
