/** Data keys in the memory of a process: those that were unwrapped, for a while. */
import { hkdfSync } from "node:crypto";
import { beginningOfSealed, type SealingKey } from "./sealed-value.ts";
import { createXaes } from "./xaes.ts";

/** `staged`: every process is to know it before the first seals with it. `deprecated`: opens what is left. */
export type KeyState = "staged" | "primary" | "deprecated";

export interface DataKey extends SealingKey {
  /** Empty where it is the server's own. */
  readonly workspaceId: string;
  state: KeyState;
  /** When it was last unwrapped, in milliseconds of the process's steady clock. */
  provenAtMs: number;
  /** False once it was not unwrapped anew for too long: then nothing new is begun with it. */
  serves: boolean;
  /** A key of 256 bits for another purpose (HKDF, RFC 5869). */
  derive(purpose: string): Uint8Array;
}

export interface NewDataKey extends Pick<DataKey, "keyId" | "workspaceId" | "state"> {
  readonly plain: Uint8Array;
  readonly nowMs: number;
}

export interface DataKeys {
  get(keyId: string): DataKey | undefined;
  primaryOf(workspaceId: string): DataKey | undefined;
  put(key: NewDataKey): DataKey;
  /** Changes the state of one that is held. */
  setState(keyId: string, state: KeyState): void;
  drop(keyId: string): void;
  all(): readonly DataKey[];
}

/** So many are held at once; beyond it the one that came first goes, and is unwrapped again when it is needed. */
export const dataKeysMax = 20_000;

export function createDataKeys(max = dataKeysMax): DataKeys {
  const byId = new Map<string, DataKey>();
  const primaries = new Map<string, DataKey>();

  function drop(keyId: string): void {
    const key = byId.get(keyId);
    if (key === undefined) return;
    byId.delete(keyId);
    if (primaries.get(key.workspaceId) === key) primaries.delete(key.workspaceId);
  }

  function setState(keyId: string, state: KeyState): void {
    const key = byId.get(keyId);
    if (key === undefined) return;
    key.state = state;
    if (state === "primary") primaries.set(key.workspaceId, key);
    else if (primaries.get(key.workspaceId) === key) primaries.delete(key.workspaceId);
  }

  /** The server's own are needed everywhere, and stay. */
  function makeRoom(): void {
    if (byId.size < max) return;
    for (const { keyId, workspaceId } of byId.values()) {
      if (workspaceId === "") continue;
      drop(keyId);
      return;
    }
  }

  return {
    get: (keyId) => byId.get(keyId),
    primaryOf: (workspaceId) => primaries.get(workspaceId),
    put: ({ keyId, workspaceId, state, plain, nowMs }) => {
      drop(keyId);
      makeRoom();
      const key: DataKey = {
        keyId,
        workspaceId,
        state,
        xaes: createXaes(plain),
        beginning: beginningOfSealed(2, keyId),
        provenAtMs: nowMs,
        serves: true,
        derive: (purpose) =>
          new Uint8Array(hkdfSync("sha256", plain, "", `grantry ${purpose}`, 32)),
      };
      byId.set(keyId, key);
      setState(keyId, state);
      return key;
    },
    setState,
    drop,
    all: () => [...byId.values()],
  };
}
