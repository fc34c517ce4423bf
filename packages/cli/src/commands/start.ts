/** Commands that begin something: the server itself, and a project. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";
import { app as appSchema } from "@grantry/contract/v1/apps";
import { type Command, isOn, type Outcome, type Run, textOption } from "../command.ts";
import { CliError, fileProblem, usage } from "../failure.ts";
import { readOptional, writeWhole } from "../files.ts";
import { localMain, serverMain } from "../local-server.ts";
import { childEnvironment, environmentValue } from "../outside.ts";
import { officialConnectors, projectFileName } from "../project.ts";
import { usableAddress } from "../server-address.ts";
import { openSession } from "../session.ts";
import { appPath, completionOf, completionOption } from "./apps.ts";
import { initProduction } from "./production.ts";

/** The oldest Node that runs the server: the first of the long line 24, which has Argon2 and SQLite of its own. */
const nodeLeast = [24, 11] as const;

/** How the server is run: the same as `npm run start:server`, which says so with every value. */
export const serverRun = {
  flags: ["--max-semi-space-size=4", "--no-maglev"],
  /** In a checkout alone: what is published was built of it. */
  fromSource: ["--conditions=source"],
  environment: {
    MALLOC_ARENA_MAX: "1",
    MALLOC_MMAP_THRESHOLD_: "32768",
    MALLOC_TRIM_THRESHOLD_: "65536",
  },
} as const;

const endingSignals = ["SIGINT", "SIGTERM"] as const;

export const start: Command = {
  name: "start",
  summary: "Run the server here, configured by the environment, until it is stopped",
  places: [],
  run: async (run) => {
    // With --json, standard output holds one document: the server's own goes elsewhere, so it is a process of its own.
    const code = isSea() && !isOn(run, "json") ? await serveHere(run) : await serveBeside(run);
    if (code === 0) return { json: { status: "ended" }, lines: [] };
    throw new CliError("refused", "The server did not start, or ended with an error: see above.", {
      code: "server_ended",
      details: { server_exit_code: code },
      isTold: code !== null,
    });
  },
};

/** The server's exit code; null where a signal ended it. */
type ServerExit = number | null;

/** In this process, which is the server from then on: the first of a container gets the signals itself. */
async function serveHere({ outside }: Run): Promise<ServerExit> {
  withEnvironment(outside.environment);
  const own = endingSignals.map((signal) => [signal, process.listeners(signal)] as const);
  const { ended } = await localMain();
  for (const [signal, listeners] of own) {
    for (const one of listeners) process.removeListener(signal, one);
  }
  await ended;
  return Number(process.exitCode ?? 0);
}

/** The C library reads its settings at a program's start alone: this process becomes the same program with them. */
function withEnvironment(environment: Readonly<Record<string, string | undefined>>): void {
  const missing = Object.keys(serverRun.environment).some(
    (name) => environment[name] === undefined,
  );
  if (!missing || process.platform !== "linux") return;
  const all = { ...serverRun.environment, ...environment };
  process.execve?.(process.execPath, [process.argv0, ...process.argv.slice(2)], all);
}

/** As a process of its own, with Node's settings for a server. */
async function serveBeside(run: Run): Promise<ServerExit> {
  const child = spawn(process.execPath, programArguments(), {
    env: { ...childEnvironment(run.outside), ...serverRun.environment },
    stdio: ["inherit", isOn(run, "json") ? 2 : 1, 2],
  });
  for (const signal of endingSignals) {
    process.removeAllListeners(signal);
    process.on(signal, () => child.kill(signal));
  }
  return await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** One file has the settings in it. */
function programArguments(): string[] {
  if (isSea()) return ["start"];
  const main = fileURLToPath(serverMain());
  requireNode(process.versions.node);
  return [...serverRun.flags, ...(main.endsWith(".ts") ? serverRun.fromSource : []), main];
}

/** Throws where this Node is too old for the server. */
export function requireNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor, leastMinor] = nodeLeast;
  if (major > leastMajor || (major === leastMajor && minor >= leastMinor)) return;
  const needed = `The server needs Node ${nodeLeast.join(".")} or newer; this is ${version}.`;
  throw new CliError("usage", needed);
}

export const init: Command = {
  name: "init",
  summary:
    "Create a project here: grantry.json with the given --server, --app and --workspace; or with --production what a server is run by",
  options: {
    completion: completionOption,
    production: {
      summary: "make key, settings and unit or compose file of a server, and check its address",
    },
    "public-url": { value: "url", summary: "of a server: its https address" },
    as: { value: "systemd|compose", summary: "of a server: what runs it" },
    image: {
      value: "image",
      summary: "of a server that Compose runs: the image, with its version",
    },
    connectors: {
      value: "types",
      summary: "of a server: connectors whose redirect URIs are wanted",
    },
    folder: { value: "folder", summary: "of a server: where its files go (grantry-production)" },
  },
  run: async (run) => {
    if (isOn(run, "production")) return await initProduction(run);
    const file = join(run.outside.workingFolder, projectFileName);
    if ((await readOptional(file)) !== undefined)
      throw fileProblem(`${projectFileName} already exists.`);
    const server = textOption(run, "server") ?? environmentValue(run.outside, "GRANTRY_SERVER");
    const values = {
      server: server === undefined ? undefined : usableAddress(server),
      app: textOption(run, "app") ?? environmentValue(run.outside, "GRANTRY_APP"),
      workspace: textOption(run, "workspace") ?? environmentValue(run.outside, "GRANTRY_WORKSPACE"),
      // Files of the official command line are used where they are.
      connectors_dir: (await officialConnectors(run.outside.workingFolder)) ?? "connectors",
    };
    const completion = completionOf(run);
    if (completion !== undefined && values.app === undefined) {
      throw usage("--completion is of an app: name it by --app.");
    }
    await writeWhole(file, `${JSON.stringify(values, null, 2)}\n`);
    const json = { file: projectFileName, ...values };
    const lines = [`Wrote ${projectFileName}.`];
    if (values.app === undefined) return { json, lines };
    if (completion === undefined) return { json, lines: [...lines, offer] };
    return await setCompletion(run, values.app, { completion, json, lines });
  },
};

const offer =
  "To have nobody but the app complete what its users connect: grantry apps change --completion required";

/** The file is there already: where the policy cannot be set, that is said, and what sets it. */
async function setCompletion(
  run: Run,
  app: string,
  {
    completion,
    json,
    lines,
  }: {
    readonly completion: "offered" | "required";
    readonly json: object;
    readonly lines: readonly string[];
  },
): Promise<Outcome> {
  try {
    const session = await openSession(run);
    const path = await appPath(run, session, app);
    const set = await session.ask(appSchema, { method: "PATCH", path, body: { completion } });
    return {
      json: { ...json, completion: set.completion },
      lines: [...lines, `Completion by ${set.id} is ${set.completion}.`],
    };
  } catch (thrown) {
    if (!(thrown instanceof CliError)) throw thrown;
    const again = `grantry apps change --completion ${completion}`;
    const problem = `Who completes was not set: ${thrown.message} Afterwards: ${again}`;
    return { json: { ...json, completion: null }, lines: [...lines, problem], exit: "partly" };
  }
}
