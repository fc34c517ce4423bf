/** Applies a bootstrap file to the database of a server: plans, asks, then does it. */
import type { BootstrapChange } from "@grantry/server/local";
import { type Command, isOn, printable } from "../command.ts";
import { databaseEnvironment } from "../local-database.ts";
import { asCliError, localServer } from "../local-server.ts";
import { filePath } from "../outside.ts";

export const apply: Command = {
  name: "apply",
  summary:
    "Apply a bootstrap file to the server's database: shows the changes, asks, then applies them",
  takes: ["<file>"],
  options: {
    "dry-run": { summary: "show the difference, and change nothing" },
    yes: { summary: "do not ask", short: "y" },
  },
  places: [],
  run: async (run) => {
    const { withBootstrap } = await localServer();
    const dryRun = isOn(run, "dry-run");
    const input = {
      environment: await databaseEnvironment(run, { makes: !dryRun }),
      file: filePath(run.outside, run.given[0] ?? ""),
      mayMigrate: !dryRun,
    };
    const work = withBootstrap(input, async ({ plan, apply: carryOut }) => {
      const changes = await plan();
      const lines = changes.length === 0 ? ["There is nothing to change."] : changes.flatMap(show);
      if (dryRun || changes.length === 0) return { json: { changes, applied: false }, lines };
      for (const line of lines) run.terminal.progress(line);
      if (!isOn(run, "yes") && !(await run.terminal.confirm("Do this?"))) {
        return { json: { changes, applied: false }, lines: ["Nothing was changed."] };
      }
      await carryOut(changes);
      return { json: { changes, applied: true }, lines: [`Done: ${changes.length} changes.`] };
    });
    return await asCliError(work);
  },
};

const signs = { create: "+", change: "~", remove: "-" } as const;

function show({ action, kind, id, values, note }: BootstrapChange): string[] {
  return [
    `${signs[action]} ${kind} ${printable(id)}`,
    ...values.map(({ name, before, after }) => {
      if (name.endsWith("secret")) return `    ${name}: ${ofSecret(before, after)}`;
      const now = printable(after ?? "(none)");
      return `    ${name}: ${before === null ? now : `${printable(before)} -> ${now}`}`;
    }),
    ...(note === undefined ? [] : [`    ! ${printable(note)}.`]),
  ];
}

function ofSecret(before: string | null, after: string | null): string {
  if (after === null) return "taken away";
  return before === null ? "set" : "changed";
}
