/** Origins with a wildcard: what they mean, what they never mean, and below which hosts there are none. */
import { origin } from "@grantry/contract/app-settings";
import { describe, expect, test } from "vitest";
import { allowsOrigin, sharedHostOf } from "./origins.ts";

const wild = "https://*.preview.example.com";

test.each([
  "https://pr-12.preview.example.com",
  "https://a.preview.example.com",
  "https://xn--bcher-kva.preview.example.com",
  `https://${"a".repeat(63)}.preview.example.com`,
])("%s is below the wildcard", (one) =>
  expect(allowsOrigin(["https://x.example", wild], one)).toBe(true),
);

describe("what is not one label, https and no port below the host is refused", () => {
  const hostile = [
    "https://preview.example.com",
    "https://.preview.example.com",
    "https://*.preview.example.com",
    "https://a.b.preview.example.com",
    "https://a..preview.example.com",
    "https://a.preview.example.com.",
    "https://a.preview.example.com:8443",
    "https://a.preview.example.com:443",
    "https://a.preview.example.com/",
    "https://a.preview.example.com/x",
    "https://a.preview.example.com?x",
    "https://a.preview.example.com#x",
    "https://a.preview.example.com\\",
    "https://a.preview.example.com\n",
    "https://a.preview.example.com ",
    " https://a.preview.example.com",
    "http://a.preview.example.com",
    "HTTPS://a.preview.example.com",
    "https:/a.preview.example.com",
    "https://A.preview.example.com",
    "https://a.Preview.example.com",
    "https://user@a.preview.example.com",
    "https://user:pass@a.preview.example.com",
    "https://evil.example/.preview.example.com",
    "https://evil.example#.preview.example.com",
    "https://evil.example?.preview.example.com",
    "https://evil.example\\.preview.example.com",
    "https://evil.example:1.preview.example.com",
    "https://evil@.preview.example.com",
    "https://evilpreview.example.com",
    "https://a.evil-preview.example.com",
    "https://a.preview.example.com.evil.example",
    "https://a.preview.example.co",
    "https://a.preview.example.community",
    "https://-a.preview.example.com",
    "https://a-.preview.example.com",
    "https://a_b.preview.example.com",
    "https://bücher.preview.example.com",
    "https://%61.preview.example.com",
    "https://[::1].preview.example.com",
    `https://${"a".repeat(64)}.preview.example.com`,
    `https://${"a.".repeat(10_000)}preview.example.com`,
    "null",
    "",
    "*",
    "file://a.preview.example.com",
    "chrome-extension://a.preview.example.com",
    "wss://a.preview.example.com",
  ];
  test.each(hostile)("%s", (one) => expect(allowsOrigin([wild], one)).toBe(false));
});

test("without a wildcard an origin is itself, to the letter", () => {
  const listed = ["https://app.example.com", "http://localhost:5173"];
  for (const one of listed) expect(allowsOrigin(listed, one)).toBe(true);
  for (const one of [
    "https://App.example.com",
    "https://app.example.com:443",
    "http://localhost",
  ]) {
    expect(allowsOrigin(listed, one)).toBe(false);
  }
});

test.each([
  ["https://*.example.com", undefined],
  ["https://*.preview.example.co.uk", undefined],
  ["https://*.my-team.vercel.app", undefined],
  ["https://*.corp.internal", undefined],
  ["https://*.com", "com"],
  ["https://*.co.uk", "co.uk"],
  ["https://*.sch.uk", "sch.uk"],
  ["https://*.vercel.app", "vercel.app"],
  ["https://*.netlify.app", "netlify.app"],
  ["https://*.pages.dev", "pages.dev"],
  ["https://*.github.io", "github.io"],
  ["https://*.herokuapp.com", "herokuapp.com"],
  ["https://*.compute.amazonaws.com", "compute.amazonaws.com"],
  ["https://*.localhost", "localhost"],
  ["https://*.xn--fiqs8s", "xn--fiqs8s"],
  ["https://app.vercel.app", undefined],
])("%s is below a host of many: %s", (one, host) => expect(sharedHostOf(one)).toBe(host));

describe("as it is written down", () => {
  test.each(["https://*.example.com", wild, "https://app.example.com", "http://localhost:3000"])(
    "%s is taken",
    (one) => expect(origin.safeParse(one).success).toBe(true),
  );
  test.each([
    "*",
    "https://*",
    "https://*:8443",
    "https://*.",
    "https://**.example.com",
    "https://*.*.example.com",
    "https://a.*.example.com",
    "https://a*.example.com",
    "https://*a.example.com",
    "https://*.example.com:8443",
    "https://*.example.com:443",
    "https://*.example.com/",
    "https://*.example.com/*",
    "https://*.Example.com",
    "https://*.example.com.",
    "https://*.127.0.0.1",
    "https://*.[::1]",
    "https://user@*.example.com",
    "http://*.example.com",
    "http://localhost:*",
    "*.example.com",
    "https://example.com/*",
    "https://*.ex ample.com",
    "https://*.bücher.example",
  ])("%s is refused", (one) => expect(origin.safeParse(one).success).toBe(false));
});
