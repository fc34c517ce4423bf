/** Shows that each attack can succeed: on servers of ours without what stops it. */
import { type DefenceName, defences } from "@grantry/testing/weakened";
import type { Attack } from "./attack.ts";
import { openLocal } from "./local.ts";
import { line } from "./report.ts";
import { attackServer, type Result } from "./run.ts";
import type { Stage } from "./scene.ts";

const secOf = ({ against }: Attack) => against.map((number) => `SEC-${number}`).join(", ");

/** One attack on a server of ours without these defences. */
export async function attackWithout(
  stage: Stage,
  attack: Attack,
  names: readonly DefenceName[],
): Promise<Result> {
  const [result] = await attackServer(stage, () => openLocal(stage, names), [attack]);
  if (result === undefined) throw new Error("no result");
  return result;
}

/** Does so for each, and prints the table; false where one does not go through. */
export async function showDefences(
  stage: Stage,
  chosen: readonly Attack[],
  print: (text: string) => void,
): Promise<boolean> {
  let areShown = true;
  for (const attack of chosen) {
    for (const names of attack.stoppedBy) {
      const result = await attackWithout(stage, attack, names);
      if (result.verdict !== "went through") areShown = false;
      print(`without ${names.map((name) => defences[name].is).join("; ")}\n${line(result)}`);
    }
  }
  print(`\n${defenceTable(chosen)}\n`);
  return areShown;
}

/** The table of docs/security/red-team.md: by each attack what stops it. */
export function defenceTable(attacks: readonly Attack[]): string {
  const named = (names: readonly DefenceName[]) =>
    names.map((name) => defences[name].is).join("; and besides: ");
  const rows = attacks.map((attack) => {
    const without = attack.stoppedBy.map(named).join(" · ");
    return `| \`${attack.name}\` | ${attack.tries} | ${secOf(attack)} | ${without} |`;
  });
  return ["| attack | tries | against | goes through without |", "|---|---|---|---|", ...rows].join(
    "\n",
  );
}
