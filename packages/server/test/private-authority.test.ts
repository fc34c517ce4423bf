/**
 * A provider whose certificate a private authority made: a server that is told of the authority by
 * NODE_EXTRA_CA_CERTS speaks to it, from discovery to the token, and no other does.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type AuthorizationServer,
  startAuthorizationServer,
} from "@grantry/testing/authorization-server";
import { createJar, depart } from "@grantry/testing/browser";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { ids, secrets } from "@grantry/testing/harness";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const certificates = new URL("./certificates/", import.meta.url);
const authority = fileURLToPath(new URL("ca.pem", certificates));

describe("a provider under a private authority", () => {
  let folder: string;
  let plain: AuthorizationServer;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-authority-"));
    const [key, cert] = await Promise.all(
      ["good.key", "good.pem"].map((name) => readFile(new URL(name, certificates))),
    );
    if (key === undefined || cert === undefined) throw new Error("no certificate");
    plain = await startAuthorizationServer({
      clientId: "test-client",
      clientSecret: secrets.clientSecret,
      method: "client_secret_post",
      metadata: { scopes_supported: ["openid"] },
      tls: { key, cert },
    });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await plain.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(environment: Record<string, string>) {
    const [file, port] = [join(folder, "grantry.jsonc"), await reservePort()];
    await writeFile(file, JSON.stringify(declaration(plain.origin)));
    const child = spawn(process.execPath, [...fromSource, main], {
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        GRANTRY_DATA_DIR: join(folder, "data"),
        GRANTRY_PORT: String(port),
        GRANTRY_BOOTSTRAP: file,
        GRANTRY_ALLOWED_PRIVATE_ORIGINS: `${ids.workspace}=${plain.origin}`,
        ...Object.fromEntries(Object.entries(secrets).map(([name, value]) => [`T_${name}`, value])),
        ...environment,
      },
    });
    children.push(child);
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data: Buffer) => {
        output += data.toString();
      });
    }
    const ended = once(child, "exit");
    while (!output.includes("listening") && child.exitCode === null) {
      await Promise.race([ended, once(child.stdout, "data"), once(child.stderr, "data")]);
    }
    return { url: `http://127.0.0.1:${port}`, ended, output: () => output, child };
  }

  test("is found out, connected and asked for tokens", async () => {
    const server = await start({ NODE_EXTRA_CA_CERTS: authority });
    expect(server.output()).toContain("listening");
    const app = `${server.url}/api/apps/${ids.app}`;
    const started = await fetch(`${app}/external-auth/initiate`, {
      method: "POST",
      headers: { api_key: secrets.workspaceKey, "content-type": "application/json" },
      body: JSON.stringify({ integration_type: "plain" }),
    });
    const { redirect_url } = (await started.json()) as { redirect_url: string };
    const jar = createJar();
    const callback = await redirectOf(await depart(jar, redirect_url));
    expect((await jar.get(callback)).text).toContain("<h1>Connected</h1>");
    const token = await fetch(`${app}/external-auth/tokens/plain`, {
      headers: { authorization: `Bearer ${secrets.serviceToken}` },
    });
    expect(await token.json()).toMatchObject({ account: { id: "subject-1" } });
  });

  test("is not spoken to by a server that does not know the authority, which says so", async () => {
    const server = await start({});
    await server.ended;
    expect(server.child.exitCode).toBe(1);
    expect(server.output()).toContain("NODE_EXTRA_CA_CERTS");
    expect(plain.asked).toEqual([]);
  });

  /** Where the provider sends the browser, which knows the authority. */
  async function redirectOf(url: string): Promise<string> {
    const call = request(url, { ca: await readFile(authority) });
    const answered = once(call, "response");
    call.end();
    const [response] = await answered;
    response.resume();
    return response.headers.location;
  }
});

function declaration(issuer: string) {
  return {
    workspaces: [
      {
        id: ids.workspace,
        name: "Workspace",
        api_keys: [{ id: "key_test", name: "tests", secret: { env: "T_workspaceKey" } }],
        providers: [
          { issuer, id: "plain", name: "Plain", token_endpoint_auth_method: "client_secret_post" },
        ],
        oauth_clients: [
          {
            id: ids.oauthClient,
            name: "Plain",
            provider: "plain",
            client_id: "test-client",
            client_secret: { env: "T_clientSecret" },
          },
        ],
        apps: [
          {
            id: ids.app,
            name: "App",
            service_tokens: [{ id: "stk", name: "backend", secret: { env: "T_serviceToken" } }],
            shared_connectors: [
              { id: ids.sharedConnector, oauth_client: ids.oauthClient, integration_type: "plain" },
            ],
          },
        ],
      },
    ],
  };
}
