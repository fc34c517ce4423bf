/** Somebody who has a keyboard alone. */
import type { Page } from "playwright-core";

/** What has the focus is called so. */
export const focused = (page: Page) =>
  page.evaluate(
    "document.activeElement.labels?.[0]?.textContent ?? document.activeElement.ariaLabel ?? document.activeElement.textContent",
  ) as Promise<string>;

/** Goes on by Tab until what is called so has the focus. */
export async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    const here = await focused(page);
    if (typeof name === "string" ? here === name : name.test(here)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to ${name}`);
}
