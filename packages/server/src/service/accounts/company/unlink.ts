/** Ends that a company's provider signs an account in as the person it once named. */
import { GrantryError } from "../../../lib/error.ts";
import { advanceEpoch, setProvenAt } from "../../../store/operator-credentials.ts";
import { deleteIdentitiesOf, lockOperator } from "../../../store/operator-identities.ts";
import { findRole } from "../../../store/operators.ts";
import { inTransaction } from "../../../store/store.ts";
import type { WorkspaceOperator } from "../authenticate.ts";
import type { AccountsContext } from "../context.ts";
import { requireRole } from "../permissions.ts";
import { recordChange } from "../record-change.ts";
import { roleToReset } from "../reset-link.ts";

/**
 * Unlinks a member, for a directory that was moved and names its people anew: the next sign-in with the
 * account's address links it again. That may be another person with the same address, so what the account
 * holds ends then. Throws member_not_found, sign_in_identity_not_found, forbidden where an owner is needed.
 */
export async function unlinkIdentity(
  { store }: Pick<AccountsContext, "store">,
  operator: WorkspaceOperator,
  operatorId: string,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(store, async (trx) => {
    await lockOperator(trx, operatorId);
    const role = await findRole(trx, operatorId, workspaceId);
    if (role === undefined) throw new GrantryError("member_not_found");
    requireRole(operator.role, roleToReset(role));
    if (!(await deleteIdentitiesOf(trx, operatorId, workspaceId))) {
      throw new GrantryError("sign_in_identity_not_found");
    }
    await setProvenAt(trx, operatorId, null);
    await advanceEpoch(trx, operatorId);
    const target = { kind: "operator", id: operatorId };
    await recordChange(trx, operator, { action: "member.unlinked", target });
  });
}
