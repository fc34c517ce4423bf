/** Scopes as an entry lists them, from a map of each one's name to what it allows in words for people. */
export function scopeList(words: Readonly<Record<string, string>>) {
  return Object.entries(words).map(([scope, description]) => ({ scope, description }));
}
