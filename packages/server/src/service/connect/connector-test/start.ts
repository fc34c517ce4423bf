/** Starts a test of a connector: the real flow, once, by the operator's own account; nothing is kept. */
import { checkSettingsGiven } from "../../../provider/settings.ts";
import { getConnector } from "../../../store/connectors.ts";
import { inTransaction } from "../../../store/store.ts";
import { authorOf, recordChange, type WorkspaceOperator } from "../../accounts/index.ts";
import {
  catalogueEntry,
  connectorNotFound,
  mergeSettings,
  requireEnabled,
  requireNoMixUp,
  scopesToAsk,
} from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { beginAuthorization, type Started } from "../start.ts";

export interface TestInput {
  readonly connectorId: string;
  /** BCP 47 tag; null: the browser says. */
  readonly locale: string | null;
}

/**
 * Asks for all that the connector asks of people. Whoever opens the link is asked first whether they began
 * this, as with a shared connection. Throws connector_not_found, scopes_forbidden, scopes_invalid and, where
 * the workspace has switched off both kinds of connections, user_connections_disabled.
 */
export async function startTest(
  context: ConnectContext,
  operator: WorkspaceOperator,
  { connectorId, locale }: TestInput,
): Promise<Started> {
  const { workspaceId } = operator;
  const registered = await getConnector(context.store, workspaceId, connectorId);
  // One that belongs to an app is its shared connection's, and is tested by connecting that.
  if (registered === undefined || registered.connector.appId !== null) {
    throw connectorNotFound({ kind: "id", connectorId });
  }
  const { connector } = registered;
  if (!connector.enabled.app) requireEnabled(connector, "user");
  await requireNoMixUp(context, registered.client);
  const entry = catalogueEntry(context, registered);
  const { scopes: wanted, allowedScopes: allowed } = connector;
  const requestedScopes = scopesToAsk(entry, { wanted, allowed }).scopes;
  const settings = checkSettingsGiven(entry, mergeSettings(connector.settings, entry, {}));
  const author = authorOf(operator.caller);
  return await inTransaction(context.store, async (store) => {
    const started = await beginAuthorization(
      { ...context, store },
      {
        app: null,
        registered,
        owner: { kind: "app" },
        author,
        userLabel: author.label,
        profile: null,
        replacesAccount: false,
        returnUrl: null,
        requestedScopes,
        settings,
        locale,
        sameOriginBrowser: false,
      },
    );
    await recordChange(store, operator, {
      action: "connector.tested",
      target: { kind: "connector", id: connectorId },
      details: { name: connector.name, authorization: started.authorizationId },
    });
    return started;
  });
}
