/**
 * Checks that the sources without their mechanisms are still a program. A test that fails because of
 * a name that is not there shows nothing.
 */
import { spawnSync } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type Mechanism, takeOut } from "./mechanism.ts";

/** What a mechanism leaves behind may be of no use any more. */
const lenient = ["noUnusedLocals", "noUnusedParameters"].flatMap((name) => [`--${name}`, "false"]);

/** Takes as many out at once as do not touch each other; answers what the compiler has to say. */
export async function checkTypes(root: string, mechanisms: readonly Mechanism[]): Promise<string> {
  const said: string[] = [];
  let rest = mechanisms;
  while (rest.length > 0) {
    const texts = new Map<string, { before: string; now: string }>();
    const later: Mechanism[] = [];
    for (const one of rest) {
      const path = join(root, one.file);
      const before = texts.get(path)?.before ?? (await readFile(path, "utf8"));
      const text = texts.get(path)?.now ?? before;
      if (text.split(one.find).length === 2) texts.set(path, { before, now: takeOut(one, text) });
      else later.push(one);
    }
    for (const [path, { now }] of texts) await writeFile(path, now);
    said.push(compile(root));
    for (const [path, { before }] of texts) await writeFile(path, before);
    rest = later;
  }
  return said.join("");
}

function compile(root: string): string {
  const compiler = join(root, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.json", ...lenient], {
    cwd: root,
    encoding: "utf8",
  });
  return stdout;
}
