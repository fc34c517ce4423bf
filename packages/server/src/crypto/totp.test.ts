import { describe, expect, test } from "vitest";
import { codeAt, newTotpSecret, stepOfCode } from "./totp.ts";

/** The secret of RFC 6238 appendix B, `12345678901234567890`, in base 32. */
const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

describe("one-time passwords", () => {
  test.each([
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_111_111_111, "050471"],
    [1_234_567_890, "005924"],
    [2_000_000_000, "279037"],
    [20_000_000_000, "353130"],
  ])("at %i is the one of RFC 6238", (seconds, code) => {
    expect(codeAt(secret, seconds)).toBe(code);
    expect(stepOfCode(secret, code, seconds)).toBe(Math.floor(seconds / 30));
  });

  test("are taken one step early and late, and no further", () => {
    const now = 1_800_000_000;
    const code = codeAt(secret, now);
    const taken = [-60, -30, 0, 30, 60].map((seconds) => stepOfCode(secret, code, now + seconds));
    expect(taken.map((step) => step !== null)).toEqual([false, true, true, true, false]);
    expect(stepOfCode(secret, `${code} `, now)).toBe(null);
    expect(stepOfCode(secret, "", now)).toBe(null);
  });

  test("have secrets of 160 bits that differ", () => {
    const secrets = Array.from({ length: 50 }, newTotpSecret);
    for (const one of secrets) expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(new Set(secrets).size).toBe(50);
  });
});
