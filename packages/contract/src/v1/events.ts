/** What happened to connections. */
import { z } from "zod";
import { instant, listOf } from "./common.ts";

export const event = z
  .object({
    id: z.string(),
    type: z
      .enum([
        "connection.connected",
        "connection.disconnected",
        "connection.needs_reauth",
        "connection.ends_soon",
        "connection.resumed",
      ])
      .describe("Open: more will come."),
    created_at: instant,
    app_id: z.string(),
    connection_id: z.string(),
    data: z
      .record(z.string(), z.string())
      .describe(
        "`reason` of needs_reauth; `ends_at` (epoch seconds) of ends_soon, and of connected where nothing refreshes it.",
      ),
  })
  .meta({
    id: "Event",
    examples: [
      {
        id: "evt_9sK2",
        type: "connection.needs_reauth",
        created_at: "2026-05-04T09:00:00Z",
        app_id: "app_daybook",
        connection_id: "conn_x1yB6p1Yk2c0r9d8Qw3f",
        data: { reason: "invalid_grant" },
      },
    ],
  });
/** Oldest first. `next_cursor` is where to go on later, too: null only before the first event. */
export const eventList = listOf(event, "EventList");
