/** Scopes: what is asked for, and what of it was not granted (RFC 6749 section 3.3). */
import { GrantryError } from "../lib/error.ts";
import type { ProviderConnector } from "./catalogue.ts";

/** RFC 6749 section 3.3: a scope token. */
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;

/**
 * The scopes to ask for: those given, or the connector's defaults where none are, and those the
 * connector always needs. Each once, in the order given. A provider without scopes gets none.
 *
 * Throws `scopes_invalid` for a value that is not one scope, and for a scope of another resource
 * than the one that a token serves.
 */
export function requestedScopes(
  { server, connector }: ProviderConnector,
  asked: readonly string[] | null,
): string[] {
  if (server.authorization.scope_parameter === null) return [];
  const { default: defaults, always } = connector.scopes;
  const wanted = asked === null || asked.length === 0 ? defaults : asked;
  for (const scope of wanted) {
    requireScope(scope, server.authorization.scope_separator);
    requireResource(scope, connector.scopes.resource);
  }
  return [...new Set([...wanted, ...always])];
}

/**
 * The requested scopes that were not granted. Other spellings and scopes held by wider ones count
 * as granted. Null for `granted` means that the provider did not report: then all were granted, as
 * RFC 6749 section 5.1 has it.
 */
export function missingScopes(
  { connector }: Pick<ProviderConnector, "connector">,
  requested: readonly string[],
  granted: readonly string[] | null,
): string[] {
  const { scopes } = connector;
  if (!scopes.reported || granted === null) return [];
  const spell = (scope: string) => memberOf(scopes.aliases, scope) ?? scope;
  const held = new Set([...granted, ...scopes.unreported].map(spell));
  // The set grows while it is walked: what a wider scope holds may hold more.
  for (const scope of held) {
    for (const implied of memberOf(scopes.implies, scope) ?? []) held.add(spell(implied));
  }
  return requested.filter((scope) => !held.has(spell(scope)));
}

function memberOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function requireScope(scope: string, separator: string): void {
  const joined = separator.trim() !== "" && scope.includes(separator);
  if (scopePattern.test(scope) && !joined) return;
  throw new GrantryError("scopes_invalid", {
    detail:
      "A scope is empty, too long, or holds white space, quotes, control characters or a separator. Give each scope by itself.",
  });
}

function requireResource(scope: string, resource: string | undefined): void {
  if (resource === undefined || !/^[a-z]+:\/\//i.test(scope)) return;
  if (scope.startsWith(`${resource}/`)) return;
  throw new GrantryError("scopes_invalid", {
    detail: `A token serves one resource only, here ${resource}. Ask for its scopes alone.`,
  });
}
