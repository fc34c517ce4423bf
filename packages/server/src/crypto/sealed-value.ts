/**
 * How a sealed value is written. Format 2: `2`, the length of the data key's id, the id, a nonce of 24 bytes,
 * body and tag (XAES-256-GCM). Format 1, which is only read: the same with a root key's id, a nonce of 12 bytes
 * and AES-256-GCM.
 */
import { createDecipheriv, randomBytes } from "node:crypto";
import { GrantryError } from "../lib/error.ts";
import { type Xaes, xaesNonceBytes, xaesTagBytes } from "./xaes.ts";

/** Where a sealed value lives. It is bound to this place: moved elsewhere, it does not open. */
export interface SealedPlace {
  /** Empty where it is the server's own. */
  readonly workspace: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
  /** Whose it is, as the row says it; for what belongs to an app or one of its users. */
  readonly owner?: readonly (string | null)[];
  /** What format 1 says in place of `workspace`. */
  readonly workspaceOfFormat1?: string;
}

const nonceBytes = { 1: 12, 2: xaesNonceBytes } as const;
const tagBytes = xaesTagBytes;

export interface SealedParts {
  readonly format: 1 | 2;
  readonly keyId: string;
  readonly nonce: Buffer;
  /** Body and tag. */
  readonly rest: Buffer;
}

/** Takes a sealed value apart. Throws sealed_value_unreadable where it is none. */
export function splitSealed(value: Uint8Array): SealedParts {
  const sealed = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const [format, nameBytes = 0] = sealed;
  if (format !== 1 && format !== 2) throw unreadable("it is not in a known format");
  const start = 2 + nameBytes;
  const end = start + nonceBytes[format];
  if (sealed.length < end + tagBytes) throw unreadable("it is cut short");
  return {
    format,
    keyId: sealed.toString("latin1", 2, start),
    nonce: sealed.subarray(start, end),
    rest: sealed.subarray(end),
  };
}

/** What every value begins with that was sealed so with this key. */
export function beginningOfSealed(format: 1 | 2, keyId: string): Buffer {
  const name = Buffer.from(keyId);
  return Buffer.concat([Buffer.from([format, name.length]), name]);
}

export interface SealingKey {
  readonly keyId: string;
  readonly xaes: Xaes;
  /** beginningOfSealed of it. */
  readonly beginning: Buffer;
}

/** Seals in format 2. */
export function sealValue(key: SealingKey, plain: string, place: SealedPlace): Buffer {
  const nonce = randomBytes(xaesNonceBytes);
  const rest = key.xaes.seal(Buffer.from(plain), nonce, additionalData(key.keyId, place));
  return Buffer.concat([key.beginning, nonce, rest]);
}

/** Opens format 2. Throws sealed_value_unreadable. */
export function openValue(key: SealingKey, parts: SealedParts, place: SealedPlace): string {
  try {
    const plain = key.xaes.open(parts.rest, parts.nonce, additionalData(key.keyId, place));
    return plain.toString("utf8");
  } catch (cause) {
    throw failsItsCheck(place, cause);
  }
}

function additionalData(keyId: string, place: SealedPlace): Buffer {
  const { workspace, table, row, column, owner = [] } = place;
  return Buffer.from(JSON.stringify([2, keyId, workspace, table, row, column, ...owner]));
}

/** Opens format 1, with a root key of this process. Throws sealed_value_unreadable. */
export function openFormat1(key: Uint8Array, parts: SealedParts, place: SealedPlace): string {
  const { table, row, column, workspaceOfFormat1: workspace = place.workspace } = place;
  const end = parts.rest.length - tagBytes;
  const decipher = createDecipheriv("aes-256-gcm", key, parts.nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(JSON.stringify([1, parts.keyId, workspace, table, row, column])));
  decipher.setAuthTag(parts.rest.subarray(end));
  try {
    const plain = decipher.update(parts.rest.subarray(0, end));
    // Checks the tag and adds nothing: in this mode every byte came out before.
    decipher.final();
    return plain.toString("utf8");
  } catch (cause) {
    throw failsItsCheck(place, cause);
  }
}

function failsItsCheck({ table, row, column }: SealedPlace, cause: unknown): GrantryError {
  return unreadable(`${table}.${column} of ${row} fails its check`, cause);
}

export function unreadable(internal: string, cause?: unknown): GrantryError {
  return new GrantryError("sealed_value_unreadable", { internal, cause });
}
