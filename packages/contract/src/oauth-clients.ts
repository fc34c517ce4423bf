/** Routes of a workspace's OAuth clients: its registrations at providers. */
import { z } from "zod";
import { idText } from "./common.ts";
import { workspaceParams } from "./operator.ts";

export const oauthClientParams = workspaceParams.extend({ oauthClientId: idText(128) });

/** An OAuth client as operators see it. Never a secret. */
export const oauthClientView = z.object({
  id: z.string(),
  name: z.string(),
  /** Id of the authorization server in the catalogue, or of a custom provider. */
  provider: z.string(),
  client_id: z.string(),
  /** What must be registered at the provider. */
  redirect_uri: z.string(),
  /** Other servers use it, too: disconnecting erases here and revokes nothing at the provider. */
  used_by_other_servers: z.boolean(),
  /** Shared connections get this one where several clients of the provider fit. */
  preferred: z.boolean(),
  /** Epoch seconds. */
  created_at: z.number().int(),
  updated_at: z.number().int(),
});
export type OAuthClientView = z.infer<typeof oauthClientView>;

/** GET /api/workspace/{workspaceId}/oauth-clients: those that were registered first before others. */
export const oauthClientsAnswer = z.object({ oauth_clients: z.array(oauthClientView) });

/** PUT /api/workspace/{workspaceId}/oauth-clients/{oauthClientId}: what is left out stays. */
export const oauthClientChanges = z.strictObject({
  used_by_other_servers: z.boolean().optional(),
  /** At most one per provider: the one before is so no more. */
  preferred: z.boolean().optional(),
});
