/** A world does over HTTP what it does in TypeScript, for nobody but whoever is on the machine. */
import { readFileSync } from "node:fs";
import { request } from "node:http";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { afterEach, beforeEach, expect, test } from "vitest";
import { authorizationUrl, connect } from "../../test/plain-client.ts";
import { type SandboxWorld, startSandbox } from "./start.ts";

let world: SandboxWorld;
beforeEach(async () => {
  world = await startSandbox();
});
afterEach(() => world.close());

async function send(method: string, path: string, body?: string) {
  const answer = await fetch(world.origin + path, {
    method,
    ...(body === undefined ? {} : { body, headers: { "content-type": "application/json" } }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}

test("docs/sandbox.md: its requests do what they say", async () => {
  const page = readFileSync(new URL("../../../../docs/sandbox.md", import.meta.url), "utf8");
  const blocks = codeBlocks(page, "http").map(({ code }) => code);
  const answers: Record<string, unknown>[] = [];
  for (const one of blocks.flatMap((block) => block.trim().split("\n\n"))) {
    const [first = "", ...lines] = one.split("\n");
    const [method = "", path = ""] = first.split(" ");
    if (path.endsWith("/revoke")) await connect(world.github, "ada");
    const { status, body } = await send(
      method,
      path,
      lines.length > 0 ? lines.join("\n") : undefined,
    );
    expect([one, status, body]).toEqual([one, 200, body]);
    answers.push(body);
  }
  expect(answers).toMatchObject([
    { url: expect.stringContaining("http://127.0.0.1:3000/callback?code=") },
    {},
    { now: expect.stringContaining("Z") },
    {},
    { requests: [{ user: null }, { user: null }] },
    { grants: [] },
  ]);
});

test("faults, ends, accounts and secrets", async () => {
  await connect(world.github, "bo");
  const token = world.github.grants("bo")[0]?.accessToken;
  await send("POST", "/world/github/expire", '{ "user": "bo" }');
  const url = world.github.metadata.userinfo_endpoint ?? "";
  const read = () => fetch(url, { headers: { authorization: `Bearer ${token}` } });
  expect((await read()).status).toBe(401);
  await send("POST", "/world/github/fail", '{ "endpoint": "api", "fault": { "status": 502 } }');
  expect((await read()).status).toBe(502);
  await send("POST", "/world/github/fail", '{ "endpoint": "api", "fault": { "status": 502 } }');
  await send("POST", "/world/github/recover", "{}");
  expect((await read()).status).toBe(401);
  await send("POST", "/world/github/change-secret", '{ "client_secret": "another" }');
  expect(world.github.clientSecret).toBe("another");
  const { body } = await send("GET", "/world/github/account?user=bo");
  expect(body).toEqual(world.github.account("bo"));
});

test.each([
  ["POST /world/github/revoke", '{ "user": "mia" }', 400, 'it has "ada", "bo", "cy"'],
  ["POST /world/github/revoke", "{}", 400, "The sandbox has no user"],
  ["POST /world/githup/revoke", "{}", 400, 'no provider "githup"; there are "airtable"'],
  ["POST /world/github/erase", "{}", 404, 'There is "POST /world/github/consent"'],
  ["POST /world/github/fail", '{ "endpoint": "api" }', 400, "an answer with a status"],
  ["POST /world/github/fail", "null", 400, "The body has to be an object."],
  ["POST /world/github/fail", "{", 400, "JSON"],
  ["GET /world/requests?user_id=ada", undefined, 400, 'not by "user_id"'],
] as const)("%s with %s is refused, with what there is", async (asked, body, status, says) => {
  const [method = "", path = ""] = asked.split(" ");
  const error = expect.stringContaining(says);
  expect(await send(method, path, body)).toEqual({ status, body: { error } });
});

test("a page elsewhere has no say: no form is taken, and no other name of the host", async () => {
  await world.github.consent(authorizationUrl(world.github));
  const form = await fetch(`${world.origin}/world/github/revoke`, {
    method: "POST",
    body: '{ "user": "ada" }',
    headers: { "content-type": "text/plain" },
  });
  expect(form.status).toBe(415);
  const status = await new Promise((resolve, reject) => {
    const headers = { host: "attacker.example" };
    request(`${world.origin}/world/requests`, { headers }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    })
      .once("error", reject)
      .end();
  });
  expect(status).toBe(403);
});
