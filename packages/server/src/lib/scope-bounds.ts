/** How many scopes are kept of a connection, and how long one may be, whoever names them. */
export const scopesMax = 200;
/** Characters. */
export const scopeCharactersMax = 256;

/** Whether a scope can be kept: not empty, not longer, nothing in it that is no character to show. */
export function isKeepableScope(scope: string): boolean {
  return scope.length <= scopeCharactersMax && /^\P{C}+$/u.test(scope);
}
