/** One PostgreSQL for all runs, so that none waits for its own. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

export interface ProvingDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts the one that the tests would start, unless DATABASE_URL names one. */
export async function startDatabase(root: string): Promise<ProvingDatabase> {
  const given = process.env["DATABASE_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };
  const script = join(root, "packages", "testing", "src", "postgres-process.ts");
  const child = spawn(process.execPath, [script], { stdio: ["pipe", "pipe", "inherit"] });
  const gone = once(child, "exit").then(() => {
    throw new Error("PostgreSQL did not start.");
  });
  const [line] = await Promise.race([once(child.stdout, "data"), gone]);
  const stop = async () => {
    child.stdin.end();
    await gone.catch(() => {});
  };
  gone.catch(() => {});
  return { url: String(line).trim(), stop };
}
