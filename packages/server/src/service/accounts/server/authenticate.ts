/** Who answers for the whole server: a person, never a key of a workspace, and whatever they are in workspaces. */
import { GrantryError } from "../../../lib/error.ts";
import type { Person } from "../../../store/operators.ts";
import { isServerOperator } from "../../../store/server-operators.ts";
import type { AccountsContext } from "../context.ts";
import { type Operator, requirePerson } from "../operator.ts";

/** What a key or a command line needs besides that its person is the server's operator. */
export const serverScope = "server:own";

/** A person who was found to be the server's operator. */
export type ServerOperator = Operator & { readonly operator: Person };

/**
 * The caller as the server's operator. Throws person_required for a workspace key, server_operator_required
 * for a person who is none, and forbidden for a key or a command line without the scope.
 */
export async function requireServerOperator(
  context: Pick<AccountsContext, "store">,
  caller: Operator,
): Promise<ServerOperator> {
  const operator = requirePerson(caller);
  if (!(await isServerOperator(context.store, operator.operatorId))) {
    throw new GrantryError("server_operator_required");
  }
  if (caller.scopes !== null && !caller.scopes.has(serverScope)) {
    throw new GrantryError("forbidden", {
      detail: `This needs the scope ${serverScope}, which this key or sign-in was not given.`,
    });
  }
  return { ...caller, operator };
}

/** Whether a caller is a person who answers for the whole server. */
export async function answersForServer(
  { store }: Pick<AccountsContext, "store">,
  { operator }: Pick<Operator, "operator">,
): Promise<boolean> {
  return operator !== null && (await isServerOperator(store, operator.operatorId));
}

/** Throws server_operator_required where scopes are given away that only the server's operator has. */
export async function requireMayGive(
  context: Pick<AccountsContext, "store">,
  { operatorId }: Pick<Person, "operatorId">,
  scopes: readonly string[],
): Promise<void> {
  if (!scopes.includes(serverScope)) return;
  if (await isServerOperator(context.store, operatorId)) return;
  throw new GrantryError("server_operator_required", {
    detail: `Only the server's operator can give the scope ${serverScope}, and you are not one.`,
  });
}
