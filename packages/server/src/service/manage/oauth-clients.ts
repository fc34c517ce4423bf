/** What a workspace says of its OAuth clients. They come with connectors, or by a bootstrap file. */
import { GrantryError } from "../../lib/error.ts";
import {
  type ClientMarks,
  findClientOf,
  listClients,
  markClient,
  type RegisteredClient,
} from "../../store/oauth-clients.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { inTransaction } from "../../store/store.ts";
import {
  type ClientUse,
  deleteClient,
  listConnectorsOfClient,
} from "../../store/workspace-connectors.ts";
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
  /** Whether the secret of before is tried where the provider refuses the one of now. */
  readonly hasPreviousSecret: boolean;
  /** When the secret was last replaced; null where it never was. Times are epoch seconds. */
  readonly secretReplacedAt: number | null;
  /** What uses it, by name. */
  readonly connectors: readonly Omit<ClientUse, "oauthClientId">[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** The OAuth clients of the workspace, those that were registered first before others. */
export async function listOAuthClients(
  context: Pick<ManageContext, "store" | "publicUrl">,
  { workspaceId }: Pick<WorkspaceOperator, "workspaceId">,
): Promise<OAuthClient[]> {
  const clients = await listClients(context.store, workspaceId);
  const uses = await listConnectorsOfClient(context.store, { workspaceId });
  return clients.map((client) => oauthClientOf(context, client, uses));
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
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const marked = await markClient(store, { workspaceId, oauthClientId }, marks);
    if (!marked) throw new GrantryError("oauth_client_not_found");
    const { name, usedByOtherServers, preferred } = marks;
    await recordChange(store, operator, {
      action: "oauth_client.changed",
      target: { kind: "oauth_client", id: oauthClientId },
      details: {
        ...(usedByOtherServers === undefined
          ? {}
          : { used_by_other_servers: String(usedByOtherServers) }),
        ...(preferred === undefined ? {} : { preferred: String(preferred) }),
        ...(name === undefined ? {} : { name }),
      },
    });
  });
  return await readOAuthClient(context, operator, oauthClientId);
}

/** How many of what uses a client a refusal names. */
const namedMax = 3;

/**
 * Deletes a client that no connector uses, with its secrets. Throws oauth_client_not_found, and
 * oauth_client_in_use naming what uses it.
 */
export async function deleteOAuthClient(
  context: ManageContext,
  operator: WorkspaceOperator,
  oauthClientId: string,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const uses = await listConnectorsOfClient(store, { workspaceId, oauthClientId });
    if (uses.length > 0) throw inUse(uses);
    const found = await findClientOf(store, { workspaceId, oauthClientId });
    if (found === undefined || !(await deleteClient(store, { workspaceId, oauthClientId }))) {
      throw new GrantryError("oauth_client_not_found");
    }
    await recordChange(store, operator, {
      action: "oauth_client.deleted",
      target: { kind: "oauth_client", id: oauthClientId },
      details: { name: found.name },
    });
  });
}

function inUse(uses: readonly ClientUse[]): GrantryError {
  const named = uses.slice(0, namedMax).map(({ name }) => `"${name}"`);
  const more = uses.length - named.length;
  const names = more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
  const count = uses.length === 1 ? "1 connector uses" : `${uses.length} connectors use`;
  return new GrantryError("oauth_client_in_use", {
    detail: `${count} this client: ${names}. Delete them first, or give them another client.`,
  });
}

function oauthClientOf(
  context: Pick<ManageContext, "publicUrl">,
  client: RegisteredClient,
  uses: readonly ClientUse[],
): OAuthClient {
  const { serverId, redirectPath: _path, ...rest } = client;
  const connectors = uses
    .filter(({ oauthClientId }) => oauthClientId === client.oauthClientId)
    .map(({ connectorId, name, appId }) => ({ connectorId, name, appId }));
  const redirectUri = redirectUriOf(context, client);
  return { ...rest, providerId: serverId, redirectUri, connectors };
}
