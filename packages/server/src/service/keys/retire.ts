/** Takes a key away for good: only one that nothing rests on any more. */
import { GrantryError } from "../../lib/error.ts";
import { type DataKeyInfo, deleteDataKey, findDataKey } from "../../store/data-key-states.ts";
import {
  countWrapped,
  listRootKeys,
  type RootKeyState,
  retireRootKey,
} from "../../store/encryption-keys.ts";
import { holderSeconds, listHolders } from "../../store/key-holders.ts";
import { findSealedWith } from "../../store/reseal.ts";
import { isKeyHeld } from "../../store/sealing.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { KeysContext } from "./context.ts";
import { recordDataKey, recordKeys } from "./record.ts";

/** Of the server's own keys: what was derived from them (users' tokens, places in lists) ends within it. */
const derivedSeconds = 86_400;

/**
 * Destroys a data key, or retires a root key: afterwards a server starts without it. Resolves with which of the two
 * it was. Throws encryption_key_invalid where it is in use, or may be yet, and says by what.
 */
export async function retireKey(
  context: KeysContext,
  keyId: string,
): Promise<"root_key" | "data_key"> {
  const { store, reached = () => {} } = context;
  const root = (await listRootKeys(store)).find((key) => key.keyId === keyId);
  const dataKey = root === undefined ? await findDataKey(store, keyId) : undefined;
  if (root !== undefined) await retireRoot(context, root);
  else if (dataKey !== undefined) await retireDataKey(context, dataKey);
  else throw refused(`There is no key "${keyId}".`);
  reached("destroyed");
  return root === undefined ? "data_key" : "root_key";
}

async function retireRoot({ store }: KeysContext, { keyId, state }: RootKeyState): Promise<void> {
  if (state === "retired") throw refused(`"${keyId}" is retired already.`);
  if (state === "primary") throw refused(`"${keyId}" is the primary root key: rotate first.`);
  if (store.keyring.rootKeys[0]?.id === keyId) {
    throw refused(`"${keyId}" stands first in the configuration: put another one there.`);
  }
  const wrapped = (await countWrapped(store)).get(keyId) ?? 0;
  if (wrapped > 0) throw refused(`"${keyId}" wraps ${wrapped} data keys: run keys reseal.`);
  await requireUnused(store, 1, keyId);
  await inTransaction(store, async (trx) => {
    if (!(await retireRootKey(trx, keyId))) throw refused(`"${keyId}" is in use again.`);
    await recordKeys(trx, "root_key.retired", { id: keyId });
  });
}

async function retireDataKey({ store, clock }: KeysContext, key: DataKeyInfo): Promise<void> {
  const { keyId, state, changedAt, workspaceId } = key;
  if (state === "primary") throw refused(`"${keyId}" is a primary data key: rotate first.`);
  // Who sealed with it while it was the primary one has stored that by then, as a rule.
  const since = changedAt + (workspaceId === "" ? derivedSeconds : holderSeconds);
  const behind = (await listHolders(store)).some(({ seenAt }) => seenAt <= changedAt);
  if (clock.nowSeconds() < since || behind) {
    const when = workspaceId === "" ? "a day" : "a minute";
    throw refused(`"${keyId}" may be in use yet: try again ${when} after it was replaced.`);
  }
  // Before it is looked for: what is committed later would not be found.
  if (await isKeyHeld(store, keyId)) {
    throw refused(`"${keyId}" is held by a transaction that has not ended: try again later.`);
  }
  await requireUnused(store, 2, keyId);
  await inTransaction(store, async (trx) => {
    if (!(await deleteDataKey(trx, keyId))) throw refused(`"${keyId}" is in use again.`);
    await recordDataKey(trx, "data_key.retired", { workspaceId, keyId });
  });
}

async function requireUnused(store: Store, format: 1 | 2, keyId: string): Promise<void> {
  const place = await findSealedWith(store, format, keyId);
  if (place === undefined) return;
  throw refused(`"${keyId}" seals values in ${place}: run keys reseal, or wait until they end.`);
}

function refused(detail: string): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail });
}
