/** What may stand behind every command. */
import type { OptionSpecs } from "./command.ts";

/** Options that every command takes. */
export const commonOptions: OptionSpecs = {
  json: { summary: "print one JSON document, for scripts" },
  help: { summary: "say what a command does", short: "h" },
  server: { value: "URL", summary: "the server's address" },
  app: { value: "ID", summary: "the app" },
  workspace: { value: "ID", summary: "the workspace" },
  project: { value: "FILE", summary: "the project file, instead of the nearest grantry.json" },
};
