/** Events, in the words of the official clients' wire. */
import type { EventsAnswer } from "@grantry/contract/operator";
import type { EventPage } from "../../service/events/index.ts";

export function viewEvents({ events, cursor }: EventPage): EventsAnswer {
  return {
    events: events.map((event) => ({
      event_id: event.eventId,
      type: event.type,
      app_id: event.appId,
      connection_id: event.connectionId,
      data: { ...event.data },
      created_at: event.createdAt,
    })),
    cursor,
  };
}
