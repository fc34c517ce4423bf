/** People who sit at a dashboard for the length of a test. */
import { afterEach, expect } from "vitest";
import type { Dashboard, Seat } from "./dashboard.ts";

/**
 * Signs people in as the dashboard does. After each test of the file, or of the `describe` that it is called in, their
 * browsers are closed, and it fails where a page said something in its console or asked others than the server.
 */
export function seatsAt(dashboard: () => Dashboard): Dashboard["signIn"] {
  const seats: Seat[] = [];
  afterEach(async () => {
    for (const { context, said } of seats.splice(0)) {
      await context.close();
      expect(said, "what the page said in its console, and asked of others").toEqual([]);
    }
  });
  return async (role, options) => {
    const seat = await dashboard().signIn(role, options);
    seats.push(seat);
    return seat;
  };
}
