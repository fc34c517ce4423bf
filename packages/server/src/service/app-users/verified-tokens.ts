/**
 * JWTs that were verified before: the same token comes with every call of its user, and verifying a
 * signature costs more than the read it is for. A token itself is never kept, only its SHA-256.
 */
import { hashSecretAsText } from "../../crypto/hash.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Secret } from "../../lib/secret.ts";
import type { KeySetAddress } from "./key-set-address.ts";
import type { KeySetState } from "./key-sets.ts";
import type { AppUser } from "./principal.ts";

export interface VerifiedToken {
  readonly appId: string;
  /** The app's settings for signing in users, as the token was judged by them. */
  readonly authVersion: number;
  /** `exp` of the token. */
  readonly endsAt: number;
  /** The key set that holds the token's key; null where the key is our own. */
  readonly keySet: { readonly address: KeySetAddress; readonly state: KeySetState } | null;
  readonly user: Pick<AppUser, "issuer" | "userId" | "email" | "emailVerified" | "name">;
}

export interface VerifiedTokens {
  /** What the token was found to be, for this app; undefined where it has to be verified (again). */
  find(token: Secret, appId: string): VerifiedToken | undefined;
  keep(token: Secret, verified: VerifiedToken): void;
}

/** Each generation; two are kept. */
const entriesMax = 5_000;

/** Creates an empty collection. It never holds more than 10,000 tokens. */
export function createVerifiedTokens(clock: Clock): VerifiedTokens {
  let young = new Map<string, VerifiedToken>();
  let old = new Map<string, VerifiedToken>();

  /** What is in use moves on to the next generation; what is not goes with the old one. */
  function put(key: string, verified: VerifiedToken): void {
    if (young.size >= entriesMax) {
      old = young;
      young = new Map();
    }
    young.set(key, verified);
  }

  return {
    find: (token, appId) => {
      const key = keyOf(token);
      const verified = young.get(key) ?? old.get(key);
      if (verified === undefined) return undefined;
      if (verified.appId !== appId || verified.endsAt <= clock.nowSeconds()) return undefined;
      if (!young.has(key)) put(key, verified);
      return verified;
    },
    keep: (token, verified) => put(keyOf(token), verified),
  };
}

function keyOf(token: Secret): string {
  return hashSecretAsText(token.reveal());
}
