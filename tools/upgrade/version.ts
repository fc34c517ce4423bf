/** A version of this project as it lies in a folder: its server, its command line and its SDK. */
import { execFile } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { reservePort } from "@grantry/testing/free-port";
import { ids, secrets } from "@grantry/testing/harness";
import { type Started, startProgram } from "@grantry/testing/started-program";

const flags = ["--disable-warning=ExperimentalWarning", "--conditions=source"];

export interface RunningServer {
  readonly url: string;
  readonly started: Started;
  /** Resolves with its exit code. */
  stop(): Promise<number | null>;
}

/** Starts its server. Rejects with what it said where it does not start. */
export async function startServer(
  folder: string,
  environment: Readonly<Record<string, string>>,
  port?: number,
): Promise<RunningServer> {
  const own = port ?? (await reservePort());
  const main = join(folder, "packages/server/src/main.ts");
  const started = startProgram([process.execPath, ...flags, main], {
    env: { ...environment, GRANTRY_PORT: String(own) },
    cwd: folder,
  });
  await started.until('"listening"');
  return {
    url: `http://127.0.0.1:${own}`,
    started,
    stop: async () => {
      if (started.child.exitCode === null) {
        started.child.kill("SIGTERM");
        await once(started.child, "exit");
      }
      return started.child.exitCode;
    },
  };
}

/** What the tool calls of an SDK's client. */
interface Client {
  readonly asServiceRole: {
    readonly connectors: {
      getAppUserConnection(userId: string, connectorId: string): Promise<{ accessToken: string }>;
    };
  };
}

/** A backend's client by its SDK. */
export async function clientOf(folder: string, serverUrl: string): Promise<Client> {
  const entry = pathToFileURL(join(folder, "packages/sdk/src/index.ts")).href;
  const sdk = (await import(entry)) as { createClient(config: object): Client };
  return sdk.createClient({ serverUrl, appId: ids.app, serviceToken: secrets.serviceToken });
}

const commands = [
  ["connections", "list"],
  ["apps", "list"],
  ["tokens", "list"],
  ["oauth-clients", "list"],
];

/** Runs commands of its command line against a server. Resolves with those that failed, and what they said. */
export async function failedCommands(folder: string, serverUrl: string): Promise<string[]> {
  const program = join(folder, "packages/cli/src/main.ts");
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    GRANTRY_SERVER: serverUrl,
    GRANTRY_APP: ids.app,
  };
  const failed = commands.map(async (command) => {
    const args = [...flags, program, ...command, "--json"];
    const key = { GRANTRY_API_KEY: secrets.workspaceKey };
    return await new Promise<string[]>((resolve) => {
      execFile(
        process.execPath,
        args,
        { cwd: folder, env: { ...env, ...key } },
        (thrown, stdout, stderr) =>
          resolve(
            thrown === null ? [] : [`${command.join(" ")}: ${stderr}${stdout}`.slice(0, 300)],
          ),
      );
    });
  });
  return (await Promise.all(failed)).flat();
}
