/** What a workspace looks like at a glance. */
import { z } from "zod";
import { idText } from "../common.ts";
import { instant } from "./common.ts";

export const metric = z.enum([
  "tokens_served",
  "refreshes",
  "connections",
  "reader_wait",
  "reconnects",
]);
const bucket = z.enum(["hour", "day"]);

export const statisticsQuery = z.strictObject({
  metric: metric.describe("What is counted."),
  bucket: bucket.default("hour").describe("What one value is of: an hour, or a day (UTC)."),
  app_id: idText(128).optional().describe("Of this app alone."),
  connector_id: idText(128).optional().describe("Of this connector alone."),
  from: z.iso
    .datetime()
    .optional()
    .describe("A day ago by the hour, thirty days ago by the day, where it is left out."),
  to: z.iso.datetime().optional().describe("Now, where it is left out or lies ahead."),
});

export const series = z
  .object({
    name: z
      .string()
      .describe(
        "Of tokens_served: fresh, refreshed, remaining. Of refreshes: how they ended, `ok` first. Of connections: the states. Of reconnects: connected, reconnected. Of reader_wait: count, mean_ms, p50_ms, p95_ms.",
      ),
    values: z
      .array(z.number().nullable())
      .describe("One for each of `times`; null where there is none."),
  })
  .meta({ id: "Series", examples: [{ name: "ok", values: [1204, 1187] }] });

export const statistics = z
  .object({
    metric,
    bucket,
    times: z
      .array(instant)
      .describe(
        "When each hour or day (UTC) began; the last may be under way. Hours are kept for five weeks, days for thirteen months.",
      ),
    series: z.array(series),
  })
  .meta({
    id: "Statistics",
    description:
      "Counted by all processes of the server. What happened in the last ten seconds may not be in it yet.",
    examples: [
      {
        metric: "refreshes",
        bucket: "hour",
        times: ["2026-05-04T08:00:00Z", "2026-05-04T09:00:00Z"],
        series: [{ name: "ok", values: [1204, 1187] }],
      },
    ],
  });
