/** The whole demo in a real browser, as its users see it. */

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium } from "@grantry/testing/chromium";
import { closesBy, lastPress } from "@grantry/testing/consent-pages";
import { reservePort } from "@grantry/testing/free-port";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Demo, startDemo } from "./demo.ts";

type User = "Mia" | "Noah";

let browser: Browser;
let dataDir: string;
let demo: Demo;
let contexts: BrowserContext[] = [];
const pageErrors: Error[] = [];

const start = (ports: { server: number; sandbox: number; example: number }) =>
  startDemo({
    dataDir,
    serverPort: ports.server,
    sandboxPort: ports.sandbox,
    examplePort: ports.example,
    logLevel: "silent",
  });

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  dataDir = join(await mkdtemp(join(tmpdir(), "daybook-")), "data");
  const [server, sandbox, example] = [
    await reservePort(),
    await reservePort(),
    await reservePort(),
  ];
  demo = await start({ server, sandbox, example });
});
afterEach(async () => {
  await Promise.all(contexts.map((context) => context.close()));
  contexts = [];
  await demo.close();
  await rm(join(dataDir, ".."), { recursive: true });
  expect(pageErrors.splice(0)).toEqual([]);
});

/** A page in a browser of its own, signed in. */
async function signIn(user: User): Promise<Page> {
  const context = await browser.newContext();
  contexts.push(context);
  const page = await context.newPage();
  page.on("pageerror", (error) => pageErrors.push(error));
  await page.goto(demo.exampleUrl);
  await button(page, `Sign in as ${user}`).click();
  await button(page, "Sign out").waitFor();
  return page;
}

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const sees = (page: Page, text: string | RegExp) => page.getByText(text).first().waitFor();

/** Presses the button; the popup at the provider. */
async function openPopup(page: Page, name = "Connect your calendar"): Promise<Page> {
  const [popup] = await Promise.all([page.waitForEvent("popup"), button(page, name).click()]);
  // A popup that is closed on its way from one page to the next can keep its driver waiting.
  await button(popup, /Ada Example/).waitFor();
  return popup;
}

interface Choices {
  readonly account?: RegExp;
  readonly untick?: RegExp;
  readonly answer?: "Allow" | "Deny";
}

/** Answers the provider's two questions. */
async function decide(page: Page, choices: Choices = {}): Promise<void> {
  await button(page, choices.account ?? /Ada Example/).click();
  if (choices.untick !== undefined) await page.getByLabel(choices.untick).uncheck();
  await lastPress(button(page, choices.answer ?? "Allow"));
}

async function connect(page: Page, choices: Choices = {}): Promise<void> {
  const popup = await openPopup(page);
  await closesBy(popup, () => decide(popup, choices));
  await sees(page, "Coming up");
}

/** The connect link of a flow that the page starts without opening it. */
const connectLink = (page: Page): Promise<string> =>
  page.evaluate(`(async () => {
    const { createClient } = await import("/sdk/index.ts");
    const { serverUrl, appId, myCalendarId } = await (await fetch("/session")).json();
    const { accessToken } = await (await fetch("/user-token", { method: "POST" })).json();
    const client = createClient({ serverUrl, appId, token: accessToken });
    return await client.connectors.connectAppUser(myCalendarId);
  })()`);

/** What the page offers after it was loaded anew. */
async function isOfferedToConnect(page: Page): Promise<void> {
  await page.goto(demo.exampleUrl);
  await button(page, "Connect your calendar").waitFor();
}

describe("my calendar", () => {
  test("a user connects in a popup that closes itself, sees events and disconnects", async () => {
    const page = await signIn("Mia");
    await connect(page);
    await sees(page, "Your calendar is connected.");
    await sees(page, "ada@sandbox.example");
    await sees(page, "See your email address");
    await sees(page, "Design review");
    expect(demo.sandbox.ledger.liveGrants()).toBe(1);

    await button(page, "Disconnect").click();
    await sees(page, "The provider has ended Daybook's access too.");
    await button(page, "Connect your calendar").waitFor();
    expect(demo.sandbox.ledger.liveGrants()).toBe(0);
    await isOfferedToConnect(page);
  });

  test("what one user connects, another one does not see", async () => {
    await connect(await signIn("Mia"));
    const noah = await signIn("Noah");
    await button(noah, "Connect your calendar").waitFor();
    await connect(noah, { account: /Bo Example/ });
    await sees(noah, "Guitar lesson");
    expect(await noah.getByText("Design review").count()).toBe(0);
  });

  test("a refused consent is said, and nothing is connected", async () => {
    const page = await signIn("Mia");
    await decide(await openPopup(page), { answer: "Deny" });
    await sees(page, "You declined at the provider.");
    await isOfferedToConnect(page);
  });

  test("a consent without the calendar is explained, and nothing is kept of it (SEC-19)", async () => {
    const page = await signIn("Mia");
    await decide(await openPopup(page), { untick: /See calendar events/ });
    await sees(page, "leave “See calendar events” ticked");
    await isOfferedToConnect(page);
    expect(demo.sandbox.ledger.liveGrants()).toBe(0);
  });

  test("a consent without the email address connects: Daybook can do without", async () => {
    const page = await signIn("Mia");
    const popup = await openPopup(page);
    await closesBy(popup, () => decide(popup, { untick: /See your email address/ }));
    await sees(page, "Design review");
    expect(await page.getByRole("listitem").getByText("See your email address").count()).toBe(0);
  });

  test("a popup that was closed, blocked or cancelled is said", async () => {
    const page = await signIn("Mia");
    await (await openPopup(page)).close();
    await sees(page, "The window was closed before the end.");

    const popup = await openPopup(page);
    await button(page, "Cancel").click();
    await sees(page, "Cancelled. Nothing was connected.");
    expect(popup.isClosed()).toBe(true);

    await page.evaluate("window.open = () => null");
    await button(page, "Connect your calendar").click();
    await sees(page, "Your browser blocked the window.");
  });

  test("a grant that the provider has forgotten is offered to be connected again", async () => {
    const page = await signIn("Mia");
    await connect(page);
    const portOf = (url: string) => Number(new URL(url).port);
    const ports = {
      server: portOf(demo.serverUrl),
      sandbox: portOf(demo.sandboxUrl),
      example: portOf(demo.exampleUrl),
    };
    await demo.close();
    demo = await start(ports);

    await page.reload();
    await button(page, "Sign in as Mia").click();
    await sees(page, "Connection ended");
    const popup = await openPopup(page, "Connect again");
    await decide(popup);
    await sees(page, "Design review");
  });
});

describe("somebody else's connect link", () => {
  test("connects nothing when it is opened without confirming (SEC-6, SEC-22)", async () => {
    const mia = await signIn("Mia");
    const noah = await signIn("Noah");
    await noah.goto(await connectLink(mia));
    await sees(noah, "Did you start this yourself, as mia@daybook.example?");
    expect(demo.sandbox.ledger.count("authorization")).toBe(0);
    await button(noah, "Cancel").click();
    // The last page says so and goes back to the app by itself.
    await noah.waitForURL(/grantry_status=denied/);
    await isOfferedToConnect(mia);
    await isOfferedToConnect(noah);
  });

  test("gives no connection to anybody when its provider page is finished elsewhere (SEC-5, SEC-6, SEC-7)", async () => {
    const mia = await signIn("Mia");
    const noah = await signIn("Noah");
    await mia.route(`${demo.sandboxUrl}/auth?**`, (route) => route.abort());
    await mia.goto(await connectLink(mia));
    const [leaving] = await Promise.all([
      mia.waitForRequest(`${demo.sandboxUrl}/auth?**`),
      button(mia, "Continue to Grantry Sandbox").click(),
    ]);

    await noah.goto(leaving.url());
    await decide(noah, { account: /Bo Example/ });
    await sees(noah, "A connection must be finished in the browser in which it was started.");
    expect(demo.sandbox.ledger.count("authorization", { outcome: "ok" })).toBe(1);
    expect(demo.sandbox.ledger.count("token")).toBe(0);
    await isOfferedToConnect(mia);
    await isOfferedToConnect(noah);
  });
});

describe("the team calendar", () => {
  test("is authorized by an operator who leaves the page and comes back; everybody sees it", async () => {
    const mia = await signIn("Mia");
    await mia.goto(`${demo.exampleUrl}/team`);
    await button(mia, "Authorize as operator").click();
    await button(mia, "Continue to Grantry Sandbox").click();
    await decide(mia, { account: /Cy Example/ });
    await sees(mia, "The team calendar is authorized.");
    await sees(mia, "Budget planning");
    expect(mia.url()).toBe(`${demo.exampleUrl}/team`);

    const noah = await signIn("Noah");
    await noah.goto(`${demo.exampleUrl}/team`);
    await sees(noah, "Everybody who uses Daybook sees the events of this account.");
    await sees(noah, "Budget planning");
  });

  test("stays unauthorized where the operator declines", async () => {
    const page = await signIn("Mia");
    await page.goto(`${demo.exampleUrl}/team`);
    await button(page, "Authorize as operator").click();
    await button(page, "Continue to Grantry Sandbox").click();
    await decide(page, { answer: "Deny" });
    await sees(page, "You declined at the provider.");
    await button(page, "Authorize as operator").waitFor();
  });
});

test("the app's backend answers its own pages and signed-in users only", async () => {
  const get = (path: string, init?: RequestInit) => fetch(demo.exampleUrl + path, init);
  const foreign = { method: "POST", headers: { Origin: "http://127.0.0.1:1" } };
  expect((await get("/user-token", foreign)).status).toBe(403);
  expect((await get("/user-token", { method: "POST" })).status).toBe(403);
  const own = { method: "POST", headers: { Origin: demo.exampleUrl } };
  expect((await get("/user-token", own)).status).toBe(401);
  expect((await get("/team/authorization", own)).status).toBe(401);
  expect((await get("/../grantry.jsonc")).status).toBe(404);
});

test("the app's functions answer signed-in users only, whatever a caller says it is", async () => {
  const headers = { "Grantry-Service-Authorization": "Bearer x", "Grantry-Api-Url": "http://x" };
  const call = (name: string) =>
    fetch(`${demo.serverUrl}/api/apps/app_daybook/functions/${name}`, { method: "POST", headers });
  for (const name of ["my-events", "team-events"]) {
    const answer = await call(name);
    expect([answer.status, await answer.json()]).toEqual([401, { error: "signed_out" }]);
  }
  expect((await call("no-such-function")).status).toBe(404);
});
