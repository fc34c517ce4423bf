/** The table of mechanisms names places in the source: each must still be there, once. */
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { takeOut } from "./mechanism.ts";
import { mechanisms } from "./mechanisms.ts";

test.each(mechanisms.map((row) => [row.mechanism, row] as const))(
  "%s: its place is found, and so is the test that must notice",
  (_, row) => {
    const text = readFileSync(row.file, "utf8");
    expect(takeOut(row, text)).not.toBe(text);
    expect(existsSync(row.testFile)).toBe(true);
  },
);
