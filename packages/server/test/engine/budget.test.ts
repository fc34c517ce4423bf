/** Tokens that end together are refreshed within the provider's budget, and in time (G8). */

import { engines } from "@grantry/testing/databases";
import { simulateRefresh } from "@grantry/testing/refresh-simulation";
import { expect, test } from "vitest";

// A hundred thousand that live an hour, at a hundred a second, is `npm run simulate:refresh`.
test.each(engines)("on %s, 450 connections at two a second by two processes", async (engine) => {
  // More come due than two a second, and fewer than two a second until the first of them ends.
  const options = { engine, connections: 450, perSecond: 2, lifetimeSeconds: 900 };
  const result = await simulateRefresh(options);
  expect(result).toMatchObject({ refreshed: 450, mostPerSecond: 2, unserved: 0, reused: 0 });
});
