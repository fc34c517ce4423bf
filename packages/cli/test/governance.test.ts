/** What a workspace allows: seen and set by its admins, and kept by who pushes and initiates. */
import type { Answer } from "@grantry/testing/api";
import { consent, createJar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { houseAlways, registerHouse } from "@grantry/testing/house";
import { ownApiOf } from "@grantry/testing/own-api";
import { startProxy } from "@grantry/testing/proxy";
import type { ScriptedServer } from "@grantry/testing/scripted-server";
import { stateOf } from "@grantry/testing/witness";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";
import { declareHouse } from "./house.ts";

let world: World;
let bench: Bench;
let folder: Folder;
let proxy: ScriptedServer | undefined;

beforeAll(async () => {
  world = await startWorld({
    declare: (bootstrap, sandbox) => declareHouse(bootstrap, sandbox, []),
  });
  await registerHouse(world);
  bench = await createBench(keyEnvironment(world));
});
afterEach(async () => {
  await proxy?.close();
  for (const type of ["housenotes", "sandboxcalendar"]) await allow(type, null);
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
});

const policies = `/v1/workspaces/${ids.workspace}/policies`;
const own = (method: string, path: string, body?: unknown) =>
  ownApiOf(world)(method, path, {
    as: secrets.workspaceKey,
    ...(body === undefined ? {} : { body }),
  });

function allow(type: string, scopes: readonly string[] | null): Promise<Answer> {
  return own("PATCH", `${policies}/${type}`, { allowed_scopes: scopes });
}

async function allowedNow(type: string) {
  const { body } = await own("GET", `${policies}?limit=200`);
  return body.data.find((one: { type: string }) => one.type === type);
}

/** The server, but what the workspace allows is narrowed as soon as it was read. */
async function narrowingServer(type: string, scopes: readonly string[]): Promise<string> {
  proxy = await startProxy(world.url, {
    answered: async (answer, { url }) => {
      if (url.includes("/policies?")) await allow(type, scopes);
      return answer;
    },
  });
  return proxy.origin;
}

describe("governance", () => {
  test("set changes what is named and nothing else; list shows it", async () => {
    folder = await bench.folder();
    const args = ["governance", "set", "housenotes", "--scopes", "calendar.read,calendar.write"];
    const ran = await folder.run([...args, "--app-users", "off", "--yes", "--json"]);
    const view = {
      type: "housenotes",
      shared_connections: "allowed",
      user_connections: "off",
      allowed_scopes: ["calendar.read", "calendar.write"],
      also_allowed_scopes: houseAlways,
      unlisted_scopes: [],
    };
    expect([ran.code, ran.json]).toEqual([0, { policies: [view] }]);
    expect(await allowedNow("housenotes")).toEqual(view);
    const listed = await folder.run(["governance", "list"]);
    expect(listed.stdout).toMatch(
      /housenotes +on +off +calendar\.read calendar\.write \(and openid offline_access\)\n/,
    );
    expect(listed.stdout).toMatch(/slack +on +on +any\n/);
    await folder.run(["governance", "set", "housenotes", "--app-users", "on", "--no-scopes"]);
    const none = await folder.run(["governance", "list", "housenotes", "--json"]);
    expect(none.json.policies).toEqual([
      { ...view, user_connections: "allowed", allowed_scopes: [] },
    ]);
    await folder.run(["governance", "set", "housenotes", "--any-scopes"]);
    expect((await allowedNow("housenotes")).allowed_scopes).toBeNull();
  });

  test("set asks before connections stop, and what is wrong is said and sets nothing", async () => {
    folder = await bench.folder();
    const before = await stateOf(world);
    const set = ["governance", "set"];
    const wrong: [string[], number, RegExp][] = [
      [["housenotes", "--shared", "off"], 2, /add --yes/],
      [["housenotes"], 2, /Name what to set/],
      [["housenotes", "--shared", "no"], 2, /--shared takes on or off/],
      [["housenotes", "--scopes", " "], 2, /--no-scopes allows none/],
      [["housenotes", "--scopes", "a", "--any-scopes"], 2, /exclude each other/],
      [["unheard_of", "--any-scopes"], 6, /knows no type "unheard_of"/],
      [["sandboxcalendar", "--scopes", 'calendar"raed'], 6, /Not a scope: .*calendar/],
    ];
    for (const [args, code, said] of wrong) {
      const ran = await folder.run([...set, ...args]);
      expect([ran.code, ran.stderr], args.join(" ")).toEqual([code, expect.stringMatching(said)]);
    }
    expect(await stateOf(world)).toEqual(before);
  });

  test("set takes a scope that the catalogue does not list, and says which", async () => {
    folder = await bench.folder();
    const set = ["governance", "set", "sandboxcalendar"];
    const ran = await folder.run([...set, "--scopes", "calendar.read,calendar.raed"]);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/not in the catalogue.*: calendar\.raed$/m);
    expect(ran.stdout).not.toMatch(/not in the catalogue.*: calendar\.read$/m);
    await folder.run([...set, "--any-scopes"]);
  });
});

describe("a scope that the workspace does not allow", () => {
  test.each([[["--yes"]], [["--dry-run"]]])(
    "keeps push from beginning, and is named with file, line and key: %j",
    async (more) => {
      folder = await bench.folder();
      await folder.write(
        "connectors/mine.jsonc",
        '{\n "type": "housenotes",\n "scopes": [\n  "calendar.read", "openid",\n  "calendar.write"]\n}',
      );
      await folder.write("connectors/housefiles.jsonc", { type: "housefiles" });
      await allow("housenotes", ["calendar.read"]);
      const before = await stateOf(world);
      const ran = await folder.run(["connectors", "push", ...more, "--json"]);
      expect([ran.code, ran.json.error.code]).toEqual([3, "scopes_forbidden"]);
      expect(ran.json.error.message).toMatch(
        /^connectors\/mine\.jsonc:5: scopes\[2\]: the workspace does not allow "calendar\.write" for housenotes\.\nAn owner or admin/,
      );
      expect(await stateOf(world)).toEqual(before);
    },
  );

  test("keeps initiate from beginning, and is named", async () => {
    folder = await bench.folder();
    await allow("housenotes", ["calendar.read"]);
    const before = await stateOf(world);
    const args = ["connectors", "initiate", "housenotes", "--json"];
    const scopes = "calendar.read,calendar.write,openid";
    const ran = await folder.run([...args, "--scopes", scopes]);
    expect([ran.code, ran.json.error.code]).toEqual([6, "scopes_forbidden"]);
    expect(ran.json.error.message).toContain('does not allow "calendar.write" for housenotes.');
    expect(await stateOf(world)).toEqual(before);
  });

  test("is said where it was forbidden in between, and the exit code is 8", async () => {
    folder = await bench.folder();
    await folder.write("connectors/housenotes.jsonc", {
      type: "housenotes",
      scopes: ["calendar.read", "calendar.write"],
    });
    const env = { GRANTRY_SERVER: await narrowingServer("housenotes", ["calendar.read"]) };
    const push = ["connectors", "push", "--yes"];
    const pushed = await folder.run([...push, "--json"], { env });
    const [result] = pushed.json.results;
    expect([pushed.code, result.result, result.dropped_scopes]).toEqual([
      8,
      "needs_authorization",
      ["calendar.write"],
    ]);
    await consent(createJar(), result.connect_url);
    await allow("housenotes", null);
    const again = await folder.run(push, { env });
    expect([again.code, again.stdout]).toEqual([
      8,
      "housenotes: connected\n  not allowed by the workspace: calendar.write\n",
    ]);
    await allow("housenotes", null);
    const args = ["connectors", "initiate", "housenotes", "--scopes"];
    const initiated = await folder.run([...args, "calendar.read,calendar.write", "--json"], {
      env,
    });
    expect([initiated.code, initiated.json]).toMatchObject([
      8,
      { status: "completed", missing: [], dropped_scopes: ["calendar.write"] },
    ]);
  });

  test("is said where it is among the defaults; where none is left, the others go on", async () => {
    folder = await bench.folder();
    await allow("sandboxcalendar", ["calendar.read"]);
    await allow("housenotes", ["calendar.write"]);
    await folder.write("connectors/housenotes.jsonc", { type: "housenotes" });
    await folder.write("connectors/sandboxcalendar.jsonc", { type: "sandboxcalendar" });
    const ran = await folder.run(["connectors", "push", "--yes", "--json"]);
    expect([ran.code, ran.json.results]).toMatchObject([
      8,
      [
        {
          type: "housenotes",
          result: "failed",
          error: {
            code: "scopes_forbidden",
            message: expect.stringMatching(/^connectors\/housenotes\.jsonc:1: .*"calendar\.read"/),
          },
        },
        {
          type: "sandboxcalendar",
          result: "needs_authorization",
          dropped_scopes: ["email", "profile"],
        },
      ],
    ]);
  });

  test("can be seen beforehand: list-available --json has what is allowed", async () => {
    folder = await bench.folder();
    await allow("housenotes", ["calendar.read"]);
    const { json } = await folder.run(["connectors", "list-available", "--json"]);
    const listed = new Map(
      json.types.map((one: { type: string; allowed_scopes: unknown }) => [
        one.type,
        one.allowed_scopes,
      ]),
    );
    expect([listed.get("housenotes"), listed.get("slack")]).toEqual([["calendar.read"], null]);
  });
});
