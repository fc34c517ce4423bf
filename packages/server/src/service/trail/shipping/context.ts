/** What sending the audit trail elsewhere needs. */
import type { TrailContext } from "../context.ts";

export type ShippingContext = Pick<TrailContext, "store" | "clock" | "log" | "metrics"> & {
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
};
