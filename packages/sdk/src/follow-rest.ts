/**
 * Follows a popup that stays open after its flow has completed with less access than was asked for: the person may grant
 * the rest there, by a consent of its own, of which this page is told in the same way. It only says that now is a good
 * moment to ask; what counts is the connection that the server then shows.
 */
import type { AppUserConnection } from "./connector-types.ts";
import type { PageWindow, PopupWindow } from "./page.ts";

export interface RestFlow {
  readonly page: PageWindow;
  readonly popup: PopupWindow;
  /** The only origin whose messages count. */
  readonly serverOrigin: string;
  /** As it is now. */
  readonly connection: AppUserConnection;
  read(): Promise<AppUserConnection>;
  /** Called whenever it lacks something else than before. */
  tell(connection: AppUserConnection): void;
  readonly signal: AbortSignal | undefined;
}

const watchIntervalMs = 250;
/** The server lets the person begin so long after the app's call, and a consent takes its time. */
const followedMsMax = 45 * 60_000;

/** Returns at once. Ends with the popup, when nothing lacks any more, when the signal aborts, and after three quarters of an hour. */
export function followRest(flow: RestFlow): void {
  const { page, popup, serverOrigin, signal } = flow;
  // A provider's page with Cross-Origin-Opener-Policy has cut it off: nothing would be heard of it.
  if (popup.closed || signal?.aborted === true) return;
  let missing = flow.connection.missingScopes.join(" ");
  const endsAtMs = Date.now() + followedMsMax;
  const look = async () => {
    const now = await flow.read().catch(() => null);
    if (now === null || signal?.aborted === true) return;
    const lacks = now.missingScopes.join(" ");
    if (lacks === missing) return;
    missing = lacks;
    if (lacks === "") stop();
    flow.tell(now);
  };
  const onMessage = ({ origin, source, data }: MessageEvent) => {
    if (origin !== serverOrigin || source !== popup) return;
    if (typeof data !== "object" || data === null) return;
    const { type, status } = data as Readonly<Record<string, unknown>>;
    if (type === "grantry:authorization" && status === "completed") void look();
  };
  const watcher = setInterval(() => {
    if (!popup.closed && Date.now() < endsAtMs) return;
    stop();
    // Its message may have got lost with it.
    void look();
  }, watchIntervalMs);
  const stop = () => {
    clearInterval(watcher);
    page.removeEventListener("message", onMessage);
    signal?.removeEventListener("abort", stop);
  };
  page.addEventListener("message", onMessage);
  signal?.addEventListener("abort", stop);
}
