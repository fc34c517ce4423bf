/** The provider's calendar API, as the backend functions use it. */
import { type ConnectionFetch, type ConnectionFetchOptions, isGrantryError } from "@grantry/sdk";

/** Where the API is: the connection's settings say it. */
export const calendarApi: ConnectionFetchOptions = {
  baseUrl: ({ connectionConfig }) => `http://127.0.0.1:${connectionConfig?.["port"]}`,
};

/** The account's email address and its events, as the provider answers them. */
export async function listEvents(calendar: ConnectionFetch): Promise<unknown> {
  const signal = AbortSignal.timeout(10_000);
  const response = await calendar("/api/calendar/events", { signal });
  if (!response.ok) throw new Error(`The calendar answered with status ${response.status}.`);
  return await response.json();
}

/** What the page is told where there are no events to show. */
export function errorAnswer(thrown: unknown): Response {
  const answer = (status: number, error: string) => Response.json({ error }, { status });
  if (isGrantryError(thrown, "not_connected")) return answer(409, "not_connected");
  if (isGrantryError(thrown, "needs_reauth")) return answer(409, "connection_ended");
  if (isGrantryError(thrown) && thrown.status === 401) return answer(401, "signed_out");
  console.error(thrown);
  return answer(502, "unavailable");
}
