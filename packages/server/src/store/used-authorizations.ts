/** Authorizations whose link or `state` was used: how the browser that used them finds its own again. */
import { hashSecret } from "../crypto/hash.ts";
import { type Authorization, toAuthorization } from "./authorizations.ts";
import type { Store } from "./store.ts";

/**
 * The authorization whose connect link this was, or whose `state`, where it was used: under way, or
 * ended. Show nothing of it but to the browser that used it.
 */
export async function findUsed(
  store: Store,
  used: { readonly link: string } | { readonly state: string },
): Promise<Authorization | undefined> {
  const query = store.db.selectFrom("authorizations").selectAll();
  const row = await ("link" in used
    ? query.where("used_link_hash", "=", hashSecret(used.link))
    : query.where("answered_state_hash", "=", hashSecret(used.state))
  ).executeTakeFirst();
  return row && toAuthorization(row);
}
