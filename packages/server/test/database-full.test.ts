/** A SQLite file that cannot be written, or not be read: clear answers, not ready, and well again by itself. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Answer, toAnswer } from "@grantry/testing/api";
import { type Connected, firstUser, startConnected, until } from "@grantry/testing/connected";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { ids } from "@grantry/testing/harness";
import { jsonBody } from "@grantry/testing/operators";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openDatabase } from "../src/store/database.ts";

const isUnavailable = ({ status, body, headers }: Answer) =>
  status === 503 && body.reason === "database_unavailable" && headers.get("retry-after") === "5";

describe("while the server runs", () => {
  let connected: Connected;
  beforeEach(async () => {
    connected = await startConnected();
  });
  afterEach(() => connected.world.close());

  const pragma = (text: string) =>
    sql.raw<Record<string, number>>(`PRAGMA ${text}`).execute(connected.world.app.context.store.db);
  const ready = () => toAnswer(fetch(`${connected.world.url}/readyz`));

  test("a file that may not grow: writes are unavailable, tokens are read, and it goes on with more room", async () => {
    const user = await connected.api.signIn(firstUser);
    const { rows } = await pragma("page_count");
    await pragma(`max_page_count = ${rows[0]?.["page_count"]}`);
    let answer = await user.initiate(ids.userConnector);
    await until(async () => {
      answer = await user.initiate(ids.userConnector);
      return answer.status !== 200;
    });
    expect(isUnavailable(answer)).toBe(true);
    expect(answer.body.detail).toContain("its disk is full");
    expect((await connected.read()).status).toBe(200);
    await pragma("max_page_count = 1000000");
    expect((await user.initiate(ids.userConnector)).status).toBe(200);
  });

  test("a file that is read-only all of a sudden: not ready, and ready when that is over", async () => {
    const user = await connected.api.signIn(firstUser);
    await pragma("query_only = 1");
    await until(async () => (await ready()).status !== 200);
    expect(isUnavailable(await ready())).toBe(true);
    expect(isUnavailable(await user.initiate(ids.userConnector))).toBe(true);
    // In a transaction, too: what had been written by then is undone, and nothing is left open.
    expect(isUnavailable(await user.disconnect(ids.userConnector))).toBe(true);
    await pragma("query_only = 0");
    await until(async () => (await ready()).status === 200);
    expect((await user.disconnect(ids.userConnector)).status).toBe(200);
  });
});

describe("a start", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-full-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test.each([
    ["a file that is none of SQLite's", "text.db", /is no SQLite database/],
    ["a folder in place of the file", "", /cannot be opened/],
    ["a file where the folder should be", "text.db/grantry.db", /a part of its path is a file/],
  ])("with %s is refused in words", async (_name, path, words) => {
    await writeFile(join(folder, "text.db"), "nothing but text ".repeat(500));
    expect(() => openDatabase(`sqlite:${join(folder, path)}`)).toThrow(words);
  });
});

describe("on a disk that is full", () => {
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  let folder: string;
  let child: ChildProcess;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "grantry-full-"));
  });
  afterEach(async () => {
    child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  test("the process lives, is not ready, and says so to whoever wants to write", async () => {
    const port = await reservePort();
    const url = `http://127.0.0.1:${port}`;
    // No file may have more than two megabytes: what a write beyond them meets is the system's refusal.
    const command = `ulimit -f 4096; exec "$0" "$@"`;
    child = spawn("sh", ["-c", command, process.execPath, ...fromSource, main], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { GRANTRY_DATA_DIR: join(folder, "data"), GRANTRY_PORT: String(port) },
    });
    child.stderr?.resume();
    await until(async () =>
      String(await once(child.stdout as NodeJS.ReadableStream, "data")).includes("listening"),
    );
    child.stdout?.resume();
    const ask = () =>
      toAnswer(fetch(`${url}/oauth/device/code`, jsonBody("POST", { client_id: "base44_cli" })));
    const seen = new Set<number>();
    const note = (answer: Answer) => seen.add(answer.status);
    await until(async () => {
      const answers = await Promise.all(Array.from({ length: 20 }, ask));
      for (const answer of answers) note(answer);
      return seen.has(503);
    });
    // 429: one address may only ask so often.
    expect(seen.has(500)).toBe(false);
    await until(async () => (await fetch(`${url}/readyz`)).status === 503);
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect(child.exitCode).toBeNull();
  });
});
