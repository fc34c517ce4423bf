/** Starts everything in one process: the sandbox provider, the Grantry server and this app. */
import type { Server as HttpServer } from "node:http";
import { createServer, type Server } from "node:net";
import { fileURLToPath } from "node:url";
import { type Sandbox, startSandbox } from "@grantry/sandbox/sandbox";
import { createApp } from "@grantry/server/app";
import { readBootstrapFile, secretReader } from "@grantry/server/bootstrap-file";
import { type Config, readConfig } from "@grantry/server/config";
import { readEncryptionKeys } from "@grantry/server/encryption-key-file";
import { builtSite } from "@grantry/server/http/documentation/site-files";
import { GrantryError } from "@grantry/server/lib/error";
import { createLog, isLogText } from "@grantry/server/lib/log";
import type { Secret } from "@grantry/server/lib/secret";
import { offerDemoSignIn } from "@grantry/server/service/accounts/index";
import { type DemoSecrets, readDemoSecrets } from "./demo-secrets.ts";
import { createFunctionsServer } from "./functions-server.ts";
import { createAppServer } from "./server.ts";

/** Ports: 0 takes a free one. */
export interface DemoOptions {
  /** Made where it does not exist; holds the database, the encryption key and the demo's secrets. */
  readonly dataDir: string;
  readonly serverPort: number;
  readonly sandboxPort: number;
  readonly examplePort: number;
  /** As in GRANTRY_LOG_LEVEL. */
  readonly logLevel: string;
}

export interface Demo {
  readonly serverUrl: string;
  readonly sandboxUrl: string;
  readonly exampleUrl: string;
  /** Signs in to the dashboard as the owner of the demo's workspace: once, for half an hour. A credential. */
  readonly dashboardLink: Secret;
  /** The provider itself, for tests to look into. */
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/** Throws a GrantryError that says what to do where a port is in use; then nothing is left open. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const secrets = await readDemoSecrets(options.dataDir);
  const serverPort = await orPortInUse("GRANTRY_PORT", options.serverPort, reservePort);
  const serverUrl = `http://127.0.0.1:${serverPort}`;
  await using open = new AsyncDisposableStack();

  const sandbox = await orPortInUse("SANDBOX_PORT", options.sandboxPort, (port) =>
    startSandbox({ port, clients: [daybookAt(serverUrl, secrets)] }),
  );
  open.defer(() => sandbox.close());

  const example = createAppServer({
    serverUrl,
    serviceToken: secrets.SERVICE_TOKEN,
    workspaceKey: secrets.WORKSPACE_KEY,
  });
  const examplePort = await orPortInUse("EXAMPLE_PORT", options.examplePort, (port) =>
    listen(example, port),
  );
  open.defer(() => end(example));
  const exampleUrl = `http://127.0.0.1:${examplePort}`;

  // Nobody but the Grantry server calls it, so any free port will do.
  const functions = await createFunctionsServer(new URL("functions/", import.meta.url));
  const functionsUrl = `http://127.0.0.1:${await listen(functions, 0)}`;
  open.defer(() => end(functions));

  const config = readConfig({
    GRANTRY_DATA_DIR: options.dataDir,
    GRANTRY_PORT: String(serverPort),
    GRANTRY_ALLOWED_PRIVATE_ORIGINS: `${sandbox.origin},${functionsUrl}`,
    GRANTRY_LOG_LEVEL: options.logLevel,
  });
  const server = await startServer(config, secrets, {
    exampleUrl,
    functionsUrl,
    sandboxPort: sandbox.port,
  });
  open.defer(() => server.close());

  const dashboardLink = await offerDemoSignIn(server.context, workspaceId);
  const opened = open.move();
  return {
    serverUrl,
    sandboxUrl: sandbox.origin,
    exampleUrl,
    dashboardLink,
    sandbox,
    close: () => opened.disposeAsync(),
  };
}

/** Daybook's registration with the provider; elsewhere a person does this on the provider's site. */
function daybookAt(serverUrl: string, secrets: DemoSecrets) {
  return {
    clientId: "daybook",
    name: "Daybook",
    clientSecret: secrets.SANDBOX_CLIENT_SECRET,
    redirectUris: [`${serverUrl}/api/external-auth/callback/ocl_sandbox`],
  };
}

/** As grantry.jsonc declares it. */
const workspaceId = "ws_demo";

/** Where Vite's dev server has the pages of whoever tries the SDK against this server. */
const viteOrigin = "http://localhost:5173";

/** The server as its main.ts starts it, with the declaration of this app. */
async function startServer(
  config: Config,
  secrets: DemoSecrets,
  addresses: {
    readonly exampleUrl: string;
    readonly functionsUrl: string;
    readonly sandboxPort: number;
  },
) {
  const file = fileURLToPath(new URL("grantry.jsonc", import.meta.url));
  const declared = await readBootstrapFile(file);
  for (const workspace of declared.workspaces) {
    const shared = workspace.apps.flatMap((app) => app.shared_connectors);
    for (const app of workspace.apps) {
      app.origins = [addresses.exampleUrl, viteOrigin];
      app.functions_url = addresses.functionsUrl;
    }
    for (const connector of [...workspace.connectors, ...shared]) {
      connector.connection_config = { port: String(addresses.sandboxPort) };
    }
  }
  const app = await createApp({
    config,
    log: createLog(config.logLevel, undefined, { isText: isLogText(config, process.stdout) }),
    encryptionKeys: await readEncryptionKeys(config),
    bootstrap: { declared, readSecret: secretReader(file, secrets) },
    docsSite: builtSite(),
  });
  try {
    await orPortInUse("GRANTRY_PORT", config.port, (port) =>
      app.http.listen({ host: config.host, port }),
    );
  } catch (thrown) {
    await app.close();
    throw thrown;
  }
  return app;
}

/** The server's own URL must be known before it listens, so its port is tried first. */
async function reservePort(port: number): Promise<number> {
  const probe = createServer();
  const reserved = await listen(probe, port);
  await new Promise((resolve) => probe.close(resolve));
  return reserved;
}

async function end(server: HttpServer): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function orPortInUse<T>(
  variable: string,
  port: number,
  open: (port: number) => Promise<T>,
): Promise<T> {
  try {
    return await open(port);
  } catch (cause) {
    if (!(cause instanceof Error) || !("code" in cause) || cause.code !== "EADDRINUSE") throw cause;
    const detail = `Port ${port} is in use. Set ${variable} to another one.`;
    throw new GrantryError("config_invalid", { detail, cause });
  }
}
