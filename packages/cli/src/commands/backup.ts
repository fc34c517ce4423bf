/** Backups of a server's database: made, restored, and tried. To be run on the server's machine; it serves meanwhile. */
import {
  type Command,
  counted,
  isOn,
  listOption,
  printable,
  type Run,
  textOption,
} from "../command.ts";
import { CliError } from "../failure.ts";
import { findDatabase } from "../local-database.ts";
import {
  asCliError,
  localBackup,
  localDrill,
  localRestore,
  localTakeOver,
} from "../local-server.ts";
import { childEnvironment, filePath, shownPath, timeText } from "../outside.ts";
import { isMeant, told } from "./take-over.ts";

const identity = {
  value: "FILE",
  summary: "file with the identity of age that opens the backup, where it is sealed",
} as const;

export const backup: Command = {
  name: "backup",
  summary: "Write a backup of the server's database to a file, while it serves",
  takes: ["[file]"],
  options: {
    recipient: {
      value: "AGE1...",
      summary: "seal it to this public key of age, or to several (separated by commas)",
    },
    scratch: {
      value: "FOLDER",
      summary:
        "where the unsealed copy of the database lies meanwhile; else the data folder, or beside a file that is not sealed",
    },
  },
  places: [],
  run: async (run) => {
    const recipients = listOption(run, "recipient");
    const { makeBackup } = await localBackup();
    await sayDatabase(run);
    const named = run.given[0] ?? standardName(run, recipients.length > 0);
    const file = filePath(run.outside, named);
    const environment = childEnvironment(run.outside);
    const scratch = folderOption(run, "scratch");
    const { manifest, sealed, noted } = await asCliError(
      makeBackup(environment, { file, recipients, scratch }),
    );
    const answers = manifest.members.length - 1;
    const json = {
      file: shownPath(run.outside, file),
      made_at: timeText(manifest.made_at),
      engine: manifest.engine,
      keys: manifest.keys,
      rows: rowsOf(manifest.counts),
      answers_not_in_the_database: answers,
      sealed,
      noted,
    };
    const keys = manifest.keys.map(printable).join(", ");
    const lines = [
      `${printable(json.file)}: ${json.rows} rows in ${Object.keys(manifest.counts).length} tables${answers === 0 ? "" : `, and ${counted(answers, "answer")} of providers that the database does not have yet`}.`,
      `Root keys that it needs, and does not hold: ${keys}. Keep them elsewhere.`,
      sealed
        ? "It is sealed: only the identity of the recipient opens it."
        : "It is not sealed: tokens in it are, names and email addresses are not.",
      ...(noted ? [] : ["The database could not be told of it: grantry doctor does not know it."]),
    ];
    return { json, lines };
  },
};

function folderOption(run: Run, name: string): string | null {
  const named = textOption(run, name);
  return named === undefined ? null : filePath(run.outside, named);
}

/** Says which database it is; a missing key does not matter. */
async function sayDatabase(run: Run): Promise<void> {
  const { name, lacks } = await asCliError(findDatabase(run.outside));
  if (lacks?.about === "database") {
    throw new CliError("file", lacks.text, { code: "database_not_found" });
  }
  run.terminal.progress(`Database: ${printable(name)}`);
}

function standardName({ outside }: Run, isSealed: boolean): string {
  const time = timeText(outside.now()).replace(/[-:]/g, "");
  return `grantry-backup-${time}.tar${isSealed ? ".age" : ""}`;
}

function rowsOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

export const restore: Command = {
  name: "restore",
  summary: "Restore a backup into an empty place; the server asks no provider until it takes over",
  takes: ["<file>"],
  options: {
    identity,
    "take-over": {
      summary: "the server that the backup is of is gone for good: take over at once",
    },
    yes: { summary: "do not ask" },
  },
  places: [],
  run: async (run) => {
    const { restoreBackup } = await localRestore();
    if (isOn(run, "take-over") && !(await isMeant(run))) {
      return { json: { restored: false }, lines: ["Nothing was changed."] };
    }
    const { name } = await asCliError(findDatabase(run.outside));
    run.terminal.progress(`Database: ${printable(name)}`);
    const environment = childEnvironment(run.outside);
    const { manifest, keys } = await asCliError(
      restoreBackup(environment, { ...sourceOf(run), progress: (what) => say(run, what) }),
    );
    const missing = keys.filter(({ isConfigured }) => !isConfigured);
    const lines = [
      `Restored: ${rowsOf(manifest.counts)} rows, from a backup of ${timeText(manifest.made_at)}.`,
      ...keys.map(({ id, isConfigured }) =>
        isConfigured
          ? `Root key ${printable(id)}: configured.`
          : `Root key ${printable(id)}: NOT configured, and needed: the server does not start without it.`,
      ),
    ];
    const json = {
      restored: true,
      made_at: timeText(manifest.made_at),
      rows: rowsOf(manifest.counts),
      keys: keys.map(({ id, isConfigured }) => ({ id, configured: isConfigured })),
    };
    if (missing.length > 0) return { json, lines, exit: "partly" };
    if (!isOn(run, "take-over")) return { json, lines: [...lines, ...heldBack] };
    const { takeOverLocally } = await localTakeOver();
    const after = told(await asCliError(takeOverLocally(environment)));
    return { json: { ...json, ...after.json }, lines: [...lines, ...after.lines] };
  },
};

const heldBack = [
  "The server can be started: it reads tokens that are still valid, and asks no provider.",
  "Once the server that the backup is of is gone for good: grantry take-over",
];

function say(run: Run, what: "check" | "restore"): void {
  run.terminal.progress(what === "check" ? "Checking the file." : "Restoring.");
}

/** The file that was named, and what opens it. */
function sourceOf(run: Run): { readonly file: string; readonly identityFile: string | null } {
  const [file = ""] = run.given;
  const named = textOption(run, "identity");
  const identityFile = named === undefined ? null : filePath(run.outside, named);
  return { file: filePath(run.outside, file), identityFile };
}

const signs = { good: "ok     ", bad: "BAD    ", unknown: "?      " } as const;

export const drillRestore: Command = {
  name: "drill restore",
  summary: "Try a backup: restore it into a scratch place, open every sealed value, compare counts",
  takes: ["<file>"],
  options: {
    identity,
    scratch: {
      value: "FOLDER",
      summary:
        "where the scratch place is made on SQLite; else where the system keeps such files, or in the data folder",
    },
  },
  places: [],
  run: async (run) => {
    const { drillRestore: drill } = await localDrill();
    const folder = folderOption(run, "scratch");
    const environment = childEnvironment(run.outside);
    run.terminal.progress("Restoring into a scratch place; no provider is called.");
    const findings = await asCliError(drill(environment, { ...sourceOf(run), folder }));
    const lines = findings.map(
      ({ about, verdict, text }) => `${signs[verdict]}${printable(about)}: ${printable(text)}`,
    );
    const json = { findings };
    if (!findings.some(({ verdict }) => verdict === "bad")) return { json, lines };
    return { json, lines, exit: "partly" };
  },
};
