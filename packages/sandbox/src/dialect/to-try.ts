/** Every provider of the catalogue at once, for whoever tries a server of their own. */
import { documentedProviders } from "./fixtures.ts";
import { type DialectSandbox, startDialectSandbox } from "./sandbox.ts";

/** Beside the sandbox provider, which takes 4401. */
export const providersPortToTry = 4403;

/** Starts it, and says where. Rejects where the port is taken. */
export async function startProvidersToTry(
  port: number = providersPortToTry,
): Promise<{ readonly sandbox: DialectSandbox; readonly says: string }> {
  const fixtures = documentedProviders();
  const sandbox = await startDialectSandbox({ fixtures, port });
  const says = `${fixtures.length} integration types are played at ${sandbox.origin}

The server calls that in place of every provider: GRANTRY_SANDBOX_PROVIDERS=${sandbox.origin}
`;
  return { sandbox, says };
}
