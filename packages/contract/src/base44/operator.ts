/** Routes of operators. */
import { z } from "zod";
import { idText } from "../common.ts";

/** GET /api/apps/{appId}/external-auth/status?connection_id= */
export const attemptQuery = z.object({
  connection_id: idText(128),
  integration_type: idText(128).optional(),
});

/** What must be entered before a type can be connected. */
export const connectionConfigFields = z.array(
  z.object({
    name: z.string(),
    display_name: z.string(),
    description: z.string(),
    placeholder: z.string(),
    required: z.boolean(),
    validation_pattern: z.string(),
    validation_error: z.string(),
  }),
);
export type ConnectionConfigFields = z.infer<typeof connectionConfigFields>;

/** GET /api/apps/{appId}/external-auth/available-integrations */
export const availableIntegrationsAnswer = z.object({
  integrations: z.array(
    z.object({
      integration_type: z.string(),
      display_name: z.string(),
      description: z.string(),
      /** Where calls of its API go; a setting may be part of it, as `{name}`. */
      base_url: z.string(),
      connection_config_fields: connectionConfigFields,
    }),
  ),
});
export type AvailableIntegrations = z.infer<typeof availableIntegrationsAnswer>;

/** Of routes about a workspace. */
export const workspaceParams = z.object({ workspaceId: idText(128) });
