/** Routes of the operator about an app's shared connections, as builders and the official CLI use them. */
import { z } from "zod";
import { idText, returnUrl, revocationResult, scopeList } from "../common.ts";
import { connectionConfigFields } from "./operator.ts";

const connectionConfig = z.record(z.string().max(64), z.string().max(512));

/** POST /api/apps/{appId}/external-auth/initiate */
export const sharedInitiateBody = z
  .strictObject({
    integration_type: idText(128).nullish(),
    connector_id: idText(128).nullish(),
    /** Added to what the connection has. */
    scopes: scopeList.nullish(),
    /** Ask again even where another operator connected; their connection is replaced. */
    force_reconnect: z.boolean().nullish(),
    /** What is needed and left out is asked for by the connect page. */
    connection_config: connectionConfig.nullish(),
    /** Accepted; there is no chat to notify. */
    notify_chat_on_success: z.boolean().nullish(),
    return_url: returnUrl.nullish(),
  })
  .refine((body) => body.integration_type != null || body.connector_id != null, {
    error: "name the integration_type or the connector_id",
  });

/** PUT /api/apps/{appId}/external-auth/integrations/{integrationType} */
export const setIntegrationBody = z.strictObject({
  /** Exactly these, and what is always needed; none asks for the defaults. */
  scopes: scopeList.default([]),
  connection_config: connectionConfig.nullish(),
  /** Judge the call and answer what it would, without a link; nothing is changed. */
  dry_run: z.boolean().default(false),
});

/** Answer of both. The official command line wants every key, null where there is nothing. */
export const sharedAttemptAnswer = z.object({
  /** Where a browser authorizes. A credential. */
  redirect_url: z.string().nullable(),
  /** Names this attempt: ask for its outcome with it. */
  connection_id: z.string().nullable(),
  already_authorized: z.boolean(),
  /** Set where another operator's connection stands in the way. Everything else is an HTTP error. */
  error: z.enum(["different_user"]).nullable(),
  error_message: z.string().nullable(),
  other_user_email: z.string().nullable(),
  /** Scopes that are not asked for because the workspace does not allow them; absent where none is. */
  dropped_scopes: z.array(z.string()).optional(),
  /**
   * Scopes that the catalogue does not list: they are asked for as they stand, and one may be misspelt.
   * Absent where there is none.
   */
  unlisted_scopes: z.array(z.string()).optional(),
});
export type SharedAttemptAnswer = z.infer<typeof sharedAttemptAnswer>;

/** GET /api/apps/{appId}/external-auth/list */
export const sharedListAnswer = z.object({
  integrations: z.array(
    z.object({
      integration_type: z.string(),
      status: z.enum(["active", "disconnected", "expired"]),
      /** What the connection has, in the spelling in which it was asked for. */
      scopes: z.array(z.string()),
      /** Absent, never null, where the operator who connected has none. */
      user_email: z.string().optional(),
      /** The operator who connected; absent where that is not known. */
      connected_by: z.string().optional(),
    }),
  ),
});
export type SharedList = z.infer<typeof sharedListAnswer>;

/** DELETE /api/apps/{appId}/external-auth/integrations/{integrationType} */
export const sharedDisconnectAnswer = z.object({
  status: z.literal("disconnected"),
  integration_type: z.string(),
  /** What became of the grant at the provider; null where nothing was connected. */
  revocation: revocationResult.nullable(),
});

/** DELETE /api/apps/{appId}/external-auth/integrations/{integrationType}/remove */
export const sharedRemoveAnswer = z.object({
  status: z.literal("removed"),
  integration_type: z.string(),
});

/** GET /api/apps/{appId}/external-auth/connection-config/{integrationType} */
export const connectionConfigAnswer = z.object({
  integration_type: z.string(),
  connection_config_fields: connectionConfigFields,
  /** What is set: by the connector, or saved with the current connection. Null where nothing is. */
  connection_config: z.record(z.string(), z.string()).nullable(),
});
export type ConnectionConfigAnswer = z.infer<typeof connectionConfigAnswer>;

/**
 * PUT /api/apps/{appId}/deployment/connectors: the shared connections that the app is to have, and no
 * others. Proposed for the official command line (github.com/base44/cli, pull request 617).
 */
export const deploymentBody = z.strictObject({
  connectors: z
    .array(z.strictObject({ integration_type: idText(128), scopes: scopeList.default([]) }))
    .max(100)
    .refine((all) => new Set(all.map((one) => one.integration_type)).size === all.length, {
      error: "an integration type stands there twice",
    }),
});
export const deployedConnectors = z.object({
  connectors: z.array(z.object({ integration_type: z.string(), scopes: z.array(z.string()) })),
});
export type DeployedConnectors = z.infer<typeof deployedConnectors>;
