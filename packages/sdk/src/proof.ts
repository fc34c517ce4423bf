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

/** Keeps it; false where the window keeps nothing. What is old is dropped. */
export function keep(shelfOf: () => Shelf, authorizationId: string, kept: Kept): boolean {
  try {
    const shelf = shelfOf();
    for (const { id, at } of all(shelf)) {
      if (Date.now() - at > keptMsMax) shelf.removeItem(prefix + id);
    }
    shelf.setItem(prefix + authorizationId, JSON.stringify(kept));
    return true;
  } catch {
    return false;
  }
}

/** What is kept of a flow; null where nothing is. */
export function keptOf(shelfOf: () => Shelf, authorizationId: string): Kept | null {
  try {
    return read(shelfOf(), authorizationId);
  } catch {
    return null;
  }
}

/** The flow that came back and was not completed yet: the page was reloaded meanwhile. */
export function interrupted(shelfOf: () => Shelf): (Kept & { readonly id: string }) | null {
  try {
    const found = all(shelfOf()).find(
      ({ code, at }) => code !== undefined && Date.now() - at <= keptMsMax,
    );
    return found ?? null;
  } catch {
    return null;
  }
}

export function forget(shelfOf: () => Shelf, authorizationId: string): void {
  try {
    shelfOf().removeItem(prefix + authorizationId);
  } catch {
    // Nothing is kept there.
  }
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
