/** What Grantry is for, done with a server that runs by itself: accounts at a sandbox provider are connected, their tokens read. */

import { startSandbox } from "@grantry/sandbox/sandbox";
import { apiOf } from "@grantry/testing/api";
import { begin, comeBack, complete, returnUrl } from "@grantry/testing/completion";

const connectorId = "665f1c2ab3d4e5f60718293a";
const sandboxSecret = "sandbox-secret";
const serviceToken = `grantry_st_${"s".repeat(40)}`;

export interface MainJob {
  /** What the server's file of workspaces, apps and connectors says. */
  readonly bootstrap: string;
  /** What its environment has besides the name of that file. */
  readonly environment: Readonly<Record<string, string>>;
  /** Has a user consent, by a browser's requests; the access token that the app's backend then gets. */
  connect(userId: string): Promise<string>;
  /** The access token of a user who is connected. */
  token(userId: string): Promise<string>;
  close(): Promise<void>;
}

/** For a server that listens at this port of this machine. */
export async function prepareMainJob(port: number): Promise<MainJob> {
  const serverUrl = `http://127.0.0.1:${port}`;
  const callback = `${serverUrl}/api/external-auth/callback/ocl_sandbox`;
  const sandbox = await startSandbox({
    clients: [
      { clientId: "sandbox-client", clientSecret: sandboxSecret, redirectUris: [callback] },
    ],
  });
  const api = apiOf({ url: serverUrl }, "app_main", serviceToken);
  const token = async (userId: string): Promise<string> => {
    const { status, body } = await api.tokenOf(userId, connectorId);
    if (status !== 200) throw new Error(`no token: ${JSON.stringify(body)}`);
    return body.access_token;
  };
  return {
    bootstrap: JSON.stringify(declared(sandbox.port)),
    environment: {
      GRANTRY_PORT: String(port),
      GRANTRY_PUBLIC_URL: serverUrl,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: sandbox.origin,
      SANDBOX_SECRET: sandboxSecret,
      SERVICE_TOKEN: serviceToken,
    },
    connect: async (userId) => {
      const user = await api.signIn(userId);
      const { id, link, verifier } = await begin(user, { connector_id: connectorId });
      const { code } = await comeBack(link);
      await complete(user, id, { code, verifier });
      return await token(userId);
    },
    token,
    close: () => sandbox.close(),
  };
}

const declared = (sandboxPort: number) => ({
  workspaces: [
    {
      id: "ws_main",
      name: "Main",
      environment: "development",
      oauth_clients: [
        {
          id: "ocl_sandbox",
          name: "Sandbox",
          provider: "sandbox",
          client_id: "sandbox-client",
          client_secret: { env: "SANDBOX_SECRET" },
        },
      ],
      connectors: [
        {
          id: connectorId,
          name: "Your calendar",
          integration_type: "sandboxcalendar",
          oauth_client: "ocl_sandbox",
          connection_config: { port: String(sandboxPort) },
        },
      ],
      apps: [
        {
          id: "app_main",
          name: "My app",
          origins: [new URL(returnUrl).origin],
          service_tokens: [{ id: "stk_main", name: "backend", secret: { env: "SERVICE_TOKEN" } }],
        },
      ],
    },
  ],
});
