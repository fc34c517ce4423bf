/** Disconnects an app's shared connection; its scopes stay, for connecting it again. */
import type { RevocationResult } from "@grantry/contract/common";
import { findConnector } from "../../store/connectors.ts";
import { inTransaction } from "../../store/store.ts";
import type { ServiceContext } from "../context.ts";
import type { Operator } from "../principal.ts";
import { endConnection, settle } from "../revocation/queue.ts";
import { findShared } from "./current.ts";

/** What became of the grant at the provider; null where nothing was connected. */
export async function disconnectShared(
  context: ServiceContext,
  { app }: Pick<Operator, "app">,
  integrationType: string,
): Promise<RevocationResult | null> {
  const registered = await findConnector(context.store, app, { kind: "type", integrationType });
  if (registered === undefined) return null;
  const found = await findShared(context, app, registered.connector.connectorId);
  const queued =
    found &&
    (await inTransaction(context.store, (trx) => endConnection(context, trx, registered, found)));
  return queued === undefined ? null : await settle(context, queued);
}
