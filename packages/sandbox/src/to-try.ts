/** The sandbox provider with one client, for whoever tries a server of their own. */
import { type Sandbox, startSandbox } from "./sandbox.ts";

/** The same each time: nothing at the sandbox is worth a secret. */
export const clientToTry = { clientId: "sandbox-client", clientSecret: "sandbox-secret" } as const;

export const usage = `Usage: npm run sandbox -- [--port 4401] <redirect URI>...

The redirect URI is what the dashboard shows where a connector for the Sandbox Calendar is added.
`;

/** Beside the server, which takes 4400. */
export const portToTry = 4401;

/** Why it does not start, in words for whoever starts it. */
export class CannotStart extends Error {}

/** Starts it, and says what is to be entered. Throws CannotStart where the port is taken or an address is no redirect URI. */
export async function startToTry(
  redirectUris: readonly string[],
  port: number,
): Promise<{ readonly sandbox: Sandbox; readonly says: string }> {
  const clients = [{ ...clientToTry, redirectUris }];
  const sandbox = await startSandbox({ port, clients }).catch((cause: unknown) => {
    throw inWords(cause, port);
  });
  const says = `The sandbox provider listens at ${sandbox.origin}. Enter for the connector:

  Client ID      ${clientToTry.clientId}
  Client secret  ${clientToTry.clientSecret}
  Port           ${sandbox.port}

The server must be allowed to call it: GRANTRY_ALLOWED_PRIVATE_ORIGINS=${sandbox.origin}
`;
  return { sandbox, says };
}

function inWords(cause: unknown, port: number): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = "code" in cause ? cause.code : cause.message;
  const says = {
    EADDRINUSE: `Something else listens on port ${port}. Choose another with --port.`,
    ERR_SOCKET_BAD_PORT: "A port is a number up to 65535.",
    invalid_redirect_uri: "A redirect URI is a whole address, as the dashboard shows it.",
  }[String(code)];
  return says === undefined ? cause : new CannotStart(says, { cause });
}
