/** What the server takes for a token that is over, where an API merely refuses a permission. */
import { authorizationServers } from "@grantry/catalogue/list";
import { describe, expect, test } from "vitest";
import cases from "../../../sdk/test/refusals.json" with { type: "json" };
import type { Json } from "../lib/json.ts";
import { Secret } from "../lib/secret.ts";
import { tryToken } from "./account.ts";
import { buildCatalogue } from "./catalogue.ts";
import { showsRefusal } from "./refusal-sign.ts";
import { clientWith, scripted } from "./test/fixture.ts";

const catalogue = buildCatalogue(authorizationServers);

/** As the SDK judges: a lack of permission wins. */
function says(type: string, answer: Parameters<typeof showsRefusal>[1]): string {
  const api = catalogue.find(type)?.server.api;
  if (api === undefined) throw new Error(`there is no ${type}`);
  const lacks = showsRefusal(api.missing_scope, answer);
  return !lacks && showsRefusal(api.refused_token, answer) ? "refused_token" : "not_the_token";
}

test.each(cases.map((one, at) => ({ ...one, at })))(
  "$type, answer $at: status $status is $says",
  ({ type, status, headers, body, says: expected }) => {
    const read = new Headers();
    for (const [name, value] of Object.entries(headers)) read.set(name, value ?? "");
    expect(says(type, { status, headers: read, document: body as Json })).toBe(expected);
  },
);

describe("a check of a token at its provider", () => {
  const grant = { accessToken: new Secret("at-1"), keptValues: {} };
  const account = { request: { url: "https://as.example/me" }, id: ["sub"] };

  async function reasonOf(type: string, at: number) {
    const api = catalogue.find(type)?.server.api;
    const { status, body, headers } = cases[at] ?? { status: 0, body: null, headers: {} };
    const type_ = { "content-type": "application/json" };
    const answer = { status, headers: { ...type_, ...headers }, body: JSON.stringify(body) };
    const client = clientWith({ account, ...(api === undefined ? {} : { api }) });
    const thrown = await tryToken(client, grant, scripted(answer).send).catch((one) => one);
    return thrown.reason;
  }
  const indexOf = (type: string, says: string) =>
    cases.findIndex((one) => one.type === type && one.says === says && one.status === 401);

  test.each(["dropbox", "tiktok", "salesforce"])(
    "%s: a 401 that means a lack of permission does not end the connection, another does",
    async (type) => {
      expect(await reasonOf(type, indexOf(type, "not_the_token"))).toBeNull();
      expect(await reasonOf(type, indexOf(type, "refused_token"))).toBe("token_ended");
    },
  );
});
