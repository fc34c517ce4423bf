/** Package managers and versions of Node by which people install and run the packages, each in an empty folder of its own. */
import { execFile, spawn } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const here = fileURLToPath(new URL(".", import.meta.url));

/** A package manager, and how it is told what every one of them does. */
export interface Way {
  readonly name: string;
  /** Which Node runs it: that of this repository, or the oldest that the packages name. */
  readonly node: "newest" | "oldest";
  /** Installs what is named; `*` stands for `name@file`, as some want it. */
  readonly add: readonly string[];
  /** Whether a file is given with the name of its package before it. */
  readonly names: boolean;
  /** What goes before the name of a program that a package brought. */
  readonly program: readonly string[];
  /** What goes before a script of one's own. */
  readonly script: readonly string[];
}

const byNpm = {
  add: ["npm", "install", "--omit=dev", "--no-audit", "--no-fund", "--prefer-offline"],
  names: false,
  program: ["npx"],
  script: ["node"],
} as const;

export const npm: Way = { name: "npm, Node 26", node: "newest", ...byNpm };

export const ways: readonly Way[] = [
  npm,
  { name: "npm, Node 24.11", node: "oldest", ...byNpm },
  {
    name: "pnpm",
    node: "newest",
    add: ["pnpm", "add", "--prefer-offline"],
    names: false,
    program: ["pnpm", "exec"],
    script: ["node"],
  },
  {
    name: "Yarn, Plug'n'Play",
    node: "newest",
    add: ["yarn", "add"],
    names: true,
    program: ["yarn", "run"],
    script: ["yarn", "node"],
  },
  {
    name: "Bun",
    node: "newest",
    add: ["bun", "add"],
    names: false,
    program: ["bunx", "--no-install"],
    script: ["bun"],
  },
];

/** Installs the package managers, and the oldest Node. Rejects where the registry cannot be reached. */
export async function installManagers(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await cp(join(here, "package.json"), join(folder, "package.json"));
  await run("npm", ["install", "--no-audit", "--no-fund", "--prefer-offline"], { cwd: folder });
  // In folders of their own: one is found in place of the other.
  for (const [name, node] of [
    ["newest", process.execPath],
    ["oldest", join(folder, "node_modules/node/bin/node")],
  ] as const) {
    await mkdir(join(folder, name));
    await symlink(node, join(folder, name, "node"));
  }
}

/** A folder with the packages in it, where nothing of this repository is found. */
export interface Project {
  readonly folder: string;
  readonly way: Way;
  /** What is in the environment of whatever runs here. */
  readonly env: Readonly<Record<string, string>>;
  /** Installs the files, by the names of their packages. */
  add(files: Readonly<Record<string, string>>): Promise<void>;
  /** Runs a script of the folder to its end; what it printed. */
  runScript(name: string, args: readonly string[]): Promise<string>;
  /** Runs a program of a package to its end; what it printed. Rejects, with that, where it ends with an error. */
  runProgram(
    command: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ): Promise<string>;
  /** Starts a program of a package, with these variables; resolves with what the pattern found in what it prints. */
  start(
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
    until: RegExp,
  ): Promise<Started>;
}

export interface Started {
  readonly found: RegExpExecArray;
  /** As Ctrl-C in a terminal does; resolves, once all of it has ended, with what it printed. */
  stop(): Promise<string>;
}

/** An empty project beside the managers' folder. */
export async function emptyProject(folder: string, managers: string, way: Way): Promise<Project> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }');
  // Without it Yarn looks for a project further up.
  if (way.add[0] === "yarn") await writeFile(join(folder, "yarn.lock"), "");
  const env = surroundings(folder, managers, way);
  const spawned = async (
    [program = "", ...args]: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ) => {
    try {
      return (await run(program, args, { cwd: folder, env: { ...env, ...environment } })).stdout;
    } catch (thrown) {
      const { stdout = "", stderr = "" } = thrown as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${args.join(" ")}\n${stdout}\n${stderr}`, { cause: thrown });
    }
  };
  return {
    folder,
    way,
    env,
    add: async (files) => {
      const named = Object.entries(files).map(([name, file]) =>
        way.names ? `${name}@file:${file}` : file,
      );
      await spawned([...way.add, ...named]);
    },
    runProgram: (command, environment) => spawned([...way.program, ...command], environment),
    runScript: (name, args) => spawned([...way.script, name, ...args]),
    start: (command, environment, until) =>
      startProgram(
        [...way.program, ...command],
        { folder, env: { ...env, ...environment } },
        until,
      ),
  };
}

/** What a terminal of somebody without this repository has: nothing of npm's, of the test's, or of a server's settings. */
function surroundings(folder: string, managers: string, { node }: Way): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    (entry): entry is [string, string] =>
      entry[1] !== undefined &&
      !/^(?:npm_|VITEST|GRANTRY_|DATABASE_URL|NODE_(?:ENV|OPTIONS)|TEST$|DEV$|PROD$|MODE$)/.test(
        entry[0],
      ),
  );
  const theirs = (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((path) => !path.includes("node_modules"));
  const path = [join(managers, node), join(managers, "node_modules/.bin"), ...theirs];
  return {
    ...Object.fromEntries(kept),
    PATH: path.join(delimiter),
    YARN_ENABLE_TELEMETRY: "0",
    // Of its own, so that nothing that was left there by others counts.
    YARN_GLOBAL_FOLDER: join(folder, ".yarn-global"),
  };
}

async function startProgram(
  [program = "", ...args]: readonly string[],
  { folder, env }: { readonly folder: string; readonly env: Record<string, string> },
  until: RegExp,
): Promise<Started> {
  // A group of its own, to which signals go as a terminal sends them.
  const child = spawn(program, args, { cwd: folder, env, detached: true });
  let said = "";
  // Whatever it started holds its output, too: that is closed when the last of them has ended.
  const ended = new Promise<null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(null));
  });
  const found = new Promise<RegExpExecArray>((resolve) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (piece) => {
        said += piece;
        const match = until.exec(said);
        if (match !== null) resolve(match);
      });
    }
  });
  const first = await Promise.race([found, ended]);
  if (first === null) throw new Error(`${program} ${args.join(" ")} ended: ${said}`);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
      process.kill(-child.pid, "SIGINT");
    }
    await ended;
    return said;
  };
  return { found: first, stop };
}
