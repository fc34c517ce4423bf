/** Runs the real program as a process, in a folder and with a home of its own. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fromSource } from "@grantry/testing/from-source";
import type { World } from "@grantry/testing/harness";
import { ids, secrets } from "@grantry/testing/harness";

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
}

export interface Folder {
  readonly root: string;
  readonly home: string;
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  write(path: string, content: string | object): Promise<void>;
  read(path: string): Promise<string>;
  /** Names of the files of a folder; none where there is no folder. */
  names(path: string): Promise<string[]>;
}

const program = fileURLToPath(new URL("../src/main.ts", import.meta.url));
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
      return {
        root,
        home,
        run: (args, options = {}) =>
          runProgram([...args], options.cwd ?? root, {
            ...options,
            env: { ...cleanEnvironment(), ...fixed, ...options.env },
          }),
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

function cleanEnvironment(): Record<string, string | undefined> {
  const entries = Object.entries(process.env);
  return Object.fromEntries(entries.filter(([name]) => !/^(GRANTRY_|VITEST|NODE_)/.test(name)));
}

async function runProgram(
  args: readonly string[],
  cwd: string,
  { env, onProgress }: RunOptions,
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
