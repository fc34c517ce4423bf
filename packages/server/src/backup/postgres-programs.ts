/** PostgreSQL's own programs: found by PATH or by GRANTRY_POSTGRES_BIN, and refused where they are too old. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { GrantryError } from "../lib/error.ts";
import type { ProgramAddress } from "./postgres-address.ts";

export type ProgramName = "pg_dump" | "pg_restore" | "psql";

export interface Programs {
  /** Folder of the programs; null: where PATH says. */
  readonly folder: string | null;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folders for what is passing: the first that takes it. */
  readonly temporary: readonly [string, ...string[]];
}

/** Of what a program says, as much as is kept. */
const saidMax = 4_096;

export interface Running {
  readonly child: ReturnType<typeof spawn>;
  /** Resolves where it ended well; rejects with the last line that it said. */
  readonly ended: Promise<void>;
}

/** Starts one; what it says on standard error is kept for its refusal. */
export function start(
  programs: Programs,
  name: ProgramName,
  args: readonly string[],
  address?: ProgramAddress,
): Running {
  const { folder, environment } = programs;
  // The server's own settings, keys among them, are none of theirs.
  const others = Object.entries(environment).filter(([key]) => !key.startsWith("GRANTRY_"));
  const child = spawn(folder === null ? name : join(folder, name), args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...Object.fromEntries(others), ...address?.environment, LC_ALL: "C" },
  });
  // One that goes on would write what its caller takes away at its end.
  const kill = () => child.kill("SIGKILL");
  process.prependOnceListener("exit", kill);
  child.once("close", () => process.removeListener("exit", kill));
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said = (said + data.toString()).slice(-saidMax);
  });
  // Whoever writes to one that has ended hears of it by its end.
  child.stdin.on("error", () => {});
  return { child, ended: endOf(child, name, () => said) };
}

async function endOf(
  child: ReturnType<typeof spawn>,
  name: ProgramName,
  said: () => string,
): Promise<void> {
  let code: unknown;
  try {
    [code] = await once(child, "close");
  } catch (cause) {
    throw new GrantryError("backup_failed", {
      detail: `${name} is not there: install PostgreSQL's client programs (Debian: postgresql-client), or name their folder in GRANTRY_POSTGRES_BIN.`,
      cause,
    });
  }
  if (code === 0) return;
  const line =
    said()
      .split("\n")
      .find((one) => /error|fatal/i.test(one)) ?? said();
  throw new GrantryError("backup_failed", {
    detail: `${name} failed: ${line.trim().slice(0, 300) || `it ended with ${code}`}`,
  });
}

/** The major version of a program. Throws backup_failed where it is not there. */
async function versionOf(programs: Programs, name: ProgramName): Promise<number> {
  const { child, ended } = start(programs, name, ["--version"]);
  let text = "";
  child.stdout?.on("data", (data: Buffer) => {
    text = (text + data.toString()).slice(0, saidMax);
  });
  await ended;
  return Number(/(\d+)(?:\.\d+|devel|beta\d*|rc\d*)/.exec(text)?.[1] ?? 0);
}

/** The program's major version, which must be `least` or newer: of what `of` names. Throws backup_failed. */
export async function requireProgram(
  programs: Programs,
  name: ProgramName,
  { least, of }: { readonly least: number; readonly of: string },
): Promise<number> {
  const version = await versionOf(programs, name);
  if (version >= least) return version;
  throw new GrantryError("backup_failed", {
    detail: `${name} is of PostgreSQL ${version}, and ${of} of ${least}: install postgresql-client-${least} or newer, or name its folder in GRANTRY_POSTGRES_BIN.`,
  });
}
