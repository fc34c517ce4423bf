/** Consents under way, by whose they are. */
import { type Owner, ownerColumns } from "./owner.ts";
import type { Store } from "./store.ts";

/** Of those that are too many; the rest goes with the next one that begins. */
const atOnce = 50;
/** None is under way for longer: whatever began before has ended by itself. */
const underWaySeconds = 3_600;

/** Ids of a user's attempts that are under way, or of a backend's for its whole app, but for the newest `kept`. */
export async function listOldestPending(
  store: Store,
  { appId, owner, kept }: { readonly appId: string; readonly owner: Owner; readonly kept: number },
): Promise<string[]> {
  const now = store.clock.nowSeconds();
  const { owner_kind, user_id, user_issuer, user_id_claim } = ownerColumns(owner);
  const rows = await store.db
    .selectFrom("authorizations")
    .select("authorization_id")
    .where("app_id", "=", appId)
    .where("user_id", "=", user_id)
    .where("status", "=", "pending")
    .where("created_at", ">", now - underWaySeconds)
    .where("expires_at", ">", now)
    .where("owner_kind", "=", owner_kind)
    .where("user_issuer", "=", user_issuer)
    .where("user_id_claim", "=", user_id_claim)
    // Those of operators are counted elsewhere (service/connect/shared/attempt.ts).
    .where("author_id", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("authorization_id", "desc")
    .offset(kept)
    .limit(atOnce)
    .execute();
  return rows.map((row) => row.authorization_id);
}
