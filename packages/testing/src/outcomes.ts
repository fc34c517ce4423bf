/** What became of a user's attempts to connect, as the user reads it by `/v1`. */
import type { UserApi } from "./api.ts";

/** How an attempt stands, and the code of why it failed; null where it did not. */
export async function outcomeOf(
  user: UserApi,
  attemptId: string,
): Promise<{ readonly status: string; readonly error: string | null }> {
  const { body } = await user.attempt(attemptId);
  return { status: body.status, error: body.error?.code ?? null };
}

/** The user's connection of a connector; null where there never was one. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into it in many ways
export async function connectionOf(user: UserApi, connectorId: string): Promise<any> {
  const { status, body } = await user.connector(connectorId);
  if (status !== 200) throw new Error(`no connector: ${JSON.stringify(body)}`);
  return body.connections[0] ?? null;
}
