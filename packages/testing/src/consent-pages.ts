/** The pages of a consent, answered in a real browser as a person answers them. */
import type { VisitorChoices } from "@grantry/sandbox/visitor";
import type { Locator, Page } from "playwright-core";

const names = {
  "sandbox-ada": "Ada Example",
  "sandbox-bo": "Bo Example",
  "sandbox-cy": "Cy Example",
};

/** Goes on from our confirmation page; resolves at the provider's account chooser. */
export async function confirm(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Continue to Grantry Sandbox" }).click();
  await atSignIn(page);
}

/** Resolves when the page shows the provider's account chooser. */
export async function atSignIn(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Sign in to Grantry Sandbox" }).waitFor();
}

/** Signs in at the provider and unticks what is not granted; the consent is left to be answered. */
export async function signIn(page: Page, choices: VisitorChoices = {}): Promise<void> {
  await atSignIn(page);
  await page.getByRole("button", { name: names[choices.account ?? "sandbox-ada"] }).click();
  await page.getByRole("button", { name: "Allow" }).waitFor();
  for (const scope of choices.untick ?? []) {
    await page.getByRole("checkbox", { name: scope }).uncheck();
  }
}

/** Presses "Allow", or "Deny" where the choice is that. */
export async function decide(page: Page, choices: VisitorChoices = {}): Promise<void> {
  const name = choices.deny === true ? "Deny" : "Allow";
  await lastPress(page.getByRole("button", { name }));
}

/** Answers the provider in a popup that then closes by itself. */
export async function answerAndClose(popup: Page, choices: VisitorChoices = {}): Promise<void> {
  await signIn(popup, choices);
  await closesBy(popup, () => decide(popup, choices));
}

/** Presses the last page's button and waits until its window is gone. */
export async function closeByButton(popup: Page): Promise<void> {
  const button = popup.getByRole("button", { name: "Close this window" });
  await closesBy(popup, () => lastPress(button));
}

/** Does what makes a window close (`lastPress`, `decide`), and waits until it is gone. */
export async function closesBy(popup: Page, press: () => Promise<unknown>): Promise<void> {
  const closed = popup.waitForEvent("close");
  await Promise.all([closed, press()]);
}

/**
 * A press of a button after which the window may close by itself: it may be gone before the driver has finished
 * the click, which then fails with that. One that is gone before the button could be pressed fails all the same.
 */
export async function lastPress(
  button: Locator,
  press: () => Promise<unknown> = () => button.click(),
): Promise<void> {
  await button.click({ trial: true });
  try {
    await press();
  } catch (error) {
    if (!String(error).includes("has been closed")) throw error;
  }
}
