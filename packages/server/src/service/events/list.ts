/** What happened to a workspace's connections. */
import {
  type EventCursor,
  type EventFilters,
  type ListedEvent,
  listEvents,
} from "../../store/events.ts";
import type { EventsContext } from "./context.ts";

/** An event is shown when it is this old: until then one that happened before it may still be under way. */
const settledSeconds = 5;

export interface EventPage {
  readonly events: readonly ListedEvent[];
  /**
   * To be given as `after` for what follows. Oldest first it is so at the end, too, as it was given where nothing followed
   * yet: more will come. Newest first it is null there.
   */
  readonly cursor: string | null;
}

/** A page. `after` is the cursor of the page before. */
export async function listWorkspaceEvents(
  context: EventsContext,
  workspaceId: string,
  {
    after,
    ...page
  }: EventFilters & {
    readonly after: string | null;
    readonly limit: number;
    readonly newestFirst: boolean;
  },
): Promise<EventPage> {
  const { clock, store } = context;
  const { events, next } = await listEvents(store, workspaceId, {
    ...page,
    after: after === null ? null : readCursor(after),
    until: clock.nowSeconds() - settledSeconds,
  });
  if (page.newestFirst) return { events, cursor: next && cursorOf(next) };
  const last = next ?? events.at(-1);
  return { events, cursor: last === undefined ? after : cursorOf(last) };
}

const cursorOf = ({ createdAt, eventId }: EventCursor) => `${createdAt}.${eventId}`;

/** The contract lets nothing else through. */
function readCursor(text: string): EventCursor {
  const [createdAt = "0", eventId = ""] = text.split(".");
  return { createdAt: Number(createdAt), eventId };
}
