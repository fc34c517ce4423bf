/** Checks the whole chain of a workspace. */

import {
  type ChainBreak,
  checkChain,
  countUnlinked,
  isThere,
  type NotedRecord,
} from "../../store/audit-verify.ts";
import { pause } from "../../store/bounded-counts.ts";
import type { Store } from "../../store/store.ts";

/** How many records are read, and held, at once. */
const atOnce = 5_000;
const unlinkedMax = 1_000;

export interface VerifiedChain {
  readonly checked: number;
  /** The first record that is wrong. */
  readonly broken: ChainBreak | null;
  readonly firstNumber: number | null;
  readonly lastNumber: number | null;
  readonly lastHash: string | null;
  /** Whether the record that was expected is there; null where none was. */
  readonly isExpectedThere: boolean | null;
  /** False where the key that sealed the end is not there any more. */
  readonly sealKnown: boolean;
  /** Of the newest records; a thousand at most are counted. */
  readonly unlinked: number;
}

export async function verifyChain(
  store: Store,
  workspaceId: string | null,
  progress: (count: number) => void,
  expected: NotedRecord | null = null,
): Promise<VerifiedChain> {
  let checked = 0;
  let from: number | null = null;
  for (;;) {
    const part = await checkChain(store, workspaceId, { from, max: atOnce });
    checked += part.checked;
    from = part.next;
    if (from === null) {
      return {
        checked,
        broken: part.broken,
        firstNumber: part.chain?.firstNumber ?? null,
        lastNumber: part.chain?.lastNumber ?? null,
        lastHash: part.chain?.lastHash ?? null,
        isExpectedThere: expected && (await isThere(store, workspaceId, expected)),
        sealKnown: part.chain?.sealKnown ?? true,
        unlinked: await countUnlinked(store, workspaceId, unlinkedMax),
      };
    }
    progress(checked);
    await pause();
  }
}
