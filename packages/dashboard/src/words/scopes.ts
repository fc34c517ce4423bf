/** What a key may be limited to, in words for the person who gives it away. */
export const scopeWords = {
  "apps:read": "See your apps and their connections",
  "workspace:read": "See workspaces, connectors and members",
  "apps:write": "Change your apps and authorize connections",
  "connections:write": "Refresh connections, and ask people to reconnect",
  "workspace:write": "Change workspaces, connectors and members",
  "connections:revoke": "End people’s connections",
  "audit:read": "Read who changed what",
  "workspace:own": "Own workspaces: what they are for, and how their people sign in",
} as const;

/** What only the server's operator can give besides. */
export const serverScopeWords = {
  "server:own": "Run this server: create and freeze workspaces, prove email domains",
} as const;

/** The same of one that may be a newer server's. */
export const scopeInWords = (scope: string): string =>
  ({ ...scopeWords, ...serverScopeWords })[scope as keyof typeof scopeWords] ?? scope;
