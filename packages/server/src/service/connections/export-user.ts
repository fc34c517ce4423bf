/** All that is kept of one user of an app, a page at a time, however much it is. No credential is among it. */
import { recordChange } from "../accounts/index.ts";
import { findUserByHandle, type ListedUser, type UsersSeen } from "../app-users/index.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionsContext } from "./context.ts";
import { type ConnectionPage, listWorkspaceConnections } from "./list-of-workspace.ts";
import { readTimeline, type TimelineItem, type TimelinePosition } from "./timeline.ts";

/** What is known of the user, in the order in which it is told. */
export type ExportedPart =
  | { readonly kind: "user"; readonly user: ListedUser }
  | { readonly kind: "connection"; readonly connection: Connection }
  | { readonly kind: "timeline"; readonly connectionId: string; readonly item: TimelineItem };

/** How much is read at once. */
const pageMax = 100;

/**
 * Records that it was taken out, and by whom, before anything is. Throws user_not_found, also for one of another app; what
 * comes of it ends with an error where the server stops meanwhile.
 */
export async function exportUser(
  context: ConnectionsContext,
  by: Parameters<typeof recordChange>[1],
  { seen, handle }: { readonly seen: UsersSeen; readonly handle: string },
): Promise<AsyncGenerator<ExportedPart>> {
  const user = await findUserByHandle(context, seen, handle);
  await recordChange(context.store, by, {
    action: "app.user_exported",
    target: { kind: "app", id: seen.appId },
    details: { user: handle },
  });
  return partsOf(context, seen, user);
}

async function* partsOf(
  context: ConnectionsContext,
  { workspaceId, appId }: UsersSeen,
  user: ListedUser,
): AsyncGenerator<ExportedPart> {
  yield { kind: "user", user };
  const filters = { appId, userHandle: user.id };
  let after: ConnectionPage["next"] = null;
  do {
    const page: ConnectionPage = await listWorkspaceConnections(context, {
      workspaceId,
      filters,
      after,
      limit: pageMax,
    });
    for (const connection of page.connections) {
      yield { kind: "connection", connection };
      yield* timelineOf(context, workspaceId, connection.connectionId);
    }
    after = page.next;
  } while (after !== null);
}

async function* timelineOf(
  context: ConnectionsContext,
  workspaceId: string,
  connectionId: string,
): AsyncGenerator<ExportedPart> {
  let after: TimelinePosition | null = null;
  do {
    // Cut off, and so seen to be: a file that ends early must not look whole.
    context.closing.throwIfAborted();
    const of = { workspaceId, connectionId };
    const page: Awaited<ReturnType<typeof readTimeline>> = await readTimeline(context, of, {
      after,
      limit: pageMax,
    });
    for (const item of page.items) yield { kind: "timeline", connectionId, item };
    after = page.next;
  } while (after !== null);
}
