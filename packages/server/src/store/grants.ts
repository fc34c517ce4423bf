/** Which connections rest on which grant: columns grant_party and account_id of table connections. */
import { type Connection, toConnection } from "./connections.ts";
import { providerEntry } from "./provider-entry.ts";
import type { Store } from "./store.ts";

/** A grant as the provider sees it. */
export interface ProviderGrant {
  /** As provider/grant-party.ts names authorization server and client. */
  readonly party: string;
  /** Null where the account could not be read: any account of the client may be meant. */
  readonly accountId: string | null;
}

/** Whether a live connection rests on the grant, of whatever connector, app or workspace. */
export async function hasLiveConnection(store: Store, grant: ProviderGrant): Promise<boolean> {
  const { party, accountId } = grant;
  const live = store.db.selectFrom("connections").select("connection_id");
  const ofParty = live.where("status", "=", "active").where("grant_party", "=", party);
  const found = await (accountId === null ? ofParty : ofParty.where("account_id", "=", accountId))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}

/**
 * Live connections whose row does not say with whom its grant stands, as it was written by an earlier
 * version: those of the account, or of any; by id, after the one that is given.
 */
export async function listUnnamedGrants(
  store: Store,
  of: { readonly accountId: string | null; readonly after: string; readonly limit: number },
): Promise<Connection[]> {
  const { accountId, after, limit } = of;
  const unnamed = store.db
    .selectFrom("connections")
    .selectAll()
    .where("status", "=", "active")
    .where("grant_party", "is", null)
    .where("connection_id", ">", after);
  const rows = await (accountId === null ? unnamed : unnamed.where("account_id", "=", accountId))
    .orderBy("connection_id")
    .limit(limit)
    .execute();
  return rows.map(toConnection);
}

/** Fills in with whom the grant of a connection stands, unless it was authorized anew in between. */
export async function nameGrant(
  store: Store,
  connection: Pick<Connection, "connectionId">,
  party: string,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ grant_party: party })
    .where("connection_id", "=", connection.connectionId)
    .where("grant_party", "is", null)
    .execute();
}

export interface Renaming {
  readonly party: string;
  readonly from: readonly string[];
  readonly to: string;
  /** Null: in every workspace. */
  readonly workspaceId: string | null;
}

/**
 * Writes the present id of an account wherever it stands under an earlier one: at connections and at
 * grants that are still to be taken back. Of one party only: other providers' ids mean other accounts. Call
 * it in a transaction: who asks what rests on a grant must not find the one without the other.
 */
export async function renameAccount(
  store: Store,
  { party, from, to, workspaceId }: Renaming,
): Promise<void> {
  for (const table of ["connections", "revocations"] as const) {
    const renaming = store.db
      .updateTable(table)
      .set({ account_id: to })
      .where("grant_party", "=", party)
      .where("account_id", "in", [...from]);
    await (workspaceId === null
      ? renaming
      : renaming.where("workspace_id", "=", workspaceId)
    ).execute();
  }
}

export interface ClientElsewhere {
  readonly serverId: string;
  readonly clientId: string;
  /** JSON of the workspace's own provider of that id; null where there is none. */
  readonly providerEntry: string | null;
}

/** The OAuth clients of a workspace that are marked as used by other servers, too. */
export async function listClientsUsedElsewhere(
  store: Store,
  workspaceId: string,
): Promise<ClientElsewhere[]> {
  const rows = await store.db
    .selectFrom("oauth_clients")
    .select(["oauth_clients.server_id", "oauth_clients.client_id", providerEntry])
    .where("oauth_clients.workspace_id", "=", workspaceId)
    .where("oauth_clients.used_by_other_servers", "=", 1)
    .execute();
  return rows.map((row) => ({
    serverId: row.server_id,
    clientId: row.client_id,
    providerEntry: row.provider_entry,
  }));
}
