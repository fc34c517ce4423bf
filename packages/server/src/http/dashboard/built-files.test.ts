/** What the build says of its files is read once, and anew where it was built anew; what it says wrong breaks no page. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLog } from "../../lib/log.ts";
import { builtPreloads } from "./built-files.ts";
import { type BuiltFolder, folderOnDisk } from "./built-folder.ts";

let folder: string;
let built: BuiltFolder;
let lines: string[];
beforeEach(async () => {
  folder = `${await mkdtemp(join(tmpdir(), "built-"))}/`;
  built = folderOnDisk(folder);
  lines = [];
});
afterEach(() => rm(folder, { recursive: true }));

const log = createLog("warn", { write: (line) => lines.push(line) });
const build = (text: string) => writeFile(`${folder}preloads.json`, text);
const filesOf = (address: string) => builtPreloads(built, address, log);
const apps = [{ path: ["workspaces", "$", "apps"], files: ["apps.js"] }];

test("a page names the files of its address, from the build that there is", async () => {
  expect(await filesOf("/workspaces/ws_1/apps")).toEqual([]);
  await build(JSON.stringify(apps));
  expect(await filesOf("/workspaces/ws_1/apps")).toEqual(["apps.js"]);
  expect(await filesOf("/workspaces/ws_1")).toEqual([]);
  await build(JSON.stringify([{ path: ["workspaces"], files: ["changed.js"] }]));
  expect(await filesOf("/workspaces/ws_1/apps")).toEqual([]);
  expect(await filesOf("/workspaces")).toEqual(["changed.js"]);
  expect(lines).toEqual([]);
});

test.each(["", "[{", "{}", "null", '[{"path":"/apps","files":[]}]', '[{"path":["apps"]}]'])(
  "one that says %j is told once, and names none",
  async (text) => {
    await build(text);
    for (const address of ["/apps", "/workspaces/ws_1/apps", "/apps"]) {
      expect(await filesOf(address)).toEqual([]);
    }
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain("build it with npm run dashboard:build");
    await build(JSON.stringify(apps));
    expect(await filesOf("/workspaces/ws_1/apps")).toEqual(["apps.js"]);
  },
);
