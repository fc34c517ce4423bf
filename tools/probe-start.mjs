/**
 * Starts `npm start` with a fresh data folder on free ports, waits until the server and the example
 * answer, stops it, and says how long that took. Plain JavaScript: it runs before anything is set up.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const deadlineMs = 60_000;

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function answers(url, endMs) {
  while (Date.now() < endMs) {
    try {
      const answer = await fetch(url);
      if (answer.ok) return;
    } catch {
      // Not listening yet.
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`${url} did not answer within ${deadlineMs / 1000} s`);
}

const dataDir = mkdtempSync(join(tmpdir(), "grantry-start-"));
const [server, sandbox, example] = [await freePort(), await freePort(), await freePort()];
const startedMs = Date.now();
const child = spawn("npm", ["start"], {
  stdio: ["ignore", "inherit", "inherit"],
  detached: true,
  env: {
    ...process.env,
    GRANTRY_DATA_DIR: dataDir,
    GRANTRY_PORT: String(server),
    SANDBOX_PORT: String(sandbox),
    EXAMPLE_PORT: String(example),
  },
});
const ended = new Promise((resolve) => child.once("exit", resolve));

try {
  const endMs = startedMs + deadlineMs;
  await answers(`http://127.0.0.1:${server}/readyz`, endMs);
  const serverMs = Date.now() - startedMs;
  await answers(`http://127.0.0.1:${example}/`, endMs);
  await answers(`http://127.0.0.1:${sandbox}/.well-known/openid-configuration`, endMs);
  console.log(
    `npm start: the server answered after ${serverMs} ms, all three after ${Date.now() - startedMs} ms.`,
  );
} finally {
  process.kill(-child.pid, "SIGTERM");
  const forced = setTimeout(() => process.kill(-child.pid, "SIGKILL"), 10_000);
  await ended;
  clearTimeout(forced);
  rmSync(dataDir, { recursive: true, force: true });
}
console.log("npm start: stopped.");
