/** How often calls for an app may come, and what of them was refused. */
import { z } from "zod";
import { listOf } from "./common.ts";

const appLimit = z
  .object({
    policy: z.string().describe("As `limit` of `rate_limited` names it."),
    of: z
      .string()
      .describe("Of whom it is counted: `app`, `user`, `connection`, or `workspace` and `app`."),
    quota: z.int().nullable().describe("How many may come at once; null where nothing is limited."),
    seconds: z
      .int()
      .nullable()
      .describe(
        "In which the whole quota is there again; null of calls that are under way at once.",
      ),
    refused_last_day: z.int().describe("Calls in the last 24 hours, over all processes."),
  })
  .meta({
    id: "AppLimit",
    description:
      "Counted by each process by itself. Whoever runs the server sets it, so that no workspace takes from another.",
    examples: [
      { policy: "token_reads", of: "app", quota: 30000, seconds: 10, refused_last_day: 0 },
    ],
  });
export const appLimitList = listOf(appLimit, "AppLimitList");
