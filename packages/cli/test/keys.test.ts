/** The server's encryption keys, changed by commands on its machine while it serves. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { newKeyText } from "@grantry/server/crypto/keyring";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

describe("grantry keys", () => {
  let bench: Bench;
  const roots = ["k1", "k2"].map((id) => newKeyText(id));
  let world: World;
  let folder: Folder;

  beforeAll(async () => {
    world = await startWorld({ encryptionKeys: roots.join() });
    bench = await createBench({});
    folder = await bench.folder();
  });
  afterAll(async () => {
    await world.close();
    await bench.close();
  });

  const keys = async (args: readonly string[], configured: readonly string[] = roots) =>
    await folder.run(["keys", ...args, "--json"], {
      env: {
        GRANTRY_DATABASE_URL: world.databaseUrl,
        GRANTRY_ENCRYPTION_KEYS: configured.join(),
        GRANTRY_DATA_DIR: join(folder.root, "data"),
      },
    });

  test("list what there is, and nothing of what it is made of", async () => {
    const { code, json, stdout } = await keys(["list"]);
    expect(code).toBe(0);
    expect(json.processes).toBe(1);
    expect(json.root_keys).toMatchObject([
      { id: "k1", state: "primary" },
      { id: "k2", state: "staged", data_keys: 0 },
    ]);
    const workspaces = json.data_keys.map(
      (key: { workspace_id: string | null }) => key.workspace_id,
    );
    expect(workspaces.sort()).toEqual([ids.foreignWorkspace, ids.workspace, null].sort());
    for (const root of roots) expect(stdout).not.toContain(root.split(":")[1]);
    const ofOne = await keys(["list", "--workspace", ids.workspace]);
    expect(ofOne.json.data_keys).toHaveLength(1);
  });

  test("replace the root key, and refuse to take away what is in use", async () => {
    expect((await keys(["retire", "k1"])).json.error.message).toMatch(/is the primary root key/);
    expect((await keys(["rotate", "k3"])).json.error.message).toMatch(/no root key "k3"/);
    expect((await keys(["rotate"])).code).toBe(2);
    expect((await keys(["rotate", "k2"])).json).toEqual({ root_key: "k2", data_keys: [] });
    const turned = [...roots].reverse();
    expect((await keys(["retire", "k1"], turned)).json.error.message).toMatch(/wraps 3 data keys/);
    expect((await keys(["reseal", "--pause-ms", "x"], turned)).code).toBe(2);
    expect((await keys(["reseal", "--pause-ms", "0"], turned)).json).toMatchObject({
      wrapped: 3,
      unreadable: [],
    });
    expect((await keys(["retire", "k1"], turned)).json).toEqual({ id: "k1", retired: true });
    const after = (await keys(["list"], [...roots.slice(1), newKeyText("k9")])).json.root_keys;
    // Listing enters no key.
    expect(after).toMatchObject([
      { id: "k1", state: "retired", data_keys: 0 },
      { id: "k2", state: "primary" },
    ]);
    const nowhere = await keys(["rotate", "--workspace", "nope"], turned);
    expect(nowhere.stderr).not.toContain("Waiting");
  });

  test("make a root key in the key file, behind those that are there", async () => {
    const file = join(folder.root, "keys");
    await writeFile(file, roots[1] ?? "", { mode: 0o600 });
    const env = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEY_FILE: file,
    };
    const added = await folder.run(["keys", "add", "k3", "--json"], { env });
    expect(added.json).toEqual({ id: "k3", file });
    const text = await folder.read("keys");
    expect(text).toMatch(/^k2:\S+\nk3:\S+\n$/);
    expect(added.stdout).not.toContain(text.split(":")[2]?.trim());
    const again = await folder.run(["keys", "add", "k3", "--json"], { env });
    expect(again.json.error.message).toMatch(/"k3" is used twice/);
    expect(await folder.read("keys")).toBe(text);
    const misnamed = await folder.run(["keys", "add", "bad id!", "--json"], { env });
    expect(misnamed.json.error.message).toMatch(/1 to 32 letters \(A to Z\), digits, _ and -/);
    expect(await folder.read("keys")).toBe(text);
    const retired = await folder.run(["keys", "add", "k1", "--json"], { env });
    expect(retired.json.error.message).toMatch(/"k1" is retired.*another id/);
    expect(await folder.read("keys")).toBe(text);
    const inEnvironment = await keys(["add", "k4"], roots.slice(1));
    expect(inEnvironment.json.error.message).toMatch(/GRANTRY_ENCRYPTION_KEYS: add one there/);
  });
});
