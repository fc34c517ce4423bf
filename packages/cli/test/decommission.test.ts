/** `grantry decommission`: everything ends at the providers, is receipted, and then nothing opens any more. */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { forBothWorkspaces, ids } from "@grantry/testing/harness";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await createBench({});
});
afterAll(() => bench?.close());

describe.each(engines)("on %s", (engine) => {
  let connected: Awaited<ReturnType<typeof startConnected>>;
  let folder: Folder;
  let env: Record<string, string>;

  beforeEach(async () => {
    folder = await bench.folder();
    connected = await startConnected({ engine, users: ["user-1", "user-2"] });
    const { world } = connected;
    await writeFile(join(folder.root, "root.key"), `${world.encryptionKeys}\n`, { mode: 0o600 });
    env = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEY_FILE: join(folder.root, "root.key"),
      GRANTRY_PUBLIC_URL: world.url,
      GRANTRY_DATA_DIR: join(folder.root, "data"),
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(world.sandbox.origin),
    };
  });
  afterEach(() => connected.world.close());

  const run = (args: readonly string[], typed?: string) =>
    folder.run(["decommission", ...args], { env, ...(typed === undefined ? {} : { typed }) });
  const receipts = async () => {
    const text = await readFile(join(folder.root, "decommission-receipts.jsonl"), "utf8");
    return text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
  };

  test("does nothing while a server runs, for a restored copy, nor where another address is typed", async () => {
    const beside = await run(["--yes", "--json"]);
    expect([beside.code, beside.json.error.code]).toEqual([6, "server_runs"]);
    const { db } = connected.world.app.context.store;
    const restore = { restore_id: "r", backup_made_at: 1, restored_at: 2, taken_over_at: null };
    await db.insertInto("restores").values(restore).execute();
    await db.deleteFrom("key_holders").execute();
    const copy = await run(["--yes", "--json"]);
    expect([copy.code, copy.json.error.code]).toEqual([6, "server_held_back"]);
    await db.deleteFrom("restores").execute();
    await connected.world.app.close();
    const mistyped = await run([], "http://127.0.0.1:1\n");
    expect([mistyped.code, mistyped.stderr]).toEqual([
      6,
      expect.stringContaining("nothing was changed"),
    ]);
    const scripted = await run([]);
    expect([scripted.code, scripted.stderr]).toEqual([2, expect.stringContaining("--yes")]);
    expect(await folder.names(".")).toEqual(["root.key"]);
    expect(connected.world.sandbox.ledger.count("revocation")).toBe(0);
  });

  test("gives all grants back, writes what became of each, destroys the keys and says what is left", async () => {
    const { world } = connected;
    await world.app.close();
    const ran = await run([], `${world.url}\n`);
    expect([ran.code, ran.stderr]).toEqual([
      0,
      expect.stringContaining("2 connections in 2 workspaces"),
    ]);
    expect(ran.stdout).toContain("root.key removed");
    expect(ran.stdout).toContain("the OAuth clients at the providers");
    expect(await receipts()).toEqual(
      [1, 2].map(() =>
        expect.objectContaining({
          workspace_id: ids.workspace,
          app_id: ids.app,
          type: "sandboxcalendar",
          result: "revoked",
          failure_code: null,
        }),
      ),
    );
    expect(await folder.names(".")).toEqual(["decommission-receipts.jsonl"]);
    const again = await run(["--yes", "--json"]);
    expect([again.code, again.json.error.code]).toEqual([3, "encryption_key_invalid"]);
  });

  test("goes on where a provider was away, and keeps the keys until then", async () => {
    const { sandbox, app } = connected.world;
    await app.close();
    sandbox.faults.every("revocation", { kind: "answer", status: 503 });
    const first = await run(["--yes", "--json", "--patience", "0"]);
    expect([first.code, first.json.destroyed]).toEqual([8, null]);
    expect(first.json.left.revocations + first.json.left.connections).toBeGreaterThan(0);
    sandbox.faults.clear();
    const second = await run(["--yes", "--json"]);
    expect([second.code, second.json.left]).toEqual([
      0,
      { connections: 0, operations: 0, revocations: 0 },
    ]);
    expect(second.json.destroyed.data_keys).toBeGreaterThan(0);
    expect((await receipts()).map(({ result }) => result)).toEqual(["revoked", "revoked"]);
  });
});
