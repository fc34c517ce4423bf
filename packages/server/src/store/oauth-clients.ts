/** Table oauth_clients: the workspace's registrations at providers. */
import type { Keyring } from "../crypto/keyring.ts";
import { Secret } from "../lib/secret.ts";
import type { OAuthClientRow } from "./schema.ts";
import type { Store } from "./store.ts";

export interface OAuthClient {
  readonly oauthClientId: string;
  readonly workspaceId: string;
  readonly serverId: string;
  readonly clientId: string;
  /** The current secret first; the one of before while it is still valid. */
  readonly clientSecrets: readonly Secret[];
  readonly redirectPath: "own" | "common";
}

type SealedClient = Pick<
  OAuthClientRow,
  | "oauth_client_id"
  | "workspace_id"
  | "server_id"
  | "client_id"
  | "client_secret"
  | "previous_client_secret"
  | "redirect_path"
>;

function place(
  client: { oauth_client_id: string; workspace_id: string },
  column: "client_secret" | "previous_client_secret",
) {
  return {
    workspace: client.workspace_id,
    table: "oauth_clients",
    row: client.oauth_client_id,
    column,
  };
}

/** Opens the secrets of a client row. */
export function openOAuthClient(keyring: Keyring, row: SealedClient): OAuthClient {
  const current = keyring.open(row.client_secret, place(row, "client_secret"));
  const previous =
    row.previous_client_secret === null
      ? []
      : [keyring.open(row.previous_client_secret, place(row, "previous_client_secret"))];
  return {
    oauthClientId: row.oauth_client_id,
    workspaceId: row.workspace_id,
    serverId: row.server_id,
    clientId: row.client_id,
    clientSecrets: [current, ...previous].map((secret) => new Secret(secret)),
    redirectPath: row.redirect_path,
  };
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
  const { keyring } = store;
  const now = store.clock.nowSeconds();
  const key = { oauth_client_id: client.oauthClientId, workspace_id: client.workspaceId };
  const { previousClientSecret: previous } = client;
  const values = {
    name: client.name,
    server_id: client.serverId,
    client_id: client.clientId,
    client_secret: keyring.seal(client.clientSecret.reveal(), place(key, "client_secret")),
    previous_client_secret:
      previous === null
        ? null
        : keyring.seal(previous.reveal(), place(key, "previous_client_secret")),
    redirect_path: client.redirectPath,
    updated_at: now,
  };
  const { numInsertedOrUpdatedRows } = await store.db
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
}
