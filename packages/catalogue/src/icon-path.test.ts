import { expect, test } from "vitest";
import { iconPathOf } from "./icon-path.ts";

test("an icon has its shape, and a name that every object has is no icon", () => {
  expect(iconPathOf("asana")).toMatch(/^M/);
  for (const name of ["constructor", "toString", "__proto__", "none"]) {
    expect(iconPathOf(name)).toBeUndefined();
  }
});
