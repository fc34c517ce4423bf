/** Everything that the server logs, with its fields, as its sources name them. */
import { globSync, readFileSync } from "node:fs";

export interface LogLine {
  /** What it says; `…` in place of what differs. */
  readonly message: string;
  /** `varies` where it is chosen at run time. */
  readonly level: string;
  readonly fields: readonly string[];
}

const call = /\blog(?:\.(trace|debug|info|warn|error|fatal)|\[(?:level)\])\(/g;
/** What is logged of an argument that is made elsewhere. */
const madeElsewhere: Readonly<Record<string, readonly string[]>> = { refused: ["appId", "origin"] };
/** Messages that are made elsewhere, by the name of the argument. */
const messagesElsewhere: Readonly<Record<string, readonly string[]>> = {
  message: ["bootstrap file: … …"],
  said: ["the dashboard's list of files cannot be read: build it with npm run dashboard:build"],
  what: ["an unstored answer cannot be laid down", "an unstored answer cannot be removed"],
};

/** Throws where it cannot tell what is logged. One message that is logged in several places is one line. */
export function logLines(folder: string): LogLine[] {
  const files = globSync("**/*.ts", { cwd: folder, exclude: ["**/*.test.ts"] });
  const all = files.flatMap((file) => {
    const source = readFileSync(`${folder}/${file}`, "utf8");
    return [...source.matchAll(call)].flatMap(({ 0: { length }, 1: level = "varies", index }) => {
      const [first = "", second = ""] = partsOf(source, index + length);
      const isPlain = /^["`]/.test(first);
      const fields = fieldsOf(source, first);
      return messagesOf(source, isPlain ? first : second).map((message) => ({
        message,
        level,
        fields,
      }));
    });
  });
  const byMessage = Map.groupBy(all, ({ message }) => message);
  return [...byMessage]
    .map(([message, lines]) => ({
      message,
      level: [...new Set(lines.map(({ level }) => level))].sort().join(" or "),
      fields: [...new Set(lines.flatMap(({ fields }) => fields))].sort(),
    }))
    .sort((a, b) => (a.message < b.message ? -1 : 1));
}

/** The fields of all lines. */
export function logFields(folder: string): string[] {
  return [...new Set(logLines(folder).flatMap(({ fields }) => fields))].sort();
}

function messagesOf(source: string, argument: string): readonly string[] {
  if (argument.startsWith('"')) return [JSON.parse(argument)];
  if (argument.startsWith("`")) return [argument.slice(1, -1).replaceAll(/\$\{[^}]*\}/g, "…")];
  const [, table] = /^(\w+)\[/.exec(argument) ?? [];
  const made = new RegExp(`const ${table} = \\{`).exec(source);
  if (made === null) return messagesElsewhere[argument] ?? unknown(argument);
  return partsOf(source, made.index + made[0].length).map((member) =>
    JSON.parse(/".*"/s.exec(member)?.[0] ?? unknown(argument)),
  );
}

/** What stands between this place and the bracket that closes, cut at its commas. */
function partsOf(source: string, from: number): string[] {
  const parts = [""];
  let inside: string | undefined;
  for (let at = from, depth = 0; at < source.length; at += 1) {
    const letter = source.charAt(at);
    if (inside !== undefined || letter === '"' || letter === "`") {
      if (inside === undefined) inside = letter;
      else if (inside === letter) inside = undefined;
      parts[parts.length - 1] += letter;
      continue;
    }
    if ("([{".includes(letter)) depth += 1;
    if (")]}".includes(letter)) depth -= 1;
    if (depth < 0) break;
    if (letter === "," && depth === 0) parts.push("");
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

function fieldsOf(source: string, argument: string): readonly string[] {
  if (/^["`]/.test(argument)) return [];
  if (argument.startsWith("{")) {
    return partsOf(argument, 1).flatMap((member) =>
      member.startsWith("...")
        ? fieldsOf(source, member.slice(3))
        : (/^\w+/.exec(member)?.[0] ?? unknown(argument)),
    );
  }
  const name = /^\w+/.exec(argument)?.[0] ?? unknown(argument);
  const made =
    new RegExp(`const ${name} = \\{`).exec(source) ??
    new RegExp(`function ${name}\\([\\s\\S]*?\\) \\{\\s*return \\{`).exec(source);
  if (made === null) return madeElsewhere[name] ?? unknown(argument);
  const { 0: text, index } = made;
  return fieldsOf(source, `{${partsOf(source, index + text.length).join(", ")}`);
}

function unknown(argument: string): never {
  throw new Error(`tools/log-fields.ts cannot tell what is logged: ${argument}`);
}
