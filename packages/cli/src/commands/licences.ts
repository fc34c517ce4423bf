/** The licences of this program and of what was put into it, which are passed on with it. */
import type { Command } from "../command.ts";
import { type OwnFile, ownFile } from "../own-files.ts";

/** In this order, each where the program has it. */
const parts: readonly { readonly of: string; readonly file: OwnFile }[] = [
  { of: "Grantry", file: "LICENSE" },
  { of: "What the program holds of others", file: "third-party-notices.txt" },
  { of: "What the dashboard holds of others", file: "dashboard/third-party-notices.txt" },
  { of: "Node.js, which runs the program", file: "node-license.txt" },
];

export const licences: Command = {
  name: "licences",
  summary: "Print the licences of this program and of what it holds of others",
  places: [],
  run: async () => {
    const found = await Promise.all(
      parts.map(async ({ of, file }) => ({ of, text: (await ownFile(file))?.trim() })),
    );
    const texts = found.filter(
      (one): one is { of: string; text: string } => one.text !== undefined,
    );
    if (texts.length === 0) return { json: { licences: [] }, lines: [fromSource] };
    const lines = texts.flatMap(({ of, text }) => [of, "=".repeat(of.length), "", text, ""]);
    return { json: { licences: texts }, lines };
  },
};

const fromSource =
  "This program runs from its sources and holds nothing of others: LICENSE is its own, and each package in node_modules has one.";
