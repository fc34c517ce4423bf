/** Starts authorizing a shared connection for the app's backend, which completes it. */
import { GrantryError } from "../../../lib/error.ts";
import { insertAuditRecord } from "../../../store/audit-records.ts";
import type { ConnectorAddress } from "../../../store/connectors.ts";
import { inTransaction } from "../../../store/store.ts";
import { type Backend, requireServiceConnector, serviceTokenActor } from "../../app-users/index.ts";
import { connectorNotFound, scopesToAsk } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { beginAuthorization, type Started, type StartInput } from "../start.ts";
import { requireTypeEnabled } from "./connector.ts";
import { findCurrent, nextSettings } from "./current.ts";
import { findAddressed, wantedScopes } from "./initiate.ts";
import { detailsOfShared } from "./records.ts";

export type AppsStart = Pick<StartInput, "returnUrl" | "locale"> & {
  readonly address: ConnectorAddress;
  readonly challenge: string | null;
  /** Null: those of the connection. */
  readonly settings: Readonly<Record<string, string>> | null;
};

/**
 * Asks for what the connection has, or for the connector's scopes. No operator stands for it: so the app must show that
 * who finishes is who started, and no other account takes the place of the one that is connected. Throws
 * challenge_required, connector_not_found, shared_connections_disabled, connection_config_invalid,
 * return_url_not_allowed, scopes_forbidden, connection_frozen, and forbidden where the service token is limited to others.
 */
export async function startSharedForApp(
  context: ConnectContext,
  backend: Backend,
  { address, challenge, settings, returnUrl, locale }: AppsStart,
): Promise<Started> {
  const { app } = backend;
  if (challenge === null) {
    throw new GrantryError("challenge_required", {
      detail:
        "A shared connection that the app's backend starts is completed by the app: start with a challenge and a return_url.",
    });
  }
  const served = await findAddressed(context, app, address);
  if (served === undefined) throw connectorNotFound(address);
  const { registered, entry } = served;
  const { connectorId, integrationType } = registered.connector;
  requireServiceConnector(backend, connectorId);
  const allowed = await requireTypeEnabled(context, app, integrationType);
  const current = await findCurrent(context, { app, author: null }, served);
  const wanted = wantedScopes(served, current, []);
  const requestedScopes = scopesToAsk(entry, { wanted, allowed }).scopes;
  const begun = {
    app,
    registered,
    owner: { kind: "app" as const },
    userLabel: app.displayName ?? app.name,
    profile: null,
    author: null,
    replacesAccount: false,
    returnUrl: context.defences.checkReturnUrl(app, returnUrl, { isNative: true }),
    requestedScopes,
    settings: nextSettings(entry, served, current, settings),
    locale,
    sameOriginBrowser: false,
    challenge,
  };
  return await inTransaction(context.store, async (store) => {
    const started = await beginAuthorization({ ...context, store }, begun);
    await insertAuditRecord(store, {
      workspaceId: app.workspaceId,
      actor: serviceTokenActor(backend.serviceTokenId),
      action: "shared_connection.requested",
      target: { kind: "connector", id: connectorId },
      details: {
        ...detailsOfShared(app.appId, integrationType),
        scopes: requestedScopes.join(" "),
        authorization: started.authorizationId,
      },
    });
    return started;
  });
}
