/** What a workspace does not allow of a type is not asked for. */
import { GrantryError } from "../../lib/error.ts";
import { splitByAllowed } from "../../provider/allowed-scopes.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import { named, requestedScopes } from "../../provider/scopes.ts";
import type { AllowedScopes } from "../../store/connector-governance.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import type { ProvidersContext } from "./context.ts";
import { catalogueEntry } from "./provider-client.ts";

export interface Ask {
  /** What to ask for, as requestedScopes takes it. */
  readonly wanted: readonly string[] | null;
  /** What of it the caller named; where none, all of it counts. */
  readonly asked?: readonly string[];
  readonly allowed: AllowedScopes;
}

export interface Asking {
  readonly scopes: readonly string[];
  /** What is not asked for because the workspace does not allow it. */
  readonly dropped: readonly string[];
}

/**
 * The scopes to ask for, without what is forbidden. Throws scopes_invalid, and scopes_forbidden where
 * nothing of what was wanted is left: a provider that is asked for no scope may grant what it likes.
 */
export function scopesToAsk(entry: ProviderConnector, ask: Ask): Asking {
  const { wanted, asked = [], allowed } = ask;
  const all = requestedScopes(entry, wanted);
  const { kept: scopes, dropped } = splitByAllowed(entry, allowed, all);
  if (allowed === null || entry.server.authorization.scope_parameter === null) {
    return { scopes, dropped };
  }
  const { default: defaults } = entry.connector.scopes;
  const meant = [asked, wanted ?? [], defaults].find((list) => list.length > 0) ?? [];
  const isNothingLeft = meant.length > 0 && meant.every((scope) => dropped.includes(scope));
  if (isNothingLeft || scopes.length === 0) throw scopesForbidden(entry, meant);
  return { scopes, dropped };
}

/** Throws scopes_forbidden where one of these scopes is not allowed. `where` begins the text. */
export function requireAllowed(
  entry: ProviderConnector,
  allowed: AllowedScopes,
  scopes: readonly string[],
  where = "",
): void {
  const { dropped } = splitByAllowed(entry, allowed, scopes);
  if (dropped.length > 0) throw scopesForbidden(entry, dropped, where);
}

/** The same for an authorization under way, which may have begun when more was allowed. */
export function requireStillAllowed(
  context: ProvidersContext,
  registered: ConnectorWithClient,
  scopes: readonly string[],
): void {
  const { allowedScopes } = registered.connector;
  if (allowedScopes === null) return;
  requireAllowed(catalogueEntry(context, registered), allowedScopes, scopes);
}

function scopesForbidden(
  { connector }: ProviderConnector,
  scopes: readonly string[],
  where = "",
): GrantryError {
  const type = connector.integration_type;
  const what =
    scopes.length === 0
      ? `The workspace allows only some scopes of "${type}", and none was named.`
      : `The workspace does not allow these scopes of "${type}": ${named(scopes)}.`;
  return new GrantryError("scopes_forbidden", {
    detail: `${where}${what} Ask for scopes that it allows (connector-governance lists them), or have an owner or admin of the workspace change the list (allowed_scopes).`,
  });
}
