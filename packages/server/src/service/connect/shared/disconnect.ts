/** Disconnects an app's shared connection; its scopes stay, for connecting it again. */
import { findConnector } from "../../../store/connectors.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { endConnection, type RevocationResult, settle } from "../../revocation/index.ts";
import type { ConnectContext } from "../context.ts";
import { findShared } from "./current.ts";
import { recordOperated } from "./records.ts";

/** What became of the grant at the provider; null where nothing was connected. */
export async function disconnectShared(
  context: ConnectContext,
  operator: AppOperator,
  integrationType: string,
): Promise<RevocationResult | null> {
  const { app } = operator;
  const registered = await findConnector(context.store, app, { kind: "type", integrationType });
  if (registered === undefined) return null;
  const found = await findShared(context, app, registered.connector.connectorId);
  const queued =
    found &&
    (await inTransaction(context.store, async (trx) => {
      const ended = await endConnection(context, trx, registered, found);
      if (ended !== undefined) {
        const target = { kind: "connection" as const, id: found.connectionId };
        const action = "shared_connection.disconnected";
        await recordOperated(trx, operator, { action, target, integrationType });
      }
      return ended;
    }));
  return queued === undefined ? null : await settle(context, queued);
}
