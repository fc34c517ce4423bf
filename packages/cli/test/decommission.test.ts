/** `grantry decommission`: everything ends at the providers, is receipted, and then nothing opens any more. */
import { open, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { everyConnection } from "@grantry/server/service/operations/index";
import { openDatabase } from "@grantry/server/store/database";
import type { OperationRow } from "@grantry/server/store/tables/operations";
import { createHold, startConnected } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { forBothWorkspaces, ids } from "@grantry/testing/harness";
import type { Insertable } from "kysely";
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

  /** Works on the database while no server has it open. */
  const withDatabase = async (
    work: (db: ReturnType<typeof openDatabase>["db"]) => Promise<unknown>,
  ) => {
    const database = openDatabase(connected.world.databaseUrl, { poolSize: 1 });
    await work(database.db).finally(() => database.close());
  };

  test("ends everything also where some connections are being erased already", async () => {
    await connected.world.app.close();
    const some = operationRow({
      filter: JSON.stringify({ ...everyConnection, connectedBefore: 1 }),
    });
    await withDatabase((db) => db.insertInto("operations").values(some).execute());
    const ran = await run(["--yes", "--json", "--patience", "20"]);
    expect([ran.code, ran.json.receipts]).toEqual([0, 2]);
  });

  test("finds receipts of an earlier try beneath any number of other operations", async () => {
    const { sandbox, app } = connected.world;
    await app.close();
    sandbox.faults.every("revocation", { kind: "answer", status: 503 });
    expect((await run(["--yes", "--json", "--patience", "1"])).code).toBe(8);
    sandbox.faults.clear();
    const ended = {
      kind: "freeze",
      status: "succeeded",
      next_step_at: null,
      finished_at: later,
    } as const;
    const others = Array.from({ length: 450 }, (_, at) =>
      operationRow({ ...ended, operation_id: `op_other_${at}` }),
    );
    await withDatabase((db) => db.insertInto("operations").values(others).execute());
    expect((await run(["--yes", "--json"])).json.receipts).toBe(2);
  });

  test("leaves the receipts of an earlier try, and the keys, where it cannot go on", async () => {
    await connected.world.app.close();
    await folder.write("decommission-receipts.jsonl", "of an earlier try\n");
    await withDatabase((db) => db.schema.dropTable("operation_receipts").execute());
    expect((await run(["--yes", "--patience", "0"])).code).not.toBe(0);
    expect(await folder.read("decommission-receipts.jsonl")).toBe("of an earlier try\n");
    expect(await folder.names(".")).toEqual(["decommission-receipts.jsonl", "root.key"]);
  });

  test("destroys no key where a server was started while providers were waited for", async () => {
    const { sandbox, app } = connected.world;
    await app.close();
    const hold = createHold();
    sandbox.faults.every("revocation", { kind: "held", until: hold.until, processed: true });
    const started = Promise.withResolvers<void>();
    const running = folder.run(["decommission", "--yes", "--json"], {
      env,
      onProgress: (text) => text.includes("to give back") && started.resolve(),
    });
    await started.promise;
    const serving = { process_id: "pr_other", root_keys: "[]", staged_keys: "[]", seen_at: later };
    await withDatabase((db) => db.insertInto("key_holders").values(serving).execute());
    hold.release();
    const ran = await running;
    expect([ran.code, ran.json.error.code]).toEqual([6, "server_runs"]);
    expect((await receipts()).length).toBe(2);
    await withDatabase((db) => db.deleteFrom("key_holders").execute());
    expect((await run(["--yes"])).code).toBe(0);
  });

  test("names the file of root keys among what is left where it cannot be removed", async () => {
    await connected.world.app.close();
    const file = await open(join(folder.root, "root.key"));
    try {
      // Can be read, and is removed by nobody.
      const path = `/dev/fd/${file.fd}`;
      env = { ...env, GRANTRY_ENCRYPTION_KEY_FILE: path };
      const ran = await run([], `${connected.world.url}\n`);
      expect([ran.code, ran.stdout]).toEqual([
        8,
        expect.stringContaining(`  ${path}, which could not be removed`),
      ]);
      expect(ran.stdout).toMatch(/[1-9]\d* data keys? destroyed/);
    } finally {
      await file.close();
    }
  });
});

/** Later than whatever a test does. */
const later = 4_000_000_000;

/** One that erases and is due at once, but for what is given. */
function operationRow(given: Partial<Insertable<OperationRow>>): Insertable<OperationRow> {
  return {
    operation_id: "op_other",
    workspace_id: ids.workspace,
    kind: "erase",
    status: "queued",
    filter: JSON.stringify(everyConnection),
    total: 0,
    at_least: 0,
    done: 0,
    failed: 0,
    after_id: "",
    actor_kind: "server",
    actor_id: "server",
    actor_label: "server",
    next_step_at: 1,
    claim_number: 0,
    created_at: later,
    finished_at: null,
    ...given,
  };
}
