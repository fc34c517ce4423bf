import { expect, test } from "vitest";
import { meantAddress } from "./meant-address.ts";

test.each([
  ["//api/apps/a/external-auth/list", "/api/apps/a/external-auth/list"],
  ["/api/api/apps/a", "/api/apps/a"],
  ["/api//api/apps/a", "/api/apps/a"],
  ["///api///api/apps/a?x=//api/", "/api/apps/a?x=//api/"],
  ["//oauth/token", "/oauth/token"],
  ["/api/oauth/device/code", "/oauth/device/code"],
  ["/api/v1/apps/a/tokens", "/v1/apps/a/tokens"],
  ["//v1/apps/a/tokens", "/v1/apps/a/tokens"],
])("%s is meant as %s", (url, meant) => {
  expect(meantAddress(url)).toBe(meant);
});

test.each([
  "/",
  "/api/apps/a/external-auth/list",
  "/api/apps/api/external-auth/list",
  "/api/apps/a//api/x",
  "/api/functions/api/x",
  "/oauth/token",
  "/v1/apps/a/tokens",
  "/v1/api/x",
  "/api/v1",
  // What is no address of clients: a proxy in front may hold it back by its spelling.
  "//metrics",
  "//account",
  "//evil.example/api/apps",
  "/api//apps/a",
  "*",
])("%s stays as it is", (url) => {
  expect(meantAddress(url)).toBe(url);
});
