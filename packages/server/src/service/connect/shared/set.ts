/** Sets exactly which scopes an app's shared connection has. */
import { sameScopes } from "../../../provider/scopes.ts";
import { noteWanted } from "../../../store/shared-connections.ts";
import { inTransaction } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { scopesToAsk } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { sameMaps, startAttempt } from "./attempt.ts";
import {
  findEntryOfType,
  findServed,
  makeServed,
  requireClient,
  requireTypeEnabled,
} from "./connector.ts";
import { findCurrent, nextSettings } from "./current.ts";
import { notesOn, type SharedOutcome } from "./outcome.ts";

export interface SetInput {
  readonly integrationType: string;
  /** None asks for the connector's scopes, or the catalogue's defaults. */
  readonly scopes: readonly string[];
  /** Null keeps the connection's. */
  readonly settings: Readonly<Record<string, string>> | null;
  /** Judges all of it, and changes nothing. */
  readonly dryRun: boolean;
  readonly locale: string | null;
}

/**
 * Already authorized where the connection has exactly these scopes and settings, else an attempt:
 * until its consent completes the connection keeps what it has, and one that is not connected is listed
 * with what it is to have. What the workspace does not allow is neither asked for nor compared. Throws connector_not_found, shared_connections_disabled,
 * connector_not_configured, scopes_invalid, scopes_forbidden, connection_config_invalid.
 */
export async function setIntegration(
  context: ConnectContext,
  operator: AppOperator,
  { integrationType, scopes, settings: given, dryRun, locale }: SetInput,
): Promise<SharedOutcome> {
  const { app } = operator;
  const served = await findServed(context, app, integrationType);
  const entry = served?.entry ?? (await findEntryOfType(context, app, integrationType));
  const allowed = await requireTypeEnabled(context, app, integrationType);
  const current = await findCurrent(context, operator, served);
  const declared = served?.registered.connector.scopes ?? null;
  const wanted = scopes.length === 0 ? declared : scopes;
  const asking = scopesToAsk(entry, { wanted, allowed });
  const notes = notesOn(entry, asking);
  const settings = nextSettings(entry, served, current, given);
  const fits =
    current?.isActive === true &&
    sameScopes(entry, current.scopes, asking.scopes) &&
    sameMaps(current.settings, settings);
  if (fits) {
    const { otherAuthor: operator } = current;
    if (operator === null) return { outcome: "already_authorized", ...notes };
    return { outcome: "connected_by_other_operator", operator, ...notes };
  }
  if (dryRun) {
    if (served === undefined) await requireClient(context, app, entry);
    return { outcome: "would_start", ...notes };
  }
  const { registered } = served ?? (await makeServed(context, operator, entry));
  const { connectorId, workspaceId } = registered.connector;
  const wantedNow = { scopes: asking.scopes, settings };
  const of = { appId: app.appId, workspaceId, connectorId };
  await inTransaction(context.store, (trx) => noteWanted(trx, of, wantedNow));
  const attempt = await startAttempt(context, operator, {
    registered,
    requestedScopes: asking.scopes,
    settings,
    returnUrl: null,
    locale,
    // Who takes over from another operator brings an account of their own.
    replacesAccount: current !== undefined && current.otherAuthor !== null,
  });
  return { outcome: "started", ...attempt, ...notes };
}
