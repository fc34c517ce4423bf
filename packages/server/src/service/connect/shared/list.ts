/** The shared connections of an app, from the database alone: the command line waits ten seconds. */
import { GrantryError } from "../../../lib/error.ts";
import { listShared } from "../../../store/shared-connections.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { type Connection, connectionOf } from "../../connections/index.ts";
import { receiptsOf } from "../../revocation/index.ts";
import type { ConnectContext } from "../context.ts";
import { validateInBackground } from "./validate.ts";

/**
 * By integration type: connected ones, and what was set and waits for its consent. The active ones are
 * then checked at their providers: what that brings stands in the next list.
 */
export async function listSharedConnections(
  context: ConnectContext,
  { app }: Pick<AppOperator, "app">,
): Promise<Connection[]> {
  const listed = await listShared(context.store, app.appId);
  for (const { connection } of listed) validateInBackground(context, connection);
  const revocations = await receiptsOf(
    context,
    listed.map(({ connection }) => connection),
  );
  return listed.map((one) => connectionOf(context, one, revocations));
}

/** The integration type of one of the app's shared connections, connected or not. Throws connection_not_found. */
export async function typeOfShared(
  context: ConnectContext,
  { app }: Pick<AppOperator, "app">,
  connectionId: string,
): Promise<string> {
  const listed = await listShared(context.store, app.appId);
  const found = listed.find(({ connection }) => connection.connectionId === connectionId);
  if (found === undefined) throw new GrantryError("connection_not_found");
  return found.integrationType;
}
