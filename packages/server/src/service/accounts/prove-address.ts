/**
 * Whose an address is. Who was invited by it holds a link and nothing more: whoever made the invitation
 * held it, too. It is proven by whoever runs the server (set-up link, bootstrap file, a reset link made on
 * its machine) or by the company that owns the address's domain. What an account came to hold before is
 * not the person's, and ends.
 */
import { insertAuditRecord } from "../../store/audit-records.ts";
import {
  advanceEpoch,
  endCredentials,
  giveUpAddress,
  setProvenAt,
} from "../../store/operator-credentials.ts";
import { clearPassword, clearTotp } from "../../store/operator-factors.ts";
import { deleteIdentitiesOf, lockOperator } from "../../store/operator-identities.ts";
import { findOperator, listWorkspacesOf, type Person } from "../../store/operators.ts";
import type { Store } from "../../store/store.ts";
import { serverActor } from "./actor.ts";
import { recordForWorkspacesOf } from "./record-person.ts";

/**
 * Notes that the account's address is the person's. Of one that was not proven before, password, second
 * factor, identities, sessions, keys and command lines end; memberships are the workspaces' to give, and
 * stay. Call it in the transaction of what proves it.
 */
export async function proveAddress(store: Store, operatorId: string, by: string): Promise<void> {
  await lockOperator(store, operatorId);
  const account = await findOperator(store, operatorId);
  if (account === undefined || account.provenAt !== null) return;
  await endCredentials(store, operatorId);
  await clearPassword(store, operatorId);
  await clearTotp(store, operatorId);
  await deleteIdentitiesOf(store, operatorId);
  await setProvenAt(store, operatorId, store.clock.nowSeconds());
  await recordForWorkspacesOf(store, operatorId, {
    actor: serverActor,
    action: "operator.address_proven",
    target: { kind: "operator", id: operatorId },
    details: { by },
  });
}

/** Whether an unproven account is nobody's any more: no workspace has it as a member. */
export async function isAbandoned(store: Store, operatorId: string): Promise<boolean> {
  const account = await findOperator(store, operatorId);
  if (account === undefined || account.provenAt !== null) return false;
  return (await listWorkspacesOf(store, operatorId)).length === 0;
}

/**
 * Takes the address away from an unproven account, for the person who has proven it or is invited by it.
 * The account stays as it is where it is a member, under an address at which nobody is.
 */
export async function releaseAddress(
  store: Store,
  { operatorId, email }: Person,
  why: string,
): Promise<void> {
  const workspaces = await listWorkspacesOf(store, operatorId);
  if (workspaces.length === 0) await endCredentials(store, operatorId);
  else await advanceEpoch(store, operatorId);
  await giveUpAddress(store, operatorId);
  for (const workspaceId of [null, ...workspaces.map((one) => one.workspaceId)]) {
    await insertAuditRecord(store, {
      workspaceId,
      actor: serverActor,
      action: "operator.address_released",
      target: { kind: "operator", id: operatorId },
      details: { email, why },
    });
  }
}
