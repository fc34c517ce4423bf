/** Lets an app user connect an account, in a popup or by leaving the page. */
import { needsPage, pathSegment, requireText } from "./arguments.ts";
import { completed, endOf } from "./complete.ts";
import type { ConnectorId } from "./connector-registries.ts";
import type {
  AppUserConnection,
  CallOptions,
  CompletedAuthorization,
  ConnectAppUserOptions,
  ConnectOptions,
  ConnectResult,
} from "./connector-types.ts";
import { followRest } from "./follow-rest.ts";
import { currentPage, type PageWindow, type PopupWindow } from "./page.ts";
import { keep, newProof, type Proof } from "./proof.ts";
import { returnedIn, returnUrlOf } from "./return-url.ts";
import type * as v1 from "./v1-shapes.ts";
import { type AttemptStatus, waitForEnd } from "./wait-for-end.ts";
import { readObjectOrNull, readText, type Unread } from "./wire.ts";

/** A started authorization. */
export interface Authorization {
  /** Where the person goes, once. */
  readonly connectUrl: URL;
  readonly authorizationId: string;
}

/** What the flow asks of the server. */
export interface ConnectCalls {
  /** `challenge` null: the browser completes, or a page that asks. */
  initiate(
    connectorId: string,
    options: ConnectAppUserOptions,
    challenge: string | null,
  ): Promise<Authorization>;
  complete(proofs: {
    readonly id: string;
    readonly code: string;
    readonly verifier: string;
  }): Promise<CompletedAuthorization>;
  /** Reads what stands below the user's address. */
  get<Shape>(path: string, options: CallOptions, quiet: boolean): Promise<Unread<Shape>>;
  getConnectionStatus(connectorId: string, options: CallOptions): Promise<AppUserConnection>;
}

const timeoutMsDefault = 600_000;
const pollIntervalMsDefault = 1_500;

/** The method `connect`. */
export type Connect = (connectorId: string, options: ConnectOptions) => Promise<ConnectResult>;

/** A flow in a popup that has not ended. */
interface RunningFlow {
  readonly result: Promise<ConnectResult>;
  /** Ends when the first caller aborts: whoever joined did not. */
  readonly signal: AbortSignal | undefined;
}

/**
 * See `UserConnectorsModule.connect`. Runs without an `await` up to the opening of the popup. Whoever
 * calls again while a connector's popup is open joins: a click that is heard twice opens one.
 */
export function createConnect(calls: ConnectCalls): Connect {
  const running = new Map<string, RunningFlow>();
  return async (connectorId, options) => {
    // Whoever leaves the page joins nobody, and nobody waits for them: the page may come back.
    if (options.display === "page") return await connect(calls, connectorId, options);
    const joined = running.get(connectorId);
    if (joined !== undefined && joined.signal?.aborted !== true) {
      return await untilAborted(joined.result, options.signal);
    }
    const flow = { result: connect(calls, connectorId, options), signal: options.signal };
    running.set(connectorId, flow);
    try {
      return await flow.result;
    } finally {
      if (running.get(connectorId) === flow) running.delete(connectorId);
    }
  };
}

/** The result, or the signal's reason as soon as it aborts. */
async function untilAborted<Result>(
  result: Promise<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  if (signal === undefined) return await result;
  return await new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    result.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

async function connect(
  calls: ConnectCalls,
  connectorId: string,
  options: ConnectOptions,
): Promise<ConnectResult> {
  requireText(connectorId, "Connector ID");
  const page = currentPage();
  if (page === null) throw needsPage();
  options.signal?.throwIfAborted();
  if (options.display === "page") return await connectByPage(calls, page, connectorId, options);
  const popup = openPopup(page);
  if (popup === null) return { outcome: "blocked" };
  options.onPopup?.({ focus: () => popup.focus() });
  let result: ConnectResult | undefined;
  try {
    result = await connectByPopup(calls, { page, popup }, connectorId, options);
    return result;
  } finally {
    if (!isRead(result)) closePopup(popup);
  }
}

async function connectByPage(
  calls: ConnectCalls,
  page: PageWindow,
  connectorId: string,
  options: ConnectOptions,
): Promise<ConnectResult> {
  const proof = await proofFor(page, options);
  const { connectUrl, authorizationId } = await calls.initiate(
    connectorId,
    options,
    proof?.challenge ?? null,
  );
  leave(page, proof, { authorizationId, connectorId, isPopup: false });
  page.location.assign(connectUrl.href);
  // The page is being left: whoever awaits this must not go on.
  return new Promise(() => {});
}

async function connectByPopup(
  calls: ConnectCalls,
  windows: { readonly page: PageWindow; readonly popup: PopupWindow },
  connectorId: string,
  options: ConnectOptions,
): Promise<ConnectResult> {
  // A page that is left before the answer comes leaves an empty popup to nobody.
  const close = () => windows.popup.close();
  windows.page.addEventListener("pagehide", close);
  const { page, popup } = windows;
  const begin = async () => {
    const proof = await proofFor(page, options);
    const challenge = proof?.challenge ?? null;
    return { proof, ...(await calls.initiate(connectorId, options, challenge)) };
  };
  const { proof, connectUrl, authorizationId } = await begin().finally(() =>
    windows.page.removeEventListener("pagehide", close),
  );
  let isBack = false;
  // The popup's own, for where a provider's page cuts it off from this one.
  leave(popup, proof, { authorizationId, connectorId, isPopup: true });
  if (!windows.popup.closed) windows.popup.location.replace(connectUrl.href);
  const end = await waitForEnd({
    ...windows,
    authorizationId,
    serverOrigin: connectUrl.origin,
    askStatus: () => statusOf(calls, authorizationId, options),
    takeCode: () => (proof === null || isBack ? null : codeIn(popup, authorizationId)),
    complete: async (code) => {
      const verifier = proof?.verifier ?? "";
      const end = await endOf(calls, { id: authorizationId, code, verifier });
      isBack = true;
      if (end.kind === "ended") return end.result;
      popup.location.replace(end.url);
      return null;
    },
    pollIntervalMs: options.pollIntervalMs ?? pollIntervalMsDefault,
    timeoutMs: options.timeoutMs ?? timeoutMsDefault,
    signal: options.signal,
  });
  // What it shows there is a page of the app's own.
  if (isBack) closePopup(popup);
  if (end.outcome !== "completed") return end;
  const result = await completed(calls, connectorId, options);
  if (proof !== null) {
    closePopup(popup);
    return result;
  }
  const { onMoreAccess: tell } = options;
  if (tell !== undefined && result.connection !== undefined && isRead(result)) {
    followRest({
      ...windows,
      serverOrigin: connectUrl.origin,
      connection: result.connection,
      read: () => calls.getConnectionStatus(connectorId, options),
      tell,
      signal: options.signal,
    });
  }
  return result;
}

/** Null where the browser is to complete: the app says so, cannot be returned to, or cannot hash. */
async function proofFor(page: PageWindow, options: ConnectOptions): Promise<Proof | null> {
  const back = options.returnUrl ?? returnUrlOf(page.location.href);
  return options.completion === "browser" || back === undefined ? null : await newProof();
}

/** Leaves the verifier with the window that comes back. */
function leave(
  window: Pick<PageWindow, "sessionStorage">,
  proof: Proof | null,
  flow: {
    readonly authorizationId: string;
    readonly connectorId: string;
    readonly isPopup: boolean;
  },
): void {
  if (proof === null) return;
  const { authorizationId, connectorId, isPopup } = flow;
  const kept = { connectorId: connectorId as ConnectorId, isPopup, at: Date.now() };
  keep(() => window.sessionStorage, authorizationId, { verifier: proof.verifier, ...kept });
}

/** What the popup came back with to a page of this origin; null while it is elsewhere, where nobody may look. */
function codeIn(popup: PopupWindow, authorizationId: string): string | null {
  try {
    const returned = returnedIn(popup.location.href);
    return returned?.authorizationId === authorizationId ? returned.code : null;
  } catch {
    return null;
  }
}

async function statusOf(
  calls: ConnectCalls,
  authorizationId: string,
  options: CallOptions,
): Promise<AttemptStatus> {
  const path = `/authorizations/${pathSegment(authorizationId, "Authorization ID")}`;
  const body = await calls.get<v1.Authorization>(path, options, true);
  const error: Unread<{ code: string }> | null = readObjectOrNull(body, "error");
  return {
    status: readText(body, "status"),
    error: error === null ? null : readText(error, "code"),
  };
}

/** Whether the popup says something for the person to read: why it failed, or what they left out. */
function isRead(result: ConnectResult | undefined): boolean {
  if (result?.outcome === "completed") return (result.connection?.missingScopes.length ?? 0) > 0;
  return result?.outcome === "failed";
}

/** Closes the popup. One that is just navigating may outlive the first call. */
function closePopup(popup: PopupWindow): void {
  popup.close();
  for (const delayMs of [250, 1_000]) setTimeout(() => popup.close(), delayMs);
}

/** An empty popup in the middle of the page's window; null where the browser opened none. */
function openPopup(page: PageWindow): PopupWindow | null {
  const width = 520;
  const height = 720;
  const left = Math.max(0, Math.round(page.screenX + (page.outerWidth - width) / 2));
  const top = Math.max(0, Math.round(page.screenY + (page.outerHeight - height) / 2));
  const features = `popup,width=${width},height=${height},left=${left},top=${top}`;
  const popup = page.open("about:blank", "_blank", features);
  // Some blockers hand out a window that is closed already.
  return popup === null || popup.closed ? null : popup;
}
