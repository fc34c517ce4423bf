/** What the app's owner does with the workspace key: authorize the shared calendar. */
import { appId, teamCalendarType } from "./connectors.ts";

export interface Operator {
  /** Starts an authorization. The browser goes to `redirectUrl` and comes back to `returnUrl`. */
  authorize(returnUrl: string): Promise<{ redirectUrl: string; authorizationId: string }>;
  /** What became of it: `ACTIVE`, `FAILED` with a code, or `PENDING`. */
  readStatus(authorizationId: string): Promise<{ status: string; error: string | null }>;
}

export function createOperator(serverUrl: string, workspaceKey: string): Operator {
  const call = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const response = await fetch(`${serverUrl}/api/apps/${appId}/external-auth/${path}`, {
      ...init,
      headers: { api_key: workspaceKey, "Content-Type": "application/json" },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`The server answered with status ${response.status}.`);
    return await response.json();
  };
  return {
    authorize: async (returnUrl) => {
      const body = JSON.stringify({ integration_type: teamCalendarType, return_url: returnUrl });
      const started = await call("initiate", { method: "POST", body });
      const answer = started as { redirect_url: string; connection_id: string };
      return { redirectUrl: answer.redirect_url, authorizationId: answer.connection_id };
    },
    readStatus: async (authorizationId) => {
      const query = new URLSearchParams({ connection_id: authorizationId });
      return (await call(`status?${query}`)) as { status: string; error: string | null };
    },
  };
}
