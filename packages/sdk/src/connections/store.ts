/**
 * The signed-in user's connections, kept for the pages that show them: read, connected, disconnected. One per
 * client, whoever shows it, so that all parts of a page say the same.
 */
import type { ConnectResult } from "../connector-types.ts";
import { createFlows } from "./flows.ts";
import { type ConnectionsClient, failureOf, type Keep, type StartOptions } from "./keep.ts";
import { watchPage } from "./page-watch.ts";
import { type ConnectionsSnapshot, nothingKnown } from "./snapshot.ts";

/** The connections of a client's user, and what can be done with them. */
export interface ConnectionsStore {
  /**
   * Calls the listener after every change, until the returned function is called. While anybody listens, the list
   * is read anew whenever the page comes to the front.
   */
  subscribe(listener: () => void): () => void;
  /** What is known now; the same object until something changes. */
  getSnapshot(): ConnectionsSnapshot;
  /** Reads the list anew. Resolves when it was read or could not be; never rejects. */
  refresh(): Promise<void>;
  /** Forgets everything and reads anew: for another user on the same client. */
  reset(): Promise<void>;
  /**
   * Lets the user connect an account. Call it directly in the handler of a click, before any `await`: the browser
   * lets a page open a window only there. Resolves with the end; null where it could not start or was cancelled.
   */
  connect(connectorId: string, options?: StartOptions): Promise<ConnectResult | null>;
  /** Brings the window of a consent to the front. */
  showWindow(connectorId: string): void;
  /** Closes the window of a consent, and gives the consent up. */
  cancel(connectorId: string): void;
  /** Asks in the row, before {@link ConnectionsStore.disconnect}. */
  ask(connectorId: string): void;
  /** Ends the connection at once. Resolves when it was ended or could not be; never rejects. */
  disconnect(connectorId: string): Promise<void>;
  /** Takes back a question, or puts a failure away. */
  dismiss(connectorId: string): void;
}

const stores = new WeakMap<ConnectionsClient, ConnectionsStore>();

/**
 * The store of a client: made on the first call, the same from then on. It asks the server nothing before somebody
 * subscribes.
 *
 * @example
 * ```ts
 * const store = connectionsOf(client);
 * store.subscribe(() => draw(store.getSnapshot()));
 * ```
 */
export function connectionsOf(client: ConnectionsClient): ConnectionsStore {
  const known = stores.get(client);
  if (known !== undefined) return known;
  const made = createStore(client);
  stores.set(client, made);
  return made;
}

function createStore(client: ConnectionsClient): ConnectionsStore {
  const listeners = new Set<() => void>();
  let snapshot = nothingKnown;
  const change = (part: Partial<ConnectionsSnapshot>) => {
    snapshot = { ...snapshot, ...part };
    for (const listener of [...listeners]) listener();
  };
  const reading = createReading(client, change);
  const keep: Keep = {
    ...keepIn(() => snapshot, change),
    refresh: reading.refresh,
  };
  let flows = createFlows(client, keep);
  const watch = watchPage({
    onFront: () => void reading.refreshUnlessUnderWay(),
    onBack: () => flows.backOnPage(),
  });
  let isFirst = true;
  const start = () => {
    watch.start();
    const first = isFirst;
    isFirst = false;
    void reading.refreshUnlessUnderWay().then(() => {
      if (first) void flows.tellReturn();
    });
  };
  return {
    subscribe: (listener) => {
      // A function of its own, since the same listener may come twice.
      const own = () => listener();
      listeners.add(own);
      if (listeners.size === 1) start();
      return () => {
        listeners.delete(own);
        if (listeners.size === 0) watch.stop();
      };
    },
    getSnapshot: () => snapshot,
    refresh: reading.refresh,
    reset: () => {
      flows.abandon();
      flows = createFlows(client, keep);
      change(nothingKnown);
      return reading.refresh();
    },
    connect: (id, options) => flows.connect(id, options),
    showWindow: (id) => flows.showWindow(id),
    cancel: (id) => flows.cancel(id),
    ask: (id) => keep.step(id, { kind: "asking" }),
    disconnect: (id) => flows.disconnect(id),
    dismiss: (id) => keep.step(id, null),
  };
}

/** Reads the list; of two that are under way, the later one counts. */
function createReading(
  client: ConnectionsClient,
  change: (part: Partial<ConnectionsSnapshot>) => void,
) {
  let underWay: { readonly abort: AbortController; readonly done: Promise<void> } | null = null;
  let wasRead = false;

  const read = async (abort: AbortController): Promise<void> => {
    const isCurrent = () => underWay?.abort === abort;
    try {
      const connections = await client.connectors.listConnections({ signal: abort.signal });
      if (!isCurrent()) return;
      wasRead = true;
      change({ phase: "ready", connections, failure: null });
    } catch (thrown) {
      if (isCurrent()) change({ phase: wasRead ? "ready" : "failed", failure: failureOf(thrown) });
    } finally {
      if (isCurrent()) underWay = null;
    }
  };

  const refresh = (): Promise<void> => {
    underWay?.abort.abort();
    const abort = new AbortController();
    // Set before anything is asked, since the answer is compared with it.
    const holder: { abort: AbortController; done: Promise<void> } = {
      abort,
      done: Promise.resolve(),
    };
    underWay = holder;
    holder.done = read(abort);
    return holder.done;
  };
  return { refresh, refreshUnlessUnderWay: () => underWay?.done ?? refresh() };
}

function keepIn(
  now: () => ConnectionsSnapshot,
  change: (part: Partial<ConnectionsSnapshot>) => void,
): Omit<Keep, "refresh"> {
  return {
    step: (id, step) => {
      const { [id]: before, ...others } = now().steps;
      if (before === undefined && step === null) return;
      change({ steps: step === null ? others : { ...others, [id]: step } });
    },
    replace: (connection) => {
      const connections = now().connections.map((one) =>
        one.connectorId === connection.connectorId ? connection : one,
      );
      change({ connections });
    },
    tell: (kind, connectorId, failure) => {
      const number = (now().news?.number ?? 0) + 1;
      change({ news: { number, kind, connectorId, failure: failure ?? null } });
    },
  };
}
