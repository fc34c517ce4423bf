/** Sets all shared connections of an app at once, for a deployment that nobody sits at. */
import { listShared, noteWanted } from "../../../store/shared-connections.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { scopesToAsk } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import {
  findEntryOfType,
  findServed,
  makeServed,
  requireClient,
  requireTypeEnabled,
} from "./connector.ts";
import { findCurrent } from "./current.ts";
import { recordOperated } from "./records.ts";
import { removeIntegration } from "./remove.ts";

/** A shared connection that an app is to have, or has. */
export interface DeployedConnector {
  readonly integrationType: string;
  /** Of one that is wanted, none asks for the connector's scopes, or the catalogue's defaults. */
  readonly scopes: readonly string[];
}

/**
 * Afterwards the app has these types and no others. What is connected stays connected with the scopes that
 * it has, which are those answered: other ones take a consent. What is new is listed as disconnected, with
 * its scopes, until somebody authorizes it. All is judged before anything is changed. Throws
 * connector_not_found, connector_not_configured, shared_connections_disabled, scopes_invalid,
 * scopes_forbidden.
 */
export async function deployConnectors(
  context: ConnectContext,
  operator: AppOperator,
  wanted: readonly DeployedConnector[],
): Promise<DeployedConnector[]> {
  const { store } = context;
  const { app } = operator;
  const types = new Set(wanted.map(({ integrationType }) => integrationType));
  // What somebody adds meanwhile was not judged, and stays.
  const before = await listShared(store, app.appId);
  const plans = [];
  for (const one of wanted) plans.push(await plan(context, operator, one));
  const deployed: DeployedConnector[] = [];
  for (const { integrationType, served, entry, current, asked } of plans) {
    const { registered } = served ?? (await makeServed(context, operator, entry));
    const { connectorId, workspaceId } = registered.connector;
    if (current === undefined || current.connection.status === "disconnected") {
      const settings = current?.settings ?? {};
      const of = { appId: app.appId, workspaceId, connectorId };
      const isNoted = await inTransaction(store, async (trx) => {
        const id = await noteWanted(trx, of, { scopes: asked, settings });
        if (id === undefined) return false;
        const target = { kind: "connection" as const, id };
        const action = "shared_connection.declared";
        await recordOperated(trx, operator, { action, target, integrationType });
        return true;
      });
      // Who connected meanwhile has what was granted, which may be something else.
      const scopes = isNoted ? asked : await scopesHeld(context, operator, integrationType);
      deployed.push({ integrationType, scopes });
    } else deployed.push({ integrationType, scopes: current.scopes });
  }
  for (const { integrationType } of before) {
    if (!types.has(integrationType)) await removeIntegration(context, operator, integrationType);
  }
  return deployed;
}

async function plan(
  context: ConnectContext,
  operator: AppOperator,
  { integrationType, scopes }: DeployedConnector,
) {
  const { app } = operator;
  const served = await findServed(context, app, integrationType);
  const entry = served?.entry ?? (await findEntryOfType(context, app, integrationType));
  const allowed = await requireTypeEnabled(context, app, integrationType);
  if (served === undefined) await requireClient(context, app, entry);
  const declared = served?.registered.connector.scopes ?? null;
  const wanted = scopes.length === 0 ? declared : scopes;
  const { scopes: asked } = scopesToAsk(entry, { wanted, allowed });
  const current = await findCurrent(context, operator, served);
  return { integrationType, served, entry, current, asked };
}

/** The scopes of the type's connection as it is stored; none where it is gone. */
async function scopesHeld(
  context: ConnectContext,
  operator: AppOperator,
  integrationType: string,
): Promise<readonly string[]> {
  const served = await findServed(context, operator.app, integrationType);
  return (await findCurrent(context, operator, served))?.scopes ?? [];
}
