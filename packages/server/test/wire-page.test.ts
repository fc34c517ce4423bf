/** The page that explains the official clients' API. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isOfOwnApi } from "../src/http/route.ts";
import { routes } from "../src/http/routes.ts";

test("docs/api.md has the routes of the official clients' API, and no others", () => {
  const page = readFileSync("docs/api.md", "utf8");
  const explained = [...page.matchAll(/^\| `((?:GET|POST|PUT|PATCH|DELETE) [^`]+)` \|/gm)];
  const declared = routes
    .filter((one) => one.hidden !== true && one.for !== "browser" && !isOfOwnApi(one.path))
    .map(({ method, path }) => `${[method].flat()[0]} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect(explained.map(([, route]) => route).sort()).toEqual(declared.sort());
});
