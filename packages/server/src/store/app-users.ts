/**
 * Table app_users: a handle for every user of an app who has or had a connection, began to connect, or got
 * a user token from this server. The read of a token does not know it.
 */

import { newHandle } from "../lib/id.ts";
import { statusAt, type UnusualConnectors } from "./connection-filters.ts";
import { type AppUserId, issuerColumns, ownerColumns, sameUser } from "./owner.ts";
import { given, holds, type Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { appUsers } from "./tables/app-users.ts";

export type AppUserRecord = RecordOf<typeof appUsers>;

/** What a user is called; null where nothing is said of it. */
export interface UserProfile {
  readonly email: string | null;
  readonly name: string | null;
}

function identityOf({ userId, issuer }: AppUserId) {
  return { user_id: userId, ...issuerColumns(issuer) };
}

/**
 * Gives the user a handle where there is none, and keeps what is said by now of email and name. What is
 * there already is not written. Call it in the transaction that makes what the user is entered for, after
 * everything else in it was locked.
 */
export async function enterAppUser(
  store: Store,
  appId: string,
  user: AppUserId,
  { email, name }: UserProfile = { email: null, name: null },
): Promise<void> {
  const news = given({ email: email ?? undefined, name: name ?? undefined });
  if (holds(await findAppUser(store, appId, user), news)) return;
  const now = store.clock.nowSeconds();
  await store.db
    .insertInto("app_users")
    .values({
      app_user_id: newHandle("appUser"),
      app_id: appId,
      ...identityOf(user),
      ...news,
      created_at: now,
      updated_at: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["app_id", "user_id", "user_issuer", "user_id_claim"])
        .doUpdateSet({ ...news, updated_at: now }),
    )
    .execute();
}

/** The user of an app by the app's own id, or undefined. */
export async function findAppUser(
  store: Store,
  appId: string,
  user: AppUserId,
): Promise<AppUserRecord | undefined> {
  const row = await store.db
    .selectFrom("app_users")
    .selectAll()
    .where("app_id", "=", appId)
    .where((eb) => eb.and(identityOf(user)))
    .executeTakeFirst();
  return row && appUsers.read(row);
}

/** The app's user of this handle, or undefined. */
export async function getAppUser(
  store: Store,
  appId: string,
  handle: string,
): Promise<AppUserRecord | undefined> {
  const row = await store.db
    .selectFrom("app_users")
    .selectAll()
    .where("app_user_id", "=", handle)
    .where("app_id", "=", appId)
    .executeTakeFirst();
  return row && appUsers.read(row);
}

/** The user of this handle in one of the workspace's apps, or undefined. */
export async function getWorkspacesUser(
  store: Store,
  workspaceId: string,
  handle: string,
): Promise<AppUserRecord | undefined> {
  const row = await store.db
    .selectFrom("app_users")
    .innerJoin("apps", "apps.app_id", "app_users.app_id")
    .selectAll("app_users")
    .where("app_users.app_user_id", "=", handle)
    .where("apps.workspace_id", "=", workspaceId)
    .executeTakeFirst();
  return row && appUsers.read(row);
}

/** Where a page of users begins: after this one. */
export interface AppUserCursor {
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly id: string;
}

/** A page of an app's users, those that were entered last first; ids break ties. */
export async function listAppUsers(
  store: Store,
  appId: string,
  { after, limit }: { readonly after: AppUserCursor | null; readonly limit: number },
): Promise<AppUserRecord[]> {
  let query = store.db.selectFrom("app_users").selectAll().where("app_id", "=", appId);
  if (after !== null) {
    query = query.where((eb) =>
      eb.or([
        eb("created_at", "<", after.createdAt),
        eb.and([eb("created_at", "=", after.createdAt), eb("app_user_id", "<", after.id)]),
      ]),
    );
  }
  const rows = await query
    .orderBy("created_at", "desc")
    .orderBy("app_user_id", "desc")
    .limit(limit)
    .execute();
  return rows.map(appUsers.read);
}

/** Each issuer and claim gives one user at most, and an app has few of them. */
const sameIdMax = 200;

/**
 * The app's users who have this id: of any issuer where that is undefined, of none where it is null. In the
 * order of their handles, at most 200.
 */
export async function searchAppUsers(
  store: Store,
  appId: string,
  { userId, issuer }: { readonly userId: string; readonly issuer?: string | null | undefined },
): Promise<AppUserRecord[]> {
  const rows = await store.db
    .selectFrom("app_users")
    .selectAll()
    .where("app_id", "=", appId)
    .where("user_id", "=", userId)
    .$if(issuer !== undefined, (some) => some.where("user_issuer", "=", issuer ?? ""))
    .orderBy("app_user_id")
    .limit(sameIdMax)
    .execute();
  return rows.map(appUsers.read);
}

/**
 * The handles of these users of one app, by one query: a function from user to handle, which is null for
 * whoever has none. At most as many users as a page has.
 */
export async function handlesOf(
  store: Store,
  appId: string,
  users: readonly AppUserId[],
): Promise<(user: AppUserId) => string | null> {
  if (users.length === 0) return () => null;
  const rows = await store.db
    .selectFrom("app_users")
    .selectAll()
    .where("app_id", "=", appId)
    .where("user_id", "in", [...new Set(users.map(({ userId }) => userId))])
    .execute();
  const found = rows.map(appUsers.read);
  return (user) => found.find((one) => sameUser(one, user))?.id ?? null;
}

/** How many connections a user has that work, and that wait for the user: each as it reads. */
export interface ConnectionCounts {
  readonly active: number;
  readonly needsReauth: number;
}

/** The counts of these users of one app, by one query over all of them; of these connectors, where they are given. */
export async function countConnectionsOf(
  store: Store,
  {
    appId,
    connectorIds,
    unusual,
  }: {
    readonly appId: string;
    readonly connectorIds: readonly string[] | null;
    readonly unusual: UnusualConnectors;
  },
  users: readonly AppUserId[],
): Promise<(user: AppUserId) => ConnectionCounts> {
  if (users.length === 0) return () => ({ active: 0, needsReauth: 0 });
  const status = statusAt(unusual, store.clock.nowSeconds());
  const rows = await store.db
    .selectFrom("connections")
    .select(["user_id", "user_issuer", "user_id_claim", status.as("state")])
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("app_id", "=", appId)
    .where("user_id", "in", [...new Set(users.map(({ userId }) => userId))])
    .where("owner_kind", "=", "user")
    .where("status", "in", ["active", "needs_reauth"])
    .$if(connectorIds !== null, (some) =>
      some.where("connector_id", "in", [...(connectorIds ?? [])]),
    )
    .groupBy(["user_id", "user_issuer", "user_id_claim", "state"])
    .execute();
  return (user) => {
    const { user_id, user_issuer, user_id_claim } = identityOf(user);
    const countOf = (state: string) =>
      rows.find(
        (row) =>
          row.user_id === user_id &&
          row.user_issuer === user_issuer &&
          row.user_id_claim === user_id_claim &&
          row.state === state,
      )?.count ?? 0;
    return { active: Number(countOf("active")), needsReauth: Number(countOf("needs_reauth")) };
  };
}

/**
 * A user whose connections went to another one: the handle goes along, with what is known of the user,
 * unless the other has one. Whoever keeps connections keeps, or gets, a handle; whoever has none left is
 * forgotten. Rejects with a violation of uniqueness where the other is entered at that moment.
 */
export async function moveAppUser(
  store: Store,
  appId: string,
  { from, to }: { readonly from: AppUserId; readonly to: AppUserId },
): Promise<void> {
  const isThere = (await findAppUser(store, appId, to)) !== undefined;
  const ofFrom = identityOf(from);
  if (!isThere) {
    await store.db
      .updateTable("app_users")
      .set({ ...identityOf(to), updated_at: store.clock.nowSeconds() })
      .where("app_id", "=", appId)
      .where((eb) => eb.and(ofFrom))
      .execute();
    await enterAppUser(store, appId, to);
  }
  if (await hasConnection(store, appId, from)) return await enterAppUser(store, appId, from);
  await store.db
    .deleteFrom("app_users")
    .where("app_id", "=", appId)
    .where((eb) => eb.and(ofFrom))
    .execute();
}

/**
 * Deletes what names a user who has no connection any more: consents that they began and did not end (the sweep takes the others
 * within a day), and the user. Call it in a transaction; false where a connection is theirs after all, and nothing is done.
 */
export async function deleteUserRows(
  store: Store,
  appId: string,
  user: AppUserId,
): Promise<boolean> {
  if (await hasConnection(store, appId, user)) return false;
  await store.db
    .deleteFrom("authorizations")
    .where("app_id", "=", appId)
    .where("status", "=", "pending")
    .where((eb) => eb.and(ownerColumns({ kind: "user", ...user })))
    .execute();
  await store.db
    .deleteFrom("app_users")
    .where("app_id", "=", appId)
    .where((eb) => eb.and(identityOf(user)))
    .execute();
  return true;
}

async function hasConnection(store: Store, appId: string, user: AppUserId): Promise<boolean> {
  const found = await store.db
    .selectFrom("connections")
    .select("connection_id")
    .where("app_id", "=", appId)
    .where((eb) => eb.and(ownerColumns({ kind: "user", ...user })))
    .limit(1)
    .executeTakeFirst();
  return found !== undefined;
}
