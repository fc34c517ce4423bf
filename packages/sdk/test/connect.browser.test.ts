/** `connect()` in real Chromium, on a page of another site than the server. */

import { type AppPage, startAppPage } from "@grantry/testing/app-page";
import { launchChromium } from "@grantry/testing/chromium";
import {
  answerAndClose,
  atSignIn,
  closeByButton,
  closesBy,
  confirm,
  decide,
  lastPress,
  signIn,
} from "@grantry/testing/consent-pages";
import { createFakeClock } from "@grantry/testing/fake-clock";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Clock } from "../../server/src/lib/clock.ts";

const script = new URL("connect-page.ts", import.meta.url);
const hostileOrigin = "http://hostile.example";

let browser: Browser;
let context: BrowserContext;
let app: AppPage;
let world: World;
let nextUser = 0;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  context = await browser.newContext();
  context.setDefaultTimeout(20_000);
  await context.route(`${hostileOrigin}/**`, (route) =>
    route.fulfill({ contentType: "text/html", body: "<title>Hostile</title>" }),
  );
});
afterEach(() => context.close());

/** Starts the app and the server for the tests of a suite. */
function serve(sameOrigin: boolean, clock?: Clock): void {
  beforeAll(async () => {
    app = await startAppPage({ script, sameOrigin });
    const front = sameOrigin ? { publicUrl: app.origin } : {};
    const ticks = clock === undefined ? {} : { clock };
    world = await startWorld({ origins: [app.origin], ...front, ...ticks });
    app.use(world);
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });
}

/** Opens the app as a new user. */
async function openApp(query = ""): Promise<Page> {
  nextUser += 1;
  const page = await context.newPage();
  await page.goto(`${app.origin}/settings?user=user-${nextUser}${query}`);
  return page;
}

async function startConnect(page: Page): Promise<Page> {
  const [popup] = await Promise.all([
    page.waitForEvent("popup"),
    page.getByRole("button", { name: "Connect in a popup" }).click(),
  ]);
  return popup;
}

/** What connect() resolved with. */
async function resultOf(page: Page): Promise<unknown> {
  const output = page.locator("output", { hasText: "outcome" });
  return JSON.parse((await output.textContent()) ?? "null");
}

async function messagesOf(page: Page): Promise<unknown[]> {
  return await page.evaluate<unknown[]>("globalThis.messages");
}

describe("from another site", () => {
  serve(false);

  test("an origin that the app has not declared is named, with how to declare it", async () => {
    const undeclared = app.origin.replace("localhost", "127.0.0.1");
    const page = await context.newPage();
    await page.goto(`${undeclared}/settings?user=user-undeclared`);
    const popup = await startConnect(page);
    const output = page.locator("output", { hasText: "is not one of this app's" });
    const said = await output.textContent();
    expect(said).toContain(`The origin ${undeclared} is not one of this app's`);
    expect(said).toContain(`grantry apps change --app <app id> --add-origin ${undeclared}`);
    expect(said).toContain('the field \\"origins\\" of PATCH /v1/workspaces/');
    if (!popup.isClosed()) await popup.waitForEvent("close");
    const logged = world.logLines.filter((line) => line.includes("has not declared"));
    expect(logged.map((line) => JSON.parse(line))).toMatchObject([
      { appId: ids.app, origin: undeclared },
    ]);
  });

  test("completed: the popup closes and the result holds the connection", async () => {
    const page = await openApp();
    const asked = new Set<string>();
    page.on("request", (request) => {
      const { origin, pathname } = new URL(request.url());
      if (origin === world.url) asked.add(`${request.method()} ${pathname}`);
    });
    const popup = await startConnect(page);
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({
      outcome: "completed",
      connection: {
        connectorId: ids.userConnector,
        status: "active",
        account: { id: "sandbox-ada", email: "ada@sandbox.example" },
        missingScopes: [],
      },
    });
    const me = `/v1/apps/${ids.app}/me`;
    expect([...asked].map((one) => one.replace(/auz_[\w-]+/, "{id}")).sort()).toEqual([
      `GET ${me}/authorizations/{id}`,
      `GET ${me}/connectors/${ids.userConnector}`,
      `POST ${me}/authorizations`,
    ]);
  });

  test("denied: at the provider", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await confirm(popup);
    await answerAndClose(popup, { deny: true });
    expect(await resultOf(page)).toEqual({ outcome: "denied", error: "access_denied" });
  });

  test("denied: on our confirmation page", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await closesBy(popup, () => lastPress(popup.getByRole("button", { name: "Cancel" })));
    expect(await resultOf(page)).toEqual({ outcome: "denied", error: "access_denied" });
  });

  test("closed: the user closes the popup", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await confirm(popup);
    await popup.close();
    expect(await resultOf(page)).toEqual({ outcome: "closed" });
  });

  test("blocked: the browser opens no popup", async () => {
    // What a popup blocker answers.
    await context.addInitScript("window.open = () => null");
    const page = await openApp();
    await page.getByRole("button", { name: "Connect in a popup" }).click();
    expect(await resultOf(page)).toEqual({ outcome: "blocked" });
  });

  test("failed: what the connector needs was withheld, and the popup explains it until it is closed", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await confirm(popup);
    await signIn(popup, { untick: ["calendar.read"] });
    await decide(popup);
    expect(await resultOf(page)).toEqual({ outcome: "failed", error: "missing_scopes" });
    await popup.getByText("Some of the access that Test app needs was not allowed.").waitFor();
    await popup.getByText("Details for support").click();
    await popup.getByText("Missing: calendar.read.").waitFor();
    await closeByButton(popup);
  });

  test("completed with less: the popup says what was left out, grants it and closes itself", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await confirm(popup);
    await signIn(popup, { untick: ["profile"] });
    await decide(popup);
    expect(await resultOf(page)).toMatchObject({
      outcome: "completed",
      connection: { status: "active", missingScopes: ["profile"] },
    });
    await popup.getByText("Not granted:").waitFor();
    await popup.getByRole("button", { name: "Not now" }).waitFor();
    expect(await popup.getByRole("link", { name: "Not now" }).isVisible()).toBe(false);
    const later = () => page.evaluate<unknown[]>("globalThis.later");
    await popup.getByRole("button", { name: "Grant it now" }).click();
    await confirm(popup);
    // Refused, it is as it was: nothing is told.
    await signIn(popup, { untick: ["profile"] });
    await decide(popup);
    await popup.getByText("Not granted:").waitFor();
    expect(await later()).toEqual([]);
    await popup.getByRole("button", { name: "Grant it now" }).click();
    await confirm(popup);
    await answerAndClose(popup);
    await expect.poll(later).toEqual([[]]);
  });

  test("completed with less, and the popup is closed as it is: nothing more is told", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await confirm(popup);
    await signIn(popup, { untick: ["profile"] });
    await decide(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
    const asked = page.waitForResponse((answer) => answer.url().endsWith(ids.userConnector));
    await closesBy(popup, () => popup.getByRole("button", { name: "Not now" }).click());
    await asked;
    expect(await page.evaluate("globalThis.later")).toEqual([]);
  });

  test("timed_out: the popup is closed", async () => {
    const page = await openApp("&timeout=6000");
    const popup = await startConnect(page);
    // It stands still when the time is up: one closed on its way can keep its driver waiting.
    await popup.getByRole("button", { name: "Continue to Grantry Sandbox" }).waitFor();
    expect(await resultOf(page)).toEqual({ outcome: "timed_out" });
    await expect.poll(() => popup.isClosed(), { timeout: 10_000 }).toBe(true);
  });

  test("by leaving the page: comes back, and connectResult says how it ended", async () => {
    const page = await openApp();
    await page.getByRole("button", { name: "Connect by leaving" }).click();
    await confirm(page);
    await signIn(page);
    await decide(page);
    await page.waitForURL(/grantry_status=/);
    expect(await resultOf(page)).toEqual({
      connectorId: ids.userConnector,
      outcome: "completed",
      error: null,
      status: "active",
    });
  });

  test("by leaving the page, denied", async () => {
    const page = await openApp();
    await page.getByRole("button", { name: "Connect by leaving" }).click();
    await confirm(page);
    await signIn(page);
    await decide(page, { deny: true });
    await page.waitForURL(/grantry_status=/);
    expect(await resultOf(page)).toEqual({
      connectorId: ids.userConnector,
      outcome: "denied",
      error: "access_denied",
      status: "not_connected",
    });
  });

  test("the popup's message holds no credential, and wakes the page (SEC-21)", async () => {
    // Polled only once in ten minutes: it is the message that ends the flow.
    const page = await openApp("&poll=600000");
    const popup = await startConnect(page);
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
    expect(await messagesOf(page)).toEqual([
      {
        origin: world.url,
        data: {
          type: "grantry:authorization",
          authorizationId: expect.stringMatching(/^auz_/),
          status: "completed",
          error: null,
        },
      },
    ]);
  });

  test("messages of strangers are not heard (SEC-21)", async () => {
    const page = await openApp("&poll=600000");
    const asked: string[] = [];
    let authorizationId = "";
    page.on("request", (request) => {
      if (request.method() === "GET" && /\/authorizations\//.test(request.url())) {
        asked.push(request.url());
      }
    });
    page.on("response", async (answer) => {
      if (answer.url().endsWith("/authorizations") && answer.request().method() === "POST") {
        authorizationId = (await answer.json()).id;
      }
    });
    const popup = await startConnect(page);
    await popup.getByRole("button", { name: "Continue to Grantry Sandbox" }).waitFor();
    const forged = (id: string) =>
      JSON.stringify({ type: "grantry:authorization", authorizationId: id, status: "completed" });
    // Our own page in our popup, but another authorization.
    await popup.evaluate(`opener.postMessage(${forged("auz_other")}, "*")`);
    // Our popup, but the provider's page in it.
    await confirm(popup);
    await popup.evaluate(`opener.postMessage(${forged(authorizationId)}, "*")`);
    // A hostile frame in the page, and the page itself.
    const navigated = page.waitForEvent("framenavigated", {
      predicate: (one) => one.url().startsWith(hostileOrigin),
    });
    await page.evaluate(
      `document.body.append(Object.assign(document.createElement("iframe"), { src: "${hostileOrigin}/" }))`,
    );
    const frame = await navigated;
    await frame.evaluate(`parent.postMessage(${forged(authorizationId)}, "*")`);
    await page.evaluate(`window.postMessage(${forged(authorizationId)}, "*")`);
    await expect.poll(() => messagesOf(page)).toHaveLength(4);

    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
    expect(authorizationId).toMatch(/^auz_/);
    expect(await messagesOf(page)).toHaveLength(5);
    // One question, after the one true message.
    expect(asked).toHaveLength(1);
  });

  test("a stranger who opens the link learns nothing from the popup (SEC-21)", async () => {
    const page = await openApp();
    const opened = context.waitForEvent("request", (request) => /\/connect\//.test(request.url()));
    await context.route(/\/connect\//, (route) => route.abort(), { times: 1 });
    await page.getByRole("button", { name: "Connect in a popup" }).click();
    const url = (await opened).url();

    const hostile = await context.newPage();
    await hostile.goto(`${hostileOrigin}/`);
    await hostile.evaluate(
      `globalThis.heard = []; addEventListener("message", ({ data }) => heard.push(data))`,
    );
    const [popup] = await Promise.all([
      hostile.waitForEvent("popup"),
      hostile.evaluate(`void window.open("${url}")`),
    ]);
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
    expect(await hostile.evaluate("globalThis.heard")).toEqual([]);
  });
});

describe("where the user's token ends during the consent", () => {
  const clock = createFakeClock();
  serve(false, clock);

  /** Stands before the provider's question, with a token that has ended. */
  async function withEndedToken(query = "") {
    const page = await openApp(`&seconds=60${query}`);
    const popup = await startConnect(page);
    await confirm(popup);
    await atSignIn(popup);
    clock.advance(300_000);
    return { page, popup };
  }

  test("completed: a token that is a function is asked for again", async () => {
    const { page, popup } = await withEndedToken("&poll=600000&fresh");
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({
      outcome: "completed",
      connection: { status: "active" },
    });
  });

  test("completed: the server's word in the popup counts where this page cannot ask", async () => {
    const { page, popup } = await withEndedToken("&poll=600000");
    await answerAndClose(popup);
    expect(await resultOf(page)).toEqual({ outcome: "completed" });
  });

  test("denied: likewise", async () => {
    const { page, popup } = await withEndedToken("&poll=600000");
    await answerAndClose(popup, { deny: true });
    expect(await resultOf(page)).toEqual({ outcome: "denied", error: "access_denied" });
  });

  test("failed, not closed: who cannot ask does not know that nothing was connected", async () => {
    const { page, popup } = await withEndedToken();
    await popup.close();
    expect(await resultOf(page)).toEqual({ outcome: "failed", error: "unauthorized" });
  });
});

describe("why no answer came is said", () => {
  serve(false);
  const shown = (page: Page) => page.locator("output", { hasText: "GrantryError" }).textContent();

  test("where the page's Content-Security-Policy forbids it", async () => {
    await context.route(/\/settings\?/, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), "content-security-policy": "connect-src 'self'" };
      await route.fulfill({ response, headers });
    });
    const page = await openApp();
    await page.getByRole("button", { name: "Connect in a popup" }).click();
    expect(await shown(page)).toContain("(content_security_policy)");
  });

  test("where the device is offline", async () => {
    const page = await openApp();
    await page.getByText('"ready"').waitFor();
    await context.setOffline(true);
    await page.getByRole("button", { name: "Connect in a popup" }).click();
    expect(await shown(page)).toContain("(offline)");
  });
});

describe("a popup is nobody's", () => {
  serve(false);

  test("twice: a click that two handlers hear opens one, and both get its result", async () => {
    const page = await openApp("&twice");
    const popups: Page[] = [];
    page.on("popup", (popup) => popups.push(popup));
    const popup = await startConnect(page);
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
    expect(popups).toHaveLength(1);
  });

  test("twice, the second one withdrawn: it ends alone, and the first goes on", async () => {
    const page = await openApp("&withdrawn");
    const popup = await startConnect(page);
    await page.locator("output", { hasText: "withdrawn" }).waitFor();
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
  });

  test("after the page was to be left and stayed: it opens, and waits for nobody", async () => {
    const page = await openApp();
    const link = /\/external-auth\/connect\//;
    // The browser stays where such an answer comes, as it does when it comes back by its cache.
    await context.route(link, (route) => route.fulfill({ status: 204 }), { times: 1 });
    const answered = page.waitForResponse(link);
    await page.getByRole("button", { name: "Connect by leaving" }).click();
    await answered;
    const popup = await startConnect(page);
    await confirm(popup);
    await answerAndClose(popup);
    expect(await resultOf(page)).toMatchObject({ outcome: "completed" });
  });

  test("where the page is reloaded before the server has answered: it closes", async () => {
    const page = await openApp();
    const asked = page.waitForRequest(/\/me\/authorizations$/);
    await context.route(/\/me\/authorizations$/, () => {});
    const popup = await startConnect(page);
    await asked;
    const closed = popup.waitForEvent("close");
    await Promise.all([closed, page.reload()]);
    expect(popup.isClosed()).toBe(true);
  });
});

describe("from the server's own origin", () => {
  serve(true);

  test("completed: the cookie binds the browser, and nothing is asked on our side", async () => {
    const page = await openApp();
    const popup = await startConnect(page);
    await atSignIn(popup);
    await answerAndClose(popup, { account: "sandbox-cy" });
    expect(await resultOf(page)).toMatchObject({
      outcome: "completed",
      connection: { account: { email: "cy@sandbox.example" } },
    });
  });
});
