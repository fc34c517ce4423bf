/** Routes of the app user: a JWT of the app's identity provider, or one that we issued. */
import { z } from "zod";
import { returnUrl, revocationResult } from "../common.ts";

/**
 * POST /api/apps/{appId}/app-user-auth/connectors/{connectorId}/initiate. The official SDK sends
 * an empty body; ours may name the return URL.
 */
export const initiateBody = z
  .strictObject({
    /** Where the browser goes after the flow; must lie in one of the app's origins. */
    return_url: returnUrl.optional(),
    /** What is needed and left out is asked for by the connect page. */
    connection_config: z.record(z.string().max(64), z.string().max(512)).optional(),
  })
  .nullish();

/** DELETE /api/apps/{appId}/app-user-auth/connectors/{connectorId} */
export const disconnectAnswer = z.object({
  status: z.literal("disconnected"),
  connector_id: z.string(),
  /** What became of the grant at the provider. */
  revocation: revocationResult,
});

/** GET /api/apps/{appId}/entities/User/me: the SDK calls it on its own. */
export const meAnswer = z.object({
  id: z.string(),
  email: z.string().nullable(),
  full_name: z.string().nullable(),
});
