/** The users of an app, by their handles. */
import { GrantryError } from "../../lib/error.ts";
import {
  type AppUserCursor,
  type AppUserRecord,
  type ConnectionCounts,
  countConnectionsOf,
  findAppUser,
  getAppUser,
  handlesOf,
  listAppUsers,
  searchAppUsers,
} from "../../store/app-users.ts";
import type { AppUserId, StoredOwner } from "../../store/owner.ts";
import { type ProvidersContext, unusualConnectors } from "../providers/index.ts";
import type { AppUsersContext } from "./context.ts";

type UsersContext = Pick<AppUsersContext, "store">;
type CountContext = UsersContext & Pick<ProvidersContext, "catalogue">;

/** The users of which app are meant, and of which connectors their connections are counted: null for all. */
export interface UsersSeen {
  readonly workspaceId: string;
  readonly appId: string;
  readonly connectorIds: readonly string[] | null;
}

/** A user who has or had a connection, began to connect, or got a user token from this server. */
export interface KnownUser extends AppUserId {
  /** The handle, `usr_`: the same for as long as the user is known. */
  readonly id: string;
  /** As a token last said; null where none did. */
  readonly email: string | null;
  readonly name: string | null;
  /** Epoch seconds. */
  readonly createdAt: number;
}

/** The same with how many connections work, and how many wait for the user. */
export interface ListedUser extends KnownUser {
  readonly connections: ConnectionCounts;
}

export interface UserPage {
  readonly users: readonly ListedUser[];
  /** To be given as `after`; null at the end of the list. */
  readonly next: AppUserCursor | null;
}

/** The user of this id; null where there is no handle, since nothing was ever stored for them. */
export async function userOf(
  { store }: UsersContext,
  appId: string,
  user: AppUserId,
): Promise<KnownUser | null> {
  const found = await findAppUser(store, appId, user);
  return found === undefined ? null : knownOf(found);
}

/** The app's user of this handle. Throws user_not_found, also for one of another app. */
export async function findUserByHandle(
  context: CountContext,
  seen: UsersSeen,
  handle: string,
): Promise<ListedUser> {
  const found = await getAppUser(context.store, seen.appId, handle);
  const [user] = found === undefined ? [] : await counted(context, seen, [found]);
  if (user === undefined) throw new GrantryError("user_not_found");
  return user;
}

/** A page of the app's users, the newest first. `limit`: at most 200. */
export async function listUsers(
  context: CountContext,
  seen: UsersSeen,
  page: { readonly after: AppUserCursor | null; readonly limit: number },
): Promise<UserPage> {
  // One more says whether there is a next page.
  const found = await listAppUsers(context.store, seen.appId, { ...page, limit: page.limit + 1 });
  const shown = found.slice(0, page.limit);
  const last = found.length > shown.length ? shown.at(-1) : undefined;
  return {
    users: await counted(context, seen, shown),
    next: last === undefined ? null : { createdAt: last.createdAt, id: last.id },
  };
}

/**
 * The app's users who have this id: one for each identity provider, or claim of it, that gave it. `issuer`
 * limits it to those of one, null to those whom this server vouches for.
 */
export async function searchUsers(
  context: CountContext,
  seen: UsersSeen,
  query: { readonly userId: string; readonly issuer?: string | null | undefined },
): Promise<readonly ListedUser[]> {
  return await counted(context, seen, await searchAppUsers(context.store, seen.appId, query));
}

async function counted(
  context: CountContext,
  seen: UsersSeen,
  found: readonly AppUserRecord[],
): Promise<ListedUser[]> {
  const unusual = await unusualConnectors(context, seen.workspaceId);
  const countsOf = await countConnectionsOf(context.store, { ...seen, unusual }, found);
  return found.map((one) => ({ ...knownOf(one), connections: countsOf(one) }));
}

function knownOf({ id, userId, issuer, email, name, createdAt }: AppUserRecord): KnownUser {
  return { id, userId, issuer, email, name, createdAt };
}

/**
 * The handles of the owners of connections, in their order; null where an owner is no user, or nobody's yet.
 * One query for each app.
 */
export async function ownersHandles(
  { store }: UsersContext,
  owned: readonly { readonly appId: string; readonly owner: StoredOwner }[],
): Promise<readonly (string | null)[]> {
  const byApp = Map.groupBy(owned, ({ appId }) => appId);
  const handles = new Map<string, (user: AppUserId) => string | null>();
  for (const [appId, ofApp] of byApp) {
    const users = ofApp.flatMap(({ owner }) => (owner.kind === "user" ? [owner] : []));
    handles.set(appId, await handlesOf(store, appId, users));
  }
  return owned.map(({ appId, owner }) =>
    owner.kind === "user" ? (handles.get(appId)?.(owner) ?? null) : null,
  );
}
