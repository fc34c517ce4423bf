/**
 * Finds out how a flow in a popup ended. The server's answer is the truth; a message from the
 * popup, or its closing, says that now is a good moment to ask. Where the server does not answer this
 * page, as when the user's token has ended meanwhile, the word of its own page in the popup counts.
 */
import type { ConnectResult } from "./connector-types.ts";
import { isGrantryError } from "./errors.ts";
import type { PageWindow, PopupWindow } from "./page.ts";

/** What the server says about one authorization. */
export interface AttemptStatus {
  /** `completed`, `failed` or `expired`; all else goes on, also what only a newer server says. */
  readonly status: string;
  /** Stable code of the failure, where it failed. */
  readonly error: string | null;
}

export interface PopupFlow {
  readonly page: PageWindow;
  readonly popup: PopupWindow;
  readonly authorizationId: string;
  /** The only origin whose messages count. */
  readonly serverOrigin: string;
  askStatus(): Promise<AttemptStatus>;
  /** Takes what the popup came back to this page's origin with; null where it has not, or another page has taken it. */
  takeCode(): string | null;
  /** Completes by it; null where the flow goes on in the popup. */
  complete(code: string): Promise<ConnectResult | null>;
  readonly pollIntervalMs: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
}

const watchIntervalMs = 100;
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
      const code = moments.code();
      const completed = code === null ? null : await flow.complete(code);
      if (completed !== null) return completed;
      // Both are judged before the question is asked, so that one answer always follows them.
      const userHasLeft = hasLeft();
      const isLate = Date.now() >= deadlineMs;
      const asked = await askForEnd(flow);
      const end = asked.end ?? (asked.failure === undefined ? null : moments.told());
      if (end !== null) return end;
      // Whoever cannot ask does not know that nothing was connected.
      if (userHasLeft) return asked.failure ?? { outcome: "closed" };
      if (isLate) return { outcome: "timed_out" };
    }
  } finally {
    moments.stop();
  }
}

/** The end as the server knows it, null while the flow goes on; or why the server could not tell. */
interface Asked {
  readonly end: ConnectResult | null;
  readonly failure?: ConnectResult;
}

async function askForEnd(flow: PopupFlow): Promise<Asked> {
  try {
    const { status, error } = await flow.askStatus();
    if (status === "completed") return { end: { outcome: "completed" } };
    if (status === "expired" || status === "canceled")
      return { end: endOfFailure("state_invalid") };
    return { end: status === "failed" ? endOfFailure(error) : null };
  } catch (thrown) {
    if (!isGrantryError(thrown)) throw thrown;
    const failure: ConnectResult = { outcome: "failed", error: thrown.code };
    return { end: isFinal(thrown.status) ? failure : null, failure };
  }
}

/** The end of a flow that failed by this. */
export function endOfFailure(error: string | null): ConnectResult {
  if (error === "access_denied") return { outcome: "denied", error };
  return { outcome: "failed", error: error ?? "authorization_failed" };
}

/** Whether asking again cannot help. A 401 may pass: the app can set a fresh token meanwhile. */
function isFinal(status: number | undefined): boolean {
  if (status === undefined || status < 400 || status >= 500) return false;
  return status !== 401 && status !== 408 && status !== 429;
}

/** Wakes the loop when the popup sends its message, closes, or the caller aborts. */
function watchMoments(flow: PopupFlow) {
  let wake = () => {};
  let told: ConnectResult | null = null;
  let isDue = false;
  const stir = () => {
    isDue = true;
    wake();
  };
  const onMessage = (event: MessageEvent) => {
    const end = endInMessage(flow, event);
    if (end === null) return;
    told = end;
    stir();
  };
  let wasClosed = false;
  let code: string | null = null;
  const watcher = setInterval(() => {
    if (flow.popup.closed && !wasClosed) stir();
    wasClosed = flow.popup.closed;
    const taken = flow.takeCode();
    if (taken === null) return;
    code = taken;
    stir();
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
    /** What the popup came back with, once. */
    code: () => {
      const taken = code;
      code = null;
      return taken;
    },
    /** What the popup said of the end; null where it has said nothing. */
    told: () => told,
    stop: () => {
      clearInterval(watcher);
      flow.page.removeEventListener("message", onMessage);
      flow.signal?.removeEventListener("abort", stir);
    },
  };
}

/**
 * The end that a message tells of; null where it does not come from the server's page in our popup, or
 * speaks of another authorization.
 */
function endInMessage(flow: PopupFlow, event: MessageEvent): ConnectResult | null {
  if (event.origin !== flow.serverOrigin || event.source !== flow.popup) return null;
  const data: unknown = event.data;
  if (typeof data !== "object" || data === null) return null;
  const { type, authorizationId, status, error } = data as Readonly<Record<string, unknown>>;
  if (type !== "grantry:authorization" || authorizationId !== flow.authorizationId) return null;
  if (status === "completed") return { outcome: "completed" };
  return endOfFailure(typeof error === "string" ? error : null);
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
