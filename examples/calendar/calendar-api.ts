/** The provider's calendar API, as the backend functions use it. */
import { type ConnectorConnectionResponse, isGrantryError } from "@grantry/sdk";

/** The API refused the access token: its grant was ended at the provider. */
class GrantEnded extends Error {}

/** The account's e-mail address and its events, as the provider answers them. */
export async function listEvents(connection: ConnectorConnectionResponse): Promise<unknown> {
  const { accessToken, tokenType, connectionConfig } = connection;
  const url = `http://127.0.0.1:${connectionConfig?.["port"]}/api/calendar/events`;
  const response = await fetch(url, {
    headers: { Authorization: `${tokenType} ${accessToken}` },
    signal: AbortSignal.timeout(10_000),
  });
  if (response.status === 401) throw new GrantEnded("The calendar refused the access token.");
  if (!response.ok) throw new Error(`The calendar answered with status ${response.status}.`);
  return await response.json();
}

/** What the page is told where there are no events to show. */
export function errorAnswer(thrown: unknown): Response {
  const answer = (status: number, error: string) => Response.json({ error }, { status });
  if (isGrantryError(thrown, "not_connected")) return answer(409, "not_connected");
  if (isGrantryError(thrown, "needs_reauth") || thrown instanceof GrantEnded) {
    return answer(409, "connection_ended");
  }
  if (isGrantryError(thrown) && thrown.status === 401) return answer(401, "signed_out");
  console.error(thrown);
  return answer(502, "unavailable");
}
