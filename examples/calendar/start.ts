/** `npm start`: reads the environment, starts the demo, says where it is, ends on a signal. */
import { GrantryError } from "@grantry/server/lib/error";
import { type Demo, startDemo } from "./demo.ts";

/** Not the folder of a server of one's own: that one begins without an account, and prints its set-up link. */
const defaultDataDir = ".grantry-demo";

const known = [
  "GRANTRY_DATA_DIR",
  "GRANTRY_PORT",
  "GRANTRY_LOG_LEVEL",
  // Those of the command line, which may be set in the same terminal.
  "GRANTRY_SERVER",
  "GRANTRY_APP",
  "GRANTRY_WORKSPACE",
  "GRANTRY_API_KEY",
  "GRANTRY_FROM_API_KEY",
  "GRANTRY_TO_API_KEY",
];

function text(name: string, fallback: string): string {
  return process.env[name] || fallback;
}

function port(name: string, fallback: number): number {
  const value = text(name, String(fallback));
  if (/^\d{1,5}$/.test(value) && Number(value) <= 65_535) return Number(value);
  throw new GrantryError("config_invalid", { detail: `${name} must be a port, 0 to 65535.` });
}

/** The demo is set up by itself: a setting that it would ignore is said rather than ignored. */
function refuseOtherSettings(): void {
  const names = Object.keys(process.env);
  const other = names.find((name) => name.startsWith("GRANTRY_") && !known.includes(name));
  if (other === undefined) return;
  const detail = `The demo does not use ${other}: unset it, or run npm run start:server.`;
  throw new GrantryError("config_invalid", { detail });
}

const usage = `Usage: npm start

Starts the demo: the server, the sandbox provider and the example app, on loopback. It takes no options, but from the
environment ${known[0]}, ${known[1]}, SANDBOX_PORT, EXAMPLE_PORT and ${known[2]}.
`;

async function main(): Promise<void> {
  const [given] = process.argv.slice(2);
  if (given === "--help" || given === "-h") {
    process.stdout.write(usage);
    return;
  }
  if (given !== undefined)
    throw new GrantryError("config_invalid", { detail: "The demo takes no options." });
  refuseOtherSettings();
  const dataDir = text("GRANTRY_DATA_DIR", defaultDataDir);
  const demo = await startDemo({
    dataDir,
    serverPort: port("GRANTRY_PORT", 4400),
    sandboxPort: port("SANDBOX_PORT", 4401),
    examplePort: port("EXAMPLE_PORT", 4402),
    logLevel: text("GRANTRY_LOG_LEVEL", "warn"),
  });
  process.stdout.write(`
Grantry is running.

  Example app        ${demo.exampleUrl}
  Dashboard          ${demo.dashboardLink.reveal()}
  Grantry server     ${demo.serverUrl}
  Sandbox provider   ${demo.sandboxUrl}

Next: open the example app, sign in as Mia and connect a calendar.
The dashboard's address signs you in as the owner of the demo's workspace: once, within half an hour.
How the app does it: examples/calendar/README.md. A server of your own: docs/quickstart.md.
The demo keeps its data in ${dataDir}. Stop with Ctrl-C.

`);
  closeOnSignal(demo);
}

const closeMsMax = 2_000;

/** npm passes on the signal that the terminal has sent already: the second must not cut this short. */
function closeOnSignal(demo: Demo): void {
  let closing = false;
  const close = () => {
    if (closing) return;
    closing = true;
    demo.close().catch(fail);
    setTimeout(() => process.exit(), closeMsMax).unref();
  };
  process.on("SIGINT", close);
  process.on("SIGTERM", close);
}

function fail(thrown: unknown): void {
  // What can be mended is said in one line; only what nobody expected shows its stack.
  const line = thrown instanceof GrantryError ? thrown.detail : String(thrown);
  process.stderr.write(`grantry: ${line}\n`);
  if (!(thrown instanceof GrantryError) && thrown instanceof Error) {
    process.stderr.write(`${thrown.stack}\n`);
  }
  process.exitCode = 1;
}

main().catch(fail);
