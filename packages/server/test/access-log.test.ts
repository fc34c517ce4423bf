/** docs/logs.md: every request is one line, which says who called and what came of it, and no more than that. */
import { apiOf, type UserApi } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { rawRequest } from "@grantry/testing/raw-request";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { logLines } from "../../../tools/log-fields.ts";
import { readConfig } from "../src/config.ts";

interface Line {
  readonly msg: string;
  readonly level: number;
  readonly [field: string]: unknown;
}

let world: World;
let user: UserApi;

beforeAll(async () => {
  world = await startWorld();
  user = await apiOf(world).signIn("somebody-in-particular", { email: "mia@app.example" });
});
afterAll(() => world.close());
beforeEach(() => {
  world.logLines.length = 0;
});

const lines = (of: Pick<World, "logLines"> = world) =>
  of.logLines.map((line): Line => JSON.parse(line));
const requests = (of?: Pick<World, "logLines">) =>
  lines(of)
    .filter(({ msg }) => msg === "request")
    .map(({ pid, hostname, time, ms, requestId, ...others }) => others);

/** An answer may be there before its line is. */
const written = (count: number) =>
  expect.poll(() => requests().length, { timeout: 30_000 }).toBe(count);

const place = { appId: ids.app, workspaceId: ids.workspace };

test("the main job is a line per request, with whoever was proven, and holds nothing of them", async () => {
  const started = await user.initiate(ids.userConnector);
  await consent(createJar(), started.body.redirect_url);
  expect((await user.token(ids.userConnector)).status).toBe(200);
  await expect
    .poll(() => requests().at(-1), { timeout: 30_000 })
    .toMatchObject({ method: "GET", status: 200, principal: "backend", ...place });
  const all = requests();
  expect(all[0]).toMatchObject({ level: 30, method: "POST", principal: "app_user", ...place });
  const said = world.logLines.join();
  const never = [user.jwt, "somebody-in-particular", "mia@app.example", ...Object.values(secrets)];
  expect(never.filter((text) => said.includes(text))).toEqual([]);
  const known = new Map(logLines("packages/server/src").map((line) => [line.message, line.fields]));
  for (const { level, time, pid, hostname, msg, ...fields } of lines()) {
    expect([level, time, pid].map((value) => typeof value)).toEqual(Array(3).fill("number"));
    expect([typeof hostname, typeof msg]).toEqual(["string", "string"]);
    expect(known.get(msg), msg).toEqual(expect.arrayContaining(Object.keys(fields)));
  }
});

test("a refusal says its code, and names nobody who was not proven", async () => {
  await apiOf(world, ids.app, "grantry_st_wrong").own("GET", "connections/con_nothing/token");
  await apiOf(world).own("GET", "connections/con_nothing/token");
  await apiOf(world).tokenOf("nobody", ids.userConnector);
  await rawRequest(world.url, "/nowhere?secret=canary", {});
  await written(4);
  const [wrong, unknown, unconnected, nowhere] = requests();
  expect(wrong).toMatchObject({ status: 401, code: "unauthorized" });
  expect(wrong).not.toHaveProperty("principal");
  expect(wrong).not.toHaveProperty("appId");
  expect(unknown).toMatchObject({ status: 404, code: "connection_not_found", ...place });
  expect(unconnected).toMatchObject({ code: "not_connected", principal: "backend" });
  expect(nowhere).toMatchObject({ status: 404, code: "route_not_found", level: 30 });
  expect(nowhere).not.toHaveProperty("route");
  expect(world.logLines.join()).not.toMatch(/canary|con_nothing/);
});

test("an operator is one, and the line says where", async () => {
  const headers = { authorization: `Bearer ${secrets.workspaceKey}` };
  await fetch(`${world.url}/v1/workspaces/${ids.workspace}/apps`, { headers });
  await written(1);
  const [line] = requests();
  expect(line).toMatchObject({ principal: "operator", workspaceId: ids.workspace, status: 200 });
});

test("probes that find all well are written at debug", async () => {
  await fetch(`${world.url}/healthz`);
  await written(1);
  expect(requests()[0]).toMatchObject({ level: 20, route: "/healthz", status: 200 });
});

test("of token reads that succeed one in so many is written, of those that are refused each", async () => {
  const every = await startWorld({ logTokenReads: 3 });
  try {
    const api = apiOf(every);
    const reader = await api.signIn("reader");
    const started = await reader.initiate(ids.userConnector);
    await consent(createJar(), started.body.redirect_url);
    every.logLines.length = 0;
    for (let count = 0; count < 7; count += 1) await api.tokenOf("reader", ids.userConnector);
    for (let count = 0; count < 2; count += 1) await api.tokenOf("nobody", ids.userConnector);
    await expect.poll(() => requests(every).length, { timeout: 30_000 }).toBe(4);
    expect(requests(every).map(({ status }) => status)).toEqual([200, 200, 404, 404]);
  } finally {
    await every.close();
  }
});

test("the settings have the defaults that the documentation names", () => {
  expect(readConfig({})).toMatchObject({ logFormat: "auto", logTokenReads: 100, logLevel: "info" });
  expect(readConfig({ GRANTRY_LOG_TOKEN_READS: "0" }).logTokenReads).toBe(0);
  expect(() => readConfig({ GRANTRY_LOG_FORMAT: "pretty" })).toThrow(/GRANTRY_LOG_FORMAT/);
});
