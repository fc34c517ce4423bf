/** Which secrets of an OAuth client its tokens were got with: columns of table oauth_clients. */
import { sql } from "kysely";
import { newUnguessable } from "../lib/id.ts";
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { type OAuthClient, openOAuthClient, placeOfSecret } from "./oauth-clients.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";

export interface ClientSecrets {
  readonly client: OAuthClient;
  readonly name: string;
  /** Every secret that is kept, the current one first. */
  readonly kept: readonly Secret[];
  /**
   * Secrets that were replaced by who did not show them, until the one of now has got tokens; and those of
   * other clients whose connections came to this one.
   */
  readonly replaced: readonly Secret[];
  /** Whether any token is kept that was got with the client. */
  readonly hasTokens: boolean;
}

/** Of the workspace's OAuth clients, or of those at one provider. */
export async function listClientSecrets(
  store: Store,
  { workspaceId, serverId }: { readonly workspaceId: string; readonly serverId?: string },
): Promise<ClientSecrets[]> {
  const rows = await store.db
    .selectFrom("oauth_clients")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(serverId !== undefined, (query) => query.where("server_id", "=", serverId ?? ""))
    .orderBy("oauth_client_id")
    .execute();
  const clients = [];
  for (const row of rows) {
    const { replaced_secret: sealed, secret_replaced_at: at } = row;
    const isOpen = await isUnproven(store, row.oauth_client_id, at);
    const client = await openOAuthClient(store, row);
    clients.push({
      client,
      name: row.name,
      kept: client.clientSecrets,
      replaced: isOpen ? await openReplaced(store, { ...row, replaced_secret: sealed }) : [],
      hasTokens: await hasTokens(store, row.oauth_client_id, null),
    });
  }
  return clients;
}

/**
 * Whether nothing shows yet that the provider knows the secret of now: it does once tokens were got since
 * it came, and none is kept that is older.
 */
async function isUnproven(
  store: Store,
  oauthClientId: string,
  replacedAt: number | null,
): Promise<boolean> {
  if (replacedAt === null) return false;
  const since = await hasTokens(store, oauthClientId, { when: ">", at: replacedAt });
  return !since || (await hasTokens(store, oauthClientId, { when: "<=", at: replacedAt }));
}

/** Whether a token is kept that this client got; with a moment, only those of before or after. */
async function hasTokens(
  { db }: Store,
  oauthClientId: string,
  moment: { readonly when: "<=" | ">"; readonly at: number } | null,
): Promise<boolean> {
  const got = sql<number>`coalesce(connections.last_refreshed_at, connections.connected_at, 0)`;
  const rows = await db
    .selectFrom("connections")
    .innerJoin("connectors", "connectors.connector_id", "connections.connector_id")
    .select("connections.connection_id")
    .where("connectors.oauth_client_id", "=", oauthClientId)
    .where("connections.access_token", "is not", null)
    .$if(moment !== null, (query) => query.where(got, moment?.when ?? ">", moment?.at ?? 0))
    .limit(1)
    .execute();
  return rows.length > 0;
}

/** Later than any token: what is got with another client id says nothing of the secret of before. */
const never = 253_402_300_799;

interface SealedList {
  readonly oauth_client_id: string;
  readonly workspace_id: string;
  /** JSON list, sealed. */
  readonly replaced_secret: Uint8Array | null;
}

async function openReplaced(store: Store, row: SealedList): Promise<Secret[]> {
  if (row.replaced_secret === null) return [];
  const place = placeOfSecret(row, "replaced_secret");
  const text = await openSealed(store, row.replaced_secret, place);
  return (JSON.parse(text) as string[]).map((secret) => new Secret(secret));
}

/** How many secrets are kept so at most. With more of them nothing can be shown any more. */
const listMax = 50;

async function putReplaced(
  store: Store,
  { oauthClientId, workspaceId }: Pick<OAuthClient, "oauthClientId" | "workspaceId">,
  { secrets, at }: { readonly secrets: readonly Secret[]; readonly at: number },
): Promise<void> {
  await whileSealing(store, workspaceId, async ({ db, keyring }) => {
    const key = { oauth_client_id: oauthClientId, workspace_id: workspaceId };
    const distinct = [...new Set(secrets.map((secret) => secret.reveal()))];
    const list = distinct.length > listMax ? [...distinct.slice(1), newUnguessable()] : distinct;
    const text = JSON.stringify(list.slice(-listMax));
    await db
      .updateTable("oauth_clients")
      .set({
        replaced_secret: keyring.seal(text, placeOfSecret(key, "replaced_secret")),
        secret_replaced_at: at,
      })
      .where("oauth_client_id", "=", oauthClientId)
      .execute();
  });
}

/** What of a client has to be shown beside its own secrets, and since when. */
async function readReplaced(store: Store, oauthClientId: string) {
  const row = await store.db
    .selectFrom("oauth_clients")
    .select(["oauth_client_id", "workspace_id", "replaced_secret", "secret_replaced_at"])
    .where("oauth_client_id", "=", oauthClientId)
    .executeTakeFirstOrThrow();
  const at = row.secret_replaced_at ?? 0;
  const isOpen = await isUnproven(store, oauthClientId, row.secret_replaced_at);
  return { secrets: isOpen ? await openReplaced(store, row) : [], at };
}

/**
 * Keeps the secret that has just been replaced, unless an older one is still needed. `isOtherClient`: it
 * was replaced together with the client id.
 */
export async function keepReplacedSecret(
  store: Store,
  client: OAuthClient,
  { isOtherClient }: { readonly isOtherClient: boolean },
): Promise<void> {
  const before = await readReplaced(store, client.oauthClientId);
  const now = isOtherClient ? never : store.clock.nowSeconds();
  await putReplaced(store, client, {
    secrets: before.secrets.length > 0 ? before.secrets : client.clientSecrets.slice(0, 1),
    at: before.secrets.length > 0 ? Math.max(before.at, now) : now,
  });
}

/** Keeps the secrets of a client for another one that its connections have come to. */
export async function carrySecrets(
  store: Store,
  from: OAuthClient,
  to: Pick<OAuthClient, "oauthClientId" | "workspaceId">,
): Promise<void> {
  const [there, here] = [
    await readReplaced(store, to.oauthClientId),
    await readReplaced(store, from.oauthClientId),
  ];
  const secrets = [...there.secrets, ...here.secrets, ...from.clientSecrets];
  await putReplaced(store, to, { secrets, at: never });
}

/** Forgets what was replaced: whoever acts has shown every secret. */
export async function forgetReplacedSecret(store: Store, { oauthClientId }: OAuthClient) {
  await store.db
    .updateTable("oauth_clients")
    .set({ replaced_secret: null, secret_replaced_at: null })
    .where("oauth_client_id", "=", oauthClientId)
    .execute();
}

/** Which OAuth client a connector has, and whether any token of its connections is kept. */
export async function findConnectorsClient(
  { db }: Store,
  connectorId: string,
): Promise<{ readonly oauthClientId: string; readonly hasTokens: boolean } | undefined> {
  const row = await db
    .selectFrom("connectors")
    .select("oauth_client_id")
    .where("connector_id", "=", connectorId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const tokens = await db
    .selectFrom("connections")
    .select("connection_id")
    .where("connector_id", "=", connectorId)
    .where("access_token", "is not", null)
    .limit(1)
    .execute();
  return { oauthClientId: row.oauth_client_id, hasTokens: tokens.length > 0 };
}
