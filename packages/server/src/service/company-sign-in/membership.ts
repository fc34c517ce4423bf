/** An account that a company signs in belongs to that company's workspace alone. */
import { GrantryError } from "../../lib/error.ts";
import { listIdentityWorkspaces, lockOperator } from "../../store/operator-identities.ts";
import type { Store } from "../../store/store.ts";

/**
 * Call it in the transaction that makes the account a member. Throws account_of_company where the
 * identity provider of another workspace signs it in, or once did.
 */
export async function requireFreeToJoin(
  store: Store,
  operatorId: string,
  workspaceId: string,
): Promise<void> {
  await lockOperator(store, operatorId);
  const workspaces = await listIdentityWorkspaces(store, operatorId);
  if (workspaces.every((one) => one === workspaceId)) return;
  throw new GrantryError("account_of_company");
}
