/** Runs the official command line as a person or a script does, in a home and a folder of its own. */
import { spawn } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import type { OfficialCli } from "./install.ts";

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Both, without colours. */
  readonly text: string;
}

/** What someone at the terminal does; without one the command line has no terminal. */
export interface Person {
  /** Called once with the address that the command line opens in a browser. */
  readonly onBrowser?: (url: string) => Promise<void>;
  /** What is typed when this text appears, each once. */
  readonly types?: readonly { readonly after: RegExp; readonly keys: string }[];
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly person?: Person;
  /** Called once, with all that was printed by then, when this text appears. */
  readonly hears?: { readonly text: RegExp; readonly act: (printed: string) => Promise<void> };
  /** The seconds between two questions whether a sign-in is approved are made short. */
  readonly asksOften?: boolean;
}

export interface Project {
  readonly root: string;
  /** The home of who runs the commands: a sign-in is kept there. */
  readonly home: string;
  /** Runs a command in the project. */
  run(args: readonly string[], options?: RunOptions): Promise<Ran>;
  /** Writes a file of the project; the path is relative to its root. */
  write(path: string, content: string | object): Promise<void>;
  read(path: string): Promise<string>;
  remove(path: string): Promise<void>;
  /** Names of the connector files. */
  connectors(): Promise<string[]>;
}

export interface Bench {
  /** A project; linked where an app is given. */
  project(appId: string | null): Promise<Project>;
  close(): Promise<void>;
}

const terminal = new URL("./fake-terminal.mjs", import.meta.url).href;
const asksOften = new URL("./asks-often.mjs", import.meta.url).href;
/** Longer than any command takes; what hangs is ended, and its test fails. */
const deadlineMs = 60_000;

/** `env` is what every run sees: the server's address, and who is signed in. */
export async function createBench(
  cli: OfficialCli,
  env: Readonly<Record<string, string>>,
): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-cli-bench-"));
  const programs = join(folder, "bin");
  await mkdir(programs);
  for (const name of ["xdg-open", "open"]) {
    const script = '#!/bin/sh\nprintf "%s" "$1" > "$OPENED_URL"\n';
    await writeFile(join(programs, name), script, { mode: 0o755 });
  }
  let count = 0;
  return {
    close: () => rm(folder, { recursive: true, force: true }),
    project: async (appId) => {
      count += 1;
      const root = join(folder, `project-${count}`);
      const files = filesOf(root);
      await files.write("base44/config.jsonc", { name: "Bench" });
      if (appId !== null) await files.write("base44/.app.jsonc", { id: appId });
      const home = join(folder, `home-${count}`);
      await mkdir(home);
      const fixed = {
        ...process.env,
        ...env,
        PATH: [programs, process.env["PATH"] ?? ""].join(delimiter),
        HOME: home,
        USERPROFILE: home,
        NO_COLOR: "1",
        FORCE_COLOR: undefined,
        CI: undefined,
        BASE44_DISABLE_TELEMETRY: "1",
        BASE44_CLI_TEST_OVERRIDES: '{"latestVersion":null}',
      };
      return {
        root,
        home,
        ...files,
        run: (args, options = {}) =>
          runCli(cli, { ...options, args, root, env: { ...fixed, ...options.env } }),
      };
    },
  };
}

function filesOf(root: string): Omit<Project, "root" | "home" | "run"> {
  return {
    write: async (path, content) => {
      const file = join(root, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
    },
    read: (path) => readFile(join(root, path), "utf8"),
    remove: (path) => rm(join(root, path)),
    connectors: async () => (await readdir(join(root, "base44/connectors"))).sort(),
  };
}

interface Call extends RunOptions {
  readonly args: readonly string[];
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

async function runCli(cli: OfficialCli, call: Call): Promise<Ran> {
  const { args, root, person, env } = call;
  const opened = join(root, "opened-url");
  await rm(opened, { force: true });
  const preload = [
    ...(person === undefined ? [] : ["--import", terminal]),
    ...(call.asksOften === true ? ["--import", asksOften] : []),
  ];
  const child = spawn(process.execPath, [...preload, cli.script, ...args], {
    cwd: root,
    env: { ...env, OPENED_URL: opened },
    stdio: [person === undefined ? "ignore" : "pipe", "pipe", "pipe"],
    signal: AbortSignal.timeout(deadlineMs),
  });
  const out = { stdout: "", stderr: "" };
  const keys = [...(person?.types ?? [])];
  let acted: Promise<void> | undefined;
  const hear = (name: "stdout" | "stderr") => (chunk: Buffer) => {
    out[name] += chunk.toString();
    const printed = (out.stdout + out.stderr).replace(ansi, "");
    if (call.hears?.text.test(printed) === true) acted ??= call.hears.act(printed);
    const [next] = keys;
    if (next?.after.test(out.stdout + out.stderr) !== true) return;
    keys.shift();
    child.stdin?.write(next.keys);
  };
  child.stdout?.on("data", hear("stdout"));
  child.stderr?.on("data", hear("stderr"));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const browsing = person?.onBrowser && browse(opened, person.onBrowser, ended);
  const code = await ended;
  await Promise.all([browsing, acted]);
  const text = `${out.stdout}\n${out.stderr}`.replace(ansi, "");
  return { code, ...out, text };
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
const ansi = /\u001b\[[0-9;?]*[A-Za-z]/g;

/** Waits until the command line opens an address, or ends without. */
async function browse(
  opened: string,
  onBrowser: (url: string) => Promise<void>,
  ended: Promise<unknown>,
): Promise<void> {
  let running = true;
  ended.then(
    () => {
      running = false;
    },
    () => {
      running = false;
    },
  );
  while (running) {
    const url = await readFile(opened, "utf8").catch(() => "");
    if (url !== "") return await onBrowser(url);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
