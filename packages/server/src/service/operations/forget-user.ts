/** Operations and freezes name a user by the app's own id, where they were asked for so: of one who is erased they do no more. */
import { endFreezesOfUser } from "../../store/freezes.ts";
import { listFiltersNaming, setFilter } from "../../store/operation-names.ts";
import type { AppUserId } from "../../store/owner.ts";
import type { Store } from "../../store/store.ts";
import type { AskedFilter } from "./filter.ts";

interface Forgotten extends AppUserId {
  readonly workspaceId: string;
  readonly appId: string;
  /** By which the operations name them from now on: it leads nowhere. */
  readonly handle: string;
}

/** Call it in the transaction in which the user is deleted, after that. */
export async function forgetUser(trx: Store, user: Forgotten): Promise<void> {
  const { workspaceId, appId, userId, issuer } = user;
  await endFreezesOfUser(trx, { workspaceId, appId, userId, userIssuer: issuer?.issuer ?? "" });
  let after = "";
  for (;;) {
    const found = await listFiltersNaming(trx, workspaceId, { word: userId, after });
    const last = found.at(-1);
    if (last === undefined) return;
    after = last.operationId;
    for (const { operationId, filter } of found) {
      const asked = JSON.parse(filter) as AskedFilter;
      if (!names(asked, user)) continue;
      const nameless = { ...asked, user: null, beginning: null, userHandle: user.handle };
      await setFilter(trx, operationId, JSON.stringify(nameless));
    }
  }
}

/** The same id of another app, or of another issuer, is somebody else. */
function names({ appId, user, beginning }: AskedFilter, forgotten: Forgotten): boolean {
  if (appId !== null && appId !== forgotten.appId) return false;
  if (beginning === forgotten.userId) return true;
  if (user === null || user.userId !== forgotten.userId) return false;
  return user.issuer === undefined || user.issuer === (forgotten.issuer?.issuer ?? null);
}
