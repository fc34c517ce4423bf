/**
 * Says in time that a connection ends for good, so that its owner can connect again before: its refresh
 * token ends, or nothing refreshes its token. One of the latter that is over is ended, also where nobody
 * reads it.
 */
import { storeNeedsReauth } from "../../store/connection-leases.ts";
import type { Connection } from "../../store/connections.ts";
import { getConnector } from "../../store/connectors.ts";
import {
  listConnectorsEnding,
  listEnding,
  listEndingTokens,
  listOver,
  type Notice,
} from "../../store/endings.ts";
import { addEvent } from "../../store/events.ts";
import { claim } from "../engine/index.ts";
import { catalogueEntry, refreshesByItself } from "../providers/index.ts";
import type { EventsContext } from "./context.ts";

/** A week before, of what lives for months; in the last tenth, of what lives shorter. */
const notice: Notice = { maxSeconds: 604_800, parts: 10, limit: 200 };

/** Enters an event for every connection that is near its end; once each. Ends those that are over. */
export async function announceEndings(context: EventsContext): Promise<void> {
  const { store } = context;
  for (const connection of await listEnding(store, notice)) {
    await announce(context, connection, connection.refreshTokenExpiresAt);
  }
  for await (const unrefreshed of unrefreshedConnectors(context)) {
    await announceTokens(context, unrefreshed);
  }
}

/** How many connectors are looked at in one go. */
const connectorsMax = 500;

/** Connectors whose tokens nothing refreshes and of which some end soon: all of them, a page at a time. */
async function* unrefreshedConnectors(context: EventsContext): AsyncGenerator<string[]> {
  const before = context.clock.nowSeconds() + notice.maxSeconds;
  let after = "";
  while (!context.closing.aborted) {
    const page = { before, after, limit: connectorsMax };
    const found = await listConnectorsEnding(context.store, page);
    const unrefreshed: string[] = [];
    for (const one of found) {
      if (await needsRefreshToken(context, one)) unrefreshed.push(one.connectorId);
    }
    yield unrefreshed;
    const last = found.at(-1);
    if (last === undefined || found.length < connectorsMax) return;
    after = last.connectorId;
  }
}

async function announceTokens(context: EventsContext, unrefreshed: string[]): Promise<void> {
  const { store } = context;
  for (const connection of await listEndingTokens(store, unrefreshed, notice)) {
    await announce(context, connection, connection.expiresAt);
  }
  for (const connection of await listOver(store, unrefreshed, notice.limit)) {
    await end(context, connection);
  }
}

async function needsRefreshToken(
  context: EventsContext,
  { workspaceId, connectorId }: { readonly workspaceId: string; readonly connectorId: string },
): Promise<boolean> {
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) return false;
  try {
    return !refreshesByItself(catalogueEntry(context, registered));
  } catch {
    // The operator's to mend: nothing is said of connections whose entry is not there.
    return false;
  }
}

async function announce(context: EventsContext, connection: Connection, endsAt: number | null) {
  if (endsAt === null) return;
  const { workspaceId, appId, connectionId } = connection;
  await addEvent(context.store, {
    workspaceId,
    appId,
    connectionId,
    type: "connection.ends_soon",
    occasion: endsAt,
    data: { ends_at: String(endsAt) },
  });
  context.log.info({ connectionId, endsAt }, "a grant ends soon");
}

async function end(context: EventsContext, connection: Connection): Promise<void> {
  const lease = await claim(context, connection, context.engine.leaseMs);
  if (lease !== undefined) await storeNeedsReauth(context.store, lease, "no_refresh_token");
}
