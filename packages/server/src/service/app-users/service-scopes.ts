/** What a service token may be limited to: what it does, and with which connectors. */
import { GrantryError } from "../../lib/error.ts";

/** Every scope. A token of before there were scopes has no list and may do all of it. */
export const serviceScopes = [
  /** Read tokens of connections. */
  "tokens:read",
  /** See connections and users. */
  "connections:read",
  /** Begin and complete consents; disconnect. */
  "connections:manage",
  /** Make tokens by which a user is signed in. */
  "users:sign-in",
  /** Erase what is kept of a user. */
  "users:erase",
  /** Read what happened to connections. */
  "events:read",
  /** Call the app's functions as its backend. */
  "functions:call",
] as const;
export type ServiceScope = (typeof serviceScopes)[number];

/** What a new token may do where nobody says otherwise: all but what cannot be undone. */
export const usualServiceScopes: readonly ServiceScope[] = serviceScopes.filter(
  (scope) => scope !== "users:erase",
);

/** Throws forbidden, naming the scope, where the token was not given it. `scopes` of null: it has no limit. */
export function requireServiceScope(
  { scopes }: { readonly scopes: readonly string[] | null },
  scope: ServiceScope,
): void {
  if (scopes === null || scopes.includes(scope)) return;
  throw new GrantryError("forbidden", {
    detail: `This needs the scope ${scope}, which this service token was not given.`,
  });
}

/** Throws forbidden where the token is limited to other connectors. `connectorIds` of null: it has no limit. */
export function requireServiceConnector(
  { connectorIds }: { readonly connectorIds: readonly string[] | null },
  connectorId: string,
): void {
  if (connectorIds === null || connectorIds.includes(connectorId)) return;
  throw new GrantryError("forbidden", {
    detail: `This is of the connector ${connectorId}, and this service token is limited to others.`,
  });
}
