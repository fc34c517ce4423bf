/** Schemas that several routes of the official clients' API share. */
import { z } from "zod";
import { idText, reauthReason, revocationResult } from "../common.ts";

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
export const userConnectorParams = connectorParams.extend({ userId: idText(512) });
export const userParams = appParams.extend({ userId: idText(512) });
export const authorizationParams = appParams.extend({ authorizationId: idText(128) });

/** The provider's account behind a connection. */
export const account = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
});

/** What a signed-in user, or the app's backend, may know of a connection. Never a credential. */
export const connectionView = z.object({
  connector_id: z.string(),
  connector_name: z.string(),
  integration_type: z.string(),
  /** `not_connected` where no connection has ever been completed. */
  status: z.enum(["not_connected", "active", "needs_reauth", "disconnected"]),
  reason: reauthReason.nullable(),
  status_since: z.number().int().nullable(),
  account: account.nullable(),
  requested_scopes: z.array(z.string()),
  granted_scopes: z.array(z.string()),
  missing_scopes: z.array(z.string()),
  /** Epoch seconds at which the access token ends; null where it does not. */
  expires_at: z.number().int().nullable(),
  last_refreshed_at: z.number().int().nullable(),
  connected_at: z.number().int().nullable(),
  /** What became of the grant of a disconnected connection; null where that is not known any more. */
  revocation: revocationResult.nullable(),
});
export type ConnectionView = z.infer<typeof connectionView>;

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
