/** Runs the program in a folder and with a home of its own: inside this process, or as one of its own. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable, Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { fromSource } from "@grantry/testing/from-source";
import type { World } from "@grantry/testing/harness";
import { ids, secrets } from "@grantry/testing/harness";
import { runProgram } from "../src/program.ts";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stands on standard output, as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of many shapes
  readonly json: any;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told everything that was written to standard error so far. */
  readonly onProgress?: (text: string) => void;
  readonly cwd?: string;
  /** What is awaited where the program waits; without it, a moment. */
  readonly wait?: () => Promise<void>;
  /** What somebody types at a terminal; without it, there is neither. */
  readonly typed?: string;
}

export type ProcessOptions = Omit<RunOptions, "wait" | "typed">;

export interface Folder {
  readonly root: string;
  readonly home: string;
  /** Runs the program here, with everything handed in that it would learn of its process. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Runs it as a process: for what is a matter of one, above all that it ends. Costs a start of Node. */
  runProcess(args: readonly string[], options?: ProcessOptions): Promise<Ran>;
  /** The environment of every run. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  write(path: string, content: string | object): Promise<void>;
  read(path: string): Promise<string>;
  /** Names of the files of a folder; none where there is no folder. */
  names(path: string): Promise<string[]>;
}

export const program = fileURLToPath(new URL("../src/main.ts", import.meta.url));
/** Longer than any command takes; what hangs is ended, and its test fails. */
const deadlineMs = 60_000;

export interface Bench {
  folder(): Promise<Folder>;
  close(): Promise<void>;
}

/** `env` is what every run sees. */
export async function createBench(
  env: Readonly<Record<string, string | undefined>>,
): Promise<Bench> {
  const base = await mkdtemp(join(tmpdir(), "grantry-cli-"));
  let count = 0;
  return {
    close: () => rm(base, { recursive: true, force: true }),
    folder: async () => {
      count += 1;
      const root = join(base, `project-${count}`);
      const home = join(base, `home-${count}`);
      await mkdir(root);
      await mkdir(home);
      const fixed = { HOME: home, XDG_CONFIG_HOME: join(home, "config"), ...env };
      const place = ({ cwd = root, env: more }: RunOptions) => ({
        cwd,
        home,
        env: { ...cleanEnvironment(), ...fixed, ...more },
      });
      return {
        root,
        home,
        environment: place({}).env,
        run: (args, options = {}) => runHere(args, place(options), options),
        runProcess: (args, options = {}) => runProcess(args, place(options), options),
        write: async (path, content) => {
          const file = join(root, path);
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
        },
        read: (path) => readFile(join(root, path), "utf8"),
        names: async (path) => (await readdir(join(root, path)).catch(() => [])).sort(),
      };
    },
  };
}

/** What is signed in by a key, at a world's test app. */
export function keyEnvironment(world: Pick<World, "url">): Record<string, string> {
  return {
    GRANTRY_SERVER: world.url,
    GRANTRY_APP: ids.app,
    GRANTRY_API_KEY: secrets.workspaceKey,
  };
}

/** What is about this run of the tests: `DATABASE_URL` names their PostgreSQL. */
const ofTests = /^(GRANTRY_|VITEST|NODE_|DATABASE_URL$)/;

function cleanEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !ofTests.test(name)));
}

interface Place {
  readonly cwd: string;
  readonly home: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function runHere(
  args: readonly string[],
  { cwd, home, env }: Place,
  { onProgress, wait = moment, typed }: RunOptions,
): Promise<Ran> {
  const out = { stdout: "", stderr: "" };
  const terminal = { isTTY: typed !== undefined };
  const code = await runProgram(args, {
    environment: env,
    workingFolder: cwd,
    homeFolder: home,
    input: Object.assign(Readable.from(typed === undefined ? [] : [typed]), terminal),
    output: into((text) => {
      out.stdout += text;
    }),
    errors: Object.assign(
      into((text) => {
        out.stderr += text;
        onProgress?.(out.stderr);
      }),
      terminal,
    ),
    now: () => Math.floor(Date.now() / 1000),
    wait,
  });
  return { code, ...out, json: parsed(out.stdout) };
}

/** Nothing hangs on its length: what is waited for is asked for again and again. */
async function moment(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 20));
}

function into(take: (text: string) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => {
      take(String(chunk));
      done();
    },
  });
}

async function runProcess(
  args: readonly string[],
  { cwd, env }: Place,
  { onProgress }: RunOptions,
): Promise<Ran> {
  const child = spawn(process.execPath, [...fromSource, program, ...args], {
    cwd,
    env: { ...env },
    stdio: ["ignore", "pipe", "pipe"],
    signal: AbortSignal.timeout(deadlineMs),
  });
  const out = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk: Buffer) => {
    out.stdout += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    out.stderr += chunk.toString();
    onProgress?.(out.stderr);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  return { code, ...out, json: parsed(out.stdout) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
