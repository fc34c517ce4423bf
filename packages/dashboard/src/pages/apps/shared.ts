/** An app's shared connections, as its pages speak of them. */
import { useQuery } from "@tanstack/react-query";
import type { Schemas } from "../../api/client.ts";
import { personQuery } from "../../api/queries.ts";
import { useDialog } from "../../parts/address-dialog.ts";
import { type Connection, stateOf } from "../../words/connection.ts";

export type CatalogueType = Schemas["CatalogueType"];

/** The page's dialogs, which are about a type of integration. */
export const useDeeds = () => useDialog("/workspaces/$workspaceId/apps/$appId/integrations");

/** Whether there is an account, which works or has to be connected again; else it is only declared. */
export const isConnected = ({ status }: Connection): boolean => status !== "disconnected";

/** Whether nothing but connecting again helps. */
export function mustReconnect(connection: Connection): boolean {
  return connection.status === "needs_reauth" || stateOf(connection).word === "Ends soon";
}

/** What it lets the app do and what it does not, in words, and as the service writes it where there are none. */
export function accessOf(
  { held_scopes: held, missing_scopes: missing }: Connection,
  type: CatalogueType | undefined,
): { readonly granted: string[]; readonly withheld: string[] } {
  const inWords = titlesOf(type);
  const lost = new Set(missing);
  return {
    granted: held.filter((scope) => !lost.has(scope)).map(inWords),
    withheld: missing.map(inWords),
  };
}

/** What one that is only declared is to have, likewise. */
export function wantedOf(
  { held_scopes: held }: Connection,
  type: CatalogueType | undefined,
): string[] {
  return held.map(titlesOf(type));
}

function titlesOf(type: CatalogueType | undefined): (scope: string) => string {
  const titleOf = new Map(type?.scopes.map(({ scope, title }) => [scope, title]));
  return (scope) => titleOf.get(scope) ?? scope;
}

/** Their name, without the email address that stands behind it in the log. */
export function operatorName({ label, email }: NonNullable<Connection["connected_by"]>): string {
  const name = label.replace(` (${email})`, "");
  // Of a key, which has none: "operator with the key …".
  return email === null ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

/** Who else has connected it; null where it was the signed-in person, or nobody knows. */
export function useOtherOperator(connection: Connection | undefined): string | null {
  const { data: person } = useQuery(personQuery);
  if (connection === undefined || !isConnected(connection)) return null;
  const { connected_by: by } = connection;
  if (by === null || person === undefined) return null;
  return by.email !== null && by.email === person.email ? null : operatorName(by);
}
