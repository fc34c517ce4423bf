/** The sandbox provider with one client, for whoever tries a server of their own. */
import { type Sandbox, startSandbox } from "./sandbox.ts";

/** The same each time: nothing at the sandbox is worth a secret. */
export const clientToTry = { clientId: "sandbox-client", clientSecret: "sandbox-secret" } as const;

export const usage = `Usage: npm run sandbox -- [--port 4400] <redirect URI>...

The redirect URI is what the dashboard shows where a connector for the Sandbox Calendar is added.
`;

/** Starts it, and says what is to be entered. Rejects where the port is taken or an address is no redirect URI. */
export async function startToTry(
  redirectUris: readonly string[],
  port: number,
): Promise<{ readonly sandbox: Sandbox; readonly says: string }> {
  const sandbox = await startSandbox({ port, clients: [{ ...clientToTry, redirectUris }] });
  const says = `The sandbox provider listens at ${sandbox.origin}. Enter for the connector:

  Client ID      ${clientToTry.clientId}
  Client secret  ${clientToTry.clientSecret}
  Port           ${sandbox.port}

The server must be allowed to call it: GRANTRY_ALLOWED_PRIVATE_ORIGINS=${sandbox.origin}
`;
  return { sandbox, says };
}
