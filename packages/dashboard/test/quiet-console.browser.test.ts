/** That nothing is set up or made yet is no error: no page logs one in the console, of a new workspace or of the demo. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reservePort } from "@grantry/testing/free-port";
import { jsonBody, signedIn } from "@grantry/testing/operators";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startDemo } from "../../../examples/calendar/demo.ts";
import { type Dashboard, startDashboard } from "./dashboard.ts";

let dashboard: Dashboard;
const fresh = "ws_fresh";

beforeAll(async () => {
  dashboard = await startDashboard({
    declare: ({ workspaces }) => {
      const members = [{ email: "owner@example.com", name: "owner", role: "owner" as const }];
      workspaces.push({ id: fresh, name: "Fresh", members });
    },
  });
});
afterAll(() => dashboard.close());

const ofAccount = ["", "/security", "/sessions", "/keys"].map((path) => `account${path}`);
const ofWorkspace = [
  "",
  "/first-steps",
  "/connections",
  "/operations",
  "/events",
  "/events?tab=revocations",
  "/audit",
  "/apps",
  "/connectors",
  "/connectors?tab=shared",
  "/connectors?tab=providers",
  "/connectors?tab=oauth-clients",
  "/connectors/new",
  "/connectors/new/slack",
  "/connectors/own",
  "/connectors/own?by=entry",
  "/allowed-access",
  "/people",
  "/keys",
  "/company-sign-in",
  "/encryption",
  "/general",
];
const ofApp = [
  "integrations",
  "general",
  "users",
  "functions",
  "branding",
  "origins",
  "identity-providers",
  "service-tokens",
];

/** Every address of a workspace that has this app, and of one's own account. */
const addresses = (workspace: string, app: string) => [
  ...ofAccount,
  ...ofWorkspace.map((path) => `workspaces/${workspace}${path}`),
  ...ofApp.map((path) => `workspaces/${workspace}/apps/${app}/${path}`),
];

/** Whatever the console says on these pages, with what it is about. */
async function saidOn(page: Page, server: string, paths: readonly string[]): Promise<string[]> {
  const said: string[] = [];
  let at = "";
  page.on("console", (message) => said.push(`${at}: ${message.text()} ${message.location().url}`));
  page.on("pageerror", (error) => said.push(`${at}: ${error.message}`));
  for (const path of paths) {
    at = path;
    await page.goto(`${server}/dashboard/${path}`);
    await page.getByRole("heading", { level: 1 }).first().waitFor();
    await page.waitForLoadState("networkidle");
    expect(await page.getByRole("alert").allTextContents(), path).toEqual([]);
  }
  return said;
}

test("a new workspace", async () => {
  const owner = await signedIn(dashboard.world, "owner@example.com");
  const made = await owner.api(
    `/v1/workspaces/${fresh}/apps`,
    jsonBody("POST", { name: "Daybook" }),
  );
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { page, context } = await dashboard.signIn("owner");
  expect(await saidOn(page, dashboard.world.url, addresses(fresh, made.body.id))).toEqual([]);
  await context.close();
});

test("the demo, right after npm start", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "grantry-demo-"));
  const demo = await startDemo({
    dataDir,
    serverPort: await reservePort(),
    sandboxPort: 0,
    examplePort: 0,
    logLevel: "silent",
  });
  const context = await dashboard.browser.newContext();
  try {
    const page = await context.newPage();
    await page.goto(demo.dashboardLink.reveal());
    await page.waitForURL(/\/workspaces\//);
    const [, workspace = ""] = /\/workspaces\/([^/]+)/.exec(page.url()) ?? [];
    const { data: apps } = await page.evaluate<{ data: { id: string }[] }>(
      `fetch("/v1/workspaces/${workspace}/apps").then((answer) => answer.json())`,
    );
    expect(await saidOn(page, demo.serverUrl, addresses(workspace, apps[0]?.id ?? ""))).toEqual([]);
  } finally {
    await context.close();
    await demo.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
