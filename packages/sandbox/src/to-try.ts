/** The sandboxes as programs: every provider, or the one with a calendar for one redirect URI. */
import { startSandbox } from "./sandbox.ts";
import { providerNames } from "./world/providers.ts";
import { type SandboxWorld, startSandbox as startWorld } from "./world/start.ts";

/** The same each time: nothing at the sandbox is worth a secret. */
export const clientToTry = { clientId: "sandbox-client", clientSecret: "sandbox-secret" } as const;

export const usage = `Usage: npx @grantry/sandbox [--port 4403] [--strict] [--json]
       npx @grantry/sandbox [--port 4401] <redirect URI>...

In a clone of the project: npm run sandbox -- [options]

Plays every provider of Grantry's catalogue on 127.0.0.1, each as it documents itself, for any OAuth client, and says which
client each one knows and where it is found. With a redirect URI it is one provider with a calendar instead; that URI is what
the dashboard shows where a connector for the Sandbox Calendar is added.

Options:
  --port <number>  Where to listen: 4403, or 4401 for the one with a calendar.
  --strict         Take only requests that are exactly as the provider documents them.
  --json           Print what a program needs to know, as one line of JSON.
  -h, --help       This text.

It ends with Ctrl+C, and forgets everything.
`;

/** Beside the server, which takes 4400. */
export const portToTry = 4401;

/** Beside the sandbox provider. */
export const providersPortToTry = 4403;

/** Why it does not start, in words for whoever starts it. */
export class CannotStart extends Error {}

export interface Started {
  /** Ends it. */
  readonly sandbox: { readonly origin: string; readonly port: number; close(): Promise<void> };
  /** What whoever started it needs to know. */
  readonly says: string;
}

export interface ProvidersOptions {
  readonly port?: number | undefined;
  /** Takes documented requests alone. */
  readonly strict?: boolean;
  /** Says it for a program. */
  readonly json?: boolean;
}

/** Starts every provider of the catalogue. Throws CannotStart where the port is taken. */
export async function startProviders({
  port = providersPortToTry,
  strict = false,
  json = false,
}: ProvidersOptions = {}): Promise<Started> {
  const world = await startWorld({ port, strict }).catch((cause: unknown) => {
    throw inWords(cause, port);
  });
  return { sandbox: world, says: json ? forPrograms(world) : forPeople(world) };
}

function forPrograms(world: SandboxWorld): string {
  const entries = providerNames.map((name) => {
    const { clientId, clientSecret, metadata, settings } = world[name];
    return [name, { client_id: clientId, client_secret: clientSecret, ...metadata, settings }];
  });
  const { origin, users } = world;
  return `${JSON.stringify({ origin, users, providers: Object.fromEntries(entries) })}\n`;
}

function forPeople(world: SandboxWorld): string {
  const { origin, users } = world;
  const widthOf = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length)) + 2;
  const nameWidth = widthOf(providerNames);
  const idWidth = widthOf(providerNames.map((name) => world[name].clientId));
  const rows = providerNames.map((name) => {
    const { clientId, clientSecret } = world[name];
    return `  ${name.padEnd(nameWidth)}${clientId.padEnd(idWidth)}${clientSecret}`;
  });
  return `${providerNames.length} providers are played at ${origin}. The page there says where each one's endpoints are.

  ${"provider".padEnd(nameWidth)}${"client ID".padEnd(idWidth)}client secret
${rows.join("\n")}

To point a client at one, put ${origin}/~/ in place of https:// in its addresses:
https://github.com/login/oauth/authorize is ${origin}/~/github.com/login/oauth/authorize.
Any redirect URI is taken. The page that asks for consent lets you be ${users.map(({ name }) => name).join(", ")}.
Tests revoke, expire and fail by requests to ${origin}/world/.

A Grantry server calls this in place of every provider with GRANTRY_SANDBOX_PROVIDERS=${origin}
`;
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
