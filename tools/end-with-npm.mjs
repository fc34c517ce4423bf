/**
 * Ends a program when the npm that started it is ended. Between the two stands a shell: it gets the signal that npm passes on,
 * and many shells (dash, of Debian) end without telling their child. The script could say `exec`, which Windows has not.
 * Preloaded by the scripts of package.json that go on until they are stopped.
 */
import process from "node:process";

const shell = process.ppid;
const everyMs = 250;

// On Windows the console tells every program of it, and who a parent was never changes.
if (process.platform !== "win32") {
  const watching = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(watching);
    process.kill(process.pid, "SIGTERM");
  }, everyMs);
  watching.unref();
}
