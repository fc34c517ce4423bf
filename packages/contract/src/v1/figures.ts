/** How many connections things have. */
import { z } from "zod";

export const connectorFigures = z
  .object({
    active: z.int(),
    needs_reauth: z.int(),
    exact: z.boolean().describe("False above 1,000: then they are of the last hour."),
    at_least: z
      .boolean()
      .describe(
        "Whether there may be far more: there are more than are counted, and no hourly count says how many.",
      ),
  })
  .describe("How many work, and how many must be connected again.");
