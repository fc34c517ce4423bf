/**
 * Whether this process may ask providers. A server that was restored from a backup may not until it takes over: while
 * the server that the backup is of goes on, a refresh token used by both ends the grant at a strict provider.
 */
import { GrantryError } from "./error.ts";

export interface Asking {
  readonly isAllowed: boolean;
}

/** For how long whoever is refused is told to wait: a person has to decide. */
const retryAfterSeconds = 60;

/** Throws server_restored where providers may not be asked. */
export function requireAsking({ isAllowed }: Asking): void {
  if (!isAllowed) throw new GrantryError("server_restored", { retryAfterSeconds });
}
