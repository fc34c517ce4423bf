/** What happened to a workspace's connections. */
import { type ConnectionEvent, type EventCursor, listEvents } from "../../store/events.ts";
import type { EventsContext } from "./context.ts";

/** An event is shown when it is this old: until then one that happened before it may still be under way. */
const settledSeconds = 5;

/** Oldest first. */
export interface EventPage {
  readonly events: readonly ConnectionEvent[];
  /** To be given as `after` for what follows; as it was given where nothing followed yet. */
  readonly cursor: string | null;
}

/** A page, oldest first. `after` is the cursor of the page before. */
export async function listWorkspaceEvents(
  context: EventsContext,
  workspaceId: string,
  page: { readonly after: string | null; readonly limit: number },
): Promise<EventPage> {
  const { clock, store } = context;
  const events = await listEvents(store, workspaceId, {
    after: page.after === null ? null : readCursor(page.after),
    until: clock.nowSeconds() - settledSeconds,
    limit: page.limit,
  });
  const last = events.at(-1);
  const cursor = last === undefined ? page.after : `${last.createdAt}.${last.eventId}`;
  return { events, cursor };
}

/** The contract lets nothing else through. */
function readCursor(text: string): EventCursor {
  const [createdAt = "0", eventId = ""] = text.split(".");
  return { createdAt: Number(createdAt), eventId };
}
