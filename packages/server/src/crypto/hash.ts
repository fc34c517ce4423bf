/** Hashes of values that are only ever compared: bearer secrets, `state`, links, cookies. */
import { hash, timingSafeEqual } from "node:crypto";

/**
 * SHA-256 of a random value of at least 128 bits. No salt or stretching: such values cannot be
 * guessed, and the hash must be found by an index.
 */
export function hashSecret(value: string): Buffer {
  return hash("sha256", value, "buffer");
}

/** The same in base64, as the key of a map: a Buffer in between would cost twice as much. */
export function hashSecretAsText(value: string): string {
  return hash("sha256", value, "base64");
}

/** Whether two hashes are equal, in constant time. */
export function equalHashes(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
