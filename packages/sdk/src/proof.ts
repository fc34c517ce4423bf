/**
 * The proof that who ends a flow is who began it: a verifier (RFC 7636) that stays in the app's own session. Only its
 * hash leaves the page before the flow is completed.
 */
import type { ConnectorId } from "./connector-registries.ts";

export interface Proof {
  readonly verifier: string;
  readonly challenge: string;
}

/** Null where the platform cannot hash: browsers do on https and localhost alone. */
export async function newProof(): Promise<Proof | null> {
  const platform = globalThis.crypto;
  if (platform?.subtle === undefined) return null;
  const verifier = base64url(platform.getRandomValues(new Uint8Array(32)));
  const hash = await platform.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  return { verifier, challenge: base64url(new Uint8Array(hash)) };
}

function base64url(bytes: Uint8Array): string {
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

/** What a window keeps of a flow that it was left for. */
export interface Kept {
  readonly verifier: string;
  readonly connectorId: ConnectorId;
  /** When it began, in milliseconds. */
  readonly at: number;
  /** Whether the window is a popup, which closes once it is done. */
  readonly isPopup: boolean;
  /** Once the browser came back with it: whoever reloads the page completes by it. */
  readonly code?: string;
}

/** The part of a window's storage that is used. A page may be refused it, as with cookies. */
type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem" | "key" | "length">;

const prefix = "grantry.flow.";
/** A consent and its completion together take no longer. */
const keptMsMax = 30 * 60_000;

/** Null where the window keeps nothing. */
function withShelf<Found>(shelfOf: () => Shelf, work: (shelf: Shelf) => Found): Found | null {
  try {
    return work(shelfOf());
  } catch {
    return null;
  }
}

const isOld = ({ at }: Kept) => Date.now() - at > keptMsMax;

/** Keeps it, where the window keeps anything. What is old is dropped. */
export function keep(shelfOf: () => Shelf, authorizationId: string, kept: Kept): void {
  withShelf(shelfOf, (shelf) => {
    for (const one of all(shelf)) if (isOld(one)) shelf.removeItem(prefix + one.id);
    shelf.setItem(prefix + authorizationId, JSON.stringify(kept));
  });
}

/** What is kept of a flow; null where nothing is. */
export function keptOf(shelfOf: () => Shelf, authorizationId: string): Kept | null {
  return withShelf(shelfOf, (shelf) => read(shelf, authorizationId));
}

/** The flow that came back and was not completed yet: the page was reloaded meanwhile. */
export function interrupted(shelfOf: () => Shelf): (Kept & { readonly id: string }) | null {
  const find = (shelf: Shelf) => all(shelf).find((one) => one.code !== undefined && !isOld(one));
  return withShelf(shelfOf, find) ?? null;
}

export function forget(shelfOf: () => Shelf, authorizationId: string): void {
  withShelf(shelfOf, (shelf) => shelf.removeItem(prefix + authorizationId));
}

function read(shelf: Shelf, id: string): Kept | null {
  const text = shelf.getItem(prefix + id);
  return text === null ? null : (JSON.parse(text) as Kept);
}

function all(shelf: Shelf): (Kept & { readonly id: string })[] {
  const keys = Array.from({ length: shelf.length }, (_, at) => shelf.key(at) ?? "");
  return keys
    .filter((key) => key.startsWith(prefix))
    .flatMap((key) => {
      const id = key.slice(prefix.length);
      const kept = read(shelf, id);
      return kept === null ? [] : [{ ...kept, id }];
    });
}
