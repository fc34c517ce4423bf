import { describe, expect, test } from "vitest";
import { connectResult, returnUrlOf } from "./return-url.ts";

const app = "https://app.example.com";

describe("a page's address as return URL", () => {
  test.each([
    `${app}/`,
    `${app}/settings?tab=calendar`,
    `${app}/#/settings?tab=calendar`,
    "http://localhost:5173/",
  ])("stays as it is: %s", (href) => {
    expect(returnUrlOf(href)).toBe(href);
  });

  test.each([
    ["?access_token=x&tab=1", "?tab=1"],
    ["?tab=1&TOKEN=x&refresh_token=y&id_token=z", "?tab=1"],
    ["?code=x&state=y", ""],
    ["?api_key=x&apikey=y&client_secret=z&password=p", ""],
    ["?grantry_status=completed&grantry_connector=c&tab=1", "?tab=1"],
    ["#access_token=x&token_type=bearer", ""],
    ["#/route?token=x", ""],
    ["#section", "#section"],
  ])("loses what is not to travel: %s", (end, kept) => {
    expect(returnUrlOf(`${app}/${end}`)).toBe(`${app}/${kept}`);
  });

  test("loses user name and password", () => {
    expect(returnUrlOf("https://user:secret@app.example.com/a")).toBe(`${app}/a`);
  });

  test("loses its query where the server would refuse it for its length", () => {
    expect(returnUrlOf(`${app}/a?q=${"x".repeat(8192)}`)).toBe(`${app}/a`);
    expect(returnUrlOf(`${app}/${"x".repeat(8192)}`)).toBe(`${app}/`);
  });

  test.each(["about:srcdoc", "file:///index.html", "capacitor://localhost", "nonsense"])(
    "is none where the page is not on the web: %s",
    (href) => {
      expect(returnUrlOf(href)).toBeUndefined();
    },
  );
});

describe("connectResult", () => {
  test.each(["completed", "denied", "failed"] as const)("reads %s", (outcome) => {
    const url = `${app}/?tab=1&grantry_status=${outcome}&grantry_connector=c1&grantry_error=e`;
    expect(connectResult(url)).toEqual({ connectorId: "c1", outcome, error: "e" });
  });

  test("reads a result without error", () => {
    const url = `${app}/?grantry_status=completed&grantry_connector=c1`;
    expect(connectResult(url)).toEqual({ connectorId: "c1", outcome: "completed", error: null });
  });

  test.each([
    `${app}/`,
    `${app}/?grantry_status=completed`,
    `${app}/?grantry_connector=c1`,
    `${app}/?grantry_status=paid&grantry_connector=c1`,
    "nonsense",
  ])("is null where there is no result: %s", (url) => {
    expect(connectResult(url)).toBeNull();
  });

  test("outside a browser needs the URL", () => {
    expect(() => connectResult()).toThrow("connectResult(url)");
  });
});
