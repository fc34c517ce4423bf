/** Disconnects an app's shared connection; its scopes stay, for connecting it again. */
import { setDisconnected } from "../../store/connection-writes.ts";
import { findConnector } from "../../store/connectors.ts";
import { inTransaction } from "../../store/store.ts";
import { type Revocation, revokeAndErase } from "../connection/disconnect.ts";
import type { ServiceContext } from "../context.ts";
import type { Operator } from "../principal.ts";
import { findShared } from "./current.ts";

/** What became of the grant at the provider; null where nothing was connected. */
export async function disconnectShared(
  context: ServiceContext,
  { app }: Pick<Operator, "app">,
  integrationType: string,
): Promise<Revocation | null> {
  const registered = await findConnector(context.store, app, { kind: "type", integrationType });
  if (registered === undefined) return null;
  const found = await findShared(context, app, registered.connector.connectorId);
  const ended = found && (await inTransaction(context.store, (trx) => setDisconnected(trx, found)));
  return ended === undefined ? null : await revokeAndErase(context, registered, ended);
}
