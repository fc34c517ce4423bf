/** What is under way: consents in windows or by leaving the page, and disconnects. */
import type { ConnectResult, PopupHandle } from "../connector-types.ts";
import { isGrantryError } from "../errors.ts";
import { currentPage } from "../page.ts";
import { type ConnectionsClient, failureOf, type Keep, type StartOptions } from "./keep.ts";
import type { Failure } from "./snapshot.ts";

interface Flow {
  readonly abort: AbortController;
  result: Promise<ConnectResult | null>;
  popup: PopupHandle | null;
}

export interface Flows {
  connect(connectorId: string, options?: StartOptions): Promise<ConnectResult | null>;
  showWindow(connectorId: string): void;
  cancel(connectorId: string): void;
  disconnect(connectorId: string): Promise<void>;
  /** Completes the flow that came back to this page, and says how it ended. */
  tellReturn(): Promise<void>;
  /** The page that was left for a consent stands again. */
  backOnPage(): void;
  /** Gives everything up; nothing is said of it any more. */
  abandon(): void;
}

export function createFlows(client: ConnectionsClient, shared: Keep): Flows {
  const running = new Map<string, Flow>();
  const leaving = new Set<string>();
  let isAbandoned = false;
  const keep = unlessAbandoned(shared, () => isAbandoned);

  const connect = (id: string, options: StartOptions = {}): Promise<ConnectResult | null> => {
    if (options.display === "page") return leave(id, options);
    const joined = running.get(id);
    if (joined !== undefined) return joined.result;
    const flow: Flow = { abort: new AbortController(), popup: null, result: Promise.resolve(null) };
    running.set(id, flow);
    // Opens the window before it returns: nothing may come between it and the click.
    const connecting = client.connectors.connect(id, {
      ...options,
      signal: flow.abort.signal,
      onPopup: (popup) => {
        flow.popup = popup;
      },
      onMoreAccess: (connection) => {
        keep.replace(connection);
        keep.tell("connected", id);
        options.onMoreAccess?.(connection);
      },
    });
    keep.step(id, { kind: "connecting" });
    flow.result = endOf(connecting, flow.abort.signal, id, keep).finally(() => running.delete(id));
    return flow.result;
  };

  const leave = (id: string, options: StartOptions): Promise<ConnectResult | null> => {
    leaving.add(id);
    keep.step(id, { kind: "leaving" });
    const never = client.connectors.connect(id, options);
    return endOf(never, undefined, id, keep).finally(() => leaving.delete(id));
  };

  return {
    connect,
    showWindow: (id) => running.get(id)?.popup?.focus(),
    cancel: (id) => running.get(id)?.abort.abort(),
    disconnect: (id) => disconnect(client, id, keep),
    tellReturn: () => tellReturn(client, keep),
    backOnPage: () => {
      for (const id of leaving) keep.step(id, null);
      leaving.clear();
    },
    abandon: () => {
      isAbandoned = true;
      for (const { abort } of running.values()) abort.abort();
    },
  };
}

function unlessAbandoned(keep: Keep, isAbandoned: () => boolean): Keep {
  return {
    step: (...given) => {
      if (!isAbandoned()) keep.step(...given);
    },
    replace: (...given) => {
      if (!isAbandoned()) keep.replace(...given);
    },
    tell: (...given) => {
      if (!isAbandoned()) keep.tell(...given);
    },
    refresh: async () => {
      if (!isAbandoned()) await keep.refresh();
    },
  };
}

/** Follows a consent to its end, and says how it ended. */
async function endOf(
  connecting: Promise<ConnectResult>,
  signal: AbortSignal | undefined,
  id: string,
  keep: Keep,
): Promise<ConnectResult | null> {
  try {
    const result = await connecting;
    await keepResult(result, id, keep);
    return result;
  } catch (thrown) {
    if (signal?.aborted) {
      keep.step(id, null);
      keep.tell("cancelled", id);
    } else {
      fail(id, failureOf(thrown), keep);
    }
    // It may have been finished in the last moment.
    await keep.refresh();
    return null;
  }
}

async function keepResult(result: ConnectResult, id: string, keep: Keep): Promise<void> {
  const { outcome, error, connection } = result;
  if (outcome === "blocked") return keep.step(id, { kind: "blocked" });
  if (outcome === "completed") {
    if (connection !== undefined) keep.replace(connection);
    else await keep.refresh();
    keep.step(id, null);
    return keep.tell("connected", id);
  }
  fail(id, { reason: outcome, code: error ?? null, cause: null, requestId: null }, keep);
  await keep.refresh();
}

function fail(id: string, failure: Failure, keep: Keep): void {
  keep.step(id, { kind: "failed", during: "connect", failure });
  keep.tell("connect_failed", id, failure);
}

async function disconnect(client: ConnectionsClient, id: string, keep: Keep): Promise<void> {
  keep.step(id, { kind: "disconnecting" });
  try {
    await client.connectors.disconnect(id);
  } catch (thrown) {
    // Somebody else may have ended it: that is what was wanted.
    if (!isGrantryError(thrown, "not_connected")) {
      const failure = failureOf(thrown);
      keep.step(id, { kind: "failed", during: "disconnect", failure });
      keep.tell("disconnect_failed", id, failure);
      return await keep.refresh();
    }
  }
  await keep.refresh();
  keep.step(id, null);
  keep.tell("disconnected", id);
}

/** Anybody can write an address: that something was connected is said only where the server says so. */
async function tellReturn(client: ConnectionsClient, keep: Keep): Promise<void> {
  if (currentPage() === null) return;
  const { connectorId, ...result } = (await client.connectors.complete().catch(() => null)) ?? {
    connectorId: null,
  };
  if (connectorId === null || !("outcome" in result)) return;
  if (result.outcome !== "completed") {
    const { outcome, error } = result;
    // No window was to be opened.
    if (outcome === "blocked") return;
    fail(connectorId, { reason: outcome, code: error ?? null, cause: null, requestId: null }, keep);
  } else if (result.connection?.status === "active") {
    keep.replace(result.connection);
    keep.tell("connected", connectorId);
  }
}
