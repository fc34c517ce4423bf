/**
 * The encryption keys of a server: root keys, which wrap data keys, and the data keys that this process has
 * unwrapped. A value is sealed with the primary data key of its workspace; the key's id stands in it.
 */
import { hkdfSync, randomBytes } from "node:crypto";
import { GrantryError } from "../lib/error.ts";
import { createDataKeys, type DataKeys } from "./data-keys.ts";
import { localRootKey, type RootKey } from "./root-key.ts";
import {
  openFormat1,
  openValue,
  type SealedPlace,
  sealValue,
  splitSealed,
  unreadable,
} from "./sealed-value.ts";

export type { SealedPlace } from "./sealed-value.ts";

export interface Keyring {
  /** As they are configured; the first is the one that is meant to be the primary one. */
  readonly rootKeys: readonly RootKey[];
  readonly dataKeys: DataKeys;
  /**
   * Seals with the primary data key of the place's workspace. Throws DataKeyAbsent where that is not in memory:
   * prepareSealing of store/data-keys.ts has it there.
   */
  seal(plain: string, place: SealedPlace): Buffer;
  /**
   * Opens a sealed value, or throws sealed_value_unreadable; never returns part of a value. Throws DataKeyAbsent
   * where its data key is not in memory: openSealed of store/data-keys.ts fetches it.
   */
  open(sealed: Uint8Array, place: SealedPlace): string;
  /** Id of the server's own primary data key, from which keys for other purposes are derived. */
  readonly derivingKeyId: string;
  /** Ids of all keys that others may have been derived from: they are replaced. */
  readonly derivingKeyIds: readonly string[];
  /** Whether `derive` can: the server's own data keys, and root keys that this process holds. */
  canDerive(keyId: string): boolean;
  /** A 256-bit key for another purpose, derived from the named key (HKDF, RFC 5869). */
  derive(keyId: string, purpose: string): Uint8Array;
}

/** A data key is needed that is not in memory. */
export class DataKeyAbsent extends GrantryError {
  /** Undefined: the primary one of the workspace. */
  readonly keyId: string | undefined;

  constructor(workspace: string, keyId?: string) {
    super("key_service_unavailable", {
      internal: `no data key ${keyId ?? "to seal with"} of the workspace "${workspace}" is in memory`,
    });
    this.keyId = keyId;
  }
}

const keyBytes = 32;

/**
 * `text`: root keys, separated by commas or white space, the first of them meant to be the primary one: `id:base64`
 * for one that this process holds, `id:` and where it lies for one of `services`. Throws encryption_key_invalid,
 * naming the key id and what is wrong with it.
 */
export function createKeyring(
  text: string,
  services: ReadonlyMap<string, RootKey> = new Map(),
): Keyring {
  const held = parseKeys(text, services);
  const rootKeys = idsOf(text).flatMap((id) => {
    const key = held.get(id);
    return services.get(id) ?? (key === undefined ? [] : localRootKey(id, key));
  });
  if (rootKeys.length === 0) throw invalid("No encryption key is configured.");
  const twice = rootKeys.find(({ id }, at) => rootKeys.findIndex((key) => key.id === id) !== at);
  if (twice !== undefined) throw invalid(`The key id "${twice.id}" is used twice.`);
  const dataKeys = createDataKeys();

  function requireHeld(keyId: string): Buffer {
    const key = held.get(keyId);
    if (key === undefined) throw unreadable(`it was sealed with the unknown key "${keyId}"`);
    return key;
  }

  return {
    rootKeys,
    dataKeys,
    seal: (plain, place) => {
      const key = dataKeys.primaryOf(place.workspace);
      if (key === undefined) throw new DataKeyAbsent(place.workspace);
      return sealValue(key, plain, place);
    },
    open: (sealed, place) => {
      const parts = splitSealed(sealed);
      if (parts.format === 1) return openFormat1(requireHeld(parts.keyId), parts, place);
      const key = dataKeys.get(parts.keyId);
      if (key === undefined || !key.serves) throw new DataKeyAbsent(place.workspace, parts.keyId);
      return openValue(key, parts, place);
    },
    get derivingKeyId() {
      const key = dataKeys.primaryOf("");
      if (key === undefined) throw new DataKeyAbsent("");
      return key.keyId;
    },
    get derivingKeyIds() {
      const own = dataKeys.all().filter(({ workspaceId }) => workspaceId === "");
      return [...own.map(({ keyId }) => keyId), ...held.keys()];
    },
    canDerive: (keyId) => held.has(keyId) || dataKeys.get(keyId)?.workspaceId === "",
    derive: (keyId, purpose) => {
      const key = dataKeys.get(keyId);
      if (key?.workspaceId === "") return key.derive(purpose);
      const info = `grantry ${purpose}`;
      return new Uint8Array(hkdfSync("sha256", requireHeld(keyId), "", info, keyBytes));
    },
  };
}

function entriesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== "");
}

function idsOf(text: string): string[] {
  return entriesOf(text).map((entry) => entry.split(":", 1)[0] ?? "");
}

/** Whether a root key may be called so. */
export function isRootKeyId(text: string): boolean {
  return /^[A-Za-z0-9_-]{1,32}$/.test(text);
}

/** The keys of the text that this process holds. */
function parseKeys(text: string, services: ReadonlyMap<string, RootKey>): Map<string, Buffer> {
  const keys = new Map<string, Buffer>();
  for (const entry of entriesOf(text)) {
    const [keyId = "", encoded = "", ...rest] = entry.split(":");
    const isElsewhere = services.has(keyId) && rest.length > 0;
    if (!isRootKeyId(keyId) || (rest.length > 0 && !isElsewhere)) {
      throw invalid('Each key is written "id:base64", the id of 1 to 32 letters, digits, _ and -.');
    }
    if (isElsewhere) continue;
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

function invalid(detail: string): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail });
}
