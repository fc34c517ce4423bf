/** The contract that the server publishes, and the page that explains it. */
import { readFileSync } from "node:fs";
import { startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isOfOwnApi } from "../src/http/route.ts";
import { routes as declared } from "../src/http/routes.ts";

interface Operation {
  readonly summary?: string;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly "x-permission"?: string;
  readonly responses: Record<string, unknown>;
}

/** Routes that exist to say no in words that the official command line can show. */
const refusedForEveryone = ["POST /api/apps/{appId}/payments/stripe/install"];

describe("the OpenAPI document", () => {
  let world: World;
  let paths: Record<string, Record<string, Operation>>;
  let schemes: Record<string, object>;

  beforeAll(async () => {
    world = await startWorld();
    const answer = await fetch(`${world.url}/api/openapi.json`);
    expect(answer.status).toBe(200);
    const document = (await answer.json()) as {
      openapi: string;
      paths: typeof paths;
      components: { securitySchemes: typeof schemes };
    };
    expect(document.openapi).toMatch(/^3\./);
    paths = document.paths;
    schemes = document.components.securitySchemes;
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

  test("says of every route what its caller presents and must be allowed, as declared", () => {
    const presented: Record<string, string[]> = {
      public: [],
      proof_in_body: [],
      anybody: ["", "serviceToken", "userToken"],
      app_user: ["userToken"],
      backend: ["serviceToken"],
      verified_backend: ["serviceToken"],
      backend_for_user: ["onBehalfOf+serviceToken"],
      operator: ["operatorKey", "operatorToken", "session"],
      person: ["operatorKey", "operatorToken", "session"],
    };
    const used = new Set<string>();
    for (const one of declared.filter(({ hidden, path }) => hidden !== true && !isOfOwnApi(path))) {
      const [method = ""] = [one.method].flat();
      const path = one.path.replaceAll(/:(\w+)/g, "{$1}");
      const operation = paths[path]?.[method.toLowerCase()];
      const security = operation?.security?.map((schemes) => Object.keys(schemes).sort());
      for (const scheme of security?.flat() ?? []) used.add(scheme);
      const alternatives = security?.map((names) => names.join("+")).sort();
      expect([path, alternatives]).toEqual([path, presented[one.for]]);
      expect(operation?.["x-permission"] ?? null).toBe(one.permission);
    }
    expect([...used].sort()).toEqual(Object.keys(schemes).sort());
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
