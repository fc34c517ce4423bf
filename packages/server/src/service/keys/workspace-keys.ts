/** The data keys of a workspace as its owner sees and changes them. */

import { GrantryError } from "../../lib/error.ts";
import type { Actor } from "../../store/audit-records.ts";
import {
  type DataKeyInfo,
  findDataKey,
  findPrimary,
  findStaged,
  listDataKeys,
  promoteDataKey,
} from "../../store/data-key-states.ts";
import { stageDataKey, takeUpOf } from "../../store/data-keys.ts";
import { everyHolderHasStaged, listHolders } from "../../store/key-holders.ts";
import type { ResealedPage, ResealPosition } from "../../store/reseal.ts";
import { resealPage } from "../../store/reseal.ts";
import { countSealed } from "../../store/sealed-counts.ts";
import type { Store } from "../../store/store.ts";
import { recordDataKey } from "./record.ts";

type Keys = { readonly store: Store };

export interface WorkspaceDataKey extends Pick<DataKeyInfo, "keyId" | "state" | "createdAt"> {
  /** How many values it seals, of those that were looked at. */
  readonly sealed: number;
  /** Whether there may be more. */
  readonly atLeast: boolean;
}

/** A workspace has two or three; so many are shown. */
const shownMax = 1_000;

/** Every process unwraps all that there are: so many of a workspace are made by its owner. */
const ownKeysMax = 10;

/** The keys of a workspace, the newest first. */
export async function listWorkspaceDataKeys(
  { store }: Keys,
  workspaceId: string,
): Promise<WorkspaceDataKey[]> {
  const keys = await listDataKeys(store, { workspaceId, after: "", limit: shownMax });
  const { counts, atLeast } = await countSealed(
    store,
    workspaceId,
    keys.map(({ keyId }) => keyId),
  );
  return keys
    .map(({ keyId, state, createdAt }) => {
      return { keyId, state, createdAt, sealed: counts.get(keyId) ?? 0, atLeast };
    })
    .sort((a, b) => b.createdAt - a.createdAt || (a.keyId < b.keyId ? -1 : 1));
}

/** How many values of a workspace are there, whatever sealed them. */
export async function countSealedValues(
  { store }: Keys,
  workspaceId: string,
): Promise<{ readonly total: number; readonly atLeast: boolean }> {
  const { counts, atLeast } = await countSealed(store, workspaceId, []);
  return { total: [...counts.values()].reduce((sum, count) => sum + count, 0), atLeast };
}

/** Throws limit_reached where the owner may make no further key. The staged one of a change that was broken off is put to use. */
export async function requireRoomForKey(store: Store, workspaceId: string): Promise<void> {
  const keys = await listDataKeys(store, { workspaceId, after: "", limit: ownKeysMax });
  if (keys.length < ownKeysMax || (await findStaged(store, workspaceId)) !== undefined) return;
  throw new GrantryError("limit_reached", {
    detail: `The workspace has ${ownKeysMax} encryption keys already. Whoever runs the server destroys those that were replaced and seal nothing any more, by "grantry keys retire".`,
  });
}

/**
 * Makes a key that nobody seals with yet, or finds the one of a change that was broken off. Null while a process that
 * serves does not know it yet. Throws key_service_unavailable.
 */
export async function stageForAll({ store }: Keys, workspaceId: string): Promise<string | null> {
  const keyId = (await findStaged(store, workspaceId)) ?? (await stageDataKey(store, workspaceId));
  return (await everyHolderHasStaged(store, keyId)) ? keyId : null;
}

/** Has a staged key seal what is new, and says so in the audit trail. Call it in a transaction. */
export async function useStaged(
  trx: Store,
  key: { readonly workspaceId: string; readonly keyId: string; readonly actor: Actor },
): Promise<void> {
  const { actor, ...which } = key;
  if (await promoteDataKey(trx, which)) {
    await recordDataKey(trx, "data_key.rotated", which, actor);
  }
}

/**
 * Seals a page of the workspace's values anew. Null, and nothing is done, while a process that serves may seal with the
 * key of before.
 */
export async function resealOf(
  { store }: Keys,
  at: ResealPosition,
  { workspaceId, limit }: { readonly workspaceId: string; readonly limit: number },
): Promise<ResealedPage | null> {
  const keyId = await findPrimary(store, workspaceId);
  const key = keyId === undefined ? undefined : await findDataKey(store, keyId);
  if (key === undefined) return { next: null, looked: 0, resealed: 0, unreadable: [] };
  if ((await listHolders(store)).some(({ seenAt }) => seenAt <= key.changedAt)) return null;
  if (store.keyring.dataKeys.primaryOf(workspaceId)?.keyId !== keyId) {
    await takeUpOf(store, workspaceId);
  }
  return await resealPage(store, at, { workspaceId, limit });
}
