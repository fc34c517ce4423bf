/** Tokens that end together are renewed within the provider's budget, and in time (G8). */
import { expect, test } from "vitest";
import { engines } from "../databases.ts";
import { simulateRenewal } from "./renewal-simulation.ts";

// A hundred thousand at a hundred a second is `npm run simulate:renewal`.
test.each(engines)("on %s, 2,000 connections at two a second by two processes", async (engine) => {
  const result = await simulateRenewal({ engine, connections: 2_000, perSecond: 2 });
  expect(result).toMatchObject({ renewed: 2_000, mostPerSecond: 2, unserved: 0, reused: 0 });
});
