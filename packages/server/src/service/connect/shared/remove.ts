/** Removes an app's shared connection with its scopes, as if it had never been. */
import { GrantryError } from "../../../lib/error.ts";
import { findConnector } from "../../../store/connectors.ts";
import { removeShared } from "../../../store/shared-connections.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { endConnection, endLeftOver, settle } from "../../revocation/index.ts";
import type { ConnectContext } from "../context.ts";
import { findShared } from "./current.ts";
import { recordOperated } from "./records.ts";

/** How often a connection that is authorized anew in between is ended again. */
const triesMax = 3;

/**
 * Disconnects, then removes the connection and the attempts of the app, and its connector where that
 * was made for the app. A connector that an operator declared stays. Removing nothing succeeds.
 */
export async function removeIntegration(
  context: ConnectContext,
  operator: AppOperator,
  integrationType: string,
): Promise<void> {
  const { store } = context;
  const { app } = operator;
  const registered = await findConnector(store, app, { kind: "type", integrationType });
  if (registered === undefined) return;
  const { connector } = registered;
  for (let count = 0; count < triesMax; count += 1) {
    const found = await findShared(context, app, connector.connectorId);
    const queued =
      found &&
      (await inTransaction(store, (trx) => endConnection(context, trx, registered, found)));
    if (queued !== undefined) await settle(context, queued);
    // One that an earlier version disconnected may still have its tokens.
    else if (found !== undefined && found.sealedAccessToken !== null) {
      await endLeftOver(context, registered, found);
    }
    const removed = await inTransaction(store, async (trx) => {
      const became = await removeShared(trx, app.appId, connector);
      if (became === "removed") {
        const target = { kind: "connector" as const, id: connector.connectorId };
        const action = "shared_connection.removed";
        await recordOperated(trx, operator, { action, target, integrationType });
      }
      return became !== "connected";
    });
    if (removed) return;
  }
  throw new GrantryError("internal", { internal: "a connection came back while it was removed" });
}
