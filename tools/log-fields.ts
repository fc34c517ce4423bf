/** The fields of everything that the server logs, as its sources name them. */
import { globSync, readFileSync } from "node:fs";

const call = /\blog(?:\.(?:trace|debug|info|warn|error|fatal)|\[level\])\(/g;
/** What is logged of an argument that is made elsewhere. */
const madeElsewhere: Readonly<Record<string, readonly string[]>> = { refused: ["appId", "origin"] };

/** Throws where it cannot tell what is logged. */
export function logFields(folder: string): string[] {
  const files = globSync("**/*.ts", { cwd: folder, exclude: ["**/*.test.ts"] });
  const all = files.flatMap((file) => {
    const source = readFileSync(`${folder}/${file}`, "utf8");
    return [...source.matchAll(call)].flatMap(({ 0: { length }, index }) => {
      const [first = ""] = partsOf(source, index + length);
      return fieldsOf(source, first);
    });
  });
  return [...new Set(all)].sort();
}

/** What stands between this place and the bracket that closes, cut at its commas. */
function partsOf(source: string, from: number): string[] {
  const parts = [""];
  for (let at = from, depth = 0; at < source.length; at += 1) {
    const letter = source.charAt(at);
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
