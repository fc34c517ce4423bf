/** What a workspace is called, and what it is for. */
import { GrantryError } from "../../lib/error.ts";
import { previewsProblem } from "../../lib/origins.ts";
import { putWorkspace } from "../../store/apps.ts";
import { listMembers } from "../../store/operators.ts";
import { lockWorkspace } from "../../store/providers.ts";
import { hasSecondFactor } from "../../store/second-factors.ts";
import { given, inTransaction, type Store } from "../../store/store.ts";
import type { AuditMode, Environment, SecondFactor } from "../../store/tables/apps.ts";
import { findPreviewsInProduction } from "../../store/workspace-apps.ts";
import { getWorkspace, type Workspace } from "../../store/workspaces.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { recordChange } from "./record-change.ts";
import type { OwnWorkspace } from "./workspaces.ts";

/** What is undefined stays as it is. */
export interface WorkspaceChanges {
  readonly name?: string | undefined;
  readonly environment?: Environment | undefined;
  readonly auditMode?: AuditMode | undefined;
  /** Null: for ever. */
  readonly auditDays?: number | null | undefined;
  /** Null: all. */
  readonly auditRecordsMax?: number | null | undefined;
  readonly secondFactor?: SecondFactor | undefined;
}

/**
 * Gives a workspace another name, or says what it is for. For owners alone (workspace:own): what is marked as production is
 * protected by it. Throws bad_request where an app of what becomes production has previews, and second_factor_required where
 * one is to be demanded by somebody who has none.
 */
export async function changeWorkspace(
  context: Pick<AccountsContext, "store">,
  operator: WorkspaceOperator,
  changes: WorkspaceChanges,
): Promise<OwnWorkspace> {
  const { workspaceId, role } = operator;
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const before = await getWorkspace(store, workspaceId);
    if (before === undefined) throw new GrantryError("workspace_not_found");
    const after = { ...before, ...given(changes) };
    const details = differences(before, after);
    const own = { role, lacksSecondFactor: false };
    if (Object.keys(details).length === 0) return { ...before, ...own };
    if (changes.secondFactor === "required") await requireOwn(store, operator);
    await putWorkspace(store, after);
    const previews = await findPreviewsInProduction(store, workspaceId);
    if (previews !== undefined) {
      throw new GrantryError("bad_request", {
        detail: `The workspace cannot be for production: ${previewsProblem(previews)}.`,
      });
    }
    const target = { kind: "workspace", id: workspaceId };
    await recordChange(store, operator, { action: "workspace.changed", target, details });
    return { ...after, ...own };
  });
}

/** Whoever demands it of others has it: the workspace keeps an owner who can take it back. Of a key, an owner must. */
async function requireOwn(
  store: Store,
  { caller: { operator }, workspaceId }: WorkspaceOperator,
): Promise<void> {
  const isReady =
    operator === null
      ? (await listMembers(store, workspaceId)).some(
          (one) => one.role === "owner" && one.hasSecondFactor,
        )
      : await hasSecondFactor(store, operator.operatorId);
  if (isReady) return;
  throw new GrantryError("second_factor_required", {
    detail: `${operator === null ? "No owner of the workspace has" : "You do not have"} a second factor. Set one up first: it cannot be demanded of all before.`,
  });
}

/** What is recorded of a change, by what the API calls it. */
const recordedAs = {
  name: "name",
  environment: "environment",
  auditMode: "audit_mode",
  auditDays: "audit_days",
  auditRecordsMax: "audit_records",
  secondFactor: "second_factor",
} as const;

function differences(before: Workspace, after: Workspace): Record<string, string> {
  const names = Object.keys(recordedAs) as (keyof typeof recordedAs)[];
  const changed = names.filter((name) => before[name] !== after[name]);
  const say = (value: string | number | null) => String(value ?? "no limit");
  return Object.fromEntries(
    changed.map((name) => [recordedAs[name], `${say(before[name])} -> ${say(after[name])}`]),
  );
}
