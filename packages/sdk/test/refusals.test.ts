/**
 * How the API of every connector refuses a token, and what it answers where the token is good and
 * lacks something: answers as the providers document them, held against what the catalogue declares.
 */
import { authorizationServers } from "@grantry/catalogue/list";
import { authorizationServerSchema } from "@grantry/catalogue/schema";
import { expect, test } from "vitest";
import { type ApiRefusals, refusesToken } from "../src/refusal.ts";
import cases from "./refusals.json" with { type: "json" };

const servers = authorizationServers.map((input) => authorizationServerSchema.parse(input));
const apis = new Map<string, ApiRefusals>(
  servers.flatMap((server) =>
    server.connectors.map(({ integration_type: type, overrides }) => [
      type,
      asServerWrites(overrides.api ?? server.api),
    ]),
  ),
);

/** What is undefined is not there, and a place in a list is a text. */
function asServerWrites(declared: object): ApiRefusals {
  return JSON.parse(JSON.stringify(declared), (name, value) =>
    name === "at" ? value.map(String) : value,
  ) as ApiRefusals;
}

test("every connector has an answer of both kinds", () => {
  const types = [...apis.keys()].filter((type) => !type.startsWith("sandbox")).sort();
  for (const says of ["refused_token", "not_the_token"]) {
    const covered = new Set(cases.filter((one) => one.says === says).map(({ type }) => type));
    expect([...covered].sort()).toEqual(types);
  }
});

test.each(cases.map((one, at) => ({ ...one, at })))(
  "$type, answer $at: status $status is $says",
  async ({ type, status, headers, body, says }) => {
    const rules = apis.get(type);
    if (rules === undefined) throw new Error(`there is no ${type}`);
    const isText = typeof body === "string";
    const response = new Response(isText ? body : JSON.stringify(body), { status });
    response.headers.set("Content-Type", isText ? "text/plain" : "application/json");
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value ?? "");
    expect(await refusesToken(rules, response)).toBe(says === "refused_token");
    expect(response.bodyUsed).toBe(false);
  },
);
