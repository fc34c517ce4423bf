/** What a service token may be limited to, in words for the person who makes one. */
export const serviceScopeWords = {
  "tokens:read": "Read the access tokens of connections",
  "connections:read": "See connections and users",
  "connections:manage": "Connect and disconnect accounts",
  "users:sign-in": "Sign users in, and so act for any user of the app",
  "users:erase": "Erase users",
  "events:read": "Read what happened to connections",
  "functions:call": "Call the app’s functions as its backend",
} as const;

export type ServiceScope = keyof typeof serviceScopeWords;

/** What a token can do where nobody chooses: all that can be undone. */
export const usualServiceScopes = (Object.keys(serviceScopeWords) as ServiceScope[]).filter(
  (scope) => scope !== "users:erase",
);

/** The same of one that may be a newer server's. */
export const serviceScopeInWords = (scope: string): string =>
  (serviceScopeWords as Readonly<Record<string, string>>)[scope] ?? scope;
