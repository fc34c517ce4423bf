/** `npm run check:upgrade -- <commit>`: that version's server and this tree's side by side on one database, under load. */
import { parseArgs } from "node:util";
import { engines } from "@grantry/testing/databases";
import { startPostgres } from "../../bench/postgres.ts";
import { chosen, runScript, WrongArgument, wholeNumber } from "../script.ts";
import { takeVersion } from "./other-version.ts";
import { type Outcome, runSideBySide } from "./side-by-side.ts";

const help = `npm run check:upgrade -- <commit> [options]

Takes an earlier version out of git, lets its server fill a database, starts this tree's server beside it while tokens are
read and refreshed, and ends the earlier one. SDK and command line of each version are tried against both servers. Ends with 1
where a single read or command failed.

  --engine sqlite|postgres   one of the two; both unless told
  --seconds N                how long it takes, in thirds: before and with both, with both, after (60)
  --users N                  connected users, whose tokens last twenty seconds (40)
  --rows N                   connections in the table besides (20000)
`;

await runScript(help, async (args) => {
  const text = { type: "string" } as const;
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { engine: text, seconds: text, users: text, rows: text },
  });
  const [ref, ...more] = positionals;
  if (ref === undefined || more.length > 0)
    throw new WrongArgument("Name one commit: npm run check:upgrade -- <commit>");
  const which = chosen("--engine", engines, values.engine);
  const plan = {
    seconds: wholeNumber("--seconds", values.seconds ?? "60"),
    users: wholeNumber("--users", values.users ?? "40"),
    rows: wholeNumber("--rows", values.rows ?? "20000"),
    progress: (line: string) => void process.stderr.write(`${line}\n`),
  };
  const version = await takeVersion(ref);
  const postgres = which.includes("postgres") ? await startPostgres() : null;
  try {
    process.stdout.write(`From ${version.commit.slice(0, 10)} to this tree:\n\n`);
    for (const engine of which) {
      const outcome = await runSideBySide({
        ...plan,
        engine,
        earlier: version.folder,
        postgresUrl: postgres?.url ?? "",
      });
      process.stdout.write(told(outcome));
      if (outcome.failures.length > 0) process.exitCode = 1;
    }
  } finally {
    await postgres?.stop();
    await version.remove();
  }
});

function told({
  engine,
  reads,
  refreshes,
  slowestMs,
  migrations,
  refusedAgain,
  failures,
}: Outcome): string {
  const again = refusedAgain === null ? "it serves" : refusedAgain;
  return [
    `${engine}: ${reads} reads, ${failures.length === 0 ? "none failed" : "FAILED"}; ${refreshes} refreshes; the slowest read took ${Math.round(slowestMs)} ms`,
    `  applied: ${migrations.length === 0 ? "nothing" : migrations.join(", ")}`,
    `  the earlier version started again: ${again}`,
    ...failures.map((one) => `  ${one}`),
    "",
  ].join("\n");
}
