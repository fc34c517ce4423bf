/** What a workspace says of its OAuth clients. They come with connectors, or by a bootstrap file. */
import { GrantryError } from "../../lib/error.ts";
import {
  type ClientMarks,
  listClients,
  markClient,
  type RegisteredClient,
} from "../../store/oauth-clients.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { redirectUriOf } from "../providers/index.ts";
import type { ManageContext } from "./context.ts";

/** A registration at a provider; its secrets never leave the server. */
export interface OAuthClient {
  readonly oauthClientId: string;
  readonly name: string;
  /** Id of the authorization server in the catalogue, or of a custom provider. */
  readonly providerId: string;
  /** What the provider calls it (RFC 6749 section 2.2). */
  readonly clientId: string;
  /** What must be registered at the provider. */
  readonly redirectUri: string;
  /** Disconnecting erases here and revokes nothing at the provider. */
  readonly usedByOtherServers: boolean;
  /** Shared connections get this one where several clients of the provider fit. */
  readonly preferred: boolean;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The OAuth clients of the workspace, those that were registered first before others. */
export async function listOAuthClients(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
): Promise<OAuthClient[]> {
  const clients = await listClients(context.store, workspaceId);
  return clients.map((client) => oauthClientOf(context, client));
}

/** One of them. Throws oauth_client_not_found. */
export async function readOAuthClient(
  context: ManageContext,
  operator: WorkspaceOperator,
  oauthClientId: string,
): Promise<OAuthClient> {
  const clients = await listOAuthClients(context, operator);
  const found = clients.find((one) => one.oauthClientId === oauthClientId);
  if (found === undefined) throw new GrantryError("oauth_client_not_found");
  return found;
}

/** Marks a client, and records who did. Throws oauth_client_not_found. */
export async function updateOAuthClient(
  context: ManageContext,
  operator: WorkspaceOperator,
  { oauthClientId, marks }: { readonly oauthClientId: string; readonly marks: ClientMarks },
): Promise<OAuthClient> {
  const { workspaceId } = operator;
  const client = await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const marked = await markClient(store, { workspaceId, oauthClientId }, marks);
    if (!marked) throw new GrantryError("oauth_client_not_found");
    const { usedByOtherServers, preferred } = marks;
    await recordChange(store, operator, {
      action: "oauth_client.changed",
      target: { kind: "oauth_client", id: oauthClientId },
      details: {
        ...(usedByOtherServers === undefined
          ? {}
          : { used_by_other_servers: String(usedByOtherServers) }),
        ...(preferred === undefined ? {} : { preferred: String(preferred) }),
      },
    });
    const clients = await listClients(store, workspaceId);
    return clients.find((one) => one.oauthClientId === oauthClientId);
  });
  if (client === undefined) throw new GrantryError("oauth_client_not_found");
  return oauthClientOf(context, client);
}

export function oauthClientOf(
  context: Pick<ManageContext, "publicUrl">,
  client: RegisteredClient,
): OAuthClient {
  const { serverId, redirectPath: _path, ...rest } = client;
  return { ...rest, providerId: serverId, redirectUri: redirectUriOf(context, client) };
}
