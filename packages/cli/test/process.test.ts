/** What only a process of its own can show, and what somebody at a terminal is asked. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fromSource } from "@grantry/testing/from-source";
import { ids, startWorld, type World } from "@grantry/testing/harness";
import { serve } from "@grantry/testing/loopback";
import { declareMembers } from "@grantry/testing/operators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Bench, createBench, type Folder, keyEnvironment, program } from "./bench.ts";

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

describe("as a process", () => {
  function begin(...args: string[]): ChildProcess {
    return spawn(process.execPath, [...fromSource, program, ...args], {
      cwd: folder.root,
      env: { ...folder.environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  test("it reads environment and working folder, prints, and ends with the exit code", async () => {
    await folder.write("grantry.json", { app: ids.app });
    const who = await folder.runProcess(["whoami", "--json"]);
    expect([who.code, who.json.server, who.stderr]).toEqual([0, world.url, ""]);
    await folder.write("grantry.json", "{");
    const wrong = await folder.runProcess(["whoami"]);
    expect([wrong.code, wrong.stdout]).toEqual([3, ""]);
    expect(wrong.stderr).toMatch(/^grantry: grantry\.json|^grantry: .*grantry\.json/);
    await folder.write("grantry.json", { app: ids.app });
    const typed = await folder.runProcess(["nothing", "--json"]);
    expect([typed.code, typed.json.error.exit_code, typed.stderr]).toEqual([2, 2, ""]);
  });

  test("it asks nobody where no terminal is", async () => {
    const ran = await folder.runProcess(["tokens", "revoke", "stk_test"]);
    expect([ran.code, ran.stderr]).toEqual([2, expect.stringContaining("add --yes")]);
    const list = await folder.runProcess(["tokens", "list"]);
    expect([list.code, list.stdout]).toEqual([0, expect.stringContaining("stk_test")]);
  });

  test("it ends without a word where nobody reads on", async () => {
    const child = begin("completion", "bash");
    child.stdout?.destroy();
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += String(chunk);
    });
    const [code] = await once(child, "close");
    expect([code, said]).toEqual([0, ""]);
  });

  test("an interruption ends it with 130", async () => {
    // Asks are never answered: the program is in the middle of one.
    const { promise: asked, resolve: hear } = Promise.withResolvers<void>();
    const silent = await serve(() => hear());
    const child = begin("whoami", "--server", silent.origin);
    await asked;
    child.kill("SIGINT");
    expect(await once(child, "close")).toEqual([130, null]);
    await silent.close();
  });
});

describe("at a terminal", () => {
  const names = async () => {
    const { json } = await folder.run(["tokens", "list", "--json"]);
    return json.service_tokens.map(({ name }: { name: string }) => name);
  };

  test("a question is asked, and only yes does it", async () => {
    const made = await folder.run(["tokens", "create", "asked", "--out", "asked", "--json"]);
    const revoke = ["tokens", "revoke", made.json.id];
    for (const typed of ["n\n", "\n", "yesterday\n"]) {
      const kept = await folder.run(revoke, { typed });
      expect([kept.code, kept.stdout]).toEqual([0, "Nothing was changed.\n"]);
      expect(kept.stderr).toContain(`Revoke the service token ${made.json.id}? [y/N] `);
    }
    expect(await names()).toContain("asked");
    const done = await folder.run(revoke, { typed: "y\n" });
    expect([done.code, done.stdout]).toEqual([0, `Revoked ${made.json.id}.\n`]);
    expect(await names()).not.toContain("asked");
  });

  test("a script that wants JSON is not asked there either", async () => {
    const ran = await folder.run(["tokens", "revoke", "stk_test", "--json"], { typed: "y\n" });
    expect([ran.code, ran.json.error.code]).toEqual([2, "usage"]);
    expect(await names()).toContain("backend");
  });
});
