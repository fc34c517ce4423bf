/**
 * What an install leaves ready: the dashboard, built, so that `npm start` builds nothing; and the compile cache,
 * so that the first start is as quick and small as every other: what `npm start` loads is loaded, and nothing
 * started. Neither can make an install fail.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const build = fileURLToPath(new URL("../packages/dashboard/build.ts", import.meta.url));
// In a process of its own: what builds is no part of what starts.
const builder = spawn(
  process.execPath,
  ["--disable-warning=ExperimentalWarning", "--conditions=source", build],
  {
    stdio: ["ignore", "ignore", "inherit"],
  },
);
const built = once(builder, "exit").catch(() => [1]);
await import("../examples/calendar/demo.ts").catch(() => {});
const [code] = await built;
if (code !== 0) {
  process.stderr.write(
    "grantry: the dashboard could not be built; all else works. `npm run dashboard:build` says why.\n",
  );
}
