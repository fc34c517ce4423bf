/** What is said of the proxy in front, and of which requests. */
import fastify, { type LightMyRequestResponse } from "fastify";
import { describe, expect, test } from "vitest";
import { createLog } from "../lib/log.ts";
import { tokenRoutes } from "./base44/token-routes.ts";
import { watchProxies } from "./proxies-in-front.ts";

interface Asked {
  readonly url?: string;
  readonly from?: string;
  readonly headers?: Record<string, string>;
}

/** What is told of these requests, one after the other. */
async function toldOf(
  asked: readonly Asked[],
  {
    publicUrl = "https://connect.example.com/tools",
    trustedProxies = [] as readonly string[],
  } = {},
): Promise<string[]> {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const instance = fastify({ logger: false });
  watchProxies(instance, { publicUrl, trustedProxies, log });
  for (const path of ["/*", "/healthz", "/readyz"]) instance.get(path, () => "ok");
  for (const route of tokenRoutes.slice(0, 1)) {
    instance.get("/token", { config: { route } }, () => "ok");
  }
  const answers: LightMyRequestResponse[] = [];
  for (const { url = "/v1/server", from: remoteAddress = "127.0.0.1", headers = {} } of asked) {
    answers.push(await instance.inject({ url, remoteAddress, headers }));
  }
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(asked.map(() => 200));
  await instance.close();
  return lines.map((line) => JSON.parse(line).msg);
}

const host = { host: "connect.example.com" };
const forwarded = { "x-forwarded-for": "203.0.113.7" };
const unknown = expect.stringMatching(/no trusted proxy: .* GRANTRY_TRUSTED_PROXIES/);
const silent = expect.stringMatching(/the public URL .* set it .* GRANTRY_TRUSTED_PROXIES/);
const trustedSilent = expect.stringMatching(/from a trusted proxy without .* set it/);

describe("with no trusted proxy", () => {
  test.each<[string, Asked[], unknown[]]>([
    ["one that says who asks", [{ headers: { ...host, ...forwarded } }], [unknown]],
    ["one that passes on the name alone", [{ headers: host }], [silent]],
    [
      "one that passes on nothing, by what browsers say",
      [{ headers: { host: "127.0.0.1:4400", origin: "https://connect.example.com" } }],
      [silent],
    ],
    [
      "the same, by the page that leads on",
      [{ headers: { host: "grantry", referer: "https://connect.example.com/tools/sign-in" } }],
      [silent],
    ],
    [
      "each once",
      [{ headers: host }, { headers: host }, { headers: forwarded }],
      [silent, unknown],
    ],
    ["programs beside the server", [{ headers: { host: "127.0.0.1:4400" } }], []],
    [
      "another name that begins alike",
      [{ headers: { referer: "https://connect.example.com.evil/" } }],
      [],
    ],
    ["token reads, which are not held up", [{ url: "/token", headers: host }], []],
    ["who asks for its health", [{ url: "/readyz", headers: host }, { url: "/healthz?x" }], []],
  ])("%s", async (_, asked, told) => {
    expect(await toldOf(asked)).toEqual(told);
  });
  test("a server without TLS in front", async () => {
    const asked = [{ headers: { host: "127.0.0.1:4400" } }];
    expect(await toldOf(asked, { publicUrl: "http://127.0.0.1:4400" })).toEqual([]);
  });
});

describe("with trusted proxies", () => {
  const trustedProxies = ["10.0.0.5", "192.168.0.0/16", "fd00::/8"];
  test.each<[string, Asked, unknown[]]>([
    ["one that says who asks", { from: "10.0.0.5", headers: { ...host, ...forwarded } }, []],
    ["one of a range", { from: "192.168.7.1", headers: forwarded }, []],
    ["one whose IPv4 comes inside IPv6", { from: "::ffff:10.0.0.5", headers: forwarded }, []],
    ["one by IPv6", { from: "fd00::1", headers: forwarded }, []],
    ["another", { from: "10.0.0.6", headers: forwarded }, [unknown]],
    [
      "one that says nothing",
      { from: "10.0.0.5", headers: { host: "10.0.0.9:4400" } },
      [trustedSilent],
    ],
    ["one that asks for health", { from: "10.0.0.5", url: "/readyz" }, []],
    ["one that is not in the list and says nothing", { from: "10.0.0.6", headers: host }, [silent]],
    ["a backend that calls the server itself", { from: "10.0.0.6" }, []],
  ])("%s", async (_, asked, told) => {
    expect(await toldOf([asked], { trustedProxies })).toEqual(told);
  });
});
