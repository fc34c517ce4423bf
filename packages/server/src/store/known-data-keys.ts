/** Keeps what a process holds of table data_keys as it is there. */
import { dataKeysMax } from "../crypto/data-keys.ts";
import { isGrantryError } from "../lib/error.ts";
import { proveDataKey, takeUp } from "./data-keys.ts";
import type { Store } from "./store.ts";
import type { DataKeyRow } from "./tables/server.ts";

/** Rows that are looked at in one go. */
const portion = 1_000;
/** Clocks of processes differ, and a change is committed after its time was taken. */
const overlapSeconds = 60;
/** How often the server's own key is unwrapped, so that a key service that is away is noticed by then. */
const ownEveryMs = 60_000;
/** Keys that are unwrapped at once. */
const concurrentMax = 8;

/** So many keys that nobody has asked for yet are unwrapped in one look, which a start waits for. */
const atOnceMax = 400;

/** Called with what could not be unwrapped; the rest goes on. */
export type KeyFailed = (keyId: string, thrown: unknown) => void;

/** From where a look goes on. */
export interface LookFrom {
  /** What was changed since this moment, epoch seconds. */
  readonly since: number;
  /** Keys that did not unwrap in looks of before since then: others have their turn. */
  readonly inVain: ReadonlySet<string>;
}

export const firstLook: LookFrom = { since: 0, inVain: new Set() };

/**
 * Takes up what is new or changed. Resolves with where to go on from: the same moment again
 * where there is more than is unwrapped in one go. What is left is unwrapped by the next looks, or when it is needed.
 */
export async function takeUpChanged(
  store: Store,
  { since, inVain: before }: LookFrom,
  failed: KeyFailed,
  most: number = atOnceMax,
): Promise<LookFrom> {
  const now = store.clock.nowSeconds();
  const { dataKeys } = store.keyring;
  const unlessAway = askedOnce();
  const inVain = new Set(before);
  let tried = 0;
  let isMore = false;
  await eachDataKey(store, { changedSince: since - overlapSeconds }, async (row) => {
    const { data_key_id: keyId } = row;
    const isHeld = dataKeys.get(keyId)?.serves === true;
    // The server's own is needed everywhere; of a staged one others wait to hear that it is known here.
    const canWait = !isHeld && row.workspace_id !== "" && row.state !== "staged";
    if (canWait && before.has(keyId)) return;
    if (canWait && tried >= most) {
      isMore = true;
      return;
    }
    if (canWait) tried += 1;
    const work = () => takeUp(store, row);
    await (isHeld ? work() : unlessAway(row, work)).catch((thrown: unknown) => {
      failed(keyId, thrown);
      if (!canWait) return;
      // Where a key service is away its keys cost nothing, and keep no others from being unwrapped.
      if (isGrantryError(thrown, "key_service_unavailable")) tried -= 1;
      else inVain.add(keyId);
    });
  });
  // Of more than are held at once those that are not used would only drive out others.
  const goesOn = isMore && dataKeys.all().length + inVain.size + most <= dataKeysMax;
  return goesOn ? { since, inVain } : { since: now, inVain: new Set() };
}

/**
 * Unwraps keys anew that were unwrapped long ago: a tenth of the time for which they serve; the server's own after a
 * minute. One that is gone is dropped. One that cannot be unwrapped, since its key service is away or refuses, serves
 * until that time is over; what is under way then may still seal with it.
 */
export async function proveDataKeys(
  store: Store,
  { servesMs }: { readonly servesMs: number },
  failed: KeyFailed,
): Promise<void> {
  const { clock, keyring } = store;
  const age = (key: { readonly provenAtMs: number }) => clock.steadyMs() - key.provenAtMs;
  const due = new Map(
    keyring.dataKeys
      .all()
      .filter((key) => age(key) > (key.workspaceId === "" ? ownEveryMs : servesMs / 10))
      .map((key) => [key.keyId, key]),
  );
  if (due.size === 0) return;
  const unlessAway = askedOnce();
  const ownAlone = [...due.values()].every(({ workspaceId }) => workspaceId === "");
  await eachDataKey(store, { changedSince: 0, ownAlone }, async (row) => {
    const key = due.get(row.data_key_id);
    if (key === undefined) return;
    due.delete(row.data_key_id);
    await unlessAway(row, () => proveDataKey(store, row)).catch((thrown: unknown) => {
      failed(key.keyId, thrown);
      key.serves = age(key) <= servesMs;
    });
  });
  for (const keyId of due.keys()) keyring.dataKeys.drop(keyId);
}

/** Of a root key whose service is away one is unwrapped in vain, or a few at once; the others would wait for the same. */
function askedOnce(): (row: DataKeyRow, unwrap: () => Promise<void>) => Promise<void> {
  const away = new Map<string, unknown>();
  return async ({ root_key_id: rootKeyId }, unwrap) => {
    if (away.has(rootKeyId)) throw away.get(rootKeyId);
    try {
      await unwrap();
    } catch (thrown) {
      if (isGrantryError(thrown, "key_service_unavailable")) away.set(rootKeyId, thrown);
      throw thrown;
    }
  };
}

interface Which {
  readonly changedSince: number;
  /** Whether those of workspaces are left out. */
  readonly ownAlone?: boolean;
}

async function eachDataKey(
  store: Store,
  { changedSince, ownAlone = false }: Which,
  work: (row: DataKeyRow) => Promise<unknown>,
): Promise<void> {
  for (let after = ""; ; ) {
    const rows = await store.db
      .selectFrom("data_keys")
      .selectAll()
      .where("changed_at", ">=", changedSince)
      .$if(ownAlone, (query) => query.where("workspace_id", "=", ""))
      .where("data_key_id", ">", after)
      .orderBy("data_key_id")
      .limit(portion)
      .execute();
    for (let at = 0; at < rows.length; at += concurrentMax) {
      await Promise.all(rows.slice(at, at + concurrentMax).map(work));
    }
    const last = rows.at(-1);
    if (last === undefined || rows.length < portion) return;
    after = last.data_key_id;
  }
}
