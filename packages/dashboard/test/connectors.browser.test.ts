/** Connectors on the dashboard, in real Chromium at the real server: registered, changed, and ended. */
import { closesBy, decide, lastPress } from "@grantry/testing/consent-pages";
import { ids, secrets } from "@grantry/testing/harness";
import { password } from "@grantry/testing/operators";
import { sql } from "kysely";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addressOf, type Dashboard, startDashboard, violationsOf } from "./dashboard.ts";
import { seatsAt } from "./seats.ts";

let dashboard: Dashboard;
const sit = seatsAt(() => dashboard);

beforeAll(async () => {
  dashboard = await startDashboard();
});
afterAll(() => dashboard.close());

const button = (page: Page, name: string | RegExp) => page.getByRole("button", { name });
const heading = (page: Page, name: string) => page.getByRole("heading", { name, level: 1 });
const heading2 = (page: Page, name: string) => page.getByRole("heading", { name, level: 2 });
const read = (page: Page) => page.evaluate("navigator.clipboard.readText()");
const focused = (page: Page) =>
  page.evaluate(
    "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.textContent",
  );

async function fillClient(page: Page, name: string): Promise<void> {
  await page.getByLabel("Enter another one").check();
  await page
    .getByLabel("Client ID", { exact: true })
    .fill(`client of ${name}`.replaceAll(" ", "-"));
  await page.getByLabel("Client secret").fill("a-secret-of-the-test");
  await page.getByLabel("Name that people see").fill(name);
}

describe("a connector", () => {
  test("is registered by the guided form, used by its ID, changed and deleted", async () => {
    const { page, go } = await sit("owner");
    await go("connectors");
    await page.getByRole("link", { name: "Add a connector" }).click();
    await heading(page, "Add a connector").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("searchbox").fill("sandbox");
    await page.getByRole("link", { name: /Sandbox Calendar/ }).click();
    await heading(page, "Add Sandbox Calendar").waitFor();

    // What is missing is said at its field, and the first of them has the focus.
    await page.getByLabel("Enter another one").check();
    await page.getByLabel("Name that people see").fill("");
    await button(page, "Save without a test").click();
    await page.getByText("Something above is missing or wrong.").waitFor();
    await expect.poll(() => focused(page)).toBe("Client ID");
    for (const label of ["Client ID", "Client secret", "Name that people see"]) {
      const field = page.getByLabel(label, { exact: true });
      expect(await field.getAttribute("aria-invalid")).toBe("true");
    }
    expect(await violationsOf(page)).toEqual([]);

    const redirect = page.locator(".out").first();
    const redirectUri = await redirect.textContent();
    await fillClient(page, "Journey");
    await page.getByLabel("Another scope").fill("calendar.write");
    await page.keyboard.press("Enter");
    await button(page, "Save without a test").click();
    await heading(page, "Journey").waitFor();
    await page.getByText("“Journey” is saved.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.waitForURL(/\/connectors\/[0-9a-f]{24}$/);
    const id = page.url().split("/").at(-1) ?? "";
    // The redirect URI that was shown before is the one that it has.
    await button(page, "Copy redirect URI").click();
    await expect.poll(() => read(page)).toBe(redirectUri);
    await button(page, "Copy Connector ID").click();
    await expect.poll(() => read(page)).toBe(id);
    await page.getByRole("link", { name: "Base44 SDK" }).click();
    await page.getByText(`.connectAppUser("${id}")`).waitFor();
    await page.getByRole("link", { name: "HTTP" }).click();
    await page.getByText(`${dashboard.world.url}/v1/apps/$APP_ID/tokens`).waitFor();

    await button(page, "Change name or scopes").click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel("Name that people see").fill("My calendar");
    await button(page, "Save").click();
    await page.getByText("The workspace has a connector of this name.").waitFor();
    await page.getByLabel("Name that people see").fill("Journey’s end");
    await page.getByLabel(/calendar\.write/).uncheck();
    await page.getByText("What was taken away is no longer asked for.").waitFor();
    await button(page, "Save").click();
    await heading(page, "Journey’s end").waitFor();

    await button(page, "Replace the secret").click();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Store the new secret").click();
    await page.getByText("Enter the new secret.").waitFor();
    await page.getByLabel("New client secret").fill("another-secret ");
    await button(page, "Store the new secret").click();
    await page.getByText("There is a space at the end.").waitFor();
    await page.getByLabel("New client secret").fill("another-secret");
    await button(page, "Store the new secret").click();
    // The provider is asked at once: this one does not know it, and its old one is kept.
    await heading2(page, "The new secret is stored").waitFor();
    await page.getByText("People enter Port when they connect", { exact: false }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "Done").click();
    await page.getByText("Still works, until you forget it.").waitFor();
    await button(page, "Forget it").click();
    await heading2(page, "Forget the old secret?").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole("dialog").getByRole("button", { name: "Forget it" }).click();
    await page.getByText("The old secret is forgotten.").waitFor();
    // No secret stays in the page once it was sent.
    expect(await page.content()).not.toContain("another-secret");

    await button(page, "Delete…").click();
    expect(await violationsOf(page)).toEqual([]);
    expect(await focused(page)).toBe("Keep it");
    await page.getByText("Nobody is connected through it.").waitFor();
    await page.getByLabel(/^Type/).fill("Journey");
    await button(page, "Delete connector").click();
    await page.getByText("This is not the name.").waitFor();
    await page.getByLabel(/^Type/).fill("Journey’s end");
    await button(page, "Delete connector").click();
    await heading(page, "Connectors").waitFor();
    await page.getByText("“Journey’s end” is deleted.").waitFor();
    await page.goto(addressOf(dashboard.world, `connectors/${id}`));
    await heading(page, "There is nothing at this address").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("gets a client that the workspace has, without its secret", async () => {
    const { page, go } = await sit("admin");
    await go("connectors/new/sandboxcalendar");
    await page.getByRole("radio", { name: /test-client/ }).waitFor();
    expect(await page.getByLabel("Client secret").count()).toBe(0);
    await page.getByLabel("Name that people see").fill("With the client that there is");
    const { port } = new URL(dashboard.world.sandbox.origin);
    await page.getByLabel(/port/i).fill(port);
    await button(page, "Save without a test").click();
    await heading(page, "With the client that there is").waitFor();
    await page.getByText("test-client").waitFor();
  });

  test("is tested in a window right after it was saved, and again from its page", async () => {
    const { page, go, context } = await sit("owner");
    await go("connectors/new/sandboxcalendar");
    await page.getByRole("radio", { name: /test-client/ }).waitFor();
    await page.getByLabel("Name that people see").fill("Tested");
    const { port } = new URL(dashboard.world.sandbox.origin);
    await page.getByLabel(/port/i).fill(port);
    const opened = context.waitForEvent("page");
    await button(page, "Save and test").click();
    const popup = await opened;
    await popup.getByRole("heading", { name: "Test Sandbox Calendar" }).waitFor();
    await page.getByText("Finish in the window.").waitFor();
    expect(await violationsOf(popup)).toEqual([]);
    expect(await violationsOf(page)).toEqual([]);
    await button(popup, "Continue to Grantry Sandbox").click();
    await button(popup, /Ada/).click();
    await closesBy(popup, () => decide(popup));
    await page.getByText("The connector works.").waitFor();
    await page.getByText("It is ada@sandbox.example.").waitFor();
    expect(await page.locator(".steps.tested .st.ok").count()).toBe(6);
    expect(await violationsOf(page)).toEqual([]);

    // What fails says what to do; the address holds the test, so that it is there after a reload.
    dashboard.world.sandbox.faults.next("token", {
      kind: "error",
      error: "invalid_client",
      status: 401,
    });
    const again = context.waitForEvent("page");
    await button(page, "Test again").click();
    const second = await again;
    await button(second, "Continue to Grantry Sandbox").click();
    await button(second, /Ada/).click();
    await decide(second);
    await page.getByText("1 step failed.").waitFor();
    await page.getByText(/replace the secret here/).waitFor();
    await page.reload();
    await page.getByText("1 step failed.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  test("is tested in a tab where the browser blocks the window, and says what a closed one may mean", async () => {
    const { page, go, context } = await sit("admin");
    await page.addInitScript(() => {
      window.open = () => null;
    });
    await go(`connectors/${ids.userConnector}`);
    await button(page, "Test this connector").click();
    await page.getByText("Your browser blocked the window.").waitFor();
    expect(await violationsOf(page)).toEqual([]);
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: "Open it in a tab" }).click();
    const tab = await opened;
    await closesBy(tab, () => lastPress(button(tab, "Cancel")));
    await page.getByText("The test did not take place.").waitFor();

    const other = await sit("owner");
    await other.go(`connectors/${ids.userConnector}`);
    const window_ = other.context.waitForEvent("page");
    await button(other.page, "Test this connector").click();
    const popup = await window_;
    await popup.getByRole("heading", { name: "Test Sandbox Calendar" }).waitFor();
    await popup.close();
    await other.page.getByText("Grantry Sandbox has not sent anyone back yet").waitFor();
    expect(await violationsOf(other.page)).toEqual([]);
  });

  test("is kept as a draft in the tab, without its secret", async () => {
    const { page, go } = await sit("owner");
    await go("connectors/new/slack");
    await page.getByLabel("Client ID", { exact: true }).fill("draft-id");
    await page.getByLabel("Client secret").fill("draft-secret");
    const uri = await page.locator(".out").first().textContent();
    await page.reload();
    await expect
      .poll(() => page.getByLabel("Client ID", { exact: true }).inputValue())
      .toBe("draft-id");
    expect(await page.getByLabel("Client secret").inputValue()).toBe("");
    expect(await page.locator(".out").first().textContent()).toBe(uri);
    const kept = await page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}])");
    expect(kept).not.toContain("draft-secret");
    // What people paste by mistake is said before it is sent.
    await page.getByLabel("Client ID", { exact: true }).fill("draft-id ");
    await page.getByLabel("Client secret").fill("s");
    await button(page, "Save without a test").click();
    await page.getByText("There is a space in it").waitFor();
  });

  test("of a name that is markup is shown as its letters", async () => {
    const { page, go } = await sit("owner");
    const name = `<img src=x onerror="document.title='owned'"><b>日本語 مرحبا 🎉`;
    await go("connectors/new/sandboxcalendar");
    await fillClient(page, name);
    await button(page, "Save without a test").click();
    await heading(page, name).waitFor();
    await button(page, "Delete…").click();
    await page.getByRole("heading", { name: `Delete the connector “${name}”?` }).waitFor();
    await button(page, "Keep it").click();
    await go("connectors");
    await page.getByRole("link", { name }).waitFor();
    expect(await page.title()).toBe("Connectors · Grantry");
  });
});

describe("by keyboard alone", () => {
  test("a connector's deletion is opened, left, and gives the focus back", async () => {
    const { page, go } = await sit("owner");
    await go(`connectors/${ids.userConnector}`);
    await heading(page, "My calendar").waitFor();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip to content");
    await page.keyboard.press("Enter");
    for (let tabs = 0; tabs < 40 && (await focused(page)) !== "Delete…"; tabs += 1) {
      await page.keyboard.press("Tab");
    }
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.waitForURL(/dialog=delete/);
    for (let tabs = 0; tabs < 6; tabs += 1) {
      await page.keyboard.press("Tab");
      const inside =
        "document.activeElement === document.body || document.querySelector('dialog[open]').contains(document.activeElement)";
      expect(await page.evaluate(inside)).toBe(true);
    }
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("Delete…");
    await page.waitForURL((at) => !at.search.includes("dialog"));
  });

  test("menus open, move and close", async () => {
    const { page } = await sit("owner");
    await page.getByRole("button", { name: "owner: your account" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("menuitem", { name: "Your account" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("ArrowUp");
    await expect.poll(() => focused(page)).toBe("Sign out");
    await page.keyboard.press("Escape");
    await expect
      .poll(() => page.evaluate("document.activeElement.getAttribute('aria-label')"))
      .toBe("owner: your account");
  });
});

describe("what goes wrong", () => {
  test("a session that ended is taken up again in place, and what was typed is saved", async () => {
    const { page, go, context } = await sit("owner");
    await go("connectors/new/sandboxcalendar");
    await fillClient(page, "Typed before");
    await context.clearCookies();
    await button(page, "Save without a test").click();
    await page.getByRole("dialog", { name: "Sign in again to continue" }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await button(page, "I have signed in").click();
    await page.getByText("You are not signed in yet.").waitFor();
    const opened = context.waitForEvent("page");
    await page.getByRole("link", { name: "Sign in" }).click();
    const other = await opened;
    await other.getByLabel(/e-?mail/i).fill("owner@example.com");
    await other.getByLabel("Password").fill(password);
    await other.getByRole("button", { name: "Sign in", exact: true }).click();
    await heading(page, "Typed before").waitFor();
  });

  test("a viewer is told which role it takes, and whom to ask", async () => {
    const { page, go } = await sit("viewer");
    await go("connectors");
    await page.getByText("Adding one: Needs the role admin. Ask admin or owner.").waitFor();
    await go(`connectors/${ids.userConnector}`);
    const remove = button(page, "Delete…");
    expect(await remove.getAttribute("aria-disabled")).toBe("true");
    await remove.click({ force: true });
    expect(await page.getByRole("dialog").count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  test("what somebody else changed meanwhile is shown beside one's own, and one of both holds", async () => {
    const { page, go } = await sit("owner");
    const byOther = async (body: object) => {
      const path = `/v1/workspaces/${ids.workspace}/connectors/${ids.userConnector}`;
      const answer = await fetch(dashboard.world.url + path, {
        method: "PATCH",
        headers: {
          authorization: `Bearer ${secrets.workspaceKey}`,
          "content-type": "application/json",
        },
        body: JSON.stringify(body),
      });
      expect(answer.status).toBe(200);
    };
    const name = page.getByLabel("Name that people see");
    await go(`connectors/${ids.userConnector}`);
    await button(page, "Change name or scopes").click();
    await name.fill("Mine");
    await byOther({ name: "Theirs" });
    await button(page, "Save").click();
    const asked = page.getByRole("dialog", { name: /changed this just now\.$/ });
    await asked.waitFor();
    expect(await asked.textContent()).toMatch(/Yours: Mine.*Theirs: Theirs/);
    expect(await focused(page)).toBe("Take theirs");
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press("Enter");
    await asked.waitFor({ state: "detached" });
    expect(await name.inputValue()).toBe("Theirs");

    await name.fill("Mine after all");
    await byOther({ name: "Theirs again" });
    await button(page, "Save").click();
    await asked.waitFor();
    // Escape goes back to the form, with what was typed.
    await page.keyboard.press("Escape");
    await asked.waitFor({ state: "detached" });
    expect(await name.inputValue()).toBe("Mine after all");
    await button(page, "Save").click();
    await button(page, "Keep mine").click();
    await heading(page, "Mine after all").waitFor();
  });

  test("a lost connection and a server's error leave what was there, and end when tried again", async () => {
    const { page, go, context } = await sit("owner");
    await go("connectors/new/sandboxcalendar");
    await fillClient(page, "Offline");
    await context.setOffline(true);
    await page.getByText("No connection. What you type is kept.").waitFor();
    await button(page, "Save without a test").click();
    await page.getByText("The server did not answer.").waitFor();
    expect(await page.getByLabel("Client secret").inputValue()).toBe("a-secret-of-the-test");
    await context.setOffline(false);
    await button(page, "Save without a test").click();
    await heading(page, "Offline").waitFor();

    const { db } = dashboard.world.app.context.store;
    await sql`ALTER TABLE audit_records RENAME TO audit_records_away`.execute(db);
    try {
      await button(page, "Change name or scopes").click();
      await page.getByLabel("Name that people see").fill("Online");
      await button(page, "Save").click();
      // What was typed is still there; the code is the request's, as the server's log has it.
      await page.getByRole("alert").locator("code").waitFor();
    } finally {
      await sql`ALTER TABLE audit_records_away RENAME TO audit_records`.execute(db);
    }
    await button(page, "Save").click();
    await heading(page, "Online").waitFor();
  });

  test("an address that there is not, and a workspace of others, look alike", async () => {
    const { page } = await sit("owner");
    for (const path of ["nothing/here", `workspaces/${ids.foreignWorkspace}/connectors`]) {
      await page.goto(`${dashboard.world.url}/dashboard/${path}`);
      await heading(page, "There is nothing at this address").waitFor();
      expect(await violationsOf(page)).toEqual([]);
    }
    await page.getByRole("link", { name: "Go to your workspace" }).click();
    await page.waitForURL(`**/workspaces/${ids.workspace}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    expect(await page.content()).not.toContain(secrets.clientSecret);
  });
});
