/** Starts authorizing an app's shared connection; what it has is kept, scopes are added. */
import { type ConnectorAddress, findConnector } from "../../../store/connectors.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { catalogueEntry, connectorNotFound, scopesToAsk } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { startAttempt } from "./attempt.ts";
import {
  findEntryOfType,
  findServed,
  makeServed,
  requireTypeEnabled,
  type Served,
} from "./connector.ts";
import { type Current, findCurrent, nextSettings } from "./current.ts";
import { notesOn, type SharedOutcome } from "./outcome.ts";

export interface InitiateInput {
  readonly address: ConnectorAddress;
  /** Added to what the connection has; none asks for what it has, or for the defaults. */
  readonly scopes: readonly string[];
  readonly settings: Readonly<Record<string, string>> | null;
  /** Replaces another operator's connection, once the consent completes. */
  readonly forceReconnect: boolean;
  readonly returnUrl: string | null;
  readonly locale: string | null;
}

/**
 * Always asks, also where the connection has everything: that is how an account is authorized anew.
 * Throws connector_not_found, connector_not_configured, scopes_invalid, scopes_forbidden,
 * connection_config_invalid, return_url_not_allowed, shared_connections_disabled.
 */
export async function initiateShared(
  context: ConnectContext,
  operator: AppOperator,
  input: InitiateInput,
): Promise<SharedOutcome> {
  const { app } = operator;
  const served = await findAddressed(context, app, input.address);
  const entry = served?.entry ?? (await findEntryOfType(context, app, typeOf(input.address)));
  const allowed = await requireTypeEnabled(context, app, entry.connector.integration_type);
  const current = await findCurrent(context, operator, served);
  const otherAuthor = current?.otherAuthor ?? null;
  if (current?.isActive === true && otherAuthor !== null && !input.forceReconnect) {
    const noNotes = { droppedScopes: [], unlistedScopes: [] };
    return { outcome: "connected_by_other_operator", operator: otherAuthor, ...noNotes };
  }
  const wanted = wantedScopes(served, current, input.scopes);
  const asking = scopesToAsk(entry, { wanted, asked: input.scopes, allowed });
  const attempt = {
    requestedScopes: asking.scopes,
    settings: nextSettings(entry, served, current, input.settings),
    returnUrl: context.defences.checkReturnUrl(app, input.returnUrl, { isNative: false }),
    locale: input.locale,
    replacesAccount: input.forceReconnect || otherAuthor !== null,
  };
  const { registered } = served ?? (await makeServed(context, operator, entry));
  const started = await startAttempt(context, operator, { registered, ...attempt });
  return { outcome: "started", ...started, ...notesOn(entry, asking) };
}

/** By type the app may have none yet; by ID it must be there. */
export async function findAddressed(
  context: ConnectContext,
  app: AppOperator["app"],
  address: ConnectorAddress,
): Promise<Served | undefined> {
  if (address.kind === "type") return await findServed(context, app, address.integrationType);
  const registered = await findConnector(context.store, app, address);
  if (registered === undefined) throw connectorNotFound(address);
  return { registered, entry: catalogueEntry(context, registered) };
}

function typeOf(address: ConnectorAddress): string {
  return address.kind === "type" ? address.integrationType : "";
}

/** Null asks for the catalogue's defaults. */
export function wantedScopes(
  served: Served | undefined,
  current: Current | undefined,
  asked: readonly string[],
): readonly string[] | null {
  const declared = served?.registered.connector.scopes ?? null;
  if (current === undefined || current.connection.requestedScopes.length === 0) {
    return asked.length === 0 ? declared : asked;
  }
  return [
    ...current.connection.requestedScopes,
    ...(asked.length === 0 ? (declared ?? []) : asked),
  ];
}
