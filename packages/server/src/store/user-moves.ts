/** Gives users' connections to the users of another issuer, a page of the workspace's at a time. */
import { isGrantryError } from "../lib/error.ts";
import { forgetUsersOf } from "./audit-people.ts";
import { getConnection, openAccessToken, openRefreshToken, sealToken } from "./connections.ts";
import {
  issuerColumns,
  type Owner,
  ownerColumns,
  type StoredOwner,
  sameIssuer,
  toOwner,
  type UserIssuer,
} from "./owner.ts";
import { deleteReconnectLink } from "./reconnect-links.ts";
import { holdSealingKey } from "./sealing.ts";
import type { Store } from "./store.ts";

/** Those of nobody known, or of an issuer (null: none); out of any claim where none is given. */
export type UserSource =
  | { readonly kind: "unassigned" }
  | {
      readonly kind: "issuer";
      readonly issuer: string | null;
      readonly userIdClaim: string | null;
    };

export interface UserMovePage {
  readonly workspaceId: string;
  readonly appId: string;
  readonly from: UserSource;
  readonly to: UserIssuer | null;
  /** Old user id to new; null for everybody, under the same id. */
  readonly users: ReadonlyMap<string, string> | null;
  readonly after: string | null;
  readonly limit: number;
}

export interface MovableConnection {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly userId: string;
  readonly newUserId: string;
  /** Whose it is until then. */
  readonly owner: StoredOwner;
}

export interface MovablePage {
  readonly connections: readonly MovableConnection[];
  /** Id of the last connection that was looked at; null where there are no more. */
  readonly next: string | null;
}

/** The page's connections that are meant, locked until the transaction ends. */
export async function findMovable(store: Store, page: UserMovePage): Promise<MovablePage> {
  const { users } = page;
  const query = store.db
    .selectFrom("connections")
    .select([
      "connection_id",
      "connector_id",
      "app_id",
      "owner_kind",
      "user_id",
      "user_issuer",
      "user_id_claim",
    ])
    .where("workspace_id", "=", page.workspaceId)
    .$if(page.after !== null, (some) => some.where("connection_id", ">", page.after ?? ""))
    .$if(users !== null, (some) =>
      some.where("app_id", "=", page.appId).where("user_id", "in", [...(users?.keys() ?? [])]),
    )
    .orderBy("connection_id")
    .limit(page.limit);
  const locking = store.database.engine === "postgres" ? query.forUpdate() : query;
  const rows = await locking.execute();
  const meant = rows.filter((row) => row.app_id === page.appId && isMeant(page, toOwner(row)));
  return {
    connections: meant.map((row) => ({
      connectionId: row.connection_id,
      connectorId: row.connector_id,
      userId: row.user_id,
      newUserId: users?.get(row.user_id) ?? row.user_id,
      owner: toOwner(row),
    })),
    next: rows.length < page.limit ? null : (rows.at(-1)?.connection_id ?? null),
  };
}

function isMeant({ from, to }: UserMovePage, owner: ReturnType<typeof toOwner>): boolean {
  if (owner.kind !== "user") return owner.kind === from.kind;
  if (from.kind !== "issuer" || sameIssuer(owner.issuer, to)) return false;
  if (owner.issuer === null || from.issuer === null) return owner.issuer === from.issuer;
  const anyClaim = from.userIdClaim === null;
  return (
    owner.issuer.issuer === from.issuer &&
    (anyClaim || owner.issuer.userIdClaim === from.userIdClaim)
  );
}

/** What stands where the connections would go. */
export interface Occupied {
  readonly connectionId: string;
  readonly connectorId: string;
  readonly userId: string;
  /** It was disconnected and holds nothing any more. */
  readonly isHusk: boolean;
}

export async function findOccupied(
  store: Store,
  page: UserMovePage,
  newUserIds: readonly string[],
): Promise<Occupied[]> {
  if (newUserIds.length === 0) return [];
  const rows = await store.db
    .selectFrom("connections")
    .select(["connection_id", "connector_id", "user_id", "status", "access_token"])
    .where("app_id", "=", page.appId)
    .where("user_id", "in", newUserIds)
    .where("owner_kind", "=", "user")
    .where((eb) => eb.and(issuerColumns(page.to)))
    .execute();
  return rows.map((row) => ({
    connectionId: row.connection_id,
    connectorId: row.connector_id,
    userId: row.user_id,
    isHusk: row.status === "disconnected" && row.access_token === null,
  }));
}

/**
 * Moves one connection, in the place of a husk where there is one. Rejects with a violation of
 * uniqueness where its new user has connected in between.
 */
export async function moveConnection(
  store: Store,
  page: UserMovePage,
  { connection, husk }: { connection: MovableConnection; husk: Occupied | undefined },
): Promise<void> {
  if (husk !== undefined) {
    await forgetUsersOf(store, { connection_id: husk.connectionId });
    await store.db
      .deleteFrom("connections")
      .where("connection_id", "=", husk.connectionId)
      .where("status", "=", "disconnected")
      .where("access_token", "is", null)
      .execute();
  }
  const owner: Owner = { kind: "user", issuer: page.to, userId: connection.newUserId };
  await store.db
    .updateTable("connections")
    .set({
      ...(await resealedFor(store, connection.connectionId, owner)),
      ...ownerColumns(owner),
      updated_at: store.clock.nowSeconds(),
    })
    .where("connection_id", "=", connection.connectionId)
    .execute();
  // A link was for the user of before.
  await deleteReconnectLink(store, connection.connectionId);
}

/** Its tokens, which are bound to whose they are. One that does not open stays as it is, and opens for nobody. */
async function resealedFor(store: Store, connectionId: string, owner: Owner) {
  const connection = await getConnection(store, connectionId);
  if (connection === undefined) return {};
  const to = { ...connection, owner };
  try {
    const access = await openAccessToken(store, connection);
    const refresh = await openRefreshToken(store, connection);
    await holdSealingKey(store, connection.workspaceId);
    return {
      access_token: access && sealToken(store, to, "access_token", access),
      refresh_token: refresh && sealToken(store, to, "refresh_token", refresh),
    };
  } catch (thrown) {
    if (!isGrantryError(thrown, "sealed_value_unreadable")) throw thrown;
    return {};
  }
}
