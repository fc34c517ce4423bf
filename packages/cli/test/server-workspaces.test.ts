/** server workspaces: what the server's operator does from a command line. */
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, jsonBody, signedIn } from "@grantry/testing/operators";
import { afterAll, beforeAll, expect, test } from "vitest";
import { appointServerOperator } from "../../server/src/service/accounts/index.ts";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";

let world: World;
let bench: Bench;
let folder: Folder;
let env: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({ declare: declareMembers });
  bench = await createBench(keyEnvironment(world));
  folder = await bench.folder();
  await appointServerOperator(world.app.context.store, "viewer@example.com");
  const bcreateder = await signedIn(world, "viewer@example.com");
  const body = { name: "server", scopes: ["server:own"] };
  const made = await bcreateder.api("/v1/me/keys", jsonBody("POST", body));
  env = { ...keyEnvironment(world), GRANTRY_API_KEY: made.body.secret };
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
});

const run = (...args: string[]) => folder.run(["server", "workspaces", ...args], { env });

test("create makes a workspace and its owner's link; list shows all of them", async () => {
  const made = await run("create", "Daybook", "--id", "ws_daybook", "--owner", "mia@day.example");
  expect([made.code, made.stdout]).toEqual([
    0,
    expect.stringMatching(/^Created Daybook \(ws_daybook\)\.\nhttp.*\/invitation\/.*\nFor mia@/),
  ]);
  const list = await run("list", "--json");
  const listed = list.json.workspaces.map(({ id }: { id: string }) => id);
  expect(listed).toEqual(expect.arrayContaining(["ws_daybook", ids.workspace]));
  const again = await run("create", "Daybook", "--id", "ws_daybook", "--json");
  expect([again.code, again.json.error.code]).toEqual([6, "workspace_exists"]);
});

test("freeze asks first and wants a reason; unfreeze serves it again", async () => {
  expect((await run("freeze", ids.workspace)).code).toBe(2);
  expect((await run("freeze", ids.workspace, "--reason", "unpaid")).code).toBe(2);
  const frozen = await run("freeze", ids.workspace, "--reason", "unpaid", "--yes", "--json");
  expect([frozen.code, frozen.json.frozen.reason]).toEqual([0, "unpaid"]);
  expect((await run("list")).stdout).toMatch(/since .*: unpaid/);
  const thawed = await run("unfreeze", ids.workspace, "--json");
  expect([thawed.code, thawed.json.frozen]).toEqual([0, null]);
  const unknown = await run("unfreeze", "ws_none", "--json");
  expect(unknown.json.error.code).toBe("workspace_not_found");
});

test("a workspace key is told that this is for people", async () => {
  const refused = await folder.run(["server", "workspaces", "list", "--json"]);
  expect([refused.code, refused.json.error.code]).toEqual([5, "person_required"]);
});

test("all that is wrong with a request is said, each with its place", async () => {
  const refused = await run("create", " ", "--id", "no id");
  expect([refused.code, refused.stderr]).toEqual([
    6,
    expect.stringMatching(/^grantry: [^\n]+\n {2}name: .+\n {2}name: .+\n {2}id: .+\n$/),
  ]);
  const { json } = await run("create", " ", "--id", "no id", "--json");
  expect([json.error.code, json.error.retry, json.error.errors.length]).toEqual([
    "bad_request",
    "after_change",
    3,
  ]);
});

test("a list is read page by page to its end", async () => {
  const created = Array.from({ length: 201 }, (_, at) => `ws_page${at}`);
  for (const id of created) await run("create", id, "--id", id);
  const { json } = await run("list", "--json");
  const listed = new Set(json.workspaces.map(({ id }: { id: string }) => id));
  expect(created.filter((id) => !listed.has(id))).toEqual([]);
});
