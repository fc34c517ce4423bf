/** The PostgreSQL that a benchmark measures with. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/**
 * PostgreSQL in a process of its own, unless DATABASE_URL names one. `onDisk`: its data lie on a disk, and it does its
 * upkeep (autovacuum), as where it serves; else they may lie in memory.
 */
export async function startPostgres(
  options: { readonly onDisk?: boolean } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };
  const script = new URL("../packages/testing/src/postgres-process.ts", import.meta.url);
  const child = spawn(
    process.execPath,
    [fileURLToPath(script), ...(options.onDisk === true ? ["--on-disk"] : [])],
    {
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {
    url: line.toString().trim(),
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
