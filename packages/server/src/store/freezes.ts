/**
 * Table freezes: what is to be frozen for as long as that stands, so that nothing that is made meanwhile gets by. The read of
 * a token does not know it: what is frozen says so in its own row (frozen-connections.ts).
 */
import { sql } from "kysely";
import type { Actor } from "./audit-records.ts";
import type { Condition } from "./connection-filters.ts";
import { type Owner, ownerColumns } from "./owner.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { freezes } from "./tables/freezes.ts";

export type Freeze = RecordOf<typeof freezes>;

/** What a freeze can be of that stands; null: whatever it is. */
export type FrozenScope = Pick<
  Freeze,
  "appId" | "connectorId" | "integrationType" | "providerId" | "ownerKind" | "userId" | "userIssuer"
>;

/** Any number that no other application takes as the first half of its advisory locks. */
const lockClass = 417_261_678;

/**
 * Waits for whoever freezes connections of the workspace, or with `alone` for whoever keeps a grant in it, too. Until the
 * transaction ends the one does not miss what the other does. SQLite has one writer at a time.
 */
export async function lockFreezes(
  store: Store,
  workspaceId: string,
  { alone = false } = {},
): Promise<void> {
  if (store.database.engine !== "postgres") return;
  const lock = sql.raw(alone ? "pg_advisory_xact_lock" : "pg_advisory_xact_lock_shared");
  await sql`SELECT ${lock}(${sql.lit(lockClass)}, hashtext(${workspaceId}))`.execute(store.db);
}

/** Whether a freeze `f` is about a connection of these columns. Of what is not known yet nothing is about it. */
export function isAbout(of: {
  readonly appId: Condition;
  readonly connectorId: Condition;
  readonly ownerKind: Condition;
  readonly userId: Condition;
  readonly userIssuer: Condition;
}): Condition {
  const connector = sql`EXISTS (SELECT 1 FROM connectors AS c
    INNER JOIN oauth_clients AS o ON o.oauth_client_id = c.oauth_client_id
    WHERE c.connector_id = ${of.connectorId}
    AND (f.integration_type IS NULL OR f.integration_type = c.integration_type)
    AND (f.provider_id IS NULL OR f.provider_id = o.server_id))`;
  return sql`(f.user_id IS NULL OR f.user_id = ${of.userId})
    AND (f.user_issuer IS NULL OR f.user_issuer = ${of.userIssuer})
    AND (f.owner_kind IS NULL OR f.owner_kind = ${of.ownerKind})
    AND (f.app_id IS NULL OR f.app_id = ${of.appId})
    AND (f.connector_id IS NULL OR f.connector_id = ${of.connectorId})
    AND ((f.integration_type IS NULL AND f.provider_id IS NULL) OR ${connector})`;
}

/** Whether what stands forbids a connection of this owner, or it is frozen itself. Call `lockFreezes` before where it counts. */
export async function isFrozenFor(
  store: Store,
  address: {
    readonly workspaceId: string;
    readonly appId: string;
    readonly connectorId: string;
    readonly owner: Owner;
  },
): Promise<boolean> {
  const owner = ownerColumns(address.owner);
  const about = isAbout({
    appId: sql`${address.appId}`,
    connectorId: sql`${address.connectorId}`,
    ownerKind: sql`${owner.owner_kind}`,
    userId: sql`${owner.user_id}`,
    userIssuer: sql`${owner.user_issuer}`,
  });
  const { rows } = await sql`SELECT 1 AS found FROM freezes AS f
    WHERE f.workspace_id = ${address.workspaceId} AND ${about} LIMIT 1`.execute(store.db);
  if (rows.length > 0) return true;
  const row = await store.db
    .selectFrom("connections")
    .innerJoin(
      "frozen_connections",
      "frozen_connections.connection_id",
      "connections.connection_id",
    )
    .select("frozen_at")
    // What had ended before it was marked is not frozen.
    .where("status", "<>", "disconnected")
    .where("app_id", "=", address.appId)
    .where("connector_id", "=", address.connectorId)
    .where((eb) => eb.and(owner))
    .executeTakeFirst();
  return row !== undefined;
}

/** Lets a freeze stand; the same again changes nothing. */
export async function insertFreeze(
  store: Store,
  input: Omit<Freeze, "actor"> & { readonly actor: Actor },
): Promise<void> {
  const { actor, ...values } = input;
  await store.db
    .insertInto("freezes")
    .values({
      ...freezes.write(values),
      actor_kind: actor.kind,
      actor_id: actor.id,
      actor_label: actor.label,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** As many as may stand in a workspace that are not of one user. */
export async function countWideFreezes({ db }: Store, workspaceId: string): Promise<number> {
  const { count } = await db
    .selectFrom("freezes")
    .select((eb) => eb.fn.countAll<number | string>().as("count"))
    .where("workspace_id", "=", workspaceId)
    .where("user_id", "is", null)
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** Those that stand in a workspace, the newest first. */
export async function listFreezes(
  { db }: Store,
  workspaceId: string,
  page: {
    readonly before: { readonly createdAt: number; readonly freezeId: string } | null;
    readonly limit: number;
  },
): Promise<Freeze[]> {
  const { before, limit } = page;
  const rows = await db
    .selectFrom("freezes")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .$if(before !== null, (some) =>
      some.where((eb) =>
        eb(
          eb.refTuple("created_at", "freeze_id"),
          "<",
          eb.tuple(before?.createdAt ?? 0, before?.freezeId ?? ""),
        ),
      ),
    )
    .orderBy("created_at", "desc")
    .orderBy("freeze_id", "desc")
    .limit(limit)
    .execute();
  return rows.map(freezes.read);
}

/**
 * The freezes that end with an unfreeze: those that are about nothing else, and are not of an operation that ends or erases what
 * it is about and goes on. Null: none of them.
 */
export function endedBy(workspaceId: string, scope: FrozenScope | null): Condition {
  if (scope === null) return sql`1 = 0`;
  const named = Object.entries(freezes.write(scope)).filter(([, value]) => value !== null);
  const conditions = named.map(([column, value]) => sql`f.${sql.ref(column)} = ${value}`);
  const isOver = sql`NOT EXISTS (SELECT 1 FROM operations AS o
    WHERE o.operation_id = f.freeze_id AND o.status IN ('queued', 'running'))`;
  return sql.join([sql`f.workspace_id = ${workspaceId}`, ...conditions, isOver], sql` AND `);
}

/** Ends the one that an operation began. */
export async function endFreeze({ db }: Store, freezeId: string): Promise<void> {
  await db.deleteFrom("freezes").where("freeze_id", "=", freezeId).execute();
}

/** Ends the freezes that are about nothing but what `scope` says. */
export async function endFreezes(
  store: Store,
  workspaceId: string,
  scope: FrozenScope,
): Promise<void> {
  await sql`DELETE FROM freezes AS f WHERE ${endedBy(workspaceId, scope)}`.execute(store.db);
}

/** Ends those that name this user, of the app, or of every app where none of the workspace knows the user's id any more. */
export async function endFreezesOfUser(
  { db }: Store,
  user: Readonly<Record<"workspaceId" | "appId" | "userId" | "userIssuer", string>>,
): Promise<void> {
  const { workspaceId, appId, userId, userIssuer } = user;
  const isKnown = sql`EXISTS (SELECT 1 FROM app_users AS u INNER JOIN apps AS a ON a.app_id = u.app_id
    WHERE a.workspace_id = ${workspaceId} AND u.user_id = ${userId})`;
  await sql`DELETE FROM freezes WHERE workspace_id = ${workspaceId} AND user_id = ${userId}
    AND (user_issuer IS NULL OR user_issuer = ${userIssuer})
    AND (app_id = ${appId} OR (app_id IS NULL AND NOT ${isKnown}))`.execute(db);
}
