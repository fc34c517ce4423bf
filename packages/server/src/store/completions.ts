/** Table authorizations: consents that were given, and wait for the app to complete them. */
import { hashSecret } from "../crypto/hash.ts";
import { type Authorization, placeInAuthorization } from "./authorizations.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import type { Store } from "./store.ts";

/** Keeps the provider's answer for the app until then, in epoch seconds; false where the consent has ended. */
export async function setAwaiting(
  store: Store,
  authorization: Authorization,
  {
    response,
    code,
    until,
  }: { readonly response: string; readonly code: string; readonly until: number },
): Promise<boolean> {
  return await whileSealing(store, authorization.workspaceId, async ({ db, keyring }) => {
    const place = placeInAuthorization(authorization, "sealed_response");
    const { numUpdatedRows } = await db
      .updateTable("authorizations")
      .set({
        sealed_response: keyring.seal(response, place),
        completion_code_hash: hashSecret(code),
        expires_at: until,
      })
      .where("authorization_id", "=", authorization.authorizationId)
      .where("status", "=", "pending")
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  });
}

/**
 * Takes the provider's answer, once, for an app that has proven itself; what comes of it must stand by `until`, in
 * epoch seconds. Undefined where it was taken before, or the wait is over.
 */
export async function takeAwaiting(
  store: Store,
  authorization: Authorization,
  until: number,
): Promise<string | undefined> {
  if (authorization.sealedResponse === null) return undefined;
  const now = store.clock.nowSeconds();
  const { numUpdatedRows } = await store.db
    .updateTable("authorizations")
    .set({ sealed_response: null, redeemed_at: now, expires_at: until })
    .where("authorization_id", "=", authorization.authorizationId)
    .where("status", "=", "pending")
    .where("sealed_response", "is not", null)
    .where("expires_at", ">", now)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return undefined;
  const place = placeInAuthorization(authorization, "sealed_response");
  return await openSealed(store, authorization.sealedResponse, place);
}
