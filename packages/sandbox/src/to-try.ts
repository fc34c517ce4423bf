/** The sandbox provider with one client, for whoever tries a server of their own. */
import { providersPortToTry, startProvidersToTry } from "./dialect/to-try.ts";
import { startSandbox } from "./sandbox.ts";

/** The same each time: nothing at the sandbox is worth a secret. */
export const clientToTry = { clientId: "sandbox-client", clientSecret: "sandbox-secret" } as const;

export const usage = `Usage: npx @grantry/sandbox [--port 4401] <redirect URI>...
       npx @grantry/sandbox --providers [--port 4403]

In a clone of the project: npm run sandbox -- <redirect URI>...

The redirect URI is what the dashboard shows where a connector for the Sandbox Calendar is added. With --providers every provider
of the catalogue is played, each as it documents itself, for a server that has GRANTRY_SANDBOX_PROVIDERS set.
`;

/** Beside the server, which takes 4400. */
export const portToTry = 4401;

/** Why it does not start, in words for whoever starts it. */
export class CannotStart extends Error {}

export interface Started {
  /** Ends it. */
  readonly sandbox: { readonly origin: string; readonly port: number; close(): Promise<void> };
  /** What whoever started it needs to know. */
  readonly says: string;
}

/** Starts every provider of the catalogue. Throws CannotStart where the port is taken. */
export async function startProviders(port?: number): Promise<Started> {
  return await startProvidersToTry(port).catch((cause: unknown) => {
    throw inWords(cause, port);
  });
}

/** Starts it, and says what is to be entered. Throws CannotStart where the port is taken or an address is no redirect URI. */
export async function startToTry(
  redirectUris: readonly string[],
  port: number = portToTry,
): Promise<Started> {
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

function inWords(cause: unknown, port: number | undefined): unknown {
  if (!(cause instanceof Error)) return cause;
  const code = "code" in cause ? cause.code : cause.message;
  const says = {
    EADDRINUSE: `Something else listens on port ${port ?? providersPortToTry}. Choose another with --port.`,
    ERR_SOCKET_BAD_PORT: "A port is a number up to 65535.",
    invalid_redirect_uri: "A redirect URI is a whole address, as the dashboard shows it.",
  }[String(code)];
  return says === undefined ? cause : new CannotStart(says, { cause });
}
