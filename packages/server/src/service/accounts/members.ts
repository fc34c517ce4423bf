/** A workspace's members by the operator's API. Only owners make, change and remove owners. */
import { GrantryError } from "../../lib/error.ts";
import { deleteIdentitiesOf } from "../../store/operator-identities.ts";
import {
  deleteMembership,
  listMembers as listStored,
  type Member,
  putMembership,
} from "../../store/operators.ts";
import { lockWorkspace } from "../../store/providers.ts";
import type { Role } from "../../store/schema-accounts.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { requireRole } from "./permissions.ts";
import { recordChange } from "./record-change.ts";

export async function listMembers(
  { store }: AccountsContext,
  { workspaceId }: WorkspaceOperator,
): Promise<Member[]> {
  return await listStored(store, workspaceId);
}

/** Throws member_not_found. */
export async function readMember(
  { store }: Pick<AccountsContext, "store">,
  { workspaceId }: WorkspaceOperator,
  operatorId: string,
): Promise<Member> {
  const found = (await listStored(store, workspaceId)).find((one) => one.operatorId === operatorId);
  if (found === undefined) throw new GrantryError("member_not_found");
  return found;
}

/** Throws member_not_found, last_owner, and forbidden where an owner is needed. */
export async function changeRole(
  context: AccountsContext,
  operator: WorkspaceOperator,
  { operatorId, role }: { readonly operatorId: string; readonly role: Role },
): Promise<Member> {
  const { workspaceId } = operator;
  return await inTransaction(context.store, async (store) => {
    const member = await requireChangeable(store, operator, { operatorId, to: role });
    await putMembership(store, { workspaceId, operatorId, role });
    await recordChange(store, operator, {
      action: "member.changed",
      target: { kind: "operator", id: operatorId },
      details: { email: member.email, from: member.role, to: role },
    });
    return { ...member, role };
  });
}

/** Takes somebody out; their account stays. Throws as changeRole. */
export async function removeMember(
  context: AccountsContext,
  operator: WorkspaceOperator,
  operatorId: string,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    const member = await requireChangeable(store, operator, { operatorId, to: null });
    await deleteMembership(store, workspaceId, operatorId);
    await deleteIdentitiesOf(store, operatorId, workspaceId);
    await recordChange(store, operator, {
      action: "member.removed",
      target: { kind: "operator", id: operatorId },
      details: { email: member.email, role: member.role },
    });
  });
}

/** The workspace is locked meanwhile: two owners cannot remove each other at once. */
async function requireChangeable(
  store: Store,
  { workspaceId, role }: WorkspaceOperator,
  { operatorId, to }: { readonly operatorId: string; readonly to: Role | null },
): Promise<Member> {
  await lockWorkspace(store, workspaceId);
  const members = await listStored(store, workspaceId);
  const member = members.find((one) => one.operatorId === operatorId);
  if (member === undefined) throw new GrantryError("member_not_found");
  if (member.role === "owner" || to === "owner") requireRole(role, "owner");
  const owners = members.filter((one) => one.role === "owner");
  if (member.role === "owner" && to !== "owner" && owners.length === 1) {
    throw new GrantryError("last_owner");
  }
  return member;
}
