/** What a server cannot start with: one line that says what is wrong and what to do, however it was started. */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BadStart, badStarts, newerDatabase, refusal } from "@grantry/testing/bad-starts";
import { createTestDatabase } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { serve } from "@grantry/testing/loopback";
import { shiftedClock } from "@grantry/testing/shifted-clock";
import { type Started, startProgram } from "@grantry/testing/started-program";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const main = [process.execPath, ...fromSource, fileOf("../src/main.ts")];
const command = [process.execPath, ...fromSource, fileOf("../../cli/src/main.ts"), "start"];
const demo = [process.execPath, ...fromSource, fileOf("../../../examples/calendar/start.ts")];
const npm = ["npm", "run", "--silent", "start:server"];

let folder: string;
const running: Started[] = [];
const drops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-starts-"));
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
  for (const drop of drops.splice(0)) await drop();
  await rm(folder, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string>>;

const cwd = fileOf("../../../");
const path = process.env["PATH"] ?? "";

function start(run: readonly string[], more: Environment): Started {
  const started = startProgram(run, { env: { PATH: path, HOME: folder, ...more }, cwd });
  running.push(started);
  return started;
}

const other = newerDatabase("postgres", async () => {
  const { url, drop } = await createTestDatabase("postgres", () => inject("postgresUrl"));
  return { url, undo: drop };
});

/** How each is started: the process by all; what stands before it by one that shows whether its line comes through. */
const forms: readonly (readonly [name: string, run: readonly string[], BadStart[], Environment])[] =
  [
    ["", main, [...badStarts, other], {}],
    [" by the command", command, badStarts.filter(({ name }) => /port|newer/.test(name)), {}],
    [" by npm", npm, badStarts.filter(({ name }) => /port/.test(name)), {}],
    [
      " by the demo",
      demo,
      badStarts.filter(({ name }) => /port/.test(name)),
      { SANDBOX_PORT: "0", EXAMPLE_PORT: "0" },
    ],
  ];

describe.each(forms)("a start%s is refused in one line", (_name, run, rows, env) => {
  test.for(rows)("$name", async (bad, { signal }) => {
    const form = { run, cwd, env: { PATH: path, ...env } };
    const { lines, line } = await refusal(form, bad, signal);
    expect(lines).toEqual([expect.stringMatching(line)]);
  });
});

describe("a start that goes on says in one line of the log", () => {
  const listening = async (environment: Environment) => {
    const port = String(await reservePort());
    const started = start(main, {
      GRANTRY_DATA_DIR: join(folder, "data"),
      ...environment,
      GRANTRY_PORT: port,
    });
    await started.until('"listening"');
    const lines = started
      .said()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    return { ...started, port, lines };
  };

  test("that another process serves the same SQLite file, which is supported on one machine", async () => {
    const first = await listening({});
    expect(first.said()).not.toContain("another process serves");
    const second = await listening({});
    expect(second.lines.filter((line) => line.includes("another process serves"))).toHaveLength(1);
    for (const { port } of [first, second])
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  test("that the machine's clock is a day behind PostgreSQL's", async () => {
    const made = await createTestDatabase("postgres", () => inject("postgresUrl"));
    drops.push(made.drop);
    const { lines } = await listening({
      GRANTRY_DATABASE_URL: made.url,
      NODE_OPTIONS: shiftedClock(-86_400_000),
    });
    const told = lines.filter((line) => line.includes("clock differs from the database's"));
    expect(told).toHaveLength(1);
    const { aheadMs } = JSON.parse(told[0] ?? "") as { aheadMs: number };
    expect(Math.round(aheadMs / 3_600_000)).toBe(-24);
  });

  test("that the clock is a day ahead of what a provider's answers say", async () => {
    const issuer = await serve((_request, response) => response.writeHead(404).end());
    drops.push(issuer.close);
    const file = join(folder, "grantry.json");
    const workspace = {
      id: "ws_main",
      name: "Main",
      providers: [{ issuer: issuer.origin, id: "own", name: "Own" }],
    };
    await writeFile(file, JSON.stringify({ workspaces: [workspace] }));
    const started = start(main, {
      GRANTRY_DATA_DIR: join(folder, "data"),
      GRANTRY_PORT: "0",
      GRANTRY_BOOTSTRAP: file,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: `ws_main=${issuer.origin}`,
      NODE_OPTIONS: shiftedClock(86_400_000),
    });
    await started.until("the clock disagrees with the Date of an answer");
    await started.ended;
  });
});
