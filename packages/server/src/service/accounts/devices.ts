/**
 * Browsers that an account was signed in with before. They open nothing; what is tried from them is counted
 * apart, so that strangers who guess do not lock out the person.
 */
import { hashSecret } from "../../crypto/hash.ts";
import { newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import { insertDevice, isDeviceOf, touchDevice } from "../../store/operator-devices.ts";
import type { Store } from "../../store/store.ts";
import type { AccountsContext } from "./context.ts";

/** A browser that was not used for so long is a stranger's again: a year. */
export const deviceSeconds = 31_536_000;
const devicesMax = 20;

/** Name of the cookie. */
export function deviceCookieName(context: Pick<AccountsContext, "publicUrl">): string {
  return `${usesSecureCookies(context) ? "__Host-" : ""}grantry-device`;
}

/** What attempts from this browser are counted by; null where it is not one of the account's. */
export async function knownDevice(
  store: Store,
  operatorId: string | undefined,
  token: Secret | undefined,
): Promise<string | null> {
  if (operatorId === undefined || token === undefined) return null;
  if (!(await isDeviceOf(store, operatorId, token))) return null;
  return hashSecret(`device ${token.reveal()}`).toString("base64url");
}

/** Remembers the browser of somebody who has signed in; a new token for one that is not known yet. */
export async function rememberDevice(
  store: Store,
  operatorId: string,
  token: Secret | undefined,
): Promise<Secret> {
  if (token !== undefined && (await touchDevice(store, operatorId, token))) return token;
  const made = new Secret(newUnguessable());
  await insertDevice(store, { operatorId, token: made, max: devicesMax });
  return made;
}
