/** What may stand behind every command. */
import type { Command, OptionSpecs } from "./command.ts";

const ofAll: OptionSpecs = {
  json: { summary: "print one JSON document, for scripts" },
  help: { summary: "say what a command does", short: "h" },
};

/** Where a command works. */
const places: OptionSpecs = {
  server: { value: "URL", summary: "the server's address" },
  app: { value: "ID", summary: "the app" },
  workspace: { value: "ID", summary: "the workspace" },
  project: { value: "FILE", summary: "the project file, instead of the nearest grantry.json" },
};

/** Options that every command takes which asks a server. */
export const commonOptions: OptionSpecs = { ...ofAll, ...places };

/** Those that this command takes. */
export function commonOptionsOf({ places: taken }: Pick<Command, "places">): OptionSpecs {
  if (taken === undefined) return commonOptions;
  const some = Object.entries(places).filter(([name]) => taken.some((one) => one === name));
  return { ...ofAll, ...Object.fromEntries(some) };
}
