/** Table authorizations: consents that wait for the person to choose, and what there is to choose from. */
import { type Authorization, placeInAuthorization, toAuthorization } from "./authorizations.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";

/** Lets an answered authorization wait until then, in epoch seconds; false where it has ended. */
export async function setChoice(
  store: Store,
  authorization: Authorization,
  { text, until }: { readonly text: string; readonly until: number },
): Promise<boolean> {
  return await whileSealing(store, authorization.workspaceId, async ({ db, keyring }) => {
    const place = placeInAuthorization(authorization, "sealed_choice");
    const { numUpdatedRows } = await db
      .updateTable("authorizations")
      .set({
        sealed_choice: keyring.seal(text, place),
        code_verifier: null,
        expires_at: until,
      })
      .where("authorization_id", "=", authorization.authorizationId)
      .where("status", "=", "pending")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/** What there is to choose from, as it was given; null where nothing is to be chosen. */
export async function openChoice(
  store: Store,
  authorization: Authorization,
): Promise<string | null> {
  const { sealedChoice: sealed } = authorization;
  if (sealed === null) return null;
  return await openSealed(store, sealed, placeInAuthorization(authorization, "sealed_choice"));
}

/** Ends the wait for one who chose or cancelled; false where another did, or it is over. */
export async function takeChoice(store: Store, authorizationId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({ sealed_choice: null })
    .where("authorization_id", "=", authorizationId)
    .where("status", "=", "pending")
    .where("sealed_choice", "is not", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** The authorization that a page to choose on names, whatever became of it. Show it to its browser alone. */
export async function findAnswered(
  store: Store,
  authorizationId: string,
): Promise<Authorization | undefined> {
  const row = await store.db
    .selectFrom("authorizations")
    .selectAll()
    .where("authorization_id", "=", authorizationId)
    .where("answered_state_hash", "is not", null)
    .executeTakeFirst();
  return row && toAuthorization(row);
}
