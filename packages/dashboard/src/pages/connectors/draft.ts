/** What was typed of a connector that is not saved yet; kept in this tab. The secret is not. */
import type { Schemas } from "../../api/client.ts";

export interface RegisterValues {
  /** Id of a client that the workspace has; empty for another one. */
  existing: string;
  clientId: string;
  clientSecret: string;
  name: string;
  scopes: string[];
  settings: Record<string, string>;
}

export interface Draft {
  readonly values: Omit<RegisterValues, "clientSecret">;
  readonly reservation: Schemas["OAuthClientReservation"] | null;
}

const keyOf = (workspaceId: string, type: string) =>
  `grantry-connector-draft ${workspaceId} ${type}`;

export function readDraft(workspaceId: string, type: string): Partial<Draft> {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(workspaceId, type)) ?? "{}") as Partial<Draft>;
  } catch {
    return {};
  }
}

export function keepDraft(workspaceId: string, type: string, draft: Draft): void {
  try {
    sessionStorage.setItem(keyOf(workspaceId, type), JSON.stringify(draft));
  } catch {
    // A browser that keeps nothing: then the draft lives as long as the page.
  }
}

export function dropDraft(workspaceId: string, type: string): void {
  try {
    sessionStorage.removeItem(keyOf(workspaceId, type));
  } catch {
    // There is none, then.
  }
}
