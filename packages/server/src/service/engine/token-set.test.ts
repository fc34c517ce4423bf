/** From what a provider granted to the moments that are stored. */
import { sandbox } from "@grantry/catalogue/servers/sandbox";
import { describe, expect, test } from "vitest";
import { Secret } from "../../lib/secret.ts";
import { buildCatalogue } from "../../provider/catalogue.ts";
import type { Grant } from "../../provider/provider-client.ts";
import { tokenSetOf } from "./token-set.ts";

const askedAt = 1_800_000_000;
const hour = 3_600;

function stored(granted: Partial<Grant>, lifetimeSeconds: number | null = null) {
  const [connector] = buildCatalogue([sandbox]).list();
  if (connector === undefined) throw new Error("no connector");
  const grant: Grant = {
    accessToken: new Secret("access"),
    refreshToken: new Secret("refresh"),
    tokenType: "Bearer",
    lifetimeSeconds: hour,
    refreshLifetimeSeconds: null,
    grantedScopes: null,
    keptValues: {},
    accountHints: null,
    ...granted,
  };
  return tokenSetOf(connector, grant, { askedAt, lifetimeSeconds, leastSeconds: 60 });
}

test("tokens that came together are due apart, between two thirds and nine tenths of their life (G8)", () => {
  const due = Array.from({ length: 500 }, () => (stored({}).nextRefreshAt ?? 0) - askedAt);
  expect(Math.min(...due)).toBeGreaterThanOrEqual((hour * 2) / 3);
  expect(Math.max(...due)).toBeLessThanOrEqual((hour * 9) / 10);
  // 840 seconds to choose from: that 500 choices are so alike has no chance worth naming.
  expect(Math.max(...due) - Math.min(...due)).toBeGreaterThan(600);
  expect(new Set(due).size).toBeGreaterThan(200);
});

describe("a token's life", () => {
  test("is what the answer states, else that of the last token", () => {
    expect(stored({ lifetimeSeconds: 60 }, 1_800).expiresAt).toBe(askedAt + 60);
    expect(stored({ lifetimeSeconds: null }, 1_800).expiresAt).toBe(askedAt + 1_800);
  });

  test("that no answer ever stated has no end where nothing could refresh it", () => {
    const { expiresAt, nextRefreshAt } = stored({ lifetimeSeconds: null, refreshToken: null });
    expect([expiresAt, nextRefreshAt]).toEqual([null, null]);
  });
});

test("a first answer that states no lifetime, but brings a refresh token, lives an hour", () => {
  const { expiresAt, nextRefreshAt } = stored({ lifetimeSeconds: null });
  expect(expiresAt).toBe(askedAt + hour);
  expect(nextRefreshAt).not.toBeNull();
});

test("a token is due a minute after it came at the soonest, however short it lives (SEC-37)", () => {
  for (const lifetimeSeconds of [1, 6, 59]) {
    expect(stored({ lifetimeSeconds }).nextRefreshAt).toBe(askedAt + 60);
  }
});
