/**
 * Browsers that an account was signed in with before. They open nothing; what is tried from them is counted
 * apart, so that strangers who guess do not lock out the person.
 */
import { hashSecret } from "../../crypto/hash.ts";
import { newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import { insertDevice, isDevice, isDeviceOf, touchDevice } from "../../store/operator-devices.ts";
import type { Store } from "../../store/store.ts";
import { addressLimits, type Limit } from "../limits/index.ts";
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
  return nameOf(token);
}

const nameOf = (token: Secret) => hashSecret(`device ${token.reveal()}`).toString("base64url");

/** Where somebody begins to sign in, before anybody knows as whom. */
export interface BeginsAt {
  readonly address: string;
  /** What the browser brings. */
  readonly device: Secret | undefined;
}

/** What a beginning is counted by: a browser in which anybody was signed in before by itself, and not by its address. */
export async function beginningLimits(
  store: Store,
  what: string,
  { address, device, max }: BeginsAt & { readonly max: number },
): Promise<Limit[]> {
  const isKnown = device !== undefined && (await isDevice(store, device));
  if (isKnown) return [{ bucket: `${what} by ${nameOf(device)}`, max }];
  return addressLimits(what, address, max);
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
