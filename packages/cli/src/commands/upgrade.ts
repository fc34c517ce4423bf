/** What a new version does to the database, said before and done without a server. To be run on the server's machine. */
import { type Command, counted, isOn, type Outcome, processesServe, type Run } from "../command.ts";
import { CliError } from "../failure.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localUpgrade } from "../local-server.ts";

type Found = Awaited<ReturnType<Awaited<ReturnType<typeof localUpgrade>>["checkLocalUpgrade"]>>;

export const upgrade: Command = {
  name: "upgrade",
  summary: "Bring the database's tables to this version; --check says what that would do",
  options: {
    check: {
      summary:
        "only say what is pending, what it goes through, and whether the version before goes on beside it",
    },
    yes: { summary: "go ahead without asking, also while a version serves that cannot go on" },
  },
  places: [],
  run: async (run) => {
    const { applyLocalUpgrade, checkLocalUpgrade, countedMax } = await localUpgrade();
    const environment = await databaseEnvironment(run);
    const found = await asCliError(checkLocalUpgrade(environment));
    if (isOn(run, "check")) return checked(found, countedMax);
    await requireConsent(run, found);
    const applied = await asCliError(applyLocalUpgrade(environment));
    const text =
      applied.length === 0
        ? "Nothing was pending."
        : `The tables are those of this version: ${counted(applied.length, "migration")} applied.`;
    return { json: { applied }, lines: [text] };
  },
};

/** A version that serves, and cannot with what is applied, is stopped first. */
async function requireConsent(run: Run, found: Found): Promise<void> {
  const { processes } = found;
  if (processes === 0 || isOn(run, "yes") || goesOn(found)) return;
  const what = `${processesServe(processes)} that cannot go on with these tables.`;
  if (run.terminal.interactive && (await run.terminal.confirm(`${what} Go ahead?`))) return;
  throw new CliError("refused", `${what} Stop it first, or add --yes.`, { code: "version_serves" });
}

const goesOn = ({ pending }: Found) => pending.every(({ takesAway }) => takesAway.length === 0);
const startsAgain = ({ pending }: Found) => pending.every((one) => one.letsEarlierStart);

function checked(found: Found, countedMax: number): Outcome {
  const { engine, isNew, pending, later, processes } = found;
  const json = {
    engine,
    is_new: isNew,
    pending: pending.map(({ name, work, takesAway }) => ({ name, work, takes_away: takesAway })),
    later,
    processes,
    version_before: { goes_on: goesOn(found), starts_again: startsAgain(found) },
  };
  if (pending.length === 0) return { json, lines: ["Nothing is pending.", ...laterLines(later)] };
  if (isNew) {
    const lines = ["There are no tables yet: the first start makes them."];
    return { json, lines, exit: "differs" };
  }
  const lines = [
    `${counted(pending.length, "migration")} pending:`,
    ...pending.map(({ name, work, takesAway }) => {
      const through = work.map(({ table, kind, rows }) => {
        const many = rows >= countedMax ? `${countedMax} rows or more` : counted(rows, "row");
        return `${kind} ${table} (${many})`;
      });
      const gone = takesAway.map((what) => `takes away ${what}`);
      const all = [...through, ...gone].join(", ");
      return `  ${name}${all === "" ? "" : `: ${all}`}`;
    }),
    ...before(found),
    ...laterLines(later),
  ];
  return { json, lines, exit: goesOn(found) ? "differs" : "partly" };
}

function before(found: Found): string[] {
  const serving = `${processesServe(found.processes)} now.`;
  if (!goesOn(found)) {
    return [`The version before cannot go on beside them: stop it first. ${serving}`];
  }
  const again = startsAgain(found)
    ? "It also starts again afterwards."
    : "Once they are applied it does not start again: to go back, restore the backup of before.";
  return [`The version before goes on beside them. ${again} ${serving}`];
}

function laterLines(later: readonly string[]): string[] {
  if (later.length === 0) return [];
  return [
    `A newer version has changed the database, beside which this one goes on: ${later.join(", ")}.`,
  ];
}
