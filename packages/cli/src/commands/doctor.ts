/** Says of everything that a server needs how it is. To be run on the server's machine. */
import { type Command, printable, type Run } from "../command.ts";
import { findDatabase, type LocalDatabase } from "../local-database.ts";
import { asCliError, localDoctor } from "../local-server.ts";
import { childEnvironment } from "../outside.ts";

const signs = { good: "ok     ", bad: "BAD    ", unknown: "?      " } as const;

export const doctor: Command = {
  name: "doctor",
  summary:
    "Check the server's key, database, disk, public URL, clock, redirect URIs and credentials",
  places: [],
  run: async (run) => {
    const { examine } = await localDoctor();
    const database = await namedDatabase(run);
    if (database !== null) run.terminal.progress(`Database: ${printable(database.name)}`);
    const lacks = database?.lacks ?? null;
    if (lacks === null) run.terminal.progress("Checking; each provider is asked once.");
    const findings =
      lacks === null
        ? await asCliError(examine(childEnvironment(run.outside)))
        : [{ ...lacks, verdict: "bad" as const }];
    const lines = findings.map(
      ({ about, verdict, text }) => `${signs[verdict]}${printable(about)}: ${printable(text)}`,
    );
    const json = { database: database?.name ?? null, findings };
    if (!findings.some(({ verdict }) => verdict === "bad")) return { json, lines };
    return { json, lines, exit: "partly" };
  },
};

/** Null where the environment is wrong, which is a finding. */
async function namedDatabase({ outside }: Run): Promise<LocalDatabase | null> {
  try {
    return await findDatabase(outside);
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === "GrantryError") return null;
    throw thrown;
  }
}
