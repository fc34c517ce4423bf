/** How the audit log of a workspace is kept. */
import { z } from "zod";

export const auditMode = z
  .enum(["batched", "strict"])
  .describe(
    "How reads of tokens are recorded. `batched`: within a quarter of a second; a server that is killed loses what it has not written by then. `strict`: before the token leaves; where that cannot be, none does (`audit_unavailable`).",
  );
export const retention = z.object({
  audit_days: z
    .int()
    .min(1)
    .max(36_500)
    .nullable()
    .describe("Days that records of the audit log are kept; null: for ever."),
  audit_records: z
    .int()
    .min(1_000)
    .max(1_000_000_000)
    .nullable()
    .describe("How many records the audit log keeps, the newest; null: all."),
});

export const changedRetention = z
  .strictObject({
    audit_days: retention.shape.audit_days.optional(),
    audit_records: retention.shape.audit_records.optional(),
  })
  .describe("What is left out stays as it is.");
