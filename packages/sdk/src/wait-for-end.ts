/**
 * Finds out how a flow in a popup ended. The server's answer is the truth; a message from the
 * popup, or its closing, only says that now is a good moment to ask.
 */
import type { ConnectResult } from "./connector-types.ts";
import { isGrantryError } from "./errors.ts";

/** What the server says about one authorization. */
export interface AttemptStatus {
  readonly status: "PENDING" | "ACTIVE" | "FAILED";
  /** Stable code of the failure, where it failed. */
  readonly error: string | null;
}

export interface PopupFlow {
  readonly page: Window;
  readonly popup: Window;
  readonly authorizationId: string;
  /** The only origin whose messages count. */
  readonly serverOrigin: string;
  askStatus(): Promise<AttemptStatus>;
  readonly pollIntervalMs: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const watchIntervalMs = 250;
/** How long a popup must have been closed, with the page in front, before the flow counts as left. */
const closedGraceMs = 3_000;

/** Resolves with the end of the flow. Rejects with the signal's reason when it aborts. */
export async function waitForEnd(flow: PopupFlow): Promise<ConnectResult> {
  const deadlineMs = Date.now() + flow.timeoutMs;
  const moments = watchMoments(flow);
  const hasLeft = createLeftCheck(flow);
  try {
    for (;;) {
      await moments.next(Math.min(flow.pollIntervalMs, Math.max(0, deadlineMs - Date.now())));
      flow.signal?.throwIfAborted();
      // Both are judged before the question is asked, so that one answer always follows them.
      const userHasLeft = hasLeft();
      const isLate = Date.now() >= deadlineMs;
      const end = await askForEnd(flow);
      if (end !== null) return end;
      if (userHasLeft) return { outcome: "closed" };
      if (isLate) return { outcome: "timed_out" };
    }
  } finally {
    moments.stop();
  }
}

/** The end, as the server knows it; null while the flow goes on or the server cannot tell. */
async function askForEnd(flow: PopupFlow): Promise<ConnectResult | null> {
  try {
    const { status, error } = await flow.askStatus();
    if (status === "PENDING") return null;
    if (status === "ACTIVE") return { outcome: "completed" };
    if (error === "access_denied") return { outcome: "denied", error };
    return { outcome: "failed", error: error ?? "authorization_failed" };
  } catch (thrown) {
    if (!isGrantryError(thrown)) throw thrown;
    return isFinal(thrown.status) ? { outcome: "failed", error: thrown.code } : null;
  }
}

/** Whether asking again cannot help. A 401 may pass: the app can set a fresh token meanwhile. */
function isFinal(status: number | undefined): boolean {
  if (status === undefined || status < 400 || status >= 500) return false;
  return status !== 401 && status !== 408 && status !== 429;
}

/** Wakes the loop when the popup sends its message, closes, or the caller aborts. */
function watchMoments(flow: PopupFlow) {
  let wake = () => {};
  let isDue = false;
  const stir = () => {
    isDue = true;
    wake();
  };
  const onMessage = (event: MessageEvent) => {
    if (isEndMessage(flow, event)) stir();
  };
  let wasClosed = false;
  const watcher = setInterval(() => {
    if (flow.popup.closed && !wasClosed) stir();
    wasClosed = flow.popup.closed;
  }, watchIntervalMs);
  flow.page.addEventListener("message", onMessage);
  flow.signal?.addEventListener("abort", stir);
  return {
    next: async (ms: number): Promise<void> => {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, isDue ? 0 : ms);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      isDue = false;
    },
    stop: () => {
      clearInterval(watcher);
      flow.page.removeEventListener("message", onMessage);
      flow.signal?.removeEventListener("abort", stir);
    },
  };
}

/** Whether a message comes from the server's page in our popup and speaks of our authorization. */
function isEndMessage(flow: PopupFlow, event: MessageEvent): boolean {
  if (event.origin !== flow.serverOrigin || event.source !== flow.popup) return false;
  const data: unknown = event.data;
  if (typeof data !== "object" || data === null) return false;
  const { type, authorizationId } = data as { type?: unknown; authorizationId?: unknown };
  return type === "grantry:authorization" && authorizationId === flow.authorizationId;
}

/**
 * Whether the user has left the flow. A provider page with `Cross-Origin-Opener-Policy` makes
 * `closed` read true while the popup is still open: so the page must also be in front, which it is
 * not while the user works in the popup.
 */
function createLeftCheck(flow: PopupFlow): () => boolean {
  let sinceMs: number | null = null;
  return () => {
    const seemsLeft = flow.popup.closed && flow.page.document.hasFocus();
    sinceMs = seemsLeft ? (sinceMs ?? Date.now()) : null;
    return sinceMs !== null && Date.now() - sinceMs >= closedGraceMs;
  };
}
