/** Takes a server out of service for good. To be run on the server's machine, with no server running. */
import { type Command, counted, isOn, processesServe, type Run, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { writeLines } from "../files.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localDecommission } from "../local-server.ts";
import { filePath, shownPath, timeText } from "../outside.ts";

type Local = Awaited<ReturnType<typeof localDecommission>>;
type StillOpen = Awaited<ReturnType<Local["endEverything"]>>;
type Destroyed = Exclude<Awaited<ReturnType<Local["destroyKeys"]>>, { processes: number }>;

/** Ten minutes: what a provider does not take by then it is asked again for three days. */
const patienceDefault = 600;
const patienceMax = 259_200;

export const decommission: Command = {
  name: "decommission",
  summary: "End the server for good: give all grants back, write receipts, destroy the keys",
  options: {
    receipts: {
      value: "file",
      summary:
        "where receipts are written to, one JSON object a line (decommission-receipts.jsonl)",
    },
    patience: { value: "seconds", summary: "how long providers are waited for (600)" },
    "give-up": { summary: "destroy the keys also where a provider has not taken a grant back" },
    yes: { summary: "do not ask for the server's address" },
  },
  places: [],
  run: async (run) => {
    const patienceSeconds = patienceOf(run);
    const path = filePath(
      run.outside,
      textOption(run, "receipts") ?? "decommission-receipts.jsonl",
    );
    const local = await localDecommission();
    const environment = await databaseEnvironment(run);
    const planned = await asCliError(local.planDecommission(environment));
    requireAlone(planned.processes);
    requireItsGrants(planned.isHeldBack);
    await requireAddress(run, planned);
    const { written, left } = await endAll(run, path, (hearing) =>
      asCliError(local.endEverything(environment, { patienceSeconds, ...hearing })),
    );
    const file = shownPath(run.outside, path);
    const json = { receipts: written, file: path, left };
    const said = `${counted(written, "receipt")} in ${file}.`;
    const isAll = left.connections + left.operations + left.revocations === 0;
    if (!isAll && !isOn(run, "give-up")) {
      const again = `${progressText(left)} The keys are still there: run it again to go on, or add --give-up to leave these grants to end by themselves.`;
      return { json: { ...json, destroyed: null }, lines: [said, again], exit: "partly" };
    }
    const destroyed = await asCliError(local.destroyKeys(environment));
    // One that was started meanwhile.
    if ("processes" in destroyed) throw serverRuns(destroyed.processes);
    const outcome = {
      json: { ...json, destroyed: view(destroyed) },
      lines: [said, ...leftLines(destroyed)],
    };
    return destroyed.leftFile === null ? outcome : { ...outcome, exit: "partly" };
  },
};

function patienceOf(run: Run): number {
  const given = textOption(run, "patience");
  if (given === undefined) return patienceDefault;
  const seconds = Number(given);
  if (Number.isSafeInteger(seconds) && seconds >= 0 && seconds <= patienceMax) return seconds;
  throw usage(`--patience is a number of seconds, ${patienceMax} at most.`);
}

function requireAlone(processes: number): void {
  if (processes > 0) throw serverRuns(processes);
}

function serverRuns(processes: number): CliError {
  const text = `${processesServe(processes)}, or did within the last minute: stop every one, and run it again.`;
  return new CliError("refused", text, { code: "server_runs" });
}

/** What the original still uses is not given back by a copy of it. */
function requireItsGrants(isHeldBack: boolean): void {
  if (!isHeldBack) return;
  const text =
    "It was restored from a backup and asks no provider: grantry take-over first, once the server that the backup is of is gone.";
  throw new CliError("refused", text, { code: "server_held_back" });
}

/** What is typed is what is ended: nobody ends the wrong one by a key too many. */
async function requireAddress(
  run: Run,
  planned: Awaited<ReturnType<Local["planDecommission"]>>,
): Promise<void> {
  if (isOn(run, "yes")) return;
  const { publicUrl, workspaces, open } = planned;
  const about = `${counted(open.connections, "connection")} in ${counted(workspaces, "workspace")}`;
  const question = `This ends ${about} for good; their users connect again elsewhere. Type the server's address, ${publicUrl}, to go ahead: `;
  if ((await run.terminal.ask(question)) === publicUrl) return;
  throw new CliError("refused", "That is not its address: nothing was changed.", {
    code: "confirmation_mismatch",
  });
}

type Hearing = Omit<Parameters<Local["endEverything"]>[1], "patienceSeconds">;

/** The file of an earlier try is whole until this one is, and this one is on the disk before any key is destroyed. */
async function endAll(
  { terminal }: Run,
  path: string,
  end: (hearing: Hearing) => Promise<StillOpen>,
): Promise<{ written: number; left: StillOpen }> {
  return await writeLines(path, async (add) => {
    let written = 0;
    const left = await end({
      progress: (open) => terminal.progress(progressText(open)),
      receipt: async (one) => {
        await add(receiptLine(one));
        written += 1;
      },
    });
    return { written, left };
  });
}

function receiptLine(one: Parameters<Hearing["receipt"]>[0]): string {
  return JSON.stringify({
    workspace_id: one.workspaceId,
    operation_id: one.operationId,
    connection_id: one.connectionId,
    app_id: one.appId,
    type: one.integrationType,
    result: one.result,
    failure_code: one.failureCode,
    done_at: timeText(one.doneAt),
  });
}

function progressText({ connections, revocations }: StillOpen): string {
  return `${counted(connections, "connection")} to end, ${counted(revocations, "grant")} to give back.`;
}

function view({ dataKeys, removedFile, leftFile, leftInServices, leftInEnvironment }: Destroyed) {
  return {
    data_keys: dataKeys,
    removed_file: removedFile,
    left_file: leftFile,
    left_in_services: leftInServices,
    left_in_environment: leftInEnvironment,
  };
}

function leftLines(destroyed: Destroyed): string[] {
  const { dataKeys, removedFile, leftFile, leftInServices, leftInEnvironment } = destroyed;
  return [
    `${counted(dataKeys, "data key")} destroyed: nothing that is sealed in the database opens any more.`,
    ...(removedFile === null ? [] : [`${removedFile} removed.`]),
    "What is left, for you to end:",
    ...(leftFile === null
      ? []
      : [
          `  ${leftFile}, which could not be removed: destroy it where it comes from, for a backup opens with it`,
        ]),
    ...(leftInEnvironment
      ? [
          "  the root key in GRANTRY_ENCRYPTION_KEYS: destroy it wherever it is kept, for a backup opens with it",
        ]
      : []),
    ...leftInServices.map(
      (id) => `  the root key ${id} in its key service: schedule its destruction there`,
    ),
    "  backups of the database, and copies of the root key",
    "  the database: accounts, settings and the audit log, unsealed parts of all of it",
    "  the OAuth clients at the providers: delete them there, with their secrets",
  ];
}
