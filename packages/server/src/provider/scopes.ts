/** Scopes: what is asked for, and what of it was not granted (RFC 6749 section 3.3). */
import { GrantryError } from "../lib/error.ts";
import { isKeepableScope, scopeCharactersMax, scopesMax } from "../lib/scope-bounds.ts";
import type { ProviderConnector } from "./catalogue.ts";

/** RFC 6749 section 3.3: a scope token. */
const scopePattern = /^[\x21\x23-\x5b\x5d-\x7e]+$/;

/**
 * The scopes to ask for: those given, or the connector's defaults where none are, and those the
 * connector always needs. Each once, in the order given. A provider without scopes gets none.
 *
 * Throws `scopes_invalid` for a value that is not one scope, for a scope of another resource than the
 * one that a token serves, and for more scopes than are kept of a connection.
 */
export function requestedScopes(
  { server, connector }: ProviderConnector,
  asked: readonly string[] | null,
): string[] {
  if (server.authorization.scope_parameter === null) return [];
  const { default: defaults, always } = connector.scopes;
  const wanted = asked === null || asked.length === 0 ? defaults : asked;
  requireScopes(wanted, server.authorization.scope_separator);
  requireResource(wanted, connector.scopes.resource);
  const all = [...new Set([...wanted, ...always])];
  if (all.length <= scopesMax) return all;
  throw new GrantryError("scopes_invalid", {
    detail: `A connection has at most ${scopesMax} scopes, and these are ${all.length}, with those that it had and those that are always needed. Leave some out.`,
  });
}

/**
 * What is kept of the scopes that were granted: all of them, unless there are more than any honest
 * grant has. Then those come first that were asked for, in whatever spelling, and those that may hold
 * one of them, so that nothing counts as missing that was granted.
 */
export function keptScopes(
  { connector }: Pick<ProviderConnector, "connector">,
  requested: readonly string[],
  granted: readonly string[],
): string[] {
  const keepable = granted.filter(isKeepableScope);
  if (keepable.length <= scopesMax) return keepable;
  const spell = spellingOf({ connector });
  const meant = new Set(requested.map(spell));
  const isMeant = (scope: string) => meant.has(spell(scope));
  const isWider = (scope: string) => memberOf(connector.scopes.implies, scope) !== undefined;
  return [
    ...keepable.filter(isMeant),
    ...keepable.filter((scope) => !isMeant(scope) && isWider(scope)),
    ...keepable.filter((scope) => !isMeant(scope) && !isWider(scope)),
  ].slice(0, scopesMax);
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
  const spell = spellingOf({ connector });
  const held = new Set([...granted, ...scopes.unreported].map(spell));
  // The set grows while it is walked: what a wider scope holds may hold more.
  for (const scope of held) {
    for (const implied of memberOf(scopes.implies, scope) ?? []) held.add(spell(implied));
  }
  return requested.filter((scope) => !held.has(spell(scope)));
}

/** Whether two lists name the same scopes, in whatever order and spelling. */
export function sameScopes(
  { connector }: Pick<ProviderConnector, "connector">,
  one: readonly string[],
  other: readonly string[],
): boolean {
  const spelled = (scopes: readonly string[]) => new Set(scopes.map(spellingOf({ connector })));
  const [first, second] = [spelled(one), spelled(other)];
  return first.size === second.size && [...first].every((scope) => second.has(scope));
}

/**
 * The scopes that a connection has, as they were asked for: without those that the user withheld,
 * where the provider lets users do so.
 */
export function heldScopes(
  entry: Pick<ProviderConnector, "connector">,
  requested: readonly string[],
  granted: readonly string[],
): string[] {
  if (!entry.connector.scopes.reducible_by_user) return [...requested];
  const missing = new Set(missingScopes(entry, requested, granted));
  return requested.filter((scope) => !missing.has(scope));
}

/** The one spelling by which a connector's scopes are compared. */
export function spellingOf({
  connector,
}: Pick<ProviderConnector, "connector">): (scope: string) => string {
  return (scope) => memberOf(connector.scopes.aliases, scope) ?? scope;
}

function memberOf<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

function requireScopes(scopes: readonly string[], separator: string): void {
  const wrong = scopes.filter((scope) => {
    const joined = separator.trim() !== "" && scope.includes(separator);
    return joined || scope.length > scopeCharactersMax || !scopePattern.test(scope);
  });
  if (wrong.length === 0) return;
  throw new GrantryError("scopes_invalid", {
    detail: `Not a scope: ${named(wrong)}. A scope is not empty, has at most ${scopeCharactersMax} characters and holds no white space, quotes, control characters or separator. Give each scope by itself.`,
  });
}

function requireResource(scopes: readonly string[], resource: string | undefined): void {
  if (resource === undefined) return;
  const wrong = scopes.filter(
    (scope) => /^[a-z]+:\/\//i.test(scope) && !scope.startsWith(`${resource}/`),
  );
  if (wrong.length === 0) return;
  throw new GrantryError("scopes_invalid", {
    detail: `A token serves one resource only, here ${resource}, and not ${named(wrong)}. Ask for its scopes alone.`,
  });
}

const namedMax = 5;
const shownCharactersMax = 80;

/** The first few scopes, quoted, each cut short. */
export function named(scopes: readonly string[]): string {
  const shown = scopes.slice(0, namedMax);
  const more = scopes.length > namedMax ? " and others" : "";
  return shown.map((scope) => JSON.stringify(scope.slice(0, shownCharactersMax))).join(", ") + more;
}
