/** An error's text of a stranger is data, wherever it is shown. */
import { expect, test } from "vitest";
import { cleanText, cleanWord } from "./foreign-text.ts";

test.each([
  ["OAUTH_EC_APP_NOT_FOUND", "OAUTH_EC_APP_NOT_FOUND"],
  ['bad\r\n{"level":"info"}\u001b[31m', "bad????level?:?info????31m"],
  ["x".repeat(500), "x".repeat(80)],
  ["", null],
  [undefined, null],
])("the word %j", (word, clean) => expect(cleanWord(word)).toBe(clean));

test.each<[string, string | null]>([
  [
    "External client app is not installed in this org",
    "External client app is not installed in this org",
  ],
  ["Die App „Kalender“ fehlt: 見つかりません", "Die App „Kalender“ fehlt: 見つかりません"],
  ['one\r\n{"level":"fatal"}\ttwo\u2028three', 'one {"level":"fatal"} two three'],
  ["\u202eevil\u2066\u200b\u0000\u001b[2Jtext\ufeff", "evil[2Jtext"],
  [`a${"\u0301".repeat(500)}b`, `a${"\u0301".repeat(3)}b`],
  [`the code ${"Ab1-".repeat(20)} is over`, "the code … is over"],
  ["trace 4f2c9a52-3b1e-4d0f-9a55-0d9f3b6c1e77", "trace 4f2c9a52-3b1e-4d0f-9a55-0d9f3b6c1e77"],
  ["a ".repeat(150), `${"a ".repeat(99)}a…`],
  ["😀".repeat(300), `${"😀".repeat(199)}…`],
  ["\u0000 \u202e", null],
  ["", null],
])("the text %j", (text, clean) => expect(cleanText(text)).toBe(clean));

test("secrets that were sent are left out, however short", () => {
  expect(cleanText("refresh token rt-1 of client s3cret is unknown", ["rt-1", "s3cret", ""])).toBe(
    "refresh token … of client … is unknown",
  );
});
