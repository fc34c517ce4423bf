/**
 * The session of the browser, as far as a page can know it. The first call of a page that finds nobody signed in
 * leads to the sign-in page. Where the session ends later, the page stays as it is: a dialog asks to sign in
 * again, and the calls that were refused meanwhile go on.
 */
import { ownPath, send } from "../outside.ts";

type Listener = () => void;

const listeners = new Set<Listener>();
let waiting: { readonly again: Promise<void>; readonly go: () => void } | null = null;
/** Who is signed in: another person who signs in meanwhile gets a page of their own. */
let personId: string | null = null;

/** Name of the channel on which the window that signed in says so. */
export const signedInChannel = "grantry-signed-in";
/** Where the sign-in page leads a window that was opened for it. */
export const signedInPath = "/signed-in";

function tell(): void {
  for (const listener of listeners) listener();
}

/** For useSyncExternalStore: called whenever `isSignedOut` changes. */
export function onSessionChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether calls wait for the person to sign in again. */
export const isSignedOut = (): boolean => waiting !== null;

/** Notes who the page is for. */
export function rememberPerson(id: string): void {
  personId = id;
}

/** The address of the sign-in page that leads back to a path of this server. */
export const signInAddress = (returnTo: string): string =>
  ownPath(`/sign-in?return_to=${encodeURIComponent(returnTo)}`);

/** Waits until the person has signed in again. */
export function whenSignedInAgain(): Promise<void> {
  if (personId === null) {
    const { pathname, search } = window.location;
    const within = pathname.slice(ownPath("").length) + search;
    window.location.assign(signInAddress(within));
    // The page is about to be left.
    return new Promise(() => {});
  }
  if (waiting === null) {
    let go = (): void => {};
    const again = new Promise<void>((resolve) => {
      go = resolve;
    });
    waiting = { again, go };
    tell();
  }
  return waiting.again;
}

/** Looks whether somebody is signed in by now; then what waits goes on. True where it does. */
export async function tryAgain(): Promise<boolean> {
  const response = await send(ownPath("/v1/me"), { cache: "no-store" }).catch(() => null);
  if (response?.ok !== true) return false;
  const { id } = (await response.json()) as { readonly id: string };
  if (id !== personId) {
    window.location.reload();
    return false;
  }
  waiting?.go();
  waiting = null;
  tell();
  return true;
}
