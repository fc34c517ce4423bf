/** The examples of the OpenAPI document: each request's goes with its answer's, and an answer's with what the operation did. */
import { describe, expect, test } from "vitest";
import { documentOf } from "../../src/http/v1/openapi/document.ts";
import type { Operation } from "../../src/http/v1/openapi/operation.ts";
import { ownRoutes } from "../../src/http/v1/routes.ts";

type Json = Readonly<Record<string, unknown>>;

const document = documentOf({
  routes: ownRoutes,
  publicUrl: "https://connect.example.com",
  sessionCookie: "grantry-session",
});
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    path,
    method,
    operation: operation as Operation,
    name: (operation as Operation).operationId,
  })),
);
const exampleOf = (content: Operation["responses"][string]["content"] | undefined) =>
  content?.["application/json"]?.example as Json | undefined;
const requestOf = ({ requestBody }: Operation) => exampleOf(requestBody?.content) ?? {};
const answersOf = ({ responses }: Operation) =>
  Object.entries(responses).flatMap(([status, { content }]) => {
    const example = exampleOf(content);
    return /^2/.test(status) && example !== undefined ? [{ status, example }] : [];
  });
/** That of what the request makes. */
const answerOf = (operation: Operation) => answersOf(operation).at(-1)?.example ?? {};
const named = (name: string) => {
  const found = operations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`There is no operation ${name}.`);
  return found.operation;
};

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Where both have a member of a name: with the way to it, what was given and what is told. */
function* common(given: Json, told: Json, way: string): Generator<[string, unknown, unknown]> {
  for (const name of Object.keys(given).filter((each) => each in told)) {
    const [one, other] = [given[name], told[name]];
    if (isObject(one) && isObject(other)) yield* common(one, other, `${way}.${name}`);
    else yield [`${way}.${name}`, one, other];
  }
}

test("an answer says what its request gave", () => {
  const compared: string[] = [];
  for (const { name, operation } of operations) {
    for (const [way, given, told] of common(requestOf(operation), answerOf(operation), name)) {
      // Of a list of names more is told, and of a password that there is one.
      const [first] = [told].flat();
      if (isObject(first) || (typeof given === "string" && told === true)) continue;
      compared.push(way);
      expect([way, told]).toEqual([way, given]);
    }
  }
  expect(compared).toEqual(
    expect.arrayContaining(["updateMember.role", "createOperation.filter.type", "createApp.name"]),
  );
});

test("what is deleted is called as what was there", () => {
  const deleting = operations.filter(
    ({ method, operation }) => method === "delete" && "deleted" in answerOf(operation),
  );
  expect(deleting.length).toBeGreaterThan(9);
  for (const { name, path, operation } of deleting) {
    const { id } = answerOf(operation);
    if (id === undefined) continue;
    const collection = path.replace(/\/\{\w+\}(?:\/[a-z-]+)?$|\/sessions\/current$/, "");
    const there = operations
      .filter((one) => one.method !== "delete" && one.path.startsWith(collection))
      .map((one) => JSON.stringify(answersOf(one.operation)));
    expect([name, there.some((text) => text.includes(`"id":${JSON.stringify(id)}`))]).toEqual([
      name,
      true,
    ]);
  }
});

test("where nothing had to be made, it is said why, and shown", () => {
  const may = operations.filter(({ operation }) => answersOf(operation).length > 1);
  expect(may.map(({ name }) => name).sort()).toEqual([
    "createOperation",
    "startSharedAuthorization",
  ]);
  for (const { operation } of may) {
    const [nothing, made] = answersOf(operation);
    expect(nothing?.example).toMatchObject({ id: null });
    expect(made?.example["id"]).toEqual(expect.any(String));
  }
  const { responses } = named("createOperation");
  expect(responses["200"]?.description).toContain("`dry_run`");
  const [would, begun] = answersOf(named("createOperation"));
  expect(would?.example).toMatchObject({ dry_run: true, status: "succeeded" });
  expect(begun?.example).toMatchObject({ dry_run: false, status: "queued", finished_at: null });
  const { expected_total: total } = requestOf(named("createOperation"));
  expect(begun?.example).toMatchObject({ progress: { total, done: 0, at_least: false } });
});

test("what is listed is shown with something in it", () => {
  for (const { name, operation } of operations) {
    for (const member of ["data", "receipts"]) {
      const shown = answerOf(operation)[member];
      if (shown !== undefined) expect([name, shown]).not.toEqual([name, []]);
    }
  }
});

describe("an answer shows what was done", () => {
  test.each<[string, Json]>([
    ["cancelOperation", { status: "canceled", finished_at: expect.any(String) }],
    ["createApp", { origins: [] }],
    ["createConnector", { health: "not_tested", last_test: null }],
    ["freezeWorkspace", { frozen: expect.anything() }],
    ["unfreezeWorkspace", { frozen: null }],
    ["removeTotp", { authenticator_app: false, recovery_codes_left: 0 }],
    ["rotateOAuthClientSecret", { previous_secret: true }],
    ["refreshConnection", { last_refreshed_at: expect.any(String) }],
    ["previewConnectorChange", { warnings: [expect.objectContaining({ code: "deleted" })] }],
    ["updatePolicies", { data: [expect.objectContaining({ shared_connections: "off" })] }],
    ["createOwnerInvitation", { role: "owner" }],
  ])("%s", (name, shown) => {
    expect(answerOf(named(name))).toMatchObject(shown);
  });

  test("putAppLogo and deleteAppLogo, by the logo's address", () => {
    const logoOf = (name: string) => (answerOf(named(name))["branding"] as Json)["logo_url"];
    expect([logoOf("putAppLogo"), logoOf("deleteAppLogo")]).toEqual([expect.any(String), null]);
  });

  test("listSharedConnections, of apps alone", () => {
    const [connection] = answerOf(named("listSharedConnections"))["data"] as Json[];
    expect(connection?.["owner"]).toMatchObject({ kind: "app" });
  });

  test("exportAudit, each form by what it is", () => {
    const { content } = named("exportAudit").responses["200"] ?? {};
    const [lines, table] = ["application/jsonl", "text/csv"].map((type) =>
      String(content?.[type]?.example),
    );
    expect(JSON.parse(lines ?? "")).toMatchObject({ action: expect.any(String) });
    expect(table).toMatch(/^id,/);
  });
});

test("each warning of a preview is described", () => {
  const { Impact } = document.components.schemas;
  const code = Impact?.properties?.["warnings"]?.items?.properties?.["code"];
  const codes = (code?.["x-extensible-enum"] ?? code?.enum) as readonly string[];
  expect(codes).toContain("deleted");
  for (const one of codes) expect(code?.description).toContain(`\`${one}\``);
});
