/** Says of everything that a server needs how it is. To be run on the server's machine. */
import { type Command, printable } from "../command.ts";
import { asCliError, localDoctor } from "../local-server.ts";
import { childEnvironment } from "../outside.ts";

const signs = { good: "ok     ", bad: "BAD    ", unknown: "?      " } as const;

export const doctor: Command = {
  name: "doctor",
  summary: "Check the server's key, database, public URL, clock, redirect URIs and credentials",
  run: async (run) => {
    const { examine } = await localDoctor();
    run.terminal.progress("Checking; each provider is asked once.");
    const findings = await asCliError(examine(childEnvironment(run.outside)));
    const lines = findings.map(
      ({ about, verdict, text }) => `${signs[verdict]}${printable(about)}: ${printable(text)}`,
    );
    const json = { findings };
    if (!findings.some(({ verdict }) => verdict === "bad")) return { json, lines };
    return { json, lines, exit: "partly" };
  },
};
