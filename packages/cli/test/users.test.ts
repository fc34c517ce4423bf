/** users move: whose users' connections are. */

import { apiOf } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import {
  startIdentityProvider,
  type TestIdentityProvider,
} from "@grantry/testing/identity-provider";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";

const issuer = "https://id.example.com/";
let idp: TestIdentityProvider;
let world: World;
let bench: Bench;
let folder: Folder;

beforeAll(async () => {
  idp = await startIdentityProvider(issuer);
  world = await startWorld({ allowedPrivateOrigins: [idp.origin] });
  bench = await createBench(keyEnvironment(world));
  folder = await bench.folder();
  for (const userId of ["ada", "bo"]) {
    const user = await apiOf(world).signIn(userId);
    const { body } = await user.initiate(ids.userConnector);
    await consent(createJar(), body.redirect_url);
  }
  const answer = await workspaceApiOf(world)("PATCH", `apps/${ids.app}`, {
    identity_providers: [{ issuer, audience: "a", jwks_uri: `${idp.origin}/jwks` }],
  });
  expect(answer.status).toBe(200);
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
  await idp?.close();
});

const move = (...more: string[]) => folder.run(["users", "move", ...more]);
const tokenOf = async (userId: string) =>
  (await apiOf(world).tokenOf(userId, ids.userConnector)).status;
const owners = async () => {
  const { json } = await folder.run(["connections", "list", "--json"]);
  type Listed = { owner: { user: { user_id: string; issuer: string | null } } };
  return json.connections.map(({ owner: { user } }: Listed) => [user.user_id, user.issuer]);
};

test("a dry run shows what would be moved, and changes nothing", async () => {
  const dry = await move("--from", "none", "--to", issuer, "--dry-run");
  expect([dry.code, dry.stdout]).toEqual([0, expect.stringMatching(/bo +bo +would move/)]);
  expect(await tokenOf("ada")).toBe(404);
  expect((await owners()).every((one: unknown[]) => one[1] === null)).toBe(true);
});

test("asks first, then moves; one user, or under other ids by a file", async () => {
  const words = ["--from", "none", "--to", issuer];
  expect((await move(...words)).code).toBe(2);
  const one = await move(...words, "--user", "ada", "--yes", "--json");
  expect([one.code, one.json]).toEqual([
    0,
    {
      dry_run: false,
      connections: [expect.objectContaining({ user_id: "ada", outcome: "moved" })],
    },
  ]);
  expect([await tokenOf("ada"), await tokenOf("bo")]).toEqual([200, 404]);
  await folder.write("ids.json", JSON.stringify({ bo: "bo@example.com" }));
  expect((await move(...words, "--users", "ids.json", "--yes")).code).toBe(0);
  expect([await tokenOf("bo@example.com"), await tokenOf("bo")]).toEqual([200, 404]);
  const list = await folder.run(["connections", "list"]);
  expect(list.stdout).toContain(`bo@example.com of ${issuer}`);
  expect((await move(...words, "--yes")).stdout).toContain("There is nothing to move.");
});

test("what nobody is known to own is told apart, and assigned", async () => {
  const { db } = world.app.context.store;
  await db.updateTable("connections").set({ user_issuer: null, user_id_claim: "" }).execute();
  expect((await folder.run(["connections", "list"])).stdout).toContain("ada (unassigned)");
  expect((await move("--from", "unassigned", "--to", issuer, "--yes")).code).toBe(0);
  expect(await tokenOf("ada")).toBe(200);
});

test("says what is wrong with what it was given", async () => {
  const wrong = async (...words: string[]) => {
    const ran = await move(...words, "--json");
    return [ran.code, ran.json.error.code];
  };
  expect((await move("--from", "none")).code).toBe(2);
  expect((await move("--from", "none", "--to", issuer, "--user", "a", "--users", "f")).code).toBe(
    2,
  );
  expect(await wrong("--from", "none", "--to", "https://x", "--yes")).toEqual([
    expect.any(Number),
    "issuer_unknown",
  ]);
  const unknown = await move("--from", "none", "--to", "https://x", "--yes");
  expect(unknown.stderr).toBe(
    `grantry: This issuer is not that of an identity provider of the app. The app has: ${issuer}.\n`,
  );
  for (const text of ["[]", "{", '{"a":1}', "null"]) {
    await folder.write("odd.json", text);
    const ran = await move("--from", "none", "--to", issuer, "--users", "odd.json");
    expect([ran.code, ran.stderr]).toEqual([3, expect.stringContaining("JSON object of user ids")]);
  }
  expect((await move("--from", "none", "--to", issuer, "--users", "gone.json")).code).toBe(3);
});
