/**
 * An operator says whose connections are: of an issuer's users, in the place of another's, of none, or
 * of nobody known. Nothing else re-keys them: a change of an app's identity providers never does.
 */
import { GrantryError } from "../../lib/error.ts";
import { enterAppUser, moveAppUser } from "../../store/app-users.ts";
import { type App, getApp } from "../../store/apps.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import type { UserIssuer } from "../../store/owner.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import {
  findMovable,
  findOccupied,
  type MovableConnection,
  moveConnection,
  type Occupied,
  type UserMovePage,
  type UserSource,
} from "../../store/user-moves.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { recordChange } from "../accounts/index.ts";
import { requireUserIssuer } from "../app-users/index.ts";
import type { ManageContext } from "./context.ts";

export interface MoveUsersInput extends Omit<UserMovePage, "to" | "workspaceId"> {
  /** Null: of no issuer, in an app that has none. */
  readonly to: string | null;
  readonly dryRun: boolean;
}

/** What one page of a move did, or with `dryRun` would do. */
export interface UserMove {
  readonly dryRun: boolean;
  readonly connections: readonly {
    readonly connectionId: string;
    readonly connectorId: string;
    readonly userId: string;
    /** What the user is called at `to`. */
    readonly newUserId: string;
    /** `kept`: the user has connected there by now; that connection stays, and this one where it was. */
    readonly outcome: "moved" | "kept";
  }[];
  /** To be given as `after`, until it is null. */
  readonly next: string | null;
}

/** Whoever connects at the very moment makes the page begin again. */
const triesMax = 3;

/**
 * Moves one page; recorded. Where the new user has a connection by now, both stay as they are. Throws
 * app_not_found and issuer_unknown.
 */
export async function moveUsers(
  context: ManageContext,
  operator: WorkspaceOperator,
  input: MoveUsersInput,
): Promise<UserMove> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction(context.store, (trx) => movePage(trx, operator, input));
    } catch (thrown) {
      if (!isUniqueViolation(thrown) || attempt === triesMax) throw thrown;
    }
  }
}

async function movePage(
  store: Store,
  operator: WorkspaceOperator,
  input: MoveUsersInput,
): Promise<UserMove> {
  const { workspaceId } = operator;
  const app = await getApp(store, input.appId);
  if (app?.workspaceId !== workspaceId) throw new GrantryError("app_not_found");
  const page = { ...input, workspaceId, to: targetOf(app, input.to) };
  const { connections, next } = await findMovable(store, page);
  const plan = planOf(
    connections,
    await findOccupied(
      store,
      page,
      connections.map((one) => one.newUserId),
    ),
  );
  const moving = plan.filter(({ outcome }) => outcome === "moved");
  if (!input.dryRun && moving.length > 0) {
    for (const one of moving) await moveConnection(store, page, one);
    await moveHandles(store, page, moving);
    await record(store, operator, page, moving);
  }
  return {
    dryRun: input.dryRun,
    connections: plan.map(({ connection, outcome }) => ({
      connectionId: connection.connectionId,
      connectorId: connection.connectorId,
      userId: connection.userId,
      newUserId: connection.newUserId,
      outcome,
    })),
    next,
  };
}

function targetOf(app: App, issuer: string | null): UserIssuer | null {
  if (issuer !== null) return requireUserIssuer(app, issuer);
  if (app.identityProviders.length === 0) return null;
  throw new GrantryError("issuer_unknown", {
    detail: "The app has identity providers: its users are theirs. Name the issuer of one.",
  });
}

interface Planned {
  readonly connection: MovableConnection;
  /** What goes, so that there is room. */
  readonly husk: Occupied | undefined;
  readonly outcome: "moved" | "kept";
}

function planOf(
  connections: readonly MovableConnection[],
  occupied: readonly Occupied[],
): readonly Planned[] {
  const place = (connectorId: string, userId: string) => JSON.stringify([connectorId, userId]);
  const standing = new Map(occupied.map((one) => [place(one.connectorId, one.userId), one]));
  const taken = new Set<string>();
  return connections.map((connection) => {
    const goal = place(connection.connectorId, connection.newUserId);
    const there = standing.get(goal);
    const isFree = (there === undefined || there.isHusk) && !taken.has(goal);
    if (isFree) taken.add(goal);
    return isFree
      ? { connection, husk: there, outcome: "moved" }
      : { connection, husk: undefined, outcome: "kept" };
  });
}

/** Who is called otherwise from now on keeps the handle. */
async function moveHandles(
  store: Store,
  { appId, to: issuer }: UserMovePage,
  moved: readonly Planned[],
): Promise<void> {
  const seen = new Set<string>();
  for (const { connection } of moved) {
    const { owner, newUserId: userId } = connection;
    const to = { issuer, userId };
    const pair = JSON.stringify([owner, userId]);
    if (seen.has(pair)) continue;
    seen.add(pair);
    // Of nobody known: whoever it is given to may have no handle yet.
    if (owner.kind === "user") await moveAppUser(store, appId, { from: owner, to });
    else await enterAppUser(store, appId, to);
  }
}

async function record(
  store: Store,
  operator: WorkspaceOperator,
  { appId, from, to }: UserMovePage,
  moved: readonly Planned[],
): Promise<void> {
  await recordChange(store, operator, {
    action: "app.users_moved",
    target: { kind: "app", id: appId },
    details: {
      from: sourceText(from),
      to: to?.issuer ?? "none",
      connections: moved.map(({ connection }) => connection.connectionId).join(" "),
    },
  });
}

function sourceText(from: UserSource): string {
  return from.kind === "unassigned" ? "unassigned" : (from.issuer ?? "none");
}
