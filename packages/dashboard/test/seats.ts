/** People who sit at a dashboard for the length of a test. */
import type { Page } from "playwright-core";
import { afterEach, expect } from "vitest";
import type { Dashboard, Seat } from "./dashboard.ts";

/**
 * Signs people in as the dashboard does. After each test of the file, or of the `describe` that it is called in, their
 * browsers are closed, and it fails where a page said something in its console or asked others than the server.
 */
export function seatsAt(dashboard: () => Dashboard): Dashboard["signIn"] {
  const seats: Seat[] = [];
  afterEach(async ({ task }) => {
    const said = await leave(seats.splice(0), task.result?.state === "fail");
    expect(said, "what the page said in its console, and asked of others").toEqual([]);
  });
  return async (role, options) => {
    const seat = await dashboard().signIn(role, options);
    seats.push(seat);
    return seat;
  };
}

/** Closes their browsers; answers all that their pages said. Where a test failed it prints where each page stands. */
export async function leave(
  seats: readonly Pick<Seat, "context" | "said">[],
  isFailed: boolean,
): Promise<string[]> {
  for (const { context } of seats) {
    for (const page of isFailed ? context.pages() : [])
      console.error(await standingOf(page).catch(String));
    await context.close();
  }
  return seats.flatMap(({ said }) => said);
}

/** Where a page stood when its test failed: what a time-out alone does not say. */
async function standingOf(page: Page): Promise<string> {
  const seen = await page.evaluate(`({
    heading: document.querySelector("h1")?.textContent,
    dialog: document.querySelector("dialog[open] h2")?.textContent,
    focus: document.activeElement?.outerHTML.slice(0, 200),
  })`);
  return `The page stood at ${page.url()}: ${JSON.stringify(seen)}`;
}
