/** Routes of what a workspace allows per integration type: kinds of connections, and scopes. */
import { z } from "zod";
import { idText, scopeList } from "../common.ts";
import { workspaceParams } from "./operator.ts";

export const governanceView = z.object({
  integration_type: z.string(),
  /** Shared connections, which operators make for an app. */
  builder_connection_enabled: z.boolean(),
  /** Connections that app users make for themselves. */
  per_user_connection_enabled: z.boolean(),
  /** The scopes that may be asked for; null where all may. */
  allowed_scopes: z.array(z.string()).nullable(),
  /**
   * What may be asked for besides: scopes that the type always needs, and other spellings. Empty where
   * `allowed_scopes` is null.
   */
  also_allowed_scopes: z.array(z.string()),
  /**
   * Scopes that the catalogue does not list: they are asked for as they stand, and one may be misspelt.
   * Absent where there is none.
   */
  unlisted_scopes: z.array(z.string()).optional(),
});
export type GovernanceView = z.infer<typeof governanceView>;

/** GET /api/workspace/{workspaceId}/connector-governance, and the same of an app. */
export const governanceAnswer = z.object({ connectors: z.array(governanceView) });

export const governanceParams = workspaceParams.extend({ integrationType: idText(128) });
export const governanceSwitch = z.strictObject({ enabled: z.boolean() });

const governanceAction = z
  .strictObject({
    integration_type: idText(128),
    builder_connection_enabled: z.boolean().optional(),
    per_user_connection_enabled: z.boolean().optional(),
    /** Null allows all again. */
    allowed_scopes: scopeList.nullable().optional(),
  })
  .refine(
    (action) =>
      action.builder_connection_enabled !== undefined ||
      action.per_user_connection_enabled !== undefined ||
      action.allowed_scopes !== undefined,
    "an action sets at least one switch, or the allowed scopes",
  );
export type GovernanceAction = z.output<typeof governanceAction>;

export const governanceBulk = z.strictObject({
  actions: z.array(governanceAction).min(1).max(100),
});

/** 200 does not mean that everything was done: `ok` says so of each action, in their order. */
const governanceResult = z.object({
  integration_type: z.string(),
  ok: z.boolean(),
  /** Stable code, and its text, where it is not ok. */
  error: z.string().nullable(),
  error_message: z.string().nullable(),
});
export type GovernanceResult = z.infer<typeof governanceResult>;
export const governanceBulkAnswer = z.object({ results: z.array(governanceResult) });
