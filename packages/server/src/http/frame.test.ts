import fastify from "fastify";
import { expect, test } from "vitest";
import type { HttpContext } from "./context.ts";
import { addRoutes, requireDeclarations } from "./frame.ts";
import { page, type Route, route } from "./route.ts";

/** None of these routes is called. */
const context = { limits: {} } as HttpContext;

function server() {
  const instance = fastify({ logger: false });
  requireDeclarations(instance);
  return instance;
}

test("a route that was added past the declarations stops the server from starting", () => {
  const handler = () => "in";
  expect(() => server().get("/side-door", handler)).toThrow(
    "GET /side-door: a route is declared with route() of http/route.ts.",
  );
  expect(() => server().route({ method: ["PUT", "POST"], url: "/side-door", handler })).toThrow(
    /PUT,POST \/side-door/,
  );
});

test("so does one in a part of the server, and one with the likeness of a declaration", async () => {
  const nested = server();
  nested.register((part, _options, done) => {
    try {
      part.delete("/side-door", () => "in");
      done();
    } catch (thrown) {
      done(thrown as Error);
    }
  });
  await expect(nested.ready()).rejects.toThrow("DELETE /side-door");
  const copy: Route = { ...page("GET", "/known", () => "in") };
  expect(() => addRoutes(server(), context, [copy])).toThrow("GET /known");
  const config = { route: copy };
  expect(() => server().get("/side-door", { config }, () => "in")).toThrow("GET /side-door");
});

test("declared routes are served, by HEAD as well where that consumes nothing", () => {
  const instance = server();
  addRoutes(instance, context, [
    route({ method: "GET", path: "/told", for: "public", handler: () => "in" }),
    page("GET", "/seen", () => "in"),
  ]);
  expect(instance.hasRoute({ method: "GET", url: "/told" })).toBe(true);
  expect(instance.hasRoute({ method: "HEAD", url: "/told" })).toBe(true);
  expect(instance.hasRoute({ method: "HEAD", url: "/seen" })).toBe(false);
});

test("a route of operators or the backend says what it needs, and no other does", () => {
  const handler = () => "in";
  const common = { method: "GET", path: "/x", handler } as const;
  // @ts-expect-error: without a permission.
  expect(() => route({ ...common, for: "operator" })).toThrow("/x: say which permission");
  // @ts-expect-error: without the scope of its service tokens.
  expect(() => route({ ...common, path: "/x/:app_id", for: "backend" })).toThrow(
    "/x/:app_id: say which scope",
  );
  // @ts-expect-error: a permission of somebody who has none.
  expect(() => route({ ...common, for: "app_user", permission: "apps:read" })).toThrow(
    "/x: only operators and backends have permissions",
  );
});

test("an address must name what a principal is found by", () => {
  const handler = () => "in";
  const common = { method: "GET", path: "/x/:appId", handler } as const;
  expect(() => route({ ...common, for: "backend", permission: "tokens:read" })).toThrow(
    "/x/:appId: declare params",
  );
  expect(() => route({ ...common, path: "/x", for: "app_user" })).toThrow("/x: whoever it is for");
});
