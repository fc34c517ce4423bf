/** Tables connectors and connector_governance: every column, once. */
import type { OwnerKind } from "../owner.ts";
import * as t from "../table.ts";
import type { TestStepName } from "./authorizations.ts";

/** Whether shared connections (`app`) and connections of app users (`user`) may be made and used. */
export type Enabled = Readonly<Record<OwnerKind, boolean>>;

/** 1 where shared connections may be made and used, and where app users' connections may. */
const switches = {
  builder_enabled: t.defaulted(t.inner(t.int)),
  per_user_enabled: t.defaulted(t.inner(t.int)),
};

function toEnabled(row: { builder_enabled: number; per_user_enabled: number }): Enabled {
  return { app: row.builder_enabled === 1, user: row.per_user_enabled === 1 };
}

export const connectors = t.defineTable(
  {
    connector_id: t.text,
    workspace_id: t.text,
    /** The one app that it belongs to, or null where every app of the workspace may use it. */
    app_id: t.optionalText,
    oauth_client_id: t.text,
    integration_type: t.text,
    name: t.text,
    /** Scopes to ask for; null for the catalogue's defaults. */
    scopes: t.optional(t.list),
    /** Connection settings that hold for every connection. */
    settings: t.map,
    /** `app` where it came to be when the app asked for this type; else an operator declared it. */
    made_by: t.defaulted(t.word<"operator" | "app">()),
    /** Copies of the workspace's switches for the type. */
    ...switches,
    /** When it was tested last; null where it never was. */
    tested_at: t.optionalInt,
    /** The step that failed in the last test; null where none did. */
    test_failed_step: t.optionalWord<TestStepName>(),
    created_at: t.int,
    updated_at: t.int,
  },
  (part) => ({
    /** What the workspace allows of this type. */
    enabled: part(["builder_enabled", "per_user_enabled"], toEnabled),
  }),
);

/** What a workspace allows of an integration type; without a row, everything. */
export const connectorGovernance = t.defineTable(
  {
    workspace_id: t.text,
    integration_type: t.text,
    ...switches,
    /** The scopes that may be asked for; null where the catalogue alone decides. */
    allowed_scopes: t.optional(t.list),
    updated_at: t.inner(t.int),
  },
  (part) => ({ enabled: part(["builder_enabled", "per_user_enabled"], toEnabled) }),
);

export type ConnectorRow = t.RowOf<typeof connectors>;
export type ConnectorGovernanceRow = t.RowOf<typeof connectorGovernance>;
