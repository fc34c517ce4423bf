/** Table oauth_clients: the workspace's registrations at providers. */
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import { given, holds, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { oauthClients } from "./tables/oauth-clients.ts";

/** What is told of a client beside its secrets. */
const open = oauthClients.pick(
  "oauthClientId",
  "workspaceId",
  "serverId",
  "clientId",
  "redirectPath",
);

export interface OAuthClient extends RecordOf<typeof open> {
  /** The current secret first; the one of before while it is still valid. */
  readonly clientSecrets: readonly Secret[];
}

/** The columns that openOAuthClient needs. */
export const clientColumns = oauthClients.pick(
  "oauthClientId",
  "workspaceId",
  "serverId",
  "clientId",
  "redirectPath",
  "sealedSecrets",
);
type SealedClient = Parameters<(typeof clientColumns)["read"]>[0];

/** Where a sealed secret of a client stands. */
export function placeOfSecret(
  client: { oauth_client_id: string; workspace_id: string },
  column: "client_secret" | "previous_client_secret" | "replaced_secret",
) {
  return {
    workspace: client.workspace_id,
    table: "oauth_clients",
    row: client.oauth_client_id,
    column,
  };
}

/** Opens the secrets of a client row. */
export async function openOAuthClient(store: Store, row: SealedClient): Promise<OAuthClient> {
  const { client_secret, previous_client_secret: before } = row;
  const clientSecrets = [
    new Secret(await openSealed(store, client_secret, placeOfSecret(row, "client_secret"))),
  ];
  if (before !== null) {
    const place = placeOfSecret(row, "previous_client_secret");
    clientSecrets.push(new Secret(await openSealed(store, before, place)));
  }
  return { ...open.read(row), clientSecrets };
}

/** The secrets of a client that the workspace has, while it has this client id; else undefined. */
export async function findClientSecrets(
  store: Store,
  of: Pick<OAuthClient, "workspaceId" | "oauthClientId" | "serverId" | "clientId">,
): Promise<readonly Secret[] | undefined> {
  const row = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", of.workspaceId)
    .where("oauth_client_id", "=", of.oauthClientId)
    .where("server_id", "=", of.serverId)
    .where("client_id", "=", of.clientId)
    .executeTakeFirst();
  return row && (await openOAuthClient(store, row)).clientSecrets;
}

export interface OAuthClientInput {
  readonly oauthClientId: string;
  readonly workspaceId: string;
  readonly name: string;
  readonly serverId: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly previousClientSecret: Secret | null;
  readonly redirectPath: "own" | "common";
}

/** Creates an OAuth client or changes it; false where the id belongs to another workspace. */
export async function putOAuthClient(store: Store, client: OAuthClientInput): Promise<boolean> {
  return await whileSealing(store, client.workspaceId, async ({ db, keyring }) => {
    const now = store.clock.nowSeconds();
    const key = { oauth_client_id: client.oauthClientId, workspace_id: client.workspaceId };
    const { previousClientSecret: previous } = client;
    const values = {
      name: client.name,
      server_id: client.serverId,
      client_id: client.clientId,
      client_secret: keyring.seal(
        client.clientSecret.reveal(),
        placeOfSecret(key, "client_secret"),
      ),
      previous_client_secret:
        previous === null
          ? null
          : keyring.seal(previous.reveal(), placeOfSecret(key, "previous_client_secret")),
      redirect_path: client.redirectPath,
      updated_at: now,
    };
    const { numInsertedOrUpdatedRows } = await db
      .insertInto("oauth_clients")
      .values({ ...key, ...values, created_at: now })
      .onConflict((conflict) =>
        conflict
          .column("oauth_client_id")
          .doUpdateSet(values)
          .where("oauth_clients.workspace_id", "=", client.workspaceId),
      )
      .executeTakeFirstOrThrow();
    return numInsertedOrUpdatedRows === 1n;
  });
}

/** How many clients a list answers at most. */
const listMax = 500;

/** A client with the name that operators know it by. */
export interface NamedClient {
  readonly client: OAuthClient;
  readonly name: string;
}

async function toNamedClient(
  store: Store,
  row: SealedClient & { readonly name: string },
): Promise<NamedClient> {
  return { client: await openOAuthClient(store, row), name: row.name };
}

/** One client of the workspace, or undefined. */
export async function findClientOf(
  store: Store,
  of: Pick<OAuthClient, "workspaceId" | "oauthClientId">,
): Promise<NamedClient | undefined> {
  const row = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", of.workspaceId)
    .where("oauth_client_id", "=", of.oauthClientId)
    .executeTakeFirst();
  return row && (await toNamedClient(store, row));
}

/** The workspace's clients of one registration, those that were registered first before others. */
export async function listClientsOf(
  store: Store,
  of: Pick<OAuthClient, "workspaceId" | "serverId" | "clientId">,
): Promise<NamedClient[]> {
  const rows = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", of.workspaceId)
    .where("server_id", "=", of.serverId)
    .where("client_id", "=", of.clientId)
    .orderBy("created_at")
    .orderBy("oauth_client_id")
    .limit(listMax)
    .execute();
  return await Promise.all(rows.map((row) => toNamedClient(store, row)));
}

const registered = oauthClients.pick(
  "oauthClientId",
  "name",
  "serverId",
  "clientId",
  "redirectPath",
  "usedByOtherServers",
  "preferred",
  "hasPreviousSecret",
  "secretReplacedAt",
  "createdAt",
  "updatedAt",
);
/** An OAuth client without its secrets. */
export type RegisteredClient = RecordOf<typeof registered>;

/** The OAuth clients of a workspace, those that were registered first before others. */
export async function listClients(store: Store, workspaceId: string): Promise<RegisteredClient[]> {
  const rows = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .orderBy("created_at")
    .orderBy("oauth_client_id")
    .limit(listMax)
    .execute();
  return rows.map(registered.read);
}

/** What a workspace says of one of its clients; what is undefined stays as it is. */
export interface ClientMarks {
  readonly name?: string | undefined;
  readonly usedByOtherServers: boolean | undefined;
  readonly preferred: boolean | undefined;
}

/**
 * Marks a client; false where the workspace has none of this id. The one that was preferred before is
 * preferred no more. Call it in a transaction.
 */
export async function markClient(
  store: Store,
  client: { readonly workspaceId: string; readonly oauthClientId: string },
  { name, usedByOtherServers, preferred }: ClientMarks,
): Promise<boolean> {
  const { workspaceId, oauthClientId } = client;
  const row = await store.db
    .selectFrom("oauth_clients")
    .select(["name", "server_id", "used_by_other_servers", "preferred"])
    .where("workspace_id", "=", workspaceId)
    .where("oauth_client_id", "=", oauthClientId)
    .executeTakeFirst();
  if (row === undefined) return false;
  const marks = given({
    name,
    used_by_other_servers:
      usedByOtherServers === undefined ? undefined : Number(usedByOtherServers),
    preferred: preferred === undefined ? undefined : Number(preferred),
  });
  if (holds(row, marks)) return true;
  if (preferred === true) {
    await store.db
      .updateTable("oauth_clients")
      .set({ preferred: 0 })
      .where("workspace_id", "=", workspaceId)
      .where("server_id", "=", row.server_id)
      .execute();
  }
  await store.db
    .updateTable("oauth_clients")
    .set({ updated_at: store.clock.nowSeconds(), ...marks })
    .where("oauth_client_id", "=", oauthClientId)
    .execute();
  return true;
}
