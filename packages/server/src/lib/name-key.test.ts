/** Names that look alike are one. */
import { describe, expect, test } from "vitest";
import { mixesScripts, nameKey } from "./name-key.ts";

describe("the key of a name", () => {
  test.each([
    ["Daybook", "daybook"],
    ["Daybook", "D a y-b o o k."],
    ["Daybook", "Dаybооk"],
    ["Daybook", "Ｄａｙｂｏｏｋ"],
    ["Daybook", "Dàÿböök"],
    ["Daybook", "Dayb00k"],
    ["Paypal", "PayPaI"],
    ["Modern", "Modem"],
    ["Grantry", "Grаntrу"],
    ["Grantry", "𝐆𝐫𝐚𝐧𝐭𝐫𝐲"],
  ])("%j looks like %j", (one, other) => expect(nameKey(other)).toBe(nameKey(one)));

  test.each([
    ["Daybook", "Daybooks"],
    ["Daybook", "Notebook"],
    ["日記", "手帳"],
    ["Дневник", "Дневники"],
  ])("%j does not look like %j", (one, other) => expect(nameKey(other)).not.toBe(nameKey(one)));

  test("is empty where nothing can be read", () => {
    expect([" ", "👩‍👩‍👧", "...", "\u200b\u202e"].map(nameKey)).toEqual(["", "", "", ""]);
  });
});

test("a word of several scripts that look alike is told from words of one each", () => {
  expect(["Dаybook", "Gοοgle", "ab\u0431c"].map(mixesScripts)).toEqual([true, true, true]);
  expect(
    ["Daybook", "Дневник", "Daybook Дневник", "株式会社 Daybook", "日記App"].map(mixesScripts),
  ).toEqual([false, false, false, false, false]);
});
