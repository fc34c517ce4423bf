/**
 * A PostgreSQL of the run's own, in a process of its own, that is stopped and started on order. It
 * stops as after a crash: without a word to its clients, and recovers when it starts.
 */
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { preparePostgres } from "@grantry/testing/embedded-postgres";
import { pause } from "./child.ts";

export interface PostgresStart {
  readonly kind: "start";
}
export type PostgresOrder = { readonly kind: "stop" } | { readonly kind: "start_again" };
export type PostgresWord =
  | { readonly kind: "running"; readonly url: string }
  | { readonly kind: "stopped" };

function say(word: PostgresWord): void {
  process.send?.(word);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

async function main(): Promise<void> {
  // What it was told to keep is there again after a stop: the machine goes on running.
  const { postgres, url, folder, databaseDir } = await preparePostgres({
    persistent: true,
    connectionsMax: 100,
  });
  await postgres.start();
  const running: PostgresWord = { kind: "running", url };
  say(running);
  process.on("message", async (order: PostgresOrder) => {
    if (order.kind === "stop") {
      const [pid] = (await readFile(join(databaseDir, "postmaster.pid"), "utf8")).split("\n");
      // Immediate shutdown.
      process.kill(Number(pid), "SIGQUIT");
      while (isAlive(Number(pid))) await pause(10);
      return say({ kind: "stopped" });
    }
    await postgres.start();
    say(running);
  });
  process.once("disconnect", async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
}

process.once("message", () => void main());
