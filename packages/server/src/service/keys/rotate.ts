/** Puts new keys in use: each is made, told to every process that serves, and used then. */
import { GrantryError } from "../../lib/error.ts";
import { findStaged, promoteDataKey } from "../../store/data-key-states.ts";
import { stageDataKey } from "../../store/data-keys.ts";
import { listRootKeys, promoteRootKey, retiredKey } from "../../store/encryption-keys.ts";
import { everyHolderHasRoot, listHolders } from "../../store/key-holders.ts";
import { firstLook, takeUpChanged } from "../../store/known-data-keys.ts";
import { inTransaction } from "../../store/store.ts";
import type { KeysContext } from "./context.ts";
import { resealEnds } from "./ends.ts";
import { recordDataKey, recordKeys } from "./record.ts";

const pauseMs = 250;
/** Longer than a process is silent that is taken to serve. */
const waitSecondsMax = 120;

/**
 * Gives a workspace a new data key; the one of before opens what is left. A change that was broken off is gone on
 * with. Resolves with the new key's id. Throws encryption_key_invalid where a process does not take the key up.
 */
export async function rotateDataKey(context: KeysContext, workspaceId: string): Promise<string> {
  const { store, reached = () => {} } = context;
  const keyId = (await findStaged(store, workspaceId)) ?? (await stageDataKey(store, workspaceId));
  reached("staged");
  await everybodyKnows(context, keyId);
  await inTransaction(store, async (trx) => {
    const isNew = await promoteDataKey(trx, { workspaceId, keyId });
    if (isNew) await recordDataKey(trx, "data_key.rotated", { workspaceId, keyId });
  });
  await takeUpAll(context);
  reached("promoted");
  if (workspaceId === "") await resealEnds(context);
  return keyId;
}

async function everybodyKnows({ store, clock }: KeysContext, keyId: string): Promise<void> {
  const until = clock.nowSeconds() + waitSecondsMax;
  for (;;) {
    const behind = (await listHolders(store)).filter((one) => !one.stagedKeys.includes(keyId));
    if (behind.length === 0) return;
    if (clock.nowSeconds() >= until) {
      throw new GrantryError("encryption_key_invalid", {
        detail: `${behind.length} of the processes that serve do not take up the data key ${keyId}: see their logs.`,
      });
    }
    await clock.sleep(pauseMs);
  }
}

/** Has this process know every key as it is now. Throws where one does not unwrap. */
export async function takeUpAll({ store }: KeysContext): Promise<void> {
  let first: unknown;
  await takeUpChanged(store, firstLook, (_, thrown) => {
    first ??= thrown;
  });
  if (first !== undefined) throw first;
}

/**
 * Has a root key wrap what is new. Throws encryption_key_invalid where there is none of this id, or a process that
 * serves does not have it.
 */
export async function rotateRootKey({ store }: KeysContext, keyId: string): Promise<void> {
  const key = (await listRootKeys(store)).find((one) => one.keyId === keyId);
  if (key?.state === "retired") throw retiredKey(keyId);
  if (key === undefined) {
    throw new GrantryError("encryption_key_invalid", {
      detail: `There is no root key "${keyId}": configure it, and start the server with it.`,
    });
  }
  if (!(await everyHolderHasRoot(store, keyId))) {
    throw new GrantryError("encryption_key_invalid", {
      detail: `Not every process that serves has the root key "${keyId}": configure it for each, behind the others, and restart them.`,
    });
  }
  await inTransaction(store, async (trx) => {
    await promoteRootKey(trx, keyId);
    await recordKeys(trx, "root_key.rotated", { id: keyId });
  });
}
