/** What a key may be limited to, in words for the person who gives it away. */
export const scopeWords = {
  "apps:read": "See your apps and their connections",
  "apps:write": "Change your apps and authorize connections",
  "workspace:read": "See workspaces, connectors and members",
  "workspace:write": "Change workspaces, connectors and members",
  "audit:read": "Read who changed what",
} as const;

/** What only the server's operator can give besides. */
export const serverScopeWords = {
  "server:own": "Run this server: create and freeze workspaces, prove email domains",
} as const;

/** The same of one that may be a newer server's. */
export const scopeInWords = (scope: string): string =>
  ({ ...scopeWords, ...serverScopeWords })[scope as keyof typeof scopeWords] ?? scope;
