/** What reaches a library that parses without bounds. */
import { expect, test } from "vitest";
import { boundedForLibrary } from "./transport.ts";

const request = { method: "GET", url: "https://idp.example", headers: {} } as const;

async function seen(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const answer = new Response(body, {
    headers: { "content-type": "application/json", ...headers },
  });
  return await boundedForLibrary(async () => answer)(request);
}

test("an answer comes through as it is", async () => {
  const answer = await seen('{"sub":"1"}');
  expect(answer.headers.get("content-type")).toBe("application/json");
  expect(await answer.json()).toEqual({ sub: "1" });
});

test.each([
  ["a list of zeros", `[${"0,".repeat(30_000)}0]`],
  ["depth", "[".repeat(100) + "]".repeat(100)],
  ["an ID token without end", JSON.stringify({ id_token: "x".repeat(200_000) })],
])("%s does not", async (_what, body) => {
  expect(await (await seen(body)).text()).toBe("");
});

test("headers that would be taken apart do not", async () => {
  const answer = await seen("{}", { "www-authenticate": 'Bearer error="x"' });
  expect([...answer.headers.keys()]).toEqual(["content-type"]);
});
