/**
 * Starts one PostgreSQL for the whole test run, or uses the one that DATABASE_URL names. Each test
 * makes its own database in it.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { dropKept, keepDatabases } from "./databases.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of a PostgreSQL server in which tests may create databases. */
    postgresUrl: string;
  }
}

const script = fileURLToPath(new URL("./postgres-process.ts", import.meta.url));

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { url, stop } = await startPostgres();
  keepDatabases();
  project.provide("postgresUrl", url);
  return stop;
}

/** The server, and how it is ended where it was started here. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: () => dropKept(given) };
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  return {
    url: await firstLine(child),
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

/** What a process says first. */
export function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`PostgreSQL did not start (${code}).`)));
    child.stdout?.once("data", (data: Buffer) => resolve(data.toString().trim()));
  });
}
