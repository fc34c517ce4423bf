/** Routes of the operator: a member of the workspace, today by a workspace API key. */
import { z } from "zod";
import { connectionView, idText, revocationReceipt, revocationResult } from "./common.ts";

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

/** Of every route of a workspace's custom providers. */
export const workspaceParams = z.object({ workspaceId: idText(128) });
export const providerParams = workspaceParams.extend({ providerId: idText(64) });

/**
 * PUT /api/workspace/{workspaceId}/providers/{providerId}: an entry of the catalogue's schema, or
 * what discovery needs (`issuer`, `name`, …). Its `id` may be left out. Checked by the catalogue.
 */
const providerEntry = z.record(z.string(), z.unknown());
const clientSecret = z.string().min(1).max(4_096);
export const providerBody = z.looseObject({
  /**
   * Of the provider's OAuth clients: needed where the change says where secrets and tokens are sent. All
   * that the server keeps, where there are several.
   */
  client_secret: z.union([clientSecret, z.array(clientSecret).max(100)]).optional(),
});

/** A custom provider as its workspace's operators see it. */
export const providerView = z.object({
  provider_id: z.string(),
  name: z.string(),
  integration_types: z.array(z.string()),
  /** The entry as it is kept; of a discovered one, as discovery filled it in. */
  entry: providerEntry,
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

/** Of the routes of one connection of a workspace. */
export const workspaceConnectionParams = workspaceParams.extend({ connectionId: idText(128) });

/**
 * GET /api/workspace/{workspaceId}/connections/{connectionId}: all that the server knows of it but its
 * tokens. Times are epoch seconds.
 */
export const connectionReport = connectionView.extend({
  connection_id: z.string(),
  app_id: z.string(),
  owner: z.object({
    kind: z.enum(["app", "user"]),
    user_id: z.string().nullable(),
    /** Of the identity provider whose user it is; null where the app had none. */
    issuer: z.string().nullable(),
    /** Nobody can use it: of before issuers were kept, in an app with several. An operator assigns it. */
    unassigned: z.boolean(),
  }),
  status: z.enum(["active", "needs_reauth", "disconnected"]),
  /** It is active, and its last refresh failed or its outcome is unknown. */
  degraded: z.boolean(),
  /** Counts token sets. */
  version: z.number().int(),
  /** When a token was last read, about; null where none was since it is known. */
  last_used_at: z.number().int().nullable(),
  refresh_token_expires_at: z.number().int().nullable(),
  /** Whether there is something from which a new token can be had; without, it ends at `expires_at`. */
  renewable: z.boolean(),
  /** When it is due to be renewed unasked; null where it waits to be used. */
  next_refresh_at: z.number().int().nullable(),
  /** Before this no refresh is tried. */
  next_try_at: z.number().int().nullable(),
  /** The failures since the last success. */
  failure: z.object({ code: z.string(), count: z.number().int() }).nullable(),
  /**
   * The provider refuses the refresh in words that do not say that the grant is over: since when, and how
   * often while the client was known to work. Null where it does not.
   */
  refused: z.object({ since: z.number().int(), count: z.number().int() }).nullable(),
  /** Whether the access token may be over before its time: the answer to a refresh was lost. */
  token_doubtful: z.boolean(),
  /** Since when it is unknown whether the provider carried a refresh out. */
  outcome_unknown_since: z.number().int().nullable(),
  /** Whether a process is refreshing it now. */
  refreshing: z.boolean(),
  /** Of a disconnected one: what became of its grant. */
  receipt: revocationReceipt.nullable(),
});
export type ConnectionReport = z.infer<typeof connectionReport>;

/** GET /api/workspace/{workspaceId}/connections?app_id=&integration_type=&status=&after=&limit= */
export const workspaceConnectionsQuery = z.object({
  app_id: idText(128).optional(),
  integration_type: idText(128).optional(),
  status: z.enum(["active", "needs_reauth", "disconnected"]).optional(),
  /** `next` of the page before. */
  after: idText(128).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Ordered by id. */
export const workspaceConnectionsAnswer = z.object({
  connections: z.array(connectionReport),
  /** To be given as `after` for the next page; null after the last. A page may be short of `limit`. */
  next: z.string().nullable(),
});
export type WorkspaceConnections = z.infer<typeof workspaceConnectionsAnswer>;

/** DELETE /api/workspace/{workspaceId}/connections/{connectionId} */
export const connectionDisconnectedAnswer = z.object({
  status: z.literal("disconnected"),
  connection_id: z.string(),
  /** What became of the grant at the provider. */
  revocation: revocationResult,
});

/** GET /api/workspace/{workspaceId}/revocations?connection_id=&status=&before=&limit= */
export const revocationsQuery = z.object({
  connection_id: idText(128).optional(),
  status: z.enum(["queued", "ended"]).optional(),
  /** `next` of the page before. */
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Newest first. */
export const revocationsAnswer = z.object({
  revocations: z.array(revocationReceipt),
  /** To be given as `before` for the next page; null after the last. */
  next: z.number().int().nullable(),
});
export type RevocationsAnswer = z.infer<typeof revocationsAnswer>;

export const revocationParams = workspaceParams.extend({ revocationId: idText(128) });

/** GET /api/workspace/{workspaceId}/events?after=&limit= */
export const eventsQuery = z.object({
  /** `cursor` of the page before. */
  after: z
    .string()
    .regex(/^\d{1,12}\.[\w-]{1,64}$/, "not a cursor of this list")
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});

/** Oldest first. */
export const eventsAnswer = z.object({
  events: z.array(
    z.object({
      event_id: z.string(),
      type: z.enum([
        "connection.connected",
        "connection.disconnected",
        "connection.needs_reauth",
        "connection.ends_soon",
        "connection.resumed",
      ]),
      app_id: z.string(),
      connection_id: z.string(),
      /** `reason` of needs_reauth; `ends_at` (epoch seconds) of ends_soon, and of connected where nothing renews it. */
      data: z.record(z.string(), z.string()),
      created_at: z.number().int(),
    }),
  ),
  /** To be given as `after` for what follows; as it was given where nothing followed yet. */
  cursor: z.string().nullable(),
});
export type EventsAnswer = z.infer<typeof eventsAnswer>;
