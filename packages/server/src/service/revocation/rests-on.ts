/**
 * Whether a grant may be taken back: not while something else rests on it. Asked wherever a grant is
 * revoked or given back, each time anew.
 */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { grantPartyOf } from "../../provider/grant-party.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import type { Connection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import {
  type ClientElsewhere,
  hasLiveConnection,
  listClientsUsedElsewhere,
  listUnnamedGrants,
  nameGrant,
  type ProviderGrant,
} from "../../store/grants.ts";
import { customCatalogue, providerClient } from "../providers/index.ts";
import type { RevocationContext } from "./context.ts";

/** Why a grant stays at the provider. */
export type Kept = "kept_for_other_connections" | "kept_for_other_servers";

export interface GrantInQuestion extends ProviderGrant {
  readonly workspaceId: string;
  /** The client by which it would be revoked. */
  readonly client: ProviderClient;
}

const unnamedPerPage = 100;
const pagesMax = 100;

/**
 * What else rests on the grant; null where nothing does. What counts is what the provider sees: its
 * client and the account, across connectors, apps and workspaces. That other servers use the client
 * as well only the workspace can know: it marks the client.
 */
export async function restsOnGrant(
  context: RevocationContext,
  grant: GrantInQuestion,
): Promise<Kept | null> {
  const { store } = context;
  const marked = await listClientsUsedElsewhere(store, grant.workspaceId);
  if (marked.some((one) => isSameParty(context, grant, one))) return "kept_for_other_servers";
  const { revocation } = grant.client.connector.server;
  if (revocation?.ends === "token_set") return null;
  const unnamed = await nameGrants(context, grant.accountId);
  const others = unnamed || (await hasLiveConnection(store, grant));
  return others ? "kept_for_other_connections" : null;
}

function isSameParty(
  context: RevocationContext,
  { client, party }: GrantInQuestion,
  marked: ClientElsewhere,
): boolean {
  const connector = connectorOf(context, client, marked);
  if (connector === undefined) return false;
  try {
    const theirs = { ...client, connector, clientId: marked.clientId };
    return grantPartyOf(theirs, context.catalogue) === party;
  } catch {
    // The settings at hand make no address of that server: it is another one.
    return false;
  }
}

function connectorOf(
  { catalogue }: RevocationContext,
  { connector }: ProviderClient,
  { serverId, providerEntry }: ClientElsewhere,
): ProviderConnector | undefined {
  if (connector.server.id === serverId) return connector;
  const entries = providerEntry === null ? catalogue : customCatalogue(providerEntry);
  return entries.list().find(({ server }) => server.id === serverId);
}

/**
 * Says of rows that an earlier version wrote with whom their grant stands: of those of the account, or of
 * all where it is not known. True where there are too many for one go: any of the rest may be the one.
 */
export async function nameGrants(
  context: RevocationContext,
  accountId: string | null,
): Promise<boolean> {
  const { clock, store } = context;
  let after = "";
  for (let pages = 0; pages < pagesMax; pages += 1) {
    const page = await listUnnamedGrants(store, { accountId, after, limit: unnamedPerPage });
    for (const connection of page) {
      const party = await partyOf(context, connection);
      if (party !== null) await nameGrant(store, connection, party);
    }
    const last = page.at(-1);
    if (last === undefined || page.length < unnamedPerPage) return false;
    after = last.connectionId;
    // A turn for everybody else: with SQLite nothing above waits.
    await clock.sleep(0);
  }
  return true;
}

/** Null where its connector is of no use any more: then nothing can rest on the grant, either. */
async function partyOf(context: RevocationContext, connection: Connection): Promise<string | null> {
  const { connectionConfig, connectorId, workspaceId } = connection;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return null;
  try {
    const client = providerClient(context, registered, connectionConfig);
    return grantPartyOf(client, context.catalogue);
  } catch {
    return null;
  }
}
