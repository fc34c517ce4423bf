/** The PostgreSQL that a benchmark measures with. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** PostgreSQL in a process of its own, unless DATABASE_URL names one. */
export async function startPostgres(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };
  const script = new URL("../packages/testing/src/postgres-process.ts", import.meta.url);
  const child = spawn(process.execPath, [fileURLToPath(script)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return {
    url: line.toString().trim(),
    stop: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}
