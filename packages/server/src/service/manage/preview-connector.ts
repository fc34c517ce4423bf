/** What a change of a connector would do, before it is made. */
import { isDeepStrictEqual } from "node:util";
import { GrantryError } from "../../lib/error.ts";
import { requestedScopes } from "../../provider/scopes.ts";
import { countActive, lastTokenEndOf } from "../../store/live-counts.ts";
import { findWorkspaceConnector } from "../../store/workspace-connectors.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import { unusualConnectors } from "../providers/index.ts";
import {
  entryOf,
  fixedSettings,
  requireScopesAllowed,
  workspaceScopes,
} from "./connector-rules.ts";
import type { ManageContext } from "./context.ts";
import { type Impact, impactOf, type Touch } from "./impact.ts";

/** What is undefined stays as it is. */
export interface PreviewedChange {
  readonly clientId: string | undefined;
  readonly scopes: readonly string[] | null | undefined;
  readonly settings: Readonly<Record<string, string>> | undefined;
}

/** Throws connector_not_found, and what the change itself would be refused with. Changes nothing. */
export async function previewConnectorChange(
  context: ManageContext,
  { workspaceId }: WorkspaceOperator,
  {
    connectorId,
    change,
  }: { readonly connectorId: string; readonly change: PreviewedChange | "delete" },
): Promise<Impact> {
  const { store } = context;
  const before = await findWorkspaceConnector(store, workspaceId, connectorId);
  if (before === undefined) throw new GrantryError("connector_not_found");
  const unusual = await unusualConnectors(context, workspaceId);
  const counted = { workspaceId, connectorId, unusual };
  const byScopes = change !== "delete" && change.scopes !== undefined;
  const live = await countActive(store, counted, { byScopes });
  const all = () => true;
  if (change === "delete") return impactOf(live, [{ code: "deleted", holds: all }]);
  const entry = entryOf(context, before);
  const touches: Touch[] = [];
  if (change.scopes !== undefined) {
    const scopes = workspaceScopes(entry, change.scopes);
    await requireScopesAllowed(store, entry, { workspaceId, scopes });
    const [old, now] = [requestedScopes(entry, before.scopes), requestedScopes(entry, scopes)];
    const added = now.filter((scope) => !old.includes(scope));
    const removed = old.filter((scope) => !now.includes(scope));
    if (added.length > 0) {
      touches.push({
        code: "scopes_added",
        holds: (one) => added.some((scope) => !one.requestedScopes.includes(scope)),
      });
    }
    if (removed.length > 0) {
      touches.push({
        code: "scopes_removed",
        holds: (one) => removed.some((scope) => one.requestedScopes.includes(scope)),
      });
    }
  }
  const { clientId, settings } = change;
  const isOther = clientId !== undefined && clientId !== before.client.clientId;
  if (isOther) touches.push({ code: "client_changed", holds: all });
  if (settings !== undefined) {
    const fixed = fixedSettings(entry, settings);
    if (!isDeepStrictEqual({ ...fixed }, { ...before.settings })) {
      touches.push({ code: "settings_changed", holds: all });
    }
  }
  return impactOf(live, touches, isOther ? await lastTokenEndOf(store, counted) : null);
}
