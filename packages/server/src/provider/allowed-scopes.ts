/** A workspace's list of the scopes that may be asked for, against what the catalogue says of them. */
import { GrantryError } from "../lib/error.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { named, requestedScopes, spellingOf } from "./scopes.ts";

/** What of these scopes the list leaves, and what it does not. */
export interface SplitScopes {
  readonly kept: readonly string[];
  readonly dropped: readonly string[];
}

/**
 * Sorts scopes by a list, in whatever spelling; null allows all. What the connector always needs is
 * allowed whatever the list says.
 */
export function splitByAllowed(
  { connector }: Pick<ProviderConnector, "connector">,
  allowed: readonly string[] | null,
  scopes: readonly string[],
): SplitScopes {
  if (allowed === null) return { kept: scopes, dropped: [] };
  const spell = spellingOf({ connector });
  const listed = new Set([...allowed, ...connector.scopes.always].map(spell));
  const isAllowed = (scope: string) => listed.has(spell(scope));
  return {
    kept: scopes.filter(isAllowed),
    dropped: scopes.filter((scope) => !isAllowed(scope)),
  };
}

/**
 * What a list allows without naming it: the scopes that are always needed, and other spellings of
 * those it names.
 */
export function alsoAllowed(
  { connector }: Pick<ProviderConnector, "connector">,
  allowed: readonly string[] | null,
): string[] {
  if (allowed === null) return [];
  const { always, aliases } = connector.scopes;
  const spellings = [...always, ...Object.entries(aliases).flat()];
  const { kept } = splitByAllowed({ connector }, allowed, [...new Set(spellings)]);
  return kept.filter((scope) => !allowed.includes(scope));
}

/**
 * A list as it is kept: each scope once. Throws scopes_invalid for what cannot be a scope, and for any
 * where the provider knows none. One that the catalogue does not list may well exist: providers add
 * scopes, and `unlistedScopes` says which these are.
 */
export function checkAllowedScopes(entry: ProviderConnector, scopes: readonly string[]): string[] {
  requestedScopes(entry, scopes);
  const { server, connector } = entry;
  const hasNone = server.authorization.scope_parameter === null;
  if (!hasNone || scopes.length === 0) return [...new Set(scopes)];
  throw new GrantryError("scopes_invalid", {
    detail: `"${connector.integration_type}" has no scopes, so that ${named(scopes)} cannot be allowed. What a connection may do is fixed where the client is registered.`,
  });
}

/**
 * Those that the catalogue does not list: asked for as they stand, and misspelt perhaps. None where it
 * lists no scopes at all.
 */
export function unlistedScopes(entry: ProviderConnector, scopes: readonly string[]): string[] {
  if (entry.connector.scopes.available.length === 0) return [];
  return [...new Set(scopes)].filter(isUnknownTo(entry));
}

function isUnknownTo(entry: ProviderConnector): (scope: string) => boolean {
  const { available, default: defaults, always, optional, ...rest } = entry.connector.scopes;
  const { aliases, implies, unreported } = rest;
  const known = new Set([
    ...available.map(({ scope }) => scope),
    ...[...defaults, ...always, ...optional, ...unreported],
    ...Object.entries(aliases).flat(),
    ...Object.entries(implies).flat(2),
  ]);
  return (scope) => !known.has(scope);
}
