import { expect, test } from "vitest";
import { basePathOf, belowBasePath, requireFree, withoutBasePath } from "./base-path.ts";

test.each([
  ["https://a.example", ""],
  ["https://a.example/connect", "/connect"],
  ["https://a.example/tools/connect", "/tools/connect"],
  ["https://a.example/apis", "/apis"],
])("the base path of %s is %j", (url, path) => expect(basePathOf(url)).toBe(path));

test.each(["/api", "/api/connect", "/account", "/sign-in/x", "/healthz"])(
  "a base path %s could be taken for an address of ours, and is refused",
  (path) => {
    const ours = ["/api/apps/:appId", "/account", "/sign-in/company/:id", "/healthz", "/*"];
    expect(() => requireFree(path, ours)).toThrow(/GRANTRY_PUBLIC_URL/);
    for (const free of ["", "/apis", "/connect"]) requireFree(free, ours);
  },
);

test.each([
  ["/connect/api/x?y=/connect/", "/api/x?y=/connect/"],
  ["/connect", "/"],
  ["/connect?a=b", "/?a=b"],
  ["/connected/x", "/connected/x"],
  ["/api/x", "/api/x"],
])("a request for %s is one for %s", (url, rest) => {
  expect(withoutBasePath(url, "/connect")).toBe(rest);
});

test("links and forms of a page lie below it, other hosts and what people wrote do not", () => {
  const page = `<a href="/account">x</a><form method="post" action="/sign-in"><button formaction="/s">
<a href="//evil.example">y</a><a href="https://a.example/account">z</a><p> href=&quot;/account&quot;</p>`;
  expect(belowBasePath(page, "/connect")).toBe(
    `<a href="/connect/account">x</a><form method="post" action="/connect/sign-in"><button formaction="/connect/s">
<a href="//evil.example">y</a><a href="https://a.example/account">z</a><p> href=&quot;/account&quot;</p>`,
  );
  expect(belowBasePath(page, "")).toBe(page);
});
