/** Ends an attempt for the app that began it. */
import { GrantryError } from "../../lib/error.ts";
import {
  type Authorization as AuthorizationRecord,
  canceled,
  finishAuthorization,
  getAuthorization,
} from "../../store/authorizations.ts";
import { type AppUserId, sameUser } from "../../store/owner.ts";
import { releaseGrant } from "../revocation/index.ts";
import type { ConnectContext } from "./context.ts";
import { type Authorization, authorizationOf } from "./status.ts";
import { waitingOf } from "./waiting-grant.ts";

/** Whether an attempt is one of this user's. */
export function isUsersOwn(user: AppUserId): (found: AuthorizationRecord) => boolean {
  return ({ owner }) => owner.kind === "user" && sameUser(owner, user);
}

/**
 * Nothing comes of it afterwards: what is exchanged by then is given back. One that has ended stays as it is.
 * Throws authorization_not_found unless `mayCancel`.
 */
export async function cancelAuthorization(
  context: ConnectContext,
  { appId, authorizationId }: { readonly appId: string; readonly authorizationId: string },
  mayCancel: (found: AuthorizationRecord) => boolean,
): Promise<Authorization> {
  const { store } = context;
  const found = await getAuthorization(store, appId, authorizationId);
  if (found === undefined || !mayCancel(found)) throw new GrantryError("authorization_not_found");
  const waiting = found.status === "pending" ? await waitingOf(context, found) : null;
  const isEnded = await finishAuthorization(store, authorizationId, { error: canceled });
  if (isEnded && waiting !== null) await releaseGrant(context, waiting.revocationId, null);
  const now = (await getAuthorization(store, appId, authorizationId)) ?? found;
  return authorizationOf(context, appId, now);
}
