/** Settings of what the server shows of itself. The environment's variables are read by config.ts. */
import { z } from "zod";

/** Of config.ts's schema. */
export const watchingVariables = {
  GRANTRY_LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  GRANTRY_LOG_FORMAT: z.enum(["auto", "json", "text"]).default("auto"),
  GRANTRY_LOG_TOKEN_READS: z.coerce.number().int().min(0).max(1_000_000).default(100),
};

export interface WatchingConfig {
  /** `auto`: text on a terminal, else JSON. */
  readonly logFormat: "auto" | "json" | "text";
  /** One of so many token reads that succeed is logged; 0: none. */
  readonly logTokenReads: number;
}

type Variables = z.output<z.ZodObject<typeof watchingVariables>>;

export function readWatching(values: Variables): WatchingConfig {
  return { logFormat: values.GRANTRY_LOG_FORMAT, logTokenReads: values.GRANTRY_LOG_TOKEN_READS };
}
