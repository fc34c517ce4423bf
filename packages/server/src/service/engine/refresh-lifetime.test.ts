/** How long a refresh token lives, by what the answer says and by what the entry knows. */
import { describe, expect, test } from "vitest";
import { refreshLifetimeOf } from "../../provider/conform.ts";
import { catalogue } from "../../provider/test/fixture.ts";
import { keepAliveAt } from "./token-set.ts";

const day = 86_400;

describe("QuickBooks", () => {
  const paths = catalogue.find("quickbooks")!.server.token_answer.code;

  test.each([
    ["the token's own end, where it comes first", 100 * day, 1_800 * day, 100 * day],
    ["the hard end, where no refresh reaches further", 100 * day, 3 * day, 3 * day],
    ["the hard end alone", undefined, 3 * day, 3 * day],
    ["the own end, where the hard one says nothing", 100 * day, 0, 100 * day],
    ["the own end, where the hard one is missing", 100 * day, undefined, 100 * day],
    ["nothing", undefined, undefined, null],
  ])("is told %s", (_what, own, hard, expected) => {
    const document = {
      ...(own === undefined ? {} : { x_refresh_token_expires_in: own }),
      ...(hard === undefined ? {} : { x_refresh_token_hard_expires_in: hard }),
    };
    expect(refreshLifetimeOf(document, paths)).toBe(expected);
  });
});

test("elsewhere a member of that name says nothing", () => {
  const { code } = catalogue.find("hubspot")!.server.token_answer;
  expect(refreshLifetimeOf({ x_refresh_token_hard_expires_in: 60 }, code)).toBeNull();
});

test("a refresh token that slides is used before it lapses, also one that never rotates", () => {
  const huggingFace = catalogue.find("hugging_face")!;
  expect(huggingFace.server.refresh.refresh_token_lifetime).toEqual({ idle_seconds: 90 * day });
  for (const rotation of ["stable", "rotates", "may_rotate"] as const) {
    const { server } = huggingFace;
    const refresh = { ...server.refresh, rotation };
    const connector = { ...huggingFace, server: { ...server, refresh } };
    const due = keepAliveAt(
      connector,
      { refreshTokenExpiresAt: null },
      { obtainedAt: 1_800_000_000, leastSeconds: 60 },
    );
    expect(due).toBe(1_800_000_000 + 72 * day);
  }
});
