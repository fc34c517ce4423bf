/**
 * XAES-256-GCM (C2SP): AES-256-GCM with a key and a nonce that are derived, for every message, from a key and a
 * random nonce of 192 bits. 2^80 messages may be sealed with one key: no use needs to be counted.
 */
import { createCipheriv, createDecipheriv } from "node:crypto";

export const xaesNonceBytes = 24;
export const xaesTagBytes = 16;
const keyBytes = 32;
const halfBytes = 12;
const blockBytes = 16;
/** The polynomial of GF(2^128), as CMAC reduces by it (NIST SP 800-38B section 5.3). */
const reduction = 0x87;

export interface Xaes {
  /** Body and tag, one after the other. `nonce`: 24 bytes that were drawn for this message alone. */
  seal(plain: Uint8Array, nonce: Uint8Array, additional: Uint8Array): Buffer;
  /** Opens body and tag. Throws where anything was changed; never returns part of it. */
  open(sealed: Uint8Array, nonce: Uint8Array, additional: Uint8Array): Buffer;
}

/** Reads and writes with one key of 32 bytes. What is the same for every message is computed once. */
export function createXaes(key: Uint8Array): Xaes {
  if (key.length !== keyBytes) throw new RangeError("A key of XAES-256-GCM has 32 bytes.");
  // Without chaining and padding a block depends on none before it, so that one cipher serves all messages.
  const blocks = createCipheriv("aes-256-ecb", key, null).setAutoPadding(false);
  const mask = doubled(blocks.update(Buffer.alloc(blockBytes)));
  // NIST SP 800-108r1, counter mode over CMAC: counter in two bytes, label "X", a zero, context.
  const [first, second] = [1, 2].map((counter) => masked([0, counter, 0x58, 0], mask)) as [
    Buffer,
    Buffer,
  ];

  function keyFor(nonce: Uint8Array): Buffer {
    if (nonce.length !== xaesNonceBytes) throw new RangeError("A nonce has 24 bytes.");
    const input = Buffer.allocUnsafe(2 * blockBytes);
    first.copy(input, 0);
    second.copy(input, blockBytes);
    for (let at = 0; at < halfBytes; at += 1) {
      const byte = nonce[at] as number;
      input[4 + at] = (input[4 + at] as number) ^ byte;
      input[20 + at] = (input[20 + at] as number) ^ byte;
    }
    return blocks.update(input);
  }

  return {
    seal: (plain, nonce, additional) => {
      const cipher = createCipheriv("aes-256-gcm", keyFor(nonce), nonce.subarray(halfBytes));
      cipher.setAAD(additional);
      const body = cipher.update(plain);
      cipher.final();
      return Buffer.concat([body, cipher.getAuthTag()]);
    },
    open: (sealed, nonce, additional) => {
      const end = sealed.length - xaesTagBytes;
      if (end < 0) throw new RangeError("A sealed message ends with a tag of 16 bytes.");
      const iv = nonce.subarray(halfBytes);
      const decipher = createDecipheriv("aes-256-gcm", keyFor(nonce), iv, {
        authTagLength: xaesTagBytes,
      });
      decipher.setAAD(additional);
      decipher.setAuthTag(sealed.subarray(end));
      const plain = decipher.update(sealed.subarray(0, end));
      // Checks the tag and adds nothing: in this mode every byte came out before.
      decipher.final();
      return plain;
    },
  };
}

/** A block times x in GF(2^128). */
function doubled(block: Buffer): Buffer {
  const result = Buffer.alloc(blockBytes);
  let carry = 0;
  for (let at = blockBytes - 1; at >= 0; at -= 1) {
    const byte = block[at] as number;
    result[at] = ((byte << 1) | carry) & 0xff;
    carry = byte >> 7;
  }
  result[blockBytes - 1] = (result[blockBytes - 1] as number) ^ (carry * reduction);
  return result;
}

/** A block that begins with these bytes, under the mask; the nonce is put in later. */
function masked(beginning: readonly number[], mask: Buffer): Buffer {
  return Buffer.from(mask.map((byte, at) => byte ^ (beginning[at] ?? 0)));
}
