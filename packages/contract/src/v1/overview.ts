/** What a workspace looks like at a glance. */
import { z } from "zod";
import { idText } from "../common.ts";
import { connectorReference, examplesOf, instant } from "./common.ts";

export const metric = z.enum([
  "tokens_served",
  "refreshes",
  "connections",
  "reader_wait",
  "rate_limited",
  "reconnects",
]);
const bucket = z.enum(["hour", "day"]);

export const statisticsQuery = z.strictObject({
  metric: metric.describe("What is counted."),
  bucket: bucket.default("hour").describe("What one value is of: an hour, or a day (UTC)."),
  app_id: idText(128).optional().describe("Only of this app."),
  connector_id: idText(128).optional().describe("Only of this connector."),
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
        "Of tokens_served: fresh, refreshed, remaining. Of refreshes: how they ended, `ok` first. Of connections: the states. Of reconnects: connected, reconnected. Of reader_wait: count, mean_ms, p50_ms, p95_ms. Of rate_limited: by the limit that refused a call.",
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

const named = z
  .object({ id: z.string(), name: z.string() })
  .meta({ id: "Named", examples: [{ id: "app_daybook", name: "Daybook" }] });

export const attention = z
  .object({
    id: z.string().describe("Stays the same as long as the cause does."),
    kind: z
      .string()
      .describe(
        "client_refused, shared_connection, people, provider_away, outcome_unknown, origin_refused, ends_soon, credential_ends, switched_off, only_owner, second_factor. Open: more will come.",
      ),
    severity: z
      .enum(["failing", "waiting", "soon"])
      .describe("`failing`: something does not work. `waiting`: for people. `soon`: in good time."),
    count: z.int().describe("How many connections, or people, are meant."),
    at_least: z
      .boolean()
      .describe("Whether there may be more than `count`: there are too many to count all of them."),
    since: instant
      .nullable()
      .describe("Since when. Of refreshes that fail: when one of them worked last."),
    ends_at: instant
      .nullable()
      .describe("When the first token, or the credential, ends; null where that is not known."),
    app: named.nullable(),
    connector: connectorReference.nullable(),
    oauth_client: named.nullable(),
    provider: named.nullable(),
    credential: z
      .object({
        kind: z.string().describe("workspace_key, service_token. Open."),
        id: z.string(),
        name: z.string(),
        last_used_at: instant.nullable(),
      })
      .nullable(),
    origin: z
      .string()
      .nullable()
      .describe("From where pages call the app, which has not declared it."),
    owner: z.enum(["app", "user"]).nullable().describe("Whose the connections are."),
    reasons: z.array(z.object({ reason: z.string(), count: z.int() })),
  })
  .meta({
    id: "Attention",
    description: "One cause that needs somebody, with what a sentence about it needs.",
    examples: [
      {
        id: "att_3f9c1d2b8a7e6f5041c2d3e4",
        kind: "people",
        severity: "waiting",
        count: 38,
        at_least: false,
        since: "2026-05-04T09:00:00Z",
        ends_at: null,
        app: null,
        connector: {
          id: "665f1c2ab3d4e5f60718293a",
          type: "googlecalendar",
          name: "Your calendar",
        },
        oauth_client: { id: "ocl_google", name: "Google" },
        provider: { id: "google", name: "Google" },
        credential: null,
        origin: null,
        owner: "user",
        reasons: [{ reason: "revoked", count: 38 }],
      },
    ],
  });

export const attentionList = z
  .object({
    data: z.array(attention).describe("The most urgent first; 100 at most."),
    ignored: z.int().describe("How many more somebody has set aside, or are beyond the hundred."),
  })
  .meta({ id: "AttentionList", examples: [{ data: examplesOf(attention), ignored: 0 }] });

export const ignoredAttention = z.object({ id: z.string(), ignored_until: instant }).meta({
  id: "IgnoredAttention",
  examples: [{ id: "att_3f9c1d2b8a7e6f5041c2d3e4", ignored_until: "2026-05-11T09:00:00Z" }],
});

const step = z
  .object({ name: z.string().describe("Open: more will come."), done: z.boolean() })
  .meta({ id: "Step", examples: [{ name: "create_app", done: true }] });

export const firstSteps = z
  .object({
    steps: z
      .array(step)
      .describe(
        "create_app, allow_origin, add_connector, connect, copy_code (a backend has got a token), production.",
      ),
    production: z
      .array(step)
      .describe("What the last one takes: public_url, postgresql, second_owner, second_factor."),
    app: named.nullable().describe("The first one, for code and commands."),
    connector: connectorReference.nullable().describe("The first one likewise."),
  })
  .meta({
    id: "FirstSteps",
    examples: [
      {
        steps: [{ name: "create_app", done: true }],
        production: [{ name: "postgresql", done: false }],
        app: { id: "app_daybook", name: "Daybook" },
        connector: null,
      },
    ],
  });
