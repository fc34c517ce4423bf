/** Carries what a workspace is set up with to another one, such as from staging to production. Never credentials. */
import { type Command, isOn, listOption, printable, type Run, textOption } from "../command.ts";
import { CliError, usage } from "../failure.ts";
import { carry, withImpact } from "../promote/carry.ts";
import { compareApps, type PlaceField, placeFields } from "../promote/compare-apps.ts";
import { compareConnectors, comparePolicies } from "../promote/compare-connectors.ts";
import {
  type Change,
  type Difference,
  joined,
  type Kind,
  kinds,
  none,
} from "../promote/difference.ts";
import { openPlaces, type Place, placeOptions } from "../promote/places.ts";
import { readState } from "../promote/state.ts";
import { carriedLine, carriedView, planLines, planView } from "../promote/words.ts";

const options = {
  ...placeOptions,
  only: {
    value: "KINDS",
    summary: "of policy, connector and app these kinds, separated by commas",
  },
  include: {
    value: "FIELDS",
    summary:
      "what belongs to a place, too: origins, identity_providers, functions_url, native_return_urls, completion",
  },
} as const;

export const diff: Command = {
  name: "diff",
  summary: "Compare apps, connectors and policies of two workspaces",
  options,
  run: async (run) => {
    const { places, difference } = await compare(run);
    const json = planView(places, difference);
    const lines = planLines(places, difference);
    const isSame = difference.changes.length === 0 && difference.needs.length === 0;
    return isSame ? { json, lines } : { json, lines, exit: "differs" };
  },
};

export const promote: Command = {
  name: "promote",
  summary: "Carry apps, connectors and policies to another workspace, without credentials",
  options: {
    ...options,
    "dry-run": { summary: "only show what would be done" },
    yes: { summary: "do not ask; a workspace for production needs --confirm", short: "y" },
    confirm: { value: "NAME", summary: "the target's name, in place of being asked" },
  },
  run: async (run) => {
    const { places, difference } = await compare(run);
    const { changes, needs } = difference;
    const lacks = needs.length > 0;
    const plan = planView(places, difference);
    const lines = planLines(places, difference);
    if (isOn(run, "dry-run") || changes.length === 0) {
      const json = { ...plan, results: [] };
      return lacks ? { json, lines, exit: "partly" } : { json, lines };
    }
    for (const line of lines) run.terminal.progress(line);
    if (!(await isConfirmed(run, places.to))) {
      return { json: { ...plan, results: [] }, lines: ["Nothing was changed."] };
    }
    const results = [];
    for (const change of changes) results.push(await carry(places.to, change));
    const json = { ...plan, results: results.map(carriedView) };
    const said = results.map(carriedLine);
    const failed = results.some(({ error }) => error !== null);
    return failed || lacks ? { json, lines: said, exit: "partly" } : { json, lines: said };
  },
};

async function compare(run: Run) {
  const only = listed(run, "only", kinds);
  const included = listed(run, "include", placeFields) ?? [];
  const places = await openPlaces(run);
  const [from, to] = await Promise.all([readState(places.from), readState(places.to)]);
  // Policies first: a connector may ask for what they allow.
  const compared: Readonly<Record<Kind, () => Difference>> = {
    policy: () => comparePolicies({ from, to }),
    connector: () => compareConnectors({ from, to }),
    app: () => compareApps({ from, to, included }),
  };
  const wanted = kinds.filter((kind) => only === null || only.includes(kind));
  const difference = joined([none, ...wanted.map((kind) => compared[kind]())]);
  const changes: Change[] = [];
  for (const change of difference.changes) changes.push(await withImpact(places.to, change));
  return { places, difference: { ...difference, changes } };
}

/** Words of a list that an option gives; null where it is not given. Throws for others. */
function listed<T extends Kind | PlaceField>(
  run: Run,
  option: string,
  known: readonly T[],
): readonly T[] | null {
  if (textOption(run, option) === undefined) return null;
  const words = listOption(run, option);
  const isKnown = (word: string): word is T => known.some((one) => one === word);
  if (words.length > 0 && words.every(isKnown)) return words;
  throw usage(`--${option} takes ${known.join(", ")}, separated by commas.`);
}

/** A workspace for production is named by whoever changes it. Throws where nobody can be asked. */
async function isConfirmed(run: Run, { workspace }: Place): Promise<boolean> {
  const name = printable(workspace.name);
  const isMeant = (said: string) => said === workspace.name || said === workspace.id;
  const said = textOption(run, "confirm");
  if (said !== undefined) {
    if (isMeant(said)) return true;
    throw new CliError("refused", `--confirm does not name the target, which is "${name}".`, {
      code: "confirmation_mismatch",
    });
  }
  if (workspace.environment !== "production") {
    return isOn(run, "yes") || (await run.terminal.confirm(`Do this in ${name}?`));
  }
  if (!run.terminal.interactive) {
    throw usage(`${name} is for production: name it with --confirm "${name}" to go ahead.`);
  }
  const typed = await run.terminal.ask(`${name} is for production. Type its name to do this: `);
  return isMeant(typed);
}
