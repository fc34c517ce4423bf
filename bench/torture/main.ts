/**
 * The torture rig: `npm run torture -- --help`. Prints counts and a verdict; exits with 1 where a
 * promise of the token engine was broken.
 */
import { mkdir } from "node:fs/promises";
import { parseArgs } from "node:util";
import { check } from "./checker.ts";
import { broken, historiesOf, tableOf } from "./report.ts";
import { type RunOptions, runTorture } from "./run.ts";

const help = `npm run torture -- [options]

  --engine sqlite|postgres   the database (sqlite)
  --refreshes N              end after so many granted refreshes (100000)
  --seconds N                end after so many seconds at the latest (1800)
  --processes N              server processes (3)
  --connections N            connections, shared out over three providers (450)
  --seed N                   what to do, what fails, who is killed and when (1)
  --pace MS                  pause between two bursts of reads of a connection, on average (700)
  --kill-every MS            a process dies about this often; 0: never (4000)
  --outage-every MS          the database goes away about this often; 0: never (30000)
  --sick-every MS            a provider goes away about this often; 0: never (15000)
  --keep FOLDER              keep everything that was logged there
  --json                     print the counts as JSON
  --help

A seed fixes the workload, the faults and the times of kills and outages. It cannot fix which process
the operating system runs first: two runs of a seed do the same things and may interleave them
differently.
`;

const number = (text: string, name: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new Error(`--${name} must be a whole number`);
};

function readOptions() {
  const text = { type: "string" } as const;
  const { values } = parseArgs({
    options: {
      engine: { ...text, default: "sqlite" },
      refreshes: { ...text, default: "100000" },
      seconds: { ...text, default: "1800" },
      processes: { ...text, default: "3" },
      connections: { ...text, default: "450" },
      seed: { ...text, default: "1" },
      pace: { ...text, default: "700" },
      "kill-every": { ...text, default: "4000" },
      "outage-every": { ...text, default: "30000" },
      "sick-every": { ...text, default: "15000" },
      keep: text,
      json: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

async function main(): Promise<void> {
  const values = readOptions();
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const { engine, keep = null } = values;
  if (engine !== "sqlite" && engine !== "postgres") {
    throw new Error("--engine must be sqlite or postgres");
  }
  const options: RunOptions = {
    engine,
    seed: number(values.seed, "seed"),
    refreshes: number(values.refreshes, "refreshes"),
    seconds: number(values.seconds, "seconds"),
    processes: number(values.processes, "processes"),
    connections: number(values.connections, "connections"),
    paceMs: number(values.pace, "pace"),
    chaos: {
      killEveryMs: number(values["kill-every"], "kill-every"),
      outageEveryMs: number(values["outage-every"], "outage-every"),
      sickEveryMs: number(values["sick-every"], "sick-every"),
      outageMaxMs: 8_000,
    },
    postgresUrl: null,
    progress: (text) => process.stderr.write(`${text}\n`),
  };
  if (keep !== null) await mkdir(keep, { recursive: true });
  const history = await runTorture(options, keep);
  const verdict = check(history);
  const { violations, counts } = verdict;
  if (values.json) {
    const report = { engine, seed: options.seed, counts, broken: broken(verdict), violations };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } else {
    process.stdout.write(`${engine}, seed ${options.seed}\n\n${tableOf(verdict)}\n\n`);
    if (violations.length > 0) process.stdout.write(`${historiesOf(history, violations)}\n\n`);
    const word = violations.length === 0 ? "kept" : `broken ${violations.length} times`;
    process.stdout.write(`Every promise: ${word}.\n`);
  }
  process.exitCode = violations.length === 0 ? 0 : 1;
}

main().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.message : String(thrown)}\n`);
  process.exitCode = 2;
});
