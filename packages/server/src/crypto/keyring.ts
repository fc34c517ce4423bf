/**
 * The encryption keys of the server. The first seals, all of them open. A key id stands in every
 * sealed value, so a new key can be put in front at any time.
 */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { GrantryError } from "../lib/error.ts";

/** Where a sealed value lives. It is bound to this place: moved elsewhere, it does not open. */
export interface SealedPlace {
  readonly workspace: string;
  readonly table: string;
  readonly row: string;
  readonly column: string;
}

export interface Keyring {
  readonly primaryKeyId: string;
  readonly keyIds: readonly string[];
  /** Seals with the primary key. Throws encryption_key_exhausted when its uses are spent. */
  seal(plain: string, place: SealedPlace): Buffer;
  /** Opens a sealed value, or throws sealed_value_unreadable; never returns part of a value. */
  open(sealed: Uint8Array, place: SealedPlace): string;
  /** A 256-bit key for another purpose, derived from the named key (HKDF, RFC 5869). */
  derive(keyId: string, purpose: string): Uint8Array;
  /** Allows so many more uses of the primary key in this process. */
  allowSeals(count: number): void;
  /** Uses that are left in this process before allowSeals must be called again. */
  sealsLeft(): number;
  /** Uses that this process has made of the primary key. */
  sealsUsed(): number;
  /** Takes away all uses that are left, and returns how many those were. */
  takeSealsLeft(): number;
  /** Calls `ask` whenever a value was sealed and fewer than `count` uses are left. */
  whenFewerLeft(count: number, ask: () => void): void;
}

/** The first byte of every sealed value: its format. */
const formatVersion = 1;
const nonceBytes = 12;
const tagBytes = 16;
const keyBytes = 32;

/**
 * Parses `id:base64` pairs, separated by commas or white space; the first is the primary key.
 * Throws encryption_key_invalid, naming the key id and what is wrong with it.
 */
export function createKeyring(text: string): Keyring {
  const keys = parseKeys(text);
  const [primaryKeyId] = [...keys.keys()];
  if (primaryKeyId === undefined) throw invalid("No encryption key is configured.");
  let allowance = 0;
  let used = 0;
  let low = { count: 0, ask: () => {} };

  function requireKey(keyId: string): Buffer {
    const key = keys.get(keyId);
    if (key === undefined) throw unreadable(`it was sealed with the unknown key "${keyId}"`);
    return key;
  }

  return {
    primaryKeyId,
    keyIds: [...keys.keys()],
    allowSeals: (count) => {
      allowance += count;
    },
    sealsLeft: () => allowance,
    sealsUsed: () => used,
    takeSealsLeft: () => {
      const left = allowance;
      allowance = 0;
      return left;
    },
    whenFewerLeft: (count, ask) => {
      low = { count, ask };
    },
    derive: (keyId, purpose) =>
      new Uint8Array(hkdfSync("sha256", requireKey(keyId), "", `grantry ${purpose}`, keyBytes)),
    seal: (plain, place) => {
      if (allowance <= 0) throw new GrantryError("encryption_key_exhausted");
      allowance -= 1;
      used += 1;
      if (allowance < low.count) low.ask();
      return sealWith({ keyId: primaryKeyId, key: requireKey(primaryKeyId) }, plain, place);
    },
    open: (sealed, place) => {
      const parts = split(Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength));
      return openWith({ keyId: parts.keyId, key: requireKey(parts.keyId) }, parts, place);
    },
  };
}

interface NamedKey {
  readonly keyId: string;
  readonly key: Buffer;
}

function parseKeys(text: string): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const pair of text.split(/[\s,]+/).filter((part) => part !== "")) {
    const [keyId = "", encoded = "", ...rest] = pair.split(":");
    if (!/^[A-Za-z0-9_-]{1,32}$/.test(keyId) || rest.length > 0) {
      throw invalid('Each key is written "id:base64", the id of letters, digits, _ and -.');
    }
    const key = Buffer.from(encoded, "base64");
    if (key.length !== keyBytes) {
      throw invalid(`The key "${keyId}" must be ${keyBytes} bytes in base64.`);
    }
    if (keys.has(keyId)) throw invalid(`The key id "${keyId}" is used twice.`);
    keys.set(keyId, key);
  }
  return keys;
}

/** A new random key, written as createKeyring reads it. */
export function newKeyText(keyId: string): string {
  return `${keyId}:${randomBytes(keyBytes).toString("base64")}`;
}

function additionalData(keyId: string, place: SealedPlace): Buffer {
  const parts = [formatVersion, keyId, place.workspace, place.table, place.row, place.column];
  return Buffer.from(JSON.stringify(parts));
}

function sealWith({ keyId, key }: NamedKey, plain: string, place: SealedPlace): Buffer {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(additionalData(keyId, place));
  const body = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  const name = Buffer.from(keyId);
  const head = Buffer.from([formatVersion, name.length]);
  return Buffer.concat([head, name, nonce, body, cipher.getAuthTag()]);
}

interface SealedParts {
  readonly keyId: string;
  readonly nonce: Buffer;
  readonly body: Buffer;
  readonly tag: Buffer;
}

function split(sealed: Buffer): SealedParts {
  const nameBytes = sealed[1] ?? 0;
  const bodyStart = 2 + nameBytes + nonceBytes;
  if (sealed[0] !== formatVersion || sealed.length < bodyStart + tagBytes) {
    throw unreadable("it is not in a known format");
  }
  return {
    keyId: sealed.toString("utf8", 2, 2 + nameBytes),
    nonce: sealed.subarray(2 + nameBytes, bodyStart),
    body: sealed.subarray(bodyStart, sealed.length - tagBytes),
    tag: sealed.subarray(sealed.length - tagBytes),
  };
}

function openWith({ keyId, key }: NamedKey, parts: SealedParts, place: SealedPlace): string {
  const decipher = createDecipheriv("aes-256-gcm", key, parts.nonce, { authTagLength: tagBytes });
  decipher.setAAD(additionalData(keyId, place));
  decipher.setAuthTag(parts.tag);
  try {
    const plain = decipher.update(parts.body);
    // Checks the tag and adds nothing: in this mode every byte came out before.
    decipher.final();
    return plain.toString("utf8");
  } catch (cause) {
    throw unreadable(`${place.table}.${place.column} of ${place.row} fails its check`, cause);
  }
}

function invalid(detail: string): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail });
}

function unreadable(internal: string, cause?: unknown): GrantryError {
  return new GrantryError("sealed_value_unreadable", { internal, cause });
}
