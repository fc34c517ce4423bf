/** Routes of a workspace, its connectors and apps. */
import { z } from "zod";
import { idText } from "../common.ts";
import { workspaceParams } from "./operator.ts";

const name = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, "a name holds no control characters");
const secret = z.string().min(1).max(4_096);
const seconds = z.number().int();
const role = z.enum(["owner", "admin", "member", "viewer"]);
const scopes = z.array(z.string().min(1).max(256)).max(100);
const settings = z.record(z.string().max(64), z.string().max(512));

/** GET /api/workspace/workspaces, as the official command line reads it. */
export const workspacesAnswer = z.object({
  workspaces: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      user_role: role,
      subscription_tier: z.null(),
      is_enterprise: z.boolean(),
    }),
  ),
});

// Connectors

export const workspaceConnectorParams = workspaceParams.extend({ connectorId: idText(128) });

const credentialSource = z.enum(["byo", "base44"]);

/** POST /api/workspace/{workspaceId}/connectors */
export const connectorBody = z.strictObject({
  integration_type: idText(128),
  name,
  /** This server has no credentials of its own to lend: `byo` only. */
  credential_source: credentialSource.default("byo"),
  client_id: z.string().min(1).max(512).optional(),
  client_secret: secret.optional(),
  /** Without them the catalogue's defaults are asked for. */
  scopes: scopes.nullish(),
  connection_config: settings.optional(),
});

/** PUT /api/workspace/{workspaceId}/connectors/{connectorId}: what is left out stays. */
export const connectorChanges = z.strictObject({
  name: name.optional(),
  credential_source: credentialSource.optional(),
  /** Needs `client_secret` with it. */
  client_id: z.string().min(1).max(512).optional(),
  /** Rotates it; the one before is tried while the provider still takes it. */
  client_secret: secret.optional(),
  scopes: scopes.nullish(),
  /** Needs `client_secret` with it: it may say where the secret is sent. */
  connection_config: settings.optional(),
  uses_oauth_gateway: z.boolean().optional(),
});

/** A connector as operators see it. Never a secret. */
export const connectorView = z.object({
  id: z.string(),
  integration_type: z.string(),
  name: z.string(),
  credential_source: z.literal("byo"),
  client_id: z.string(),
  scopes: z.array(z.string()),
  /**
   * Scopes that the catalogue does not list: they are asked for as they stand, and one may be misspelt.
   * Absent where there is none.
   */
  unlisted_scopes: z.array(z.string()).optional(),
  connection_config: z.record(z.string(), z.string()),
  uses_oauth_gateway: z.literal(false),
  /** What must be registered at the provider. */
  redirect_uri: z.string(),
  created_at: seconds,
  updated_at: seconds,
});
export type ConnectorView = z.infer<typeof connectorView>;
export const connectorsAnswer = z.object({ connectors: z.array(connectorView) });
export const connectorDeletedAnswer = z.object({ status: z.literal("deleted"), id: z.string() });

// Apps

/** POST /api/apps, as the official command line sends it. What this server has no use for is ignored. */
export const createAppBody = z.looseObject({
  name,
  /** The workspace; needed where the caller belongs to several. */
  organization_id: idText(128).nullish(),
});
export const createdAppAnswer = z.object({ id: z.string(), name: z.string() });
