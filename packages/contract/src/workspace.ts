/** Routes of a workspace: connectors, apps, members, keys, the audit trail. */
import { z } from "zod";
import { identityProvider, identityProviderView, origin } from "./app-settings.ts";
import { idText } from "./common.ts";
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

/** What a key may be limited to. */
const keyScope = z.enum([
  "apps:read",
  "apps:write",
  "workspace:read",
  "workspace:write",
  "audit:read",
]);
const keyScopes = z.array(keyScope).min(1);

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

export const workspaceAppParams = workspaceParams.extend({ appId: idText(128) });

/** PUT /api/workspace/{workspaceId}/apps/{appId}: what is left out stays. */
export const appChanges = z.strictObject({
  name: name.optional(),
  origins: z.array(origin).max(100).optional(),
  identity_providers: z.array(identityProvider).max(20).optional(),
  /** Null takes it away. */
  functions_url: z.string().min(1).max(512).nullable().optional(),
});

export const appView = z.object({
  id: z.string(),
  name: z.string(),
  /** Where its pages live: they may call the API, and browsers may be sent back to them. */
  origins: z.array(z.string()),
  /** Whose JWTs name its users. */
  identity_providers: z.array(identityProviderView),
  /** Below it the app's backend functions run; null where it has none. */
  functions_url: z.string().nullable(),
});
export type AppView = z.infer<typeof appView>;
export const workspaceAppsAnswer = z.object({ apps: z.array(appView) });

// Service tokens

export const serviceTokenParams = workspaceAppParams.extend({ serviceTokenId: idText(128) });

/** Days until a secret ends; null for never. */
const expiresInDays = z.number().int().min(1).max(3_650).nullable();

export const serviceTokenBody = z.strictObject({
  name,
  expires_in_days: expiresInDays.default(null),
});
const serviceTokenView = z.object({
  id: z.string(),
  name: z.string(),
  created_at: seconds,
  expires_at: seconds.nullable(),
  /** The server made it to be given to the app's functions; it ends by itself after minutes. */
  for_functions: z.boolean(),
});
export const serviceTokensAnswer = z.object({ service_tokens: z.array(serviceTokenView) });
/** `token` is shown this once. */
export const serviceTokenCreated = serviceTokenView.extend({ token: z.string() });
export const revokedAnswer = z.object({ status: z.literal("revoked"), id: z.string() });

// Members and invitations

export const memberParams = workspaceParams.extend({ operatorId: idText(128) });
const memberView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role,
  since: seconds,
});
export const membersAnswer = z.object({ members: z.array(memberView) });
export const memberChanges = z.strictObject({ role });
export const memberAnswer = memberView.omit({ since: true });
export const memberUnlinkedAnswer = z.object({ status: z.literal("unlinked"), id: z.string() });
export const memberRemovedAnswer = z.object({ status: z.literal("removed"), id: z.string() });

/** `url` is shown this once: send it to the person. */
export const resetLinkCreated = z.object({
  id: z.string(),
  email: z.string(),
  expires_at: seconds,
  url: z.string(),
});

export const invitationBody = z.strictObject({ email: z.string().max(254), role });
export const invitationParams = workspaceParams.extend({ invitationId: idText(128) });
const invitationView = z.object({
  id: z.string(),
  email: z.string(),
  role,
  expires_at: seconds,
});
export const invitationsAnswer = z.object({ invitations: z.array(invitationView) });
/** `url` is shown this once: send it to the person. */
export const invitationCreated = invitationView.extend({ url: z.string() });

// Keys

export const keyParams = workspaceParams.extend({ keyId: idText(128) });
export const personalKeyParams = z.object({ keyId: idText(128) });

export const personalKeyBody = z.strictObject({
  name,
  /** `server:own` is for the server's operators to give. */
  scopes: z.array(z.enum([...keyScope.options, "server:own"])).min(1),
  expires_in_days: z.number().int().min(1).max(365).default(90),
});
export const workspaceKeyBody = z.strictObject({
  name,
  /** At most what the caller is. */
  role: z.enum(["admin", "member", "viewer"]),
  scopes: keyScopes,
  expires_in_days: expiresInDays.default(90),
  /** Whether it begins with `b44k_`, as tools of the official platform expect. */
  compatible: z.boolean().default(false),
});
const keyView = z.object({
  id: z.string(),
  name: z.string(),
  /** Null where only the role limits it. */
  scopes: z.array(z.string()).nullable(),
  created_at: seconds,
  expires_at: seconds.nullable(),
  last_used_at: seconds.nullable(),
});
export const personalKeysAnswer = z.object({ keys: z.array(keyView) });
export const workspaceKeysAnswer = z.object({ keys: z.array(keyView.extend({ role })) });
/** `key` is shown this once. */
export const keyCreated = keyView
  .omit({ last_used_at: true, created_at: true })
  .extend({ key: z.string() });

// Audit

export const auditQuery = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  /** `id` of the last record seen: older ones are answered. */
  before: z.coerce.number().int().min(1).optional(),
});
export const auditAnswer = z.object({
  records: z.array(
    z.object({
      id: z.number().int(),
      at: seconds,
      actor: z.object({ kind: z.string(), id: z.string(), label: z.string() }),
      action: z.string(),
      target: z.object({ kind: z.string(), id: z.string() }),
      details: z.record(z.string(), z.string()),
    }),
  ),
});
