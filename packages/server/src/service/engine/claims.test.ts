import { expect, test } from "vitest";
import { createClaims } from "./claims.ts";

test("a claim that was lost is known also after ten thousand others", () => {
  const claims = createClaims("prc_1");
  const owners = Array.from({ length: 10_001 }, () => claims.next());
  for (const owner of owners) claims.lose(owner);
  expect(claims.isLost(owners.at(-1) ?? "")).toBe(true);
  expect(claims.isLost(owners[0] ?? "")).toBe(false);
});
