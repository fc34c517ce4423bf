/** Keeps the encryption keys of a process as the database has them, and says which this process knows. */

import { describeThrown } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { Log } from "../../lib/log.ts";
import { promoteConfigured } from "../../store/encryption-keys.ts";
import { dropHolder, forgetHolders, noteHolder } from "../../store/key-holders.ts";
import { firstLook, proveDataKeys, takeUpChanged } from "../../store/known-data-keys.ts";
import type { Store } from "../../store/store.ts";

export interface KeyKeeper {
  /** Reads what has changed, and says what is known. */
  look(): Promise<void>;
  /** Says that this process serves no more. */
  end(): Promise<void>;
}

/** `cacheSeconds`: how long a data key serves that cannot be unwrapped anew. */
export function createKeyKeeper(
  { store, log }: { readonly store: Store; readonly log: Log },
  cacheSeconds: number,
): KeyKeeper {
  const processId = newHandle("process");
  let from = firstLook;
  let failing = new Set<string>();
  return {
    look: async () => {
      const failures = new Map<string, unknown>();
      const failed = (keyId: string, thrown: unknown) => failures.set(keyId, thrown);
      from = await takeUpChanged(store, from, failed);
      await proveDataKeys(store, { servesMs: cacheSeconds * 1_000 }, failed);
      tell(log, failures, failing);
      failing = new Set(failures.keys());
      await noteHolder(store, processId);
      await promoteConfigured(store);
      await forgetHolders(store);
    },
    end: () => dropHolder(store, processId),
  };
}

/** While a key service is away all keys fail, again and again: told is what was not told before, on one line. */
function tell(log: Log, failures: ReadonlyMap<string, unknown>, before: ReadonlySet<string>): void {
  const fresh = [...failures].filter(([keyId]) => !before.has(keyId));
  const [first] = fresh;
  if (first === undefined) return;
  const [keyId, thrown] = first;
  const told = { keyId, others: fresh.length - 1, cause: describeThrown(thrown) };
  log.error(told, "data keys cannot be unwrapped");
}
