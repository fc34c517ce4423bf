/** SEC-102: a copy of the audit log that the server has sent elsewhere is checked without any server. */
import { spawnSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createShipper, linkWaiting, openSinks } from "@grantry/server/service/trail/index";
import { insertAuditRecords } from "@grantry/server/store/audit-records";
import { codeBlocks } from "@grantry/testing/code-blocks";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder } from "./bench.ts";

describe("grantry audit verify --file", () => {
  let bench: Bench;
  let world: World;
  let folder: Folder;
  let lines: string[];
  let count = 0;

  beforeAll(async () => {
    world = await startWorld();
    bench = await createBench({});
    const { context } = world.app;
    await insertAuditRecords(
      context.store,
      Array.from({ length: 6 }, (_, at) => ({
        workspaceId: at % 2 === 0 ? ids.workspace : null,
        actor: { kind: "workspace_key", id: "key_1", label: 'ein „Schlüssel“ \u2028 "\\' } as const,
        action: "app.changed" as const,
        target: { kind: "app", id: `app_${at}` },
        details: { name: "é 😀 \n \u0007", email: "somebody@example.com" },
      })),
    );
    await linkWaiting(context);
    folder = await bench.folder();
    const path = join(folder.root, "audit.jsonl");
    const [sink] = openSinks(
      { file: path, otlp: null, webhook: null },
      { send: () => Promise.reject(new Error("Nothing is called.")), clock: context.clock },
    );
    if (sink === undefined) throw new Error("There is no sink.");
    const shipper = createShipper({ ...context, closing: new AbortController().signal }, sink);
    await shipper.ship();
    await sink.close();
    lines = (await readFile(path, "utf8")).split("\n").slice(0, -1);
  });
  afterAll(async () => {
    await world.close();
    await bench.close();
  });

  let file: string;
  beforeEach(() => {
    count += 1;
    file = `copy-${count}.jsonl`;
  });
  const verified = async (content: readonly string[]) => {
    await folder.write(file, content.map((line) => `${line}\n`).join(""));
    const { code, json } = await folder.run(["audit", "verify", "--file", file, "--json"]);
    const ofIt = json.chains?.find(
      (one: { workspace_id: string | null }) => one.workspace_id === ids.workspace,
    );
    return { code, json, ofIt };
  };
  const at = (number: number) =>
    lines.findIndex((line) => {
      const record = JSON.parse(line);
      return record.workspace_id === ids.workspace && record.number === number;
    });

  test("what the server has written is whole, and names number and hash that the server knows", async () => {
    const { code, json, ofIt } = await verified(lines);
    expect(code).toBe(0);
    expect(json.chains.every((one: { broken: unknown }) => one.broken === null)).toBe(true);
    const checked = json.chains.reduce(
      (sum: number, one: { checked: number }) => sum + one.checked,
      0,
    );
    expect(checked).toBe(lines.length);
    expect(ofIt.first_number).toBe(1);
    const expected = `${ofIt.last_number}:${ofIt.last_hash}`;
    const env = {
      GRANTRY_DATABASE_URL: world.databaseUrl,
      GRANTRY_ENCRYPTION_KEYS: world.encryptionKeys,
      GRANTRY_DATA_DIR: join(folder.root, "data"),
    };
    const asked = ["audit", "verify", "--local", "--workspace", ids.workspace];
    const byServer = await folder.run([...asked, "--expect", expected, "--json"], { env });
    expect([byServer.code, byServer.json.chains[0].expected_found]).toEqual([0, true]);
  });

  test("it holds no name and no address of a person", () => {
    expect(lines.join()).toContain('"@email":"per_');
    expect(lines.join()).not.toContain("somebody@example.com");
  });

  test("a line that was changed, taken out, put in or moved is named", async () => {
    const second = at(2);
    const changed = lines.with(second, (lines[second] ?? "").replace('"app_', '"app_x'));
    expect((await verified(changed)).ofIt.broken).toEqual({
      kind: "changed",
      number: 2,
      line: second + 1,
    });
    const without = lines.toSpliced(second, 1);
    expect(await verified(without)).toMatchObject({
      code: 9,
      ofIt: { broken: { kind: "missing", number: 3 } },
    });
    const third = lines[at(3)] ?? "";
    const moved = lines.toSpliced(at(3), 1).toSpliced(second, 0, third);
    expect((await verified(moved)).ofIt.broken.kind).toBe("missing");
    const { hash, ...record } = JSON.parse(lines[second] ?? "");
    const made = JSON.stringify({ ...record, action: "app.deleted", hash });
    expect((await verified(lines.with(second, made))).ofIt.broken.kind).toBe("changed");
  });

  test("what comes twice counts once; another record under the same number is named", async () => {
    const twice = [...lines, ...lines];
    expect(await verified(twice)).toMatchObject({
      code: 0,
      ofIt: { broken: null, repeated: (await verified(lines)).ofIt.checked },
    });
    // As a database that was put back goes on: right in itself, and not what was there.
    const { context } = world.app;
    const { hashOf } = await import("@grantry/server/store/audit-chain");
    const stored = await context.store.db
      .selectFrom("audit_records")
      .selectAll()
      .where("workspace_id", "=", ids.workspace)
      .where("number", "=", 3)
      .executeTakeFirstOrThrow();
    const record = JSON.parse(lines[at(3)] ?? "");
    const before = record.previous_hash;
    const other = hashOf(
      { ...stored, target_id: "app_elsewhere" },
      { chainId: ids.workspace, number: 3, before },
    );
    const target = { ...record.target, id: "app_elsewhere" };
    const put = [...lines, JSON.stringify({ ...record, target, hash: other })];
    expect((await verified(put)).ofIt.broken).toMatchObject({ kind: "not_next", number: 3 });
  });

  test("a line that was cut off is counted, and is no fault where the record follows", async () => {
    const torn = (lines[at(2)] ?? "").slice(0, 50);
    const { code, json } = await verified(lines.toSpliced(at(2), 0, torn));
    expect([code, json.unreadable]).toEqual([0, 1]);
    const none = await verified([]);
    expect([none.code, none.json.chains]).toEqual([0, []]);
  });

  test("it is read from standard input as well; a file that is not there is told", async () => {
    const typed = lines.map((line) => `${line}\n`).join("");
    const { code, json } = await folder.run(["audit", "verify", "--file", "-", "--json"], {
      typed,
    });
    expect(code).toBe(0);
    expect(json.chains.length).toBeGreaterThan(1);
    const missing = await folder.run(["audit", "verify", "--file", "none.jsonl"]);
    expect([missing.code, missing.stderr]).toEqual([
      3,
      expect.stringContaining("Cannot read records from none.jsonl."),
    ]);
    const both = await folder.run(["audit", "verify", "--file", "-", "--local"]);
    expect(both.code).toBe(2);
  });

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.runIf(hasPython)("the program in docs/security/audit.md says the same", async () => {
    const page = await readFile("docs/security/audit.md", "utf8");
    const program = codeBlocks(page, "python")[0]?.code ?? "";
    const run = (content: readonly string[]) =>
      spawnSync("python3", ["-c", program], {
        input: content.map((line) => `${line}\n`).join(""),
        encoding: "utf8",
      });
    expect(run(lines)).toMatchObject({ status: 0, stderr: "" });
    const second = at(2);
    const changed = lines.with(second, (lines[second] ?? "").replace('"app_', '"app_x'));
    expect(run(changed).stderr).toContain(`${ids.workspace} 2 is not what was written`);
  });
});
