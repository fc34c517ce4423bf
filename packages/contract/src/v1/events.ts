/** What happened to connections. */
import { z } from "zod";
import { idText } from "../common.ts";
import { connectorReference, instant, listOf, listQuery } from "./common.ts";

const eventTypes = [
  "connection.connected",
  "connection.disconnected",
  "connection.needs_reauth",
  "connection.ends_soon",
  "connection.resumed",
] as const;

export const event = z
  .object({
    id: z.string(),
    type: z.enum(eventTypes).describe("Open: more will come."),
    created_at: instant,
    app_id: z.string(),
    connection_id: z.string(),
    number: z
      .int()
      .describe(
        "Counts the events of its connection, in the order in which they happened: 1 is the first.",
      ),
    connector: connectorReference
      .nullable()
      .describe("What was connected; null where the connection is gone."),
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
        number: 2,
        connector: {
          id: "665f1c0f2ab79d3f7c1c2d4e",
          type: "googlecalendar",
          name: "Your calendar",
        },
        data: { reason: "invalid_grant" },
      },
    ],
  });
export const eventsQuery = listQuery({
  type: z.enum(eventTypes).optional(),
  app_id: idText(128).optional(),
  connector_id: idText(128).optional().describe("Of connections that are there."),
  sort: z
    .enum(["created_at", "-created_at"])
    .optional()
    .describe(
      "`created_at` unless told. `-created_at`: the newest first; `next_cursor` is null at the oldest then.",
    ),
});

/** Oldest first. `next_cursor` is where to go on later, too: null only before the first event. */
export const eventList = listOf(event, "EventList");
