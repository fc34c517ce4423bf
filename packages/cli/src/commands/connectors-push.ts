/** Brings an app's shared connections in line with the local files: plans, asks, then does it. */
import { type Command, isOn, type Outcome, printable, type Run } from "../command.ts";
import {
  type ConnectorFile,
  connectorFolder,
  readConnectorFiles,
  without,
} from "../connector-files.ts";
import { CliError } from "../failure.ts";
import { readProject } from "../project.ts";
import { droppedLines, requireAllowedFiles, unlistedLines } from "./allowed-scopes.ts";
import { type ConnectorCalls, connectorCalls } from "./connector-calls.ts";
import { grantedOf } from "./connectors.ts";
import { judgedLines, judgePlan, keyOfRefusal } from "./connectors-judge.ts";
import { type Planned, planLines, planPush, planView } from "./connectors-plan.ts";

interface Result {
  readonly type: string;
  readonly result: "connected" | "needs_authorization" | "removed" | "failed";
  readonly connect_url?: string | null;
  readonly authorization_id?: string | null;
  readonly scopes?: readonly string[];
  readonly missing?: readonly string[];
  /** Not asked for, as the workspace does not allow it. */
  readonly dropped_scopes?: readonly string[];
  readonly unlisted_scopes?: readonly string[];
  readonly error?: { readonly code: string; readonly message: string };
}

export const push: Command = {
  name: "connectors push",
  summary: "Apply the local files: shows the plan, asks, then applies it",
  options: {
    dir: { value: "FOLDER", summary: "where the files are" },
    "dry-run": { summary: "show the plan, and do nothing" },
    prune: { summary: "disconnect and remove types that have no file" },
    yes: { summary: "do not ask", short: "y" },
  },
  run: async (run) => {
    const folder = connectorFolder(run, await readProject(run));
    const files = await readConnectorFiles(run.outside, folder);
    if (files.length === 0)
      throw new CliError("file", `There are no connector files in ${folder}.`);
    const calls = await connectorCalls(run);
    await requireKnownFiles(calls, files);
    await requireAllowedFiles(calls, files);
    const plan = planPush(files, await calls.list(), { prune: isOn(run, "prune") });
    const planned = planView(plan);
    if (isOn(run, "dry-run")) return await dryRun(calls, plan);
    if (!(await agreed(run, plan, calls.app))) {
      return { json: { plan: planned, results: [] }, lines: ["Nothing was changed."] };
    }
    return outcomeOf(planned, await carryOut(run, calls, plan));
  },
};

/** The plan, and what the server would say to it. */
async function dryRun(calls: ConnectorCalls, plan: readonly Planned[]): Promise<Outcome> {
  const judged = await judgePlan(calls, plan);
  const outcome = {
    json: { plan: planView(plan), judged },
    lines: [...planLines(plan), ...judgedLines(judged)],
  };
  const isSound = judged.every(({ error }) => error === null);
  return isSound ? outcome : { ...outcome, exit: "partly" };
}

/** Nobody is asked about a plan that changes nothing. */
async function agreed(run: Run, plan: readonly Planned[], app: string): Promise<boolean> {
  for (const line of planLines(plan)) run.terminal.progress(line);
  const changes = plan.some(({ action }) => action !== "keep" && action !== "extra");
  return !changes || isOn(run, "yes") || (await run.terminal.confirm(`Apply this to ${app}?`));
}

async function requireKnownFiles(
  calls: ConnectorCalls,
  files: readonly ConnectorFile[],
): Promise<void> {
  const known = new Set((await calls.available()).map((one) => one.type));
  const problems = files
    .filter(({ type }) => !known.has(type))
    .map(({ parsed, type }) => `${parsed.at(["type"])}: type: the server knows no type "${type}".`);
  if (problems.length > 0) throw new CliError("file", problems.join("\n"));
}

async function carryOut(
  run: Run,
  calls: ConnectorCalls,
  plan: readonly Planned[],
): Promise<Result[]> {
  const results: Result[] = [];
  const work = plan.filter(({ action }) => action !== "extra" && action !== "keep");
  for (const [at, planned] of work.entries()) {
    run.terminal.progress(`[${at + 1}/${work.length}] ${printable(planned.type)}`);
    results.push(await carryOutOne(calls, planned));
  }
  return results;
}

/** What goes wrong with one does not hold up the others; without a server or sign-in nothing goes on. */
async function carryOutOne(calls: ConnectorCalls, { type, file }: Planned): Promise<Result> {
  try {
    if (file === null) {
      await calls.remove(type);
      return { type, result: "removed" };
    }
    return await set(calls, file);
  } catch (thrown) {
    if (!(thrown instanceof CliError) || thrown.exit !== "refused") throw thrown;
    const where = file === null ? "" : `${file.parsed.at([keyOfRefusal(thrown)])}: `;
    const { code } = thrown;
    return { type, result: "failed", error: { code, message: where + thrown.message } };
  }
}

async function set(calls: ConnectorCalls, file: ConnectorFile): Promise<Result> {
  const { type, scopes, settings } = file;
  const answer = await calls.set(type, { scopes, settings });
  const { dropped_scopes: dropped, unlisted_scopes: unlisted } = answer;
  const left = {
    ...(dropped.length === 0 ? {} : { dropped_scopes: dropped }),
    ...(unlisted.length === 0 ? {} : { unlisted_scopes: unlisted }),
  };
  if (answer.status !== "completed") {
    const { connect_url, id: authorization_id } = answer;
    return { type, result: "needs_authorization", connect_url, authorization_id, ...left };
  }
  const granted = await grantedOf(calls, type, without(scopes, dropped));
  const { missing } = granted;
  return { type, result: "connected", scopes: granted.scopes, missing, ...left };
}

function outcomeOf(plan: unknown, results: readonly Result[]): Outcome {
  const lacking = ({ result, missing = [], dropped_scopes: dropped = [] }: Result) =>
    result === "failed" || missing.length > 0 || dropped.length > 0;
  const json = { plan, results };
  const lines = results.flatMap(resultLines);
  return results.some(lacking) ? { json, lines, exit: "partly" } : { json, lines };
}

function resultLines({ type, result, ...more }: Result): string[] {
  const missing = [
    ...(more.missing ?? []).map((scope) => `  missing: ${printable(scope)}`),
    ...droppedLines(more.dropped_scopes ?? []),
    ...unlistedLines(more.unlisted_scopes ?? []),
  ];
  switch (result) {
    case "connected":
      return [`${type}: connected`, ...missing];
    case "needs_authorization":
      return [`${type}: open within ten minutes: ${printable(more.connect_url ?? "")}`, ...missing];
    case "removed":
      return [`${type}: removed`];
    case "failed":
      return [`${type}: failed: ${printable(more.error?.message)}`];
  }
}
