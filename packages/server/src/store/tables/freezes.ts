/** Tables freezes and frozen_connections: every column, once. What is frozen, and what is to be frozen as long as it stands, also what is made meanwhile. */
import type { OwnerKind } from "../owner.ts";
import * as t from "../table.ts";
import type { ActorKind } from "./audit.ts";

export const freezes = t.defineTable(
  {
    /** The id of the operation that began it. */
    freeze_id: t.text,
    workspace_id: t.text,
    /** JSON: which connections are meant, as they were asked for. Two of the same do not stand beside each other. */
    filter: t.text,
    /** What holds of the connections that it is about; null: whatever it is. */
    app_id: t.optionalText,
    connector_id: t.optionalText,
    integration_type: t.optionalText,
    provider_id: t.optionalText,
    owner_kind: t.optionalWord<OwnerKind>(),
    user_id: t.optionalText,
    /** Empty: of users of no identity provider. */
    user_issuer: t.optionalText,
    actor_kind: t.inner(t.word<ActorKind>()),
    actor_id: t.inner(t.text),
    actor_label: t.inner(t.text),
    created_at: t.int,
  },
  (part) => ({
    actor: part(["actor_kind", "actor_id", "actor_label"], (row) => ({
      kind: row.actor_kind,
      id: row.actor_id,
      label: row.actor_label,
    })),
  }),
);

export type FreezeRow = t.RowOf<typeof freezes>;

/** A connection from which nothing is served; none that is disconnected. */
export const frozenConnections = t.defineTable({
  connection_id: t.text,
  workspace_id: t.text,
  frozen_at: t.int,
  /** Which operation froze it. */
  frozen_by: t.text,
});

export type FrozenConnectionRow = t.RowOf<typeof frozenConnections>;
