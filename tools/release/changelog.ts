/** The section that a version gets in CHANGELOG.md. */
import { WrongArgument } from "../script.ts";

export interface Release {
  readonly version: string;
  /** When it is released, as 2026-12-01. */
  readonly date: string;
  /** What changesets say, one text each. */
  readonly summaries: readonly string[];
}

const unreleased = "## Unreleased";

/**
 * Gives what stands under Unreleased, and what changesets say, to the version. Throws where the version has a section already, or
 * where it would have nothing in it.
 */
export function releaseChangelog(text: string, { version, date, summaries }: Release): string {
  const heading = `## ${version}`;
  if (text.split("\n").some((line) => line === heading || line.startsWith(`${heading} `)))
    throw new WrongArgument(
      `CHANGELOG.md has a section of ${version}: describe what changed since, by npx changeset.`,
    );
  const start = text.indexOf(`${unreleased}\n`);
  if (start === -1) throw new WrongArgument(`CHANGELOG.md has no section "${unreleased}".`);
  const from = start + unreleased.length + 1;
  const next = text.indexOf("\n## ", from);
  const end = next === -1 ? text.length : next + 1;
  const stood = text.slice(from, end).trim();
  const added = summaries.map((summary) => `- ${summary.trim().replaceAll("\n", "\n  ")}`);
  const section = [...added, ...(stood === "" ? [] : [stood])].join("\n");
  if (section === "")
    throw new WrongArgument(`Nothing changed that could be released as ${version}.`);
  const rest = text.slice(end);
  const parts = [`${unreleased}\n`, `${heading} (${date})\n`, `${section}\n`];
  return `${text.slice(0, start)}${parts.join("\n")}${rest === "" ? "" : `\n${rest}`}`;
}

/** The text of a changeset: what stands below its list of packages. Throws where it says nothing. */
export function summaryOf(file: string, text: string): string {
  const summary = /^---\n[\s\S]*?\n---\n([\s\S]*)$/
    .exec(text.replaceAll("\r\n", "\n"))?.[1]
    ?.trim();
  if (summary === undefined || summary === "")
    throw new WrongArgument(
      `.changeset/${file} does not say what changed: add a sentence below its second "---".`,
    );
  return summary;
}

/** What CHANGELOG.md says of a version, without its heading. Throws where it has no such section. */
export function sectionOf(text: string, version: string): string {
  const sections = `\n${text}`.split("\n## ");
  const section = sections.find((one) => /^\S+/.exec(one)?.[0] === version);
  if (section === undefined)
    throw new WrongArgument(
      `CHANGELOG.md has no section of ${version}: run npm run release:version, and commit.`,
    );
  return section.slice(section.indexOf("\n")).trim();
}
