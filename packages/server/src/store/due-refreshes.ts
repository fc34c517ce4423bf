/**
 * Which connections are due to be refreshed without being asked, and how many of a provider may be
 * refreshed in a second. Any number of processes take from it; what one takes no other gets.
 */
import { sql } from "kysely";
import { type Connection, frozenAt, toConnection } from "./connections.ts";
import type { Store } from "./store.ts";

/** Makes a provider known, so that its due connections are looked for. */
export async function enterProvider(store: Store, providerKey: string): Promise<void> {
  await store.db
    .insertInto("renewal_budgets")
    .values({ provider_key: providerKey, second_at: 0, used: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** A provider that has a connection due now. */
export interface DueProvider {
  readonly providerKey: string;
  /** How long the longest due one has been due. */
  readonly waitedSeconds: number;
}

/** The providers that have a connection due now, in an order that differs from call to call. */
export async function listDueProviders(store: Store): Promise<DueProvider[]> {
  const now = store.clock.nowSeconds();
  const rows = await store.db
    .selectFrom("renewal_budgets")
    .select((eb) => [
      "provider_key",
      eb
        .selectFrom("connections")
        .select((one) => one.fn.min("connections.next_refresh_at").as("first_at"))
        .whereRef("connections.provider_key", "=", "renewal_budgets.provider_key")
        .where("connections.next_refresh_at", "<=", now)
        .as("first_at"),
    ])
    .orderBy(sql`random()`)
    .execute();
  return rows.flatMap(({ provider_key: providerKey, first_at: firstAt }) =>
    firstAt === null ? [] : [{ providerKey, waitedSeconds: now - firstAt }],
  );
}

/**
 * Takes up to `wanted` background refreshes from what a provider may have in this second, over all processes.
 * Answers how many; 0 also where another process took some at the same moment.
 */
export async function takeBudget(
  store: Store,
  providerKey: string,
  budget: { readonly wanted: number; readonly perSecond: number },
): Promise<number> {
  const now = store.clock.nowSeconds();
  const row = await store.db
    .selectFrom("renewal_budgets")
    .selectAll()
    .where("provider_key", "=", providerKey)
    .executeTakeFirst();
  if (row === undefined || row.second_at > now) return 0;
  const used = row.second_at === now ? row.used : 0;
  const granted = Math.min(budget.wanted, budget.perSecond - used);
  if (granted <= 0) return 0;
  const { numUpdatedRows } = await store.db
    .updateTable("renewal_budgets")
    .set({ second_at: now, used: used + granted })
    .where("provider_key", "=", providerKey)
    .where("second_at", "=", row.second_at)
    .where("used", "=", row.used)
    .executeTakeFirst();
  return numUpdatedRows === 1n ? granted : 0;
}

/**
 * Takes up to `limit` due connections of a provider, the longest due first. For `holdSeconds` no
 * other process gets them; then they are due again, should this one have died.
 */
export async function claimDue(
  store: Store,
  providerKey: string,
  claim: { readonly limit: number; readonly holdSeconds: number },
): Promise<Connection[]> {
  const now = store.clock.nowSeconds();
  const rows = await store.db
    .with(
      (name) => name("due").materialized(),
      (db) => {
        const due = db
          .selectFrom("connections")
          .select("connection_id")
          .where("provider_key", "=", providerKey)
          .where("next_refresh_at", "<=", now)
          .orderBy("next_refresh_at")
          .limit(claim.limit);
        return store.database.engine === "postgres" ? due.forUpdate().skipLocked() : due;
      },
    )
    .updateTable("connections")
    .set({ next_refresh_at: now + claim.holdSeconds })
    .where("connection_id", "in", (eb) => eb.selectFrom("due").select("connection_id"))
    .returningAll()
    .returning(frozenAt)
    .execute();
  return rows.map(toConnection);
}

/** Says when these connections are due next; null for never. Only where nothing changed since they were read. */
export async function postpone(
  store: Store,
  connections: readonly Connection[],
  nextRefreshAt: number | null,
): Promise<void> {
  for (const { connectionId, version } of connections) {
    await store.db
      .updateTable("connections")
      .set({ next_refresh_at: nextRefreshAt })
      .where("connection_id", "=", connectionId)
      .where("version", "=", version)
      .execute();
  }
}

/**
 * Says that a token cannot be refreshed: before its end there is nothing to try, at its end that is
 * looked at again. Without a failure, which would be held against a caller who asks for more. Only
 * where nothing changed since it was read.
 */
export async function leaveUntilEnd(
  store: Store,
  { connectionId, version, expiresAt, nextRefreshAt }: Connection,
): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({
      next_try_at: expiresAt,
      next_refresh_at: nextRefreshAt === null ? null : expiresAt,
    })
    .where("connection_id", "=", connectionId)
    .where("version", "=", version)
    .where("failure_code", "is", null)
    .execute();
}

/** Notes that tokens of these connections were read, about now. */
export async function noteUse(store: Store, connectionIds: readonly string[]): Promise<void> {
  await store.db
    .updateTable("connections")
    .set({ last_used_at: store.clock.nowSeconds() })
    .where("connection_id", "in", connectionIds)
    .execute();
}
