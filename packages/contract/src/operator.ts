/** Routes of the operator: a member of the workspace, today by a workspace API key. */
import { z } from "zod";
import { idText, returnUrl } from "./common.ts";

/** POST /api/apps/{appId}/external-auth/initiate: authorize a shared connection. */
export const sharedInitiateBody = z
  .strictObject({
    integration_type: idText(128).optional(),
    connector_id: idText(128).optional(),
    return_url: returnUrl.optional(),
    connection_config: z.record(z.string().max(64), z.string().max(512)).optional(),
  })
  .refine((body) => (body.integration_type === undefined) !== (body.connector_id === undefined), {
    error: "name exactly one of integration_type and connector_id",
  });

/** GET /api/apps/{appId}/external-auth/status?connection_id= */
export const attemptQuery = z.object({
  connection_id: idText(128),
  integration_type: idText(128).optional(),
});

/** GET /api/apps/{appId}/external-auth/available-integrations */
export const availableIntegrationsAnswer = z.object({
  integrations: z.array(
    z.object({
      integration_type: z.string(),
      display_name: z.string(),
      description: z.string(),
      /** What must be entered before this type can be connected. */
      connection_config_fields: z.array(
        z.object({
          name: z.string(),
          display_name: z.string(),
          description: z.string(),
          placeholder: z.string(),
          required: z.boolean(),
          validation_pattern: z.string(),
          validation_error: z.string(),
        }),
      ),
    }),
  ),
});
export type AvailableIntegrations = z.infer<typeof availableIntegrationsAnswer>;

/** Of every route of a workspace's custom providers. */
export const workspaceParams = z.object({ workspaceId: idText(128) });
export const providerParams = workspaceParams.extend({ providerId: idText(64) });

/**
 * PUT /api/workspace/{workspaceId}/providers/{providerId}: an entry of the catalogue's schema, or
 * what discovery needs (`issuer`, `name`, …). Its `id` may be left out. Checked by the catalogue.
 */
export const providerBody = z.record(z.string(), z.unknown());

/** A custom provider as its workspace's operators see it. */
export const providerView = z.object({
  provider_id: z.string(),
  name: z.string(),
  integration_types: z.array(z.string()),
  /** The entry as it is kept; of a discovered one, as discovery filled it in. */
  entry: providerBody,
  /** Epoch seconds. */
  created_at: z.number().int(),
  updated_at: z.number().int(),
});
export type ProviderView = z.infer<typeof providerView>;

/** GET /api/workspace/{workspaceId}/providers */
export const providersAnswer = z.object({ providers: z.array(providerView) });

/** DELETE /api/workspace/{workspaceId}/providers/{providerId} */
export const providerDeletedAnswer = z.object({
  status: z.literal("deleted"),
  provider_id: z.string(),
});
