/** Wraps every data key with the primary root key, and seals every value with the primary data key of its workspace. */
import { rewrapDataKeys } from "../../store/data-key-states.ts";
import { type ResealPosition, resealPage, resealStart } from "../../store/reseal.ts";
import { inTransaction } from "../../store/store.ts";
import type { KeysContext, Progress } from "./context.ts";
import { resealEnds } from "./ends.ts";
import { recordKeys } from "./record.ts";
import { takeUpAll } from "./rotate.ts";

/** Rows that do not open are named up to so many. */
const namedMax = 20;

export interface ResealInput {
  /** Null: of all workspaces, and the server's own. */
  readonly workspaceId: string | null;
  /** Rows of a page, and how long to wait after each: what others do goes on in between. */
  readonly pageRows: number;
  readonly pauseMs: number;
  readonly progressed?: (progress: Progress) => void;
}

/**
 * Goes through everything once, a page at a time. What is done stays: after an end in the middle it is begun again,
 * and goes past what is sealed as it should be.
 */
export async function resealAll(context: KeysContext, input: ResealInput): Promise<Progress> {
  const { store, clock, reached = () => {} } = context;
  const { workspaceId, pageRows: limit, pauseMs, progressed = () => {} } = input;
  // At the beginning: what is broken off has changed something, too.
  await inTransaction(store, (trx) =>
    recordKeys(trx, "encryption_keys.resealed", {
      id: "server",
      details: workspaceId === null ? {} : { workspace: workspaceId },
    }),
  );
  let progress: Progress = { looked: 0, resealed: 0, rewrapped: 0, unreadable: [] };
  for (;;) {
    const rewrapped = await rewrapDataKeys(store, limit);
    if (rewrapped === 0) break;
    progress = { ...progress, rewrapped: progress.rewrapped + rewrapped };
    reached("rewrapped");
    progressed(progress);
  }
  await takeUpAll(context);
  if (workspaceId === null || workspaceId === "") {
    progress = { ...progress, resealed: await resealEnds(context) };
    progressed(progress);
  }
  let at: ResealPosition | null = resealStart;
  while (at !== null) {
    const page = await resealPage(store, at, { workspaceId, limit });
    progress = {
      ...progress,
      looked: progress.looked + page.looked,
      resealed: progress.resealed + page.resealed,
      unreadable: [...progress.unreadable, ...page.unreadable].slice(0, namedMax),
    };
    at = page.next;
    reached("page");
    progressed(progress);
    if (pauseMs > 0 && page.resealed > 0) await clock.sleep(pauseMs);
  }
  return progress;
}
