/** A member who has lost the password: an admin makes a link that sets a new one. */
import { GrantryError } from "../../lib/error.ts";
import { lockOperator } from "../../store/operator-identities.ts";
import { findOperator, listWorkspacesOf } from "../../store/operators.ts";
import { isServerOperator } from "../../store/server-operators.ts";
import { inTransaction } from "../../store/store.ts";
import { type MailState, mailResetLink } from "../mail/index.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import type { AccountsContext } from "./context.ts";
import { requirePerson } from "./operator.ts";
import { requireRole } from "./permissions.ts";
import { recordChange } from "./record-change.ts";
import {
  insertResetLink,
  type ResetLink,
  requireSignsInByPassword,
  resetRefused,
  roleToReset,
} from "./reset-link.ts";

/**
 * A new link for a member who belongs to this workspace alone; it is known to nobody afterwards. A
 * second factor stays. Throws member_not_found, person_required, forbidden where an owner is needed,
 * password_reset_refused.
 */
export async function createResetLink(
  context: Pick<AccountsContext, "store" | "publicUrl" | "mail">,
  operator: WorkspaceOperator,
  operatorId: string,
): Promise<ResetLink & { readonly mail: MailState }> {
  const { store, publicUrl } = context;
  const { workspaceId, caller } = operator;
  const maker = requirePerson(caller);
  return await inTransaction(store, async (trx) => {
    await lockOperator(trx, operatorId);
    const account = await findOperator(trx, operatorId);
    const workspaces = await listWorkspacesOf(trx, operatorId);
    const here = workspaces.find((one) => one.workspaceId === workspaceId);
    if (account === undefined || here === undefined) throw new GrantryError("member_not_found");
    requireRole(operator.role, roleToReset(here.role));
    // A stolen key or session must not become the account itself.
    if (operatorId === maker.operatorId) {
      throw resetRefused("Nobody makes a link for themselves: ask another admin or owner.");
    }
    if (workspaces.length > 1) {
      throw resetRefused(
        "The account belongs to other workspaces, too, which one of them cannot open: whoever runs the server can make a link.",
      );
    }
    if (await isServerOperator(trx, operatorId)) {
      throw resetRefused(
        "The account answers for the whole server, which no workspace opens: whoever runs the server can make a link.",
      );
    }
    await requireSignsInByPassword(trx, account);
    const target = { kind: "operator", id: operatorId };
    const details = { email: account.email };
    await recordChange(trx, operator, { action: "member.reset_link_created", target, details });
    const by = { workspaceId, operatorId: maker.operatorId, role: here.role };
    const reset = { operatorId, by, endsSecondFactor: false };
    const link = await insertResetLink({ store: trx, publicUrl }, account, reset);
    const madeBy = caller.actor.label;
    return { ...link, mail: await mailResetLink(context, trx, { ...link, workspaceId, madeBy }) };
  });
}
