/** What the searches of lists find. */
import { expect, test } from "vitest";
import { matching } from "../src/words/matching.ts";

const names = [
  "Zoë Calendar",
  "zebra mail",
  "a `quoted` name",
  "\u0939\u093f\u0928\u094d\u0926\u0940",
];
const found = (wanted: string) => matching(wanted, names, (name) => [name]);

test("case and accents make no difference, and every word has to be there", () => {
  expect(found("ZOE")).toEqual(["Zoë Calendar"]);
  expect(found("mail zebra")).toEqual(["zebra mail"]);
  expect(found("mail zoe")).toEqual([]);
});

test("an accent that stands by itself is looked for, not left out", () => {
  expect(found("`")).toEqual(["a `quoted` name"]);
  for (const accent of ["^", "\u00b4", "\u00a8"]) expect(found(accent)).toEqual([]);
});

test("nothing but spaces looks for nothing", () => expect(found("  ")).toEqual(names));
