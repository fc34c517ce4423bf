/** Whether an account is the one that is known. */
import type { Account } from "../../provider/provider-client.ts";

/** Also under an id of before: a connection of another OAuth client keeps it until it is made anew. */
export function isSameAccount(
  stored: Pick<Account, "id">,
  { id, formerIds = [] }: Account,
): boolean {
  return stored.id === id || formerIds.includes(stored.id);
}
