/** The keys that data keys are wrapped with: in a file or the environment, or in a key service. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { GrantryError } from "../lib/error.ts";

/**
 * Wraps data keys and nothing else. `context` says what is wrapped for which workspace: what was wrapped with
 * another does not unwrap. Both throw key_service_unavailable where the service that holds the key does not
 * answer within its time, and encryption_key_invalid where it refuses, or where what is to be unwrapped is not
 * what this key wrapped.
 */
export interface RootKey {
  /** Letters, digits, _ and -, up to 32; it stands beside every data key that it wrapped. */
  readonly id: string;
  wrap(plain: Uint8Array, context: string): Promise<Uint8Array>;
  unwrap(wrapped: Uint8Array, context: string): Promise<Uint8Array>;
}

/** The first byte of what a local key wrapped: its format. */
const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * A root key of 32 bytes that this process holds. A key of its own is derived for wrapping (HKDF, RFC 5869),
 * since values of the first format were sealed with the root key itself. Random nonces of 96 bits are safe for
 * 2^32 uses: it is used once per data key.
 */
export function localRootKey(id: string, key: Uint8Array): RootKey {
  const wrapping = new Uint8Array(hkdfSync("sha256", key, "", "grantry wraps data keys", keyBytes));
  return {
    id,
    wrap: async (plain, context) => {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv("aes-256-gcm", wrapping, nonce);
      cipher.setAAD(additionalData(id, context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([formatVersion]), nonce, body, cipher.getAuthTag()]);
    },
    unwrap: async (wrapped, context) => {
      const start = 1 + nonceBytes;
      const end = wrapped.length - tagBytes;
      if (wrapped[0] !== formatVersion || end < start) throw notWrapped(id);
      const nonce = wrapped.subarray(1, start);
      const decipher = createDecipheriv("aes-256-gcm", wrapping, nonce, {
        authTagLength: tagBytes,
      });
      decipher.setAAD(additionalData(id, context));
      decipher.setAuthTag(wrapped.subarray(end));
      try {
        return Buffer.concat([decipher.update(wrapped.subarray(start, end)), decipher.final()]);
      } catch (cause) {
        throw notWrapped(id, cause);
      }
    },
  };
}

function additionalData(id: string, context: string): Buffer {
  return Buffer.from(JSON.stringify([formatVersion, id, context]));
}

function notWrapped(id: string, cause?: unknown): GrantryError {
  return new GrantryError("encryption_key_invalid", {
    detail: `A data key does not unwrap with the root key "${id}": it is another key, or what is stored was changed.`,
    cause,
  });
}
