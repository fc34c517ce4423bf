/** Schemas that several routes of the official clients' API share. */
import { z } from "zod";
import { idText } from "../common.ts";

/**
 * The body of every error. `detail` and `message` hold the same text (the official SDK reads one,
 * the official command line the other); `code` is the official spelling where one exists,
 * `reason` always the stable code of errors.ts.
 */
export const errorBody = z.object({
  detail: z.string(),
  message: z.string(),
  code: z.string(),
  reason: z.string(),
  request_id: z.string(),
  missing_scopes: z.array(z.string()).optional(),
});
export type ErrorBody = z.infer<typeof errorBody>;

export const appParams = z.object({ appId: idText(128) });
export const connectorParams = appParams.extend({ connectorId: idText(128) });
export const typeParams = appParams.extend({ integrationType: idText(128) });

/** Answer of every initiate route (shape of the official clients). */
export const initiateAnswer = z.object({
  redirect_url: z.string(),
  /** Names this attempt: ask for its outcome with it. */
  connection_id: z.string(),
  already_authorized: z.boolean(),
});

/** Outcome of one authorization attempt. */
export const attemptStatus = z.object({
  status: z.enum(["PENDING", "ACTIVE", "FAILED"]),
  /** Stable code of the failure, where it failed. */
  error: z.string().nullable(),
  /** The provider's own error word and text, cleaned and short; only where it said something. */
  provider_error: z.object({ code: z.string(), description: z.string().nullable() }).optional(),
});
