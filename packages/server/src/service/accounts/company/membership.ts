/** An account that a company signs in belongs to that company's workspace alone. */
import { GrantryError } from "../../../lib/error.ts";
import { listIdentityWorkspaces, lockOperator } from "../../../store/operator-identities.ts";
import { findOperator, type Person } from "../../../store/operators.ts";
import type { Store } from "../../../store/store.ts";
import { domainOf } from "../account-input.ts";

/**
 * Call it in the transaction that makes the account a member. Throws account_of_company where the
 * identity provider of another workspace signs it in.
 */
export async function requireFreeToJoin(
  store: Store,
  operatorId: string,
  workspaceId: string,
): Promise<void> {
  await lockOperator(store, operatorId);
  const account = await findOperator(store, operatorId);
  const workspaces = account === undefined ? [] : await companiesOf(store, account);
  if (workspaces.every((one) => one === workspaceId)) return;
  throw new GrantryError("account_of_company");
}

/** The workspaces whose providers sign this account in. */
export async function companiesOf(
  store: Store,
  { operatorId, email }: Pick<Person, "operatorId" | "email">,
): Promise<string[]> {
  return await listIdentityWorkspaces(store, operatorId, domainOf(email));
}
