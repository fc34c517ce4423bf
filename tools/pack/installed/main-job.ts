/** What Grantry is for, done by what was installed: a server started, an account connected in Chromium, its token used. */
import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { decide, signIn } from "@grantry/testing/consent-pages";
import { reservePort } from "@grantry/testing/free-port";
import { startScriptedServer } from "@grantry/testing/scripted-server";
import type { Browser, Page } from "playwright-core";
import type { Project } from "./ways.ts";

const app = fileURLToPath(new URL("app.js", import.meta.url));

/** What the installed server is told in its file. */
const bootstrap = (sandboxPort: number, appOrigin: string) => ({
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
          id: "665f1c2ab3d4e5f60718293a",
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
          origins: [appOrigin],
          service_tokens: [{ id: "stk_main", name: "backend", secret: { env: "SERVICE_TOKEN" } }],
        },
      ],
    },
  ],
});

const secrets = {
  SANDBOX_SECRET: "sandbox-secret",
  SERVICE_TOKEN: `grantry_st_${"s".repeat(40)}`,
};

export interface Done {
  /** What the app's backend printed. */
  readonly app: { readonly status: string; readonly account: string; readonly answer: number };
  /** The heading of the dashboard, once the first account was made. */
  readonly dashboard: string;
  /** The heading of the documentation that the server shows. */
  readonly docs: string;
  /** Whether the server, told to end, says that it did. */
  readonly closed: boolean;
}

/** Does it all from the folder of the project. */
export async function doMainJob(project: Project, browser: Browser): Promise<Done> {
  const [port, sandboxPort] = [await reservePort(), await reservePort()];
  const serverUrl = `http://127.0.0.1:${port}`;
  const sandboxUrl = `http://127.0.0.1:${sandboxPort}`;
  const file = (name: string, value: unknown) =>
    writeFile(join(project.folder, name), JSON.stringify(value));
  const pages = await startScriptedServer({ answers: { "*": { body: "connected" } } });
  const returnUrl = `${pages.origin}/connected`;
  await file("grantry.jsonc", bootstrap(sandboxPort, pages.origin));
  const eventsUrl = `${sandboxUrl}/api/calendar/events`;
  await file("app.json", { serverUrl, serviceToken: secrets.SERVICE_TOKEN, returnUrl, eventsUrl });
  await copyFile(app, join(project.folder, "app.js"));

  const redirectUri = `${serverUrl}/api/external-auth/callback/ocl_sandbox`;
  const sandbox = await project.start(
    ["grantry-sandbox", "--port", String(sandboxPort), redirectUri],
    {},
    /listens at/,
  );
  const server = await project.start(
    ["grantry", "start"],
    {
      ...secrets,
      GRANTRY_PORT: String(port),
      GRANTRY_BOOTSTRAP: "grantry.jsonc",
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: sandboxUrl,
      // What is installed is JavaScript.
      NODE_OPTIONS: "--no-experimental-strip-types",
    },
    /Make the first one within a day: (\S+)/,
  );
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    const [, setupLink = ""] = server.found;
    const dashboard = await makeFirstAccount(page, setupLink);
    await page.goto(`${serverUrl}/docs`);
    const docs = (await page.getByRole("heading", { level: 1 }).textContent()) ?? "";
    const code = await connect(page, (await project.runScript("app.js", ["begin"])).trim());
    const said = await project.runScript("app.js", ["complete", code]);
    const closed = (await server.stop()).includes('"msg":"closed"');
    return { app: JSON.parse(said) as Done["app"], dashboard, docs, closed };
  } finally {
    await context.close();
    await Promise.all([server.stop(), sandbox.stop(), pages.close()]);
  }
}

async function makeFirstAccount(page: Page, setupLink: string): Promise<string> {
  await page.goto(setupLink);
  await page.getByLabel("Email address").fill("owner@example.com");
  await page.getByLabel("Name", { exact: true }).fill("Ola Owner");
  await page.getByLabel("Password").fill("correct horse battery staple");
  await page.getByRole("button", { name: "Create account" }).click();
  const heading = page.getByRole("heading", { level: 1 });
  await heading.waitFor();
  return (await heading.textContent()) ?? "";
}

/** Walks the consent; the code that the browser brings back to the app. */
async function connect(page: Page, connectUrl: string): Promise<string> {
  await page.goto(connectUrl);
  await signIn(page);
  await decide(page);
  await page.waitForURL((url) => url.searchParams.has("grantry_code"));
  return new URL(page.url()).searchParams.get("grantry_code") ?? "";
}
