/** The OpenAPI document of our own API, and the pages made of it. */
import { type ErrorCode, errorTable } from "@grantry/contract/errors";
import { startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { takesIdempotencyKey } from "../../src/http/v1/idempotency.ts";
import type { OpenApiDocument } from "../../src/http/v1/openapi/document.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";

let world: World;
let document: OpenApiDocument;

beforeAll(async () => {
  world = await startWorld();
  document = (await (await fetch(`${world.url}/v1/openapi.json`)).json()) as OpenApiDocument;
});
afterAll(() => world.close());

const declared = ownRoutes
  .filter(({ hidden }) => hidden !== true)
  .flatMap((route) =>
    [route.method].flat().map((method) => ({ method, route, name: route.operationId ?? "" })),
  );

const operationOf = ({ method, route }: (typeof declared)[number]) =>
  document.paths[route.path.replaceAll(/:(\w+)/g, "{$1}")]?.[method.toLowerCase()];

/** Every object and list in a value, with the way to it. */
function* nodesOf(
  value: unknown,
  path = "",
): Generator<readonly [string, Record<string, unknown>]> {
  if (typeof value !== "object" || value === null) return;
  yield [path, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value)) yield* nodesOf(inner, `${path}/${key}`);
}

const presented: Record<string, string[]> = {
  public: [],
  // Or none of them.
  anybody: ["userToken", "serviceToken"],
  app_user: ["userToken"],
  backend: ["serviceToken"],
  verified_backend: ["serviceToken"],
  operator: ["operatorToken", "session"],
  person: ["operatorToken", "session"],
  proof_in_body: [],
  signed_in: ["session"],
  server_operator: ["operatorToken", "session"],
};

describe("the OpenAPI document of /v1", () => {
  test.each(declared)("has $name as it is declared", (one) => {
    const { route } = one;
    const operation = operationOf(one);
    expect(operation?.operationId).toBe(route.operationId);
    expect(operation?.tags).toEqual([route.tag]);
    expect(operation?.security.flatMap(Object.keys)).toEqual(presented[route.for]);
    expect(operation?.["x-permission"] ?? null).toBe(route.permission);
    expect(operation?.["x-idempotency"] ?? false).toBe(takesIdempotencyKey(route));
    expect(operation?.["x-codes"]).toEqual(expect.arrayContaining([...(route.refuses ?? [])]));
    const success = operation?.responses[route.status ?? 200]?.content;
    expect(Object.keys(success ?? {})).toEqual([route.produces ?? "application/json"].flat());
    const inAddress = [...route.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    const parameters = (operation?.parameters ?? []).filter((given) => "name" in given);
    expect(parameters.flatMap((given) => (given.in === "path" ? [given.name] : []))).toEqual(
      inAddress,
    );
    for (const parameter of parameters) {
      expect(parameter.description, parameter.name).toBeTruthy();
      expect(parameter.name).toMatch(/^[a-z]+(?:_[a-z]+)*$/);
    }
  });

  test("says of every list, and of every search, that its cursor may be refused, and of nothing else", () => {
    const { schemas } = document.components;
    for (const one of declared) {
      const operation = operationOf(one);
      const { $ref = "" } = operation?.requestBody?.content["application/json"]?.schema ?? {};
      const members = schemas[$ref.split("/").at(-1) ?? ""]?.properties ?? {};
      const inQuery = operation?.parameters?.some(
        (given) => "name" in given && given.name === "cursor",
      );
      expect([one.name, operation?.["x-codes"].includes("cursor_invalid")]).toEqual([
        one.name,
        inQuery === true || "cursor" in members,
      ]);
    }
    expect(declared.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["listConnections", "searchConnections"]),
    );
  });

  test("has no default for a list's filters: it would end the cursors that were given out before", () => {
    for (const one of declared) {
      const given = operationOf(one)?.parameters?.filter((each) => "name" in each) ?? [];
      if (!given.some(({ name }) => name === "cursor")) continue;
      const withDefault = given.filter(({ schema }) => "default" in schema);
      expect([one.name, withDefault.map(({ name }) => name)]).toEqual([one.name, ["limit"]]);
    }
  });

  test("has nothing else: no hidden route and none of the official clients'", () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations).toHaveLength(declared.length);
    expect(Object.keys(document.paths).filter((path) => !/^\/v1(?:\/|$)/.test(path))).toEqual([]);
  });

  test.each(declared)(
    "shows by $name an example that the server takes, and one that it answers",
    (one) => {
      const { body, answer, status = 200, produces = "application/json" } = one.route;
      const operation = operationOf(one);
      const request = operation?.requestBody?.content["application/json"]?.example;
      if (body !== undefined) body.parse(request);
      for (const type of [produces].flat()) {
        const answered = operation?.responses[status]?.content[type]?.example;
        expect(answered).toBeDefined();
        if (answer !== undefined) expect(answer.parse(answered)).toEqual(answered);
      }
    },
  );

  test("refers to nothing that is not there, and has no component that nothing refers to", () => {
    const references = [...nodesOf(document)].flatMap(([path, { $ref }]) =>
      typeof $ref === "string" && !path.includes("example") ? [$ref] : [],
    );
    const { schemas, parameters, headers } = document.components;
    const components = [
      ...Object.keys(schemas).map((name) => `#/components/schemas/${name}`),
      ...Object.keys(headers).map((name) => `#/components/headers/${name}`),
      ...Object.keys(parameters).map((name) => `#/components/parameters/${name}`),
    ];
    expect([...new Set(references)].sort()).toEqual(components.sort());
  });

  test("says what may be null by its type, and has no noise", () => {
    for (const [path, node] of nodesOf(document)) {
      expect([path, node["minimum"]]).not.toEqual([path, Number.MIN_SAFE_INTEGER]);
      expect([path, node["maximum"]]).not.toEqual([path, Number.MAX_SAFE_INTEGER]);
      if (node["format"] !== undefined) expect([path, node["pattern"]]).toEqual([path, undefined]);
      if (!Array.isArray(node["anyOf"])) continue;
      expect([path, node["anyOf"]]).toEqual([
        path,
        [{ $ref: expect.any(String) }, { type: "null" }],
      ]);
    }
    expect(document.components.schemas["Person"]?.properties?.["email"]?.type).toEqual([
      "string",
      "null",
    ]);
  });

  test("marks the secrets of requests as only written", () => {
    const requests = Object.entries(document.components.schemas).filter(
      ([, { additionalProperties }]) => additionalProperties === false,
    );
    const secrets = requests.flatMap(([name, { properties = {} }]) =>
      Object.entries(properties).flatMap(([member, { writeOnly, type }]) =>
        [type].flat().includes("string") && /(?:^|_)(?:token|secret|password)$/.test(member)
          ? [[`${name}.${member}`, writeOnly]]
          : [],
      ),
    );
    expect(secrets).toContainEqual(["Owner.token", true]);
    expect(secrets.filter(([, writeOnly]) => writeOnly !== true)).toEqual([]);
  });

  test("lets answers gain members and values, and requests not", () => {
    const { Workspace, Owner } = document.components.schemas;
    expect(Workspace?.additionalProperties).toBeUndefined();
    expect(Workspace?.properties?.["role"]).toMatchObject({
      "x-extensible-enum": ["owner", "admin", "member", "viewer"],
    });
    expect(Workspace?.properties?.["role"]?.enum).toBeUndefined();
    expect(Owner?.additionalProperties).toBe(false);
    expect(Owner?.properties?.["kind"]?.enum).toEqual(["app", "user", "user_token"]);
  });
});

describe("a cached answer about the API", () => {
  test.each(["/v1/openapi.json", "/docs/operations", "/docs/errors"])(
    "%s may be kept for minutes, and is not sent again to whoever has it",
    async (path) => {
      const first = await fetch(world.url + path);
      expect(first.headers.get("cache-control")).toBe("public, max-age=300");
      const etag = first.headers.get("etag") ?? "";
      expect(etag).toMatch(/^"[\w-]{43}"$/);
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
        const again = await fetch(world.url + path, { headers: { "if-none-match": known } });
        expect([known, again.status, await again.text()]).toEqual([known, 304, ""]);
        expect(again.headers.get("etag")).toBe(etag);
      }
      const other = await fetch(world.url + path, { headers: { "if-none-match": '"other"' } });
      expect([other.status, await other.text()]).toEqual([200, await first.text()]);
    },
  );
});

describe("the pages about the API", () => {
  const page = async (path: string) => {
    const answer = await fetch(world.url + path);
    expect(answer.status).toBe(200);
    return { answer, text: await answer.text() };
  };
  const anchors = (text: string) => [...text.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  const links = (text: string) => [...text.matchAll(/ href="([^"]+)"/g)].map(([, to = ""]) => to);

  test("/docs/operations explains every operation, with an anchor and a command for each", async () => {
    const { text } = await page("/docs/operations");
    for (const one of declared) {
      const start = text.indexOf(`<article id="${one.name}">`);
      expect([one.name, start > 0]).toEqual([one.name, true]);
      const article = text.slice(start, text.indexOf("</article>", start));
      const operation = operationOf(one);
      for (const code of operation?.["x-codes"] ?? []) {
        expect(article).toContain(`href="/docs/errors#${code}"`);
      }
      expect(article).toContain("<code>curl ");
      if (one.route.permission !== null) {
        expect(article).toContain(`<code>${one.route.permission}</code>`);
      }
    }
  });

  test("/docs/errors explains every code, where a refusal's type leads", async () => {
    const { text } = await page("/docs/errors");
    expect(anchors(text).sort()).toEqual(Object.keys(errorTable).sort());
    const refused = await fetch(`${world.url}/v1/me`);
    const { type, code } = (await refused.json()) as { type: string; code: ErrorCode };
    const { hash } = new URL(type);
    const article = text.slice(text.indexOf(`<article id="${hash.slice(1)}">`));
    expect(article).toMatch(new RegExp(`^<article id="${code}">[^]*?${errorTable[code].title}`));
  });

  test("lead to what is there, and each to the other and to the document", async () => {
    const pages = new Map<string, string>();
    for (const path of ["/docs/operations", "/docs/errors"])
      pages.set(path, (await page(path)).text);
    for (const [from, text] of pages) {
      expect(new Set(anchors(text)).size).toBe(anchors(text).length);
      for (const to of links(text)) {
        const { pathname, hash } = new URL(to, `http://here${from}`);
        if (pathname === "/v1/openapi.json" || pathname === "/docs") continue;
        const there = pages.get(pathname) ?? "";
        expect([to, hash === "" ? there !== "" : anchors(there).includes(hash.slice(1))]).toEqual([
          to,
          true,
        ]);
      }
    }
    const other = {
      "/docs/operations": "/docs/errors",
      "/docs/errors": "/docs/operations",
    } as const;
    for (const [from, to] of Object.entries(other)) {
      expect(links(pages.get(from) ?? "")).toEqual(
        expect.arrayContaining([to, "/v1/openapi.json"]),
      );
    }
  });

  test.each(["/docs/operations", "/docs/errors"])(
    "%s loads nothing, from here or from elsewhere, and runs no script",
    async (path) => {
      const { answer, text } = await page(path);
      expect(answer.headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; style-src 'sha256-[\w+/]{43}='; form-action 'none'; base-uri 'none'; frame-ancestors 'none'$/,
      );
      expect(answer.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(text).not.toMatch(/<(?:script|link|img|iframe|form)\b| (?:src|style|on\w+)=/);
      expect(links(text).filter((to) => /^(?:\w+:|\/\/)/.test(to))).toEqual([]);
    },
  );
});
