/** Table reconnect_links: links by which the person of a connection connects its account again. */
import { hashSecret } from "../crypto/hash.ts";
import { newHandle } from "../lib/id.ts";
import { type Authorization, toAuthorization } from "./authorizations.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { reconnectLinks } from "./tables/reconnect-links.ts";

export type ReconnectLink = RecordOf<typeof reconnectLinks>;

/** Makes the one link of a connection; what was there before is good no more. */
export async function putReconnectLink(
  store: Store,
  link: {
    readonly connectionId: string;
    readonly secret: string;
    readonly accountId: string;
    readonly expiresAt: number;
  },
): Promise<void> {
  const values = {
    reconnect_link_id: newHandle("reconnectLink"),
    link_hash: hashSecret(link.secret),
    account_id: link.accountId,
    expires_at: link.expiresAt,
    used_at: null,
    created_at: store.clock.nowSeconds(),
  };
  await store.db
    .insertInto("reconnect_links")
    .values({ connection_id: link.connectionId, ...values })
    .onConflict((conflict) => conflict.column("connection_id").doUpdateSet(values))
    .execute();
}

/** The link of this secret, as long as nobody has left by it and its time is not over. */
export async function findReconnectLink(
  store: Store,
  secret: string,
): Promise<ReconnectLink | undefined> {
  const row = await store.db
    .selectFrom("reconnect_links")
    .selectAll()
    .where("link_hash", "=", hashSecret(secret))
    .where("used_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return row && reconnectLinks.read(row);
}

/** The link that an attempt began by, while it is not taken back: used or not. */
export async function getReconnectLink(
  store: Store,
  reconnectLinkId: string,
): Promise<ReconnectLink | undefined> {
  const row = await store.db
    .selectFrom("reconnect_links")
    .selectAll()
    .where("reconnect_link_id", "=", reconnectLinkId)
    .executeTakeFirst();
  return row && reconnectLinks.read(row);
}

/** Uses it up; false where it was used before, is over, or was taken back. */
export async function useReconnectLink(store: Store, reconnectLinkId: string): Promise<boolean> {
  const now = store.clock.nowSeconds();
  const { numUpdatedRows } = await store.db
    .updateTable("reconnect_links")
    .set({ used_at: now })
    .where("reconnect_link_id", "=", reconnectLinkId)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The attempt that was begun by a link and not gone on with, while it can be: whoever opens the link again gets it. */
export async function findAttemptOf(
  store: Store,
  reconnectLinkId: string,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("reconnect_link_id", "=", reconnectLinkId)
    .where("status", "=", "pending")
    .where("sealed_link", "is not", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .orderBy("created_at", "desc")
    .executeTakeFirst();
  return row && toAuthorization(row);
}

/** Takes the link of a connection back, should there be one. */
export async function deleteReconnectLink(store: Store, connectionId: string): Promise<void> {
  await store.db.deleteFrom("reconnect_links").where("connection_id", "=", connectionId).execute();
}

/** Forgets links that were over before a moment, in epoch seconds. */
export async function deleteReconnectLinksEndedBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("reconnect_links").where("expires_at", "<", before).execute();
}
