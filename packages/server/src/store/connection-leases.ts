/**
 * The lease on a connection: who may refresh it, and the writes that only its holder can make. Owner
 * and number are part of the condition of each, so that a holder who comes too late changes nothing.
 */
import { type TokenSet, tokenColumns } from "./connection-writes.ts";
import { type Connection, sealToken } from "./connections.ts";
import type { ReauthReason } from "./schema.ts";
import type { Store } from "./store.ts";

/** The right to refresh one version of one connection, until it expires. */
export interface Lease {
  readonly connectionId: string;
  readonly owner: string;
  readonly number: number;
}

/** Takes the lease on exactly this version, or undefined where somebody else holds it or was faster. */
export async function claimLease(
  store: Store,
  connection: Connection,
  claim: { owner: string; durationMs: number },
): Promise<Lease | undefined> {
  const nowMs = store.clock.nowMs();
  const row = await store.db
    .updateTable("connections")
    .set((eb) => ({
      lease_owner: claim.owner,
      lease_number: eb("lease_number", "+", 1),
      lease_until_ms: nowMs + claim.durationMs,
    }))
    .where("connection_id", "=", connection.connectionId)
    .where("version", "=", connection.version)
    .where("status", "=", "active")
    .where((eb) => eb.or([eb("lease_until_ms", "is", null), eb("lease_until_ms", "<=", nowMs)]))
    .returning("lease_number")
    .executeTakeFirst();
  return (
    row && {
      connectionId: connection.connectionId,
      owner: claim.owner,
      number: row.lease_number,
    }
  );
}

function whereLeased(store: Store, lease: Lease) {
  return store.db
    .updateTable("connections")
    .where("connection_id", "=", lease.connectionId)
    .where("lease_owner", "=", lease.owner)
    .where("lease_number", "=", lease.number);
}

/** What a refresh brings. */
export interface RefreshedValues {
  readonly tokens: TokenSet;
  /** Null where the answer did not report them: what was granted before stands. */
  readonly grantedScopes: readonly string[] | null;
  /** Values that the answer brought anew, such as the host of the API. */
  readonly keptValues: Readonly<Record<string, string>>;
}

/** Stores refreshed tokens and ends the lease; false where the lease is no longer ours. */
export async function storeRefreshed(
  store: Store,
  lease: Lease,
  connection: Connection,
  refreshed: RefreshedValues,
): Promise<boolean> {
  const { tokens, grantedScopes, keptValues } = refreshed;
  const { refreshToken } = tokens;
  const { numUpdatedRows } = await whereLeased(store, lease)
    .set((eb) => ({
      ...tokenColumns(store, connection, tokens),
      ...(refreshToken === null
        ? {}
        : {
            refresh_token: sealToken(store, connection, "refresh_token", refreshToken),
            refresh_token_expires_at: tokens.refreshTokenExpiresAt,
          }),
      ...(grantedScopes === null ? {} : { granted_scopes: JSON.stringify(grantedScopes) }),
      ...(Object.keys(keptValues).length === 0
        ? {}
        : { connection_config: JSON.stringify({ ...connection.connectionConfig, ...keptValues }) }),
      version: eb("version", "+", 1),
      last_refreshed_at: store.clock.nowSeconds(),
    }))
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Ends a lease that nothing came of. */
export async function releaseLease(store: Store, lease: Lease): Promise<void> {
  await whereLeased(store, lease).set({ lease_owner: null, lease_until_ms: null }).execute();
}

/** Ends a lease after a failure that another try may mend. */
export async function storeFailure(
  store: Store,
  lease: Lease,
  failure: { code: string; nextTryAt: number },
): Promise<void> {
  await whereLeased(store, lease)
    .set((eb) => ({
      lease_owner: null,
      lease_until_ms: null,
      failure_code: failure.code,
      failure_count: eb("failure_count", "+", 1),
      next_try_at: failure.nextTryAt,
      updated_at: store.clock.nowSeconds(),
    }))
    .execute();
}

/** Ends a lease, and the connection with it: only the user can mend it. */
export async function storeNeedsReauth(
  store: Store,
  lease: Lease,
  reason: ReauthReason,
): Promise<void> {
  const now = store.clock.nowSeconds();
  await whereLeased(store, lease)
    .set({
      status: "needs_reauth",
      reason,
      status_since: now,
      lease_owner: null,
      lease_until_ms: null,
      next_refresh_at: null,
      next_try_at: null,
      updated_at: now,
    })
    .execute();
}
