/** What happened to a connection. */
import { z } from "zod";
import { instant, listOf, listQuery } from "./common.ts";
import { revocation } from "./connections.ts";

export const timelineEntry = z
  .object({
    id: z.string().describe("Of this list: not to be asked for."),
    kind: z
      .enum([
        "connected",
        "reconnected",
        "account_replaced",
        "consent_failed",
        "consent_left",
        "refreshed",
        "refresh_failed",
        "refresh_unanswered",
        "needs_reauth",
        "ends_soon",
        "resumed",
        "disconnected",
        "refresh_requested",
        "retry_requested",
        "check_requested",
        "reconnect_requested",
        "connector_changed",
        "policy_changed",
      ])
      .describe(
        "Open: more will come. `consent_left`: begun and not finished. `refresh_unanswered`: the provider may have carried it out. `policy_changed`: what the workspace allows of this type.",
      ),
    at: instant.describe("When; of several, the last."),
    first_at: instant,
    count: z.int().describe("Equal things of a day (UTC) are one entry: how many."),
    code: z
      .string()
      .nullable()
      .describe(
        "Why: the code of a failure, the `reason` of needs_reauth; `reported` of a refresh that was asked for because an API had refused the token.",
      ),
    actor: z
      .object({ kind: z.string(), label: z.string() })
      .nullable()
      .describe(
        "Who did it: an operator, the app's user, or its backend; null where that is not known.",
      ),
    receipt: revocation.nullable().describe("What became of a grant that ended with it."),
    details: z
      .record(z.string(), z.string())
      .describe(
        "`account`, `granted` and `requested` (how many scopes), `added` (scopes) of a consent, `by` (the operator who gave it); `ends_at` (epoch seconds); `changed` of a connector; `allowed` by a policy. No account stands here once the connection is disconnected.",
      ),
  })
  .meta({
    id: "TimelineEntry",
    examples: [
      {
        id: "refreshed..20577",
        kind: "refreshed",
        at: "2026-05-04T22:50:00Z",
        first_at: "2026-05-04T00:10:00Z",
        count: 26,
        code: null,
        actor: null,
        receipt: null,
        details: {},
      },
    ],
  });
export const timelineEntryList = listOf(timelineEntry, "TimelineEntryList");
export const timelineQuery = listQuery({});
