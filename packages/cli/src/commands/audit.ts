/** Commands about the audit log: checked, taken out, and cleared of people. */
import { createReadStream } from "node:fs";
import { open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import {
  type auditVerification,
  auditVerification as verification,
} from "@grantry/contract/v1/audit";
import { z } from "zod";
import { checkLines, type LineBreak, linesOf as linesIn } from "../audit-file.ts";
import { type Command, counted, isOn, type Outcome, type Run, textOption } from "../command.ts";
import { fileProblem, usage } from "../failure.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localAudit } from "../local-server.ts";
import { filePath } from "../outside.ts";
import { namedWorkspace, readProject } from "../project.ts";
import { openSession } from "../session.ts";
import { workspaceOf, workspacePath } from "../workspace.ts";

type Verification = z.output<typeof auditVerification>;

/** What was found of a chain, as both ways to look say it. */
interface Checked
  extends Pick<
    Verification,
    | "checked"
    | "broken"
    | "first_number"
    | "last_number"
    | "last_hash"
    | "expected_found"
    | "seal_known"
    | "unlinked"
  > {
  /** Null: what belongs to no workspace. */
  readonly workspace_id: string | null;
}

export const verifyAudit: Command = {
  name: "audit verify",
  summary: "Check that no record of the audit log was changed, removed, put in or moved",
  options: {
    local: { summary: "in the server's own database, every workspace unless one is named" },
    expect: {
      value: "NUMBER:HASH",
      summary: "a record, as this command named the last one before: is it still there?",
    },
    file: {
      value: "FILE",
      summary:
        "records that the server has sent elsewhere, as lines, without any server; - is standard input",
    },
  },
  run: async (run) => {
    const file = textOption(run, "file");
    if (file !== undefined) return await checkFile(run, file);
    const chains = isOn(run, "local") ? await checkLocally(run) : [await checkByApi(run)];
    const lines = chains.flatMap(linesOf);
    const isBroken = chains.some((one) => one.broken !== null || one.expected_found === false);
    return { json: { chains }, lines, ...(isBroken ? { exit: "differs" as const } : {}) };
  },
};

async function checkFile(run: Run, file: string): Promise<Outcome> {
  if (isOn(run, "local") || textOption(run, "expect") !== undefined) {
    throw usage("--file stands alone: a server proves a record by --expect without it.");
  }
  const { outside, terminal } = run;
  const input = file === "-" ? outside.input : createReadStream(filePath(outside, file));
  const found = await checkLines(linesIn(input), (count) =>
    terminal.progress(`${count} lines checked`),
  ).catch((cause: unknown) => {
    throw fileProblem(`Cannot read records from ${file}.`, cause);
  });
  const lines = found.chains.flatMap((chain) => {
    const name = chain.workspace_id ?? "(no workspace)";
    const { broken } = chain;
    if (broken !== null) {
      return [`${name}: record ${broken.number}, line ${broken.line}, ${lineBreaks[broken.kind]}.`];
    }
    return [
      `${name}: ${counted(chain.checked, "record")} from ${chain.first_number}, unbroken.`,
      `${name}: the last is ${chain.last_number}:${chain.last_hash}`,
    ];
  });
  if (found.chains.length === 0) lines.push("There are no records.");
  if (found.unreadable === 1) lines.push("1 line holds no record.");
  if (found.unreadable > 1) lines.push(`${found.unreadable} lines hold no record.`);
  const isBroken = found.chains.some(({ broken }) => broken !== null);
  return { json: { ...found }, lines, ...(isBroken ? { exit: "differs" as const } : {}) };
}

const lineBreaks: Readonly<Record<LineBreak, string>> = {
  changed: "is not what was written",
  missing: "comes where others before it are missing",
  not_next: "does not go on with what comes before it",
};

interface Noted {
  readonly number: number;
  readonly hash: string;
}

function expectedOf(run: Run): Noted | null {
  const text = textOption(run, "expect");
  if (text === undefined) return null;
  const [, number, hash] = /^([1-9]\d{0,14}):([\w-]{43})$/.exec(text) ?? [];
  if (number === undefined || hash === undefined) {
    throw usage("--expect takes the number and hash of a record: NUMBER:HASH.");
  }
  return { number: Number(number), hash };
}

async function checkByApi(run: Run): Promise<Checked> {
  const expected = expectedOf(run);
  const session = await openSession(run);
  const workspace = await workspaceOf(run, session);
  const path = workspacePath(workspace, "audit-records", "verify");
  let checked = 0;
  let next: number | null = null;
  for (;;) {
    const body = {
      ...(next === null ? {} : { from_number: next }),
      ...(expected === null ? {} : { expected }),
    };
    const part: Verification = await session.ask(verification, { method: "POST", path, body });
    checked += part.checked;
    next = part.next_number;
    if (next === null) return { workspace_id: workspace, ...part, checked };
    run.terminal.progress(`${checked} checked`);
  }
}

async function checkLocally(run: Run): Promise<Checked[]> {
  const expected = expectedOf(run);
  const workspaceId = namedWorkspace(run, await readProject(run));
  if (expected !== null && workspaceId === undefined) {
    throw usage("--expect is of one workspace: name it with --workspace.");
  }
  const { verifyLocalAudit } = await localAudit();
  const environment = await databaseEnvironment(run);
  const found = await asCliError(
    verifyLocalAudit(environment, {
      workspaceId,
      expected,
      progress: (count) => run.terminal.progress(`${count} checked`),
    }),
  );
  return found.map((one) => ({
    workspace_id: one.workspaceId,
    checked: one.checked,
    broken: one.broken && {
      kind: one.broken.kind,
      number: one.broken.number,
      record_id: one.broken.auditRecordId === null ? null : String(one.broken.auditRecordId),
    },
    first_number: one.firstNumber,
    last_number: one.lastNumber,
    last_hash: one.lastHash,
    expected_found: one.isExpectedThere,
    seal_known: one.sealKnown,
    unlinked: one.unlinked,
  }));
}

const breaks: Readonly<Record<NonNullable<Verification["broken"]>["kind"], string>> = {
  removed: "is missing",
  changed: "is not what was written, or was put in or moved",
  end_changed: "is the last, and not the one that the server sealed",
  end_was_changed: "was the last when its seal was first found wrong",
};

function linesOf(chain: Checked): string[] {
  const name = chain.workspace_id ?? "(no workspace)";
  const { broken, unlinked } = chain;
  const all = `${name}: ${counted(chain.checked, "record")}`;
  const found =
    broken === null
      ? `${all}, unbroken.`
      : `${name}: record ${broken.number} ${breaks[broken.kind]}.`;
  return [
    found,
    ...(chain.last_number ? [`${name}: the last is ${chain.last_number}:${chain.last_hash}`] : []),
    ...(chain.expected_found === false ? [`${name}: the expected record is not there.`] : []),
    ...(unlinked === 0 ? [] : [`${name}: ${counted(unlinked, "newest record")} not linked yet.`]),
    ...(chain.seal_known ? [] : [`${name}: the key that its end names is not there.`]),
  ];
}

const formats = ["jsonl", "csv"];

export const exportAudit: Command = {
  name: "audit export",
  summary: "Write the audit log to a new file that only you can read",
  options: {
    out: { value: "FILE", summary: "the new file (needed)" },
    format: { value: "FORMAT", summary: "jsonl (by default) or csv" },
    from: { value: "TIME", summary: "recorded then or later: 2026-05-04T00:00:00Z" },
    to: { value: "TIME", summary: "recorded before" },
    "without-reads": { summary: "leave reads of tokens out" },
  },
  run: async (run) => {
    const out = textOption(run, "out");
    if (out === undefined) throw usage("Name a new file with --out.");
    const format = textOption(run, "format") ?? "jsonl";
    if (!formats.includes(format)) throw usage("--format takes jsonl or csv.");
    const query = new URLSearchParams({ format });
    query.set("token_reads", isOn(run, "without-reads") ? "without" : "with");
    for (const name of ["from", "to"]) {
      const value = textOption(run, name);
      if (value !== undefined) query.set(name, value);
    }
    const session = await openSession(run);
    const workspace = await workspaceOf(run, session);
    const path = `${workspacePath(workspace, "audit-records", "export")}?${query}`;
    const bytes = await writeNew(filePath(run.outside, out), (take) =>
      session.ask(z.null(), { path, take }),
    );
    return {
      json: { workspace_id: workspace, format, file: out, bytes },
      lines: [`Wrote ${out}, ${counted(bytes, "byte")}.`],
    };
  },
};

/** A new file, whole or not there. */
async function writeNew(
  path: string,
  fill: (take: (part: Uint8Array) => Promise<void>) => Promise<unknown>,
): Promise<number> {
  const file = await open(path, "wx", 0o600).catch((cause: unknown) => {
    throw fileProblem(whyNotNew(path, cause), cause);
  });
  let bytes = 0;
  try {
    await fill(async (part) => {
      await file.writeFile(part);
      bytes += part.byteLength;
    });
    return bytes;
  } catch (thrown) {
    await rm(path, { force: true });
    throw thrown;
  } finally {
    await file.close();
  }
}

function whyNotNew(path: string, cause: unknown): string {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EEXIST") return `${path} is there already: name a new file.`;
  if (code === "ENOENT") return `There is no folder ${dirname(path)}: make it, or name another.`;
  return `Cannot write ${path}: ${String(code ?? "unknown")}.`;
}

export const forgetPerson: Command = {
  name: "audit forget",
  summary: "Erase from the audit log, in the server's own database, what it says of a person",
  takes: ["<email>"],
  options: { yes: { summary: "do not ask", short: "y" } },
  places: [],
  run: async (run) => {
    const [email = ""] = run.given;
    const { forgetLocalPerson } = await localAudit();
    const environment = await databaseEnvironment(run);
    const question = `Erase the addresses of ${email} from the audit log for good?`;
    if (!isOn(run, "yes") && !(await run.terminal.confirm(question))) {
      return { json: { email, erased: 0 }, lines: ["Nothing was changed."] };
    }
    const erased = await asCliError(forgetLocalPerson(environment, email));
    return { json: { email, erased }, lines: [forgottenOf(email, erased)] };
  },
};

function forgottenOf(email: string, erased: number): string {
  if (erased === 0) return `The audit log says nothing of ${email}: nothing was erased.`;
  return `Erased ${counted(erased, "value")} that the audit log held of ${email}.`;
}
