/**
 * `npm run start:server`: the server from its sources. On Linux it has settings of the memory allocator, which count from the
 * start of a process only: so this process becomes the server, with them in its environment.
 */
import process from "node:process";
import { fileURLToPath } from "node:url";

/** What `grantry start` gives the server, too. glibc reads them; elsewhere they mean nothing. */
export const allocator = {
  MALLOC_ARENA_MAX: "1",
  MALLOC_MMAP_THRESHOLD_: "32768",
  MALLOC_TRIM_THRESHOLD_: "65536",
};

const main = new URL("../packages/server/src/main.ts", import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.platform === "linux") {
    const command = [process.execPath, ...process.execArgv, fileURLToPath(main)];
    process.execve?.(process.execPath, command, { ...process.env, ...allocator });
  }
  await import(main.href);
}
