/** What a workspace says of its OAuth clients. They come with connectors, or by a bootstrap file. */
import type { OAuthClientView } from "@grantry/contract/oauth-clients";
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

/** The OAuth clients of the workspace, those that were registered first before others. */
export async function listOAuthClients(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
): Promise<OAuthClientView[]> {
  const clients = await listClients(context.store, workspaceId);
  return clients.map((client) => view(context, client));
}

/** Marks a client, and records who did. Throws oauth_client_not_found. */
export async function updateOAuthClient(
  context: ManageContext,
  operator: WorkspaceOperator,
  { oauthClientId, marks }: { readonly oauthClientId: string; readonly marks: ClientMarks },
): Promise<OAuthClientView> {
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
  return view(context, client);
}

function view(context: ManageContext, client: RegisteredClient): OAuthClientView {
  return {
    id: client.oauthClientId,
    name: client.name,
    provider: client.serverId,
    client_id: client.clientId,
    redirect_uri: redirectUriOf(context, client),
    used_by_other_servers: client.usedByOtherServers,
    preferred: client.preferred,
    created_at: client.createdAt,
    updated_at: client.updatedAt,
  };
}
