/** grantry audit: checked and taken out by the API, cleared of people on the server's machine. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers } from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment } from "./bench.ts";

let world: World;
let bench: Bench;
let folder: Folder;

beforeAll(async () => {
  world = await startWorld({ declare: declareMembers });
  bench = await createBench(keyEnvironment(world));
  folder = await bench.folder();
});
afterAll(async () => {
  await bench?.close();
  await world?.close();
});

const exported = (...args: string[]) => folder.run(["audit", "export", ...args]);

test("an export is written to a new file; one that cannot be is told of in a line", async () => {
  const { code, json } = await exported("--out", "log.jsonl", "--json");
  const text = await readFile(join(folder.root, "log.jsonl"), "utf8");
  expect([code, json]).toEqual([
    0,
    { workspace_id: ids.workspace, format: "jsonl", file: "log.jsonl", bytes: text.length },
  ]);
  const lines = text.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(3);
  const again = await exported("--out", "log.jsonl");
  expect([again.code, again.stderr]).toEqual([
    3,
    expect.stringMatching(/^[^\n]*log\.jsonl is there already: name a new file\.\n$/),
  ]);
  const nowhere = await exported("--out", "no/such/log.jsonl");
  expect([nowhere.code, nowhere.stderr]).toEqual([
    3,
    expect.stringMatching(
      /^[^\n]*There is no folder [^\n]*no\/such: make it, or name another\.\n$/,
    ),
  ]);
});

test("names of details are spelled in one way, also those of a bootstrap file and of an export", async () => {
  await exported("--out", "named.jsonl");
  const text = await readFile(join(folder.root, "named.jsonl"), "utf8");
  const records = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const names = new Set(records.flatMap(({ details }) => Object.keys(details)));
  expect([...names].filter((name) => !/^[a-z]+(?:_[a-z]+)*(?:\.[\w.-]+)?$/.test(name))).toEqual([]);
  expect([...names]).toEqual(expect.arrayContaining(["client_id", "token_reads"]));
});

test("forgetting says what was erased, and where nothing was that nothing was", async () => {
  const api = workspaceApiOf(world);
  await api("POST", "invitations", { email: "ida@example.com", role: "viewer" });
  const forget = (email: string) =>
    folder.run(["audit", "forget", email, "--yes"], {
      env: {
        GRANTRY_DATABASE_URL: world.databaseUrl,
        GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
        GRANTRY_DATA_DIR: join(folder.root, "data"),
      },
    });
  const done = await forget("ida@example.com");
  expect([done.code, done.stdout]).toEqual([
    0,
    "Erased 1 value that the audit log held of ida@example.com.\n",
  ]);
  const nobody = await forget("ida@example.com");
  expect([nobody.code, nobody.stdout]).toEqual([
    0,
    "The audit log says nothing of ida@example.com: nothing was erased.\n",
  ]);
});

test("verifying names the last record, and whether one that was noted before is there", async () => {
  const verified = await folder.run(["audit", "verify", "--json"]);
  const [chain] = verified.json.chains;
  expect([verified.code, chain.broken, chain.workspace_id]).toEqual([0, null, ids.workspace]);
  const noted = await folder.run(["audit", "verify", "--expect", `1:${"A".repeat(43)}`]);
  expect([noted.code, noted.stdout]).toEqual([
    9,
    expect.stringContaining("the expected record is not there"),
  ]);
});
