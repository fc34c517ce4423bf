/** Puts what concerns a person's account into the audit trail. */
import { type AuditEntry, insertAuditRecord } from "../../store/audit-records.ts";
import { listWorkspacesOf, type Person } from "../../store/operators.ts";
import type { Store } from "../../store/store.ts";
import { operatorActor } from "./actor.ts";

/** What a person did; the target is their account unless it says otherwise. */
export type PersonalChange = Pick<AuditEntry, "action" | "details"> &
  Partial<Pick<AuditEntry, "target">>;

/**
 * Records what a person did, or what was done as them, in the transaction that makes it: in the trail of
 * every workspace that they belong to, as their account acts in each; of none, in no workspace's.
 */
export async function recordOfPerson(
  store: Store,
  account: Person,
  change: PersonalChange,
): Promise<void> {
  const target = { kind: "operator", id: account.operatorId };
  await recordForWorkspacesOf(store, account.operatorId, {
    actor: operatorActor(account),
    target,
    ...change,
  });
}

/** The same where somebody else acts: the server. */
export async function recordForWorkspacesOf(
  store: Store,
  operatorId: string,
  entry: Omit<AuditEntry, "workspaceId">,
): Promise<void> {
  const workspaces = await listWorkspacesOf(store, operatorId);
  const ids = workspaces.map(({ workspaceId }) => workspaceId);
  for (const workspaceId of ids.length === 0 ? [null] : ids) {
    await insertAuditRecord(store, { workspaceId, ...entry });
  }
}
