import { expect, test } from "vitest";
import { clientOf } from "./place.ts";

const windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)";
const iPhone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)";

test.each([
  [`${windows} Chrome/141.0.0.0 Safari/537.36`, "Chrome on Windows"],
  [`${windows} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`, "Edge on Windows"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"],
  [`${iPhone} Version/18.1 Mobile/15E148 Safari/604.1`, "Safari on iOS"],
  [`${iPhone} CriOS/141.0 Mobile/15E148 Safari/604.1`, "Chrome on iOS"],
  [
    "Mozilla/5.0 (X11; CrOS x86_64) AppleWebKit/537.36 Chrome/141.0 Safari/537.36",
    "Chrome on ChromeOS",
  ],
  ["curl/8.5.0", null],
  ["", null],
  [undefined, null],
  [`${"x".repeat(1_000_000)} Firefox/140.0`, null],
])("a browser is named in words, and nothing that it sent is kept: %.60s", (userAgent, name) => {
  expect(clientOf(userAgent)).toBe(name);
});
