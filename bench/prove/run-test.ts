/** Runs some tests of one file, and tells which passed and why the others failed. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";

export interface TestOutcome {
  readonly fullName: string;
  readonly passed: boolean;
  readonly messages: readonly string[];
}

export interface RunOutcome {
  /** The tests that ran. */
  readonly tests: readonly TestOutcome[];
  /** Whether the run had to be ended. */
  readonly hung: boolean;
  /** What the file failed with before any test of it ran; empty where it did not. */
  readonly broken: string;
}

export interface RunInput {
  readonly root: string;
  readonly file: string;
  /** Selects tests by their full names. */
  readonly names: RegExp;
  readonly databaseUrl: string;
}

/** What one test and its setting up may take, and the whole run of a file. */
const testMs = 10_000;
const hookMs = 10_000;
const teardownMs = 1_000;
const runMs = 90_000;

interface Report {
  readonly testResults: readonly {
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}

export async function runTests({ root, file, names, databaseUrl }: RunInput): Promise<RunOutcome> {
  const reportFile = join(root, "prove-report.json");
  await rm(reportFile, { force: true });
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  const limits = [
    `--testTimeout=${testMs}`,
    `--hookTimeout=${hookMs}`,
    `--teardownTimeout=${teardownMs}`,
  ];
  const report = ["--reporter=json", `--outputFile=${reportFile}`];
  const selected = ["--project=node", "--project=long", file, "-t", names.source];
  const child = spawn(process.execPath, [vitest, "run", ...selected, ...limits, ...report], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data: Buffer) => {
    said += data.toString();
  });
  const limit = setTimeout(() => child.kill("SIGKILL"), runMs);
  await once(child, "close");
  clearTimeout(limit);
  const hung = child.signalCode === "SIGKILL";
  const text = await readFile(reportFile, "utf8").catch(() => undefined);
  if (text === undefined)
    return { tests: [], hung, broken: hung ? "" : said.trim() || "no report" };
  return { ...read(JSON.parse(text)), hung };
}

function read({ testResults }: Report): Omit<RunOutcome, "hung"> {
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = results.filter(({ status }) => status === "passed" || status === "failed");
  const tests = ran.map(({ fullName, status, failureMessages: messages }) => ({
    fullName,
    passed: status === "passed",
    messages,
  }));
  const broken = testResults.map(({ message }) => message).join("\n");
  return { tests, broken: tests.length > 0 ? "" : broken };
}
