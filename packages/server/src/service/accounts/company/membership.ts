/** An account that a company signs in belongs to that company's workspace alone. */
import { GrantryError } from "../../../lib/error.ts";
import { listIdentityWorkspaces, lockOperator } from "../../../store/operator-identities.ts";
import { findOperator, listWorkspacesOf, type Person } from "../../../store/operators.ts";
import { isServerOperator } from "../../../store/server-operators.ts";
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

/** Why the company of the workspace cannot speak for an account, in words for whose it is; null where it can. */
export async function whyNotOnlyHere(
  store: Store,
  operatorId: string,
  workspaceId: string,
): Promise<string | null> {
  if (await isServerOperator(store, operatorId)) {
    return "Your account answers for the whole server, for which your company cannot speak: sign in with your password.";
  }
  const workspaces = await listWorkspacesOf(store, operatorId);
  if (workspaces.length === 0) {
    return "You are not a member of your company's workspace: ask its admin to invite you.";
  }
  if (workspaces.every((one) => one.workspaceId === workspaceId)) return null;
  return "Your account belongs to other workspaces, too, for which your company cannot speak: sign in with your password.";
}
