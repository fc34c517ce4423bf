/** The contract that the server publishes, and the page that explains it. */
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startWorld, type World } from "./harness.ts";

interface Operation {
  readonly summary?: string;
  readonly responses: Record<string, unknown>;
}

/** Routes that exist to say no in words that the official command line can show. */
const refusedForEveryone = ["POST /api/apps/{appId}/payments/stripe/install"];

describe("the OpenAPI document", () => {
  let world: World;
  let paths: Record<string, Record<string, Operation>>;

  beforeAll(async () => {
    world = await startWorld();
    const answer = await fetch(`${world.url}/api/openapi.json`);
    expect(answer.status).toBe(200);
    const document = (await answer.json()) as { openapi: string; paths: typeof paths };
    expect(document.openapi).toMatch(/^3\./);
    paths = document.paths;
  });
  afterAll(() => world.close());

  const routes = () =>
    Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({
        route: `${method.toUpperCase()} ${path}`,
        operation,
      })),
    );

  test("says of every route what it is for and what it answers", () => {
    expect(routes().length).toBeGreaterThan(14);
    for (const { route, operation } of routes()) {
      expect(operation.summary, route).toBeTruthy();
      const answer = refusedForEveryone.includes(route) ? "4XX" : "200";
      expect(Object.keys(operation.responses), route).toContain(answer);
    }
  });

  test("has the routes that docs/api.md explains, and no others", () => {
    const page = readFileSync("docs/api.md", "utf8");
    const explained = [...page.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)` \|/gm)];
    expect(explained.map(([, route]) => route).sort()).toEqual(
      routes()
        .map(({ route }) => route)
        .sort(),
    );
  });
});
