/** `npm run prove`: takes every mechanism of the token engine out, one at a time, and shows that its test notices. */
import { readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runScript, WrongArgument } from "../../tools/script.ts";
import { checkTypes } from "./check-types.ts";
import { startDatabase } from "./database.ts";
import { judgeRun } from "./judge.ts";
import { type Mechanism, namePattern, takeOut } from "./mechanism.ts";
import { mechanisms } from "./mechanisms.ts";
import { line, page, type Shown } from "./report.ts";
import { type RunOutcome, runTests } from "./run-test.ts";
import { createScratch } from "./scratch.ts";

const repository = resolve(import.meta.dirname, "../..");
const print = (text: string) => process.stdout.write(text);
const guarantees = [...new Set(mechanisms.map(({ guarantee }) => guarantee))];
const help = `npm run prove -- [options]

Takes every mechanism of the token engine out, one at a time, and shows that its test fails.

  --only <guarantee>   ${guarantees.join(", ")}
  --match <text>       only mechanisms whose row speaks of it
  --write              where all are shown, write bench/GUARANTEES.md anew
  --help               this text
`;

interface Options {
  readonly chosen: readonly Mechanism[];
  readonly writes: boolean;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: "string" },
      match: { type: "string", default: "" },
      write: { type: "boolean", default: false },
    },
  });
  const chosen = mechanisms.filter(
    ({ guarantee, mechanism, without }) =>
      (values.only === undefined || guarantee === values.only) &&
      `${mechanism} ${without}`.includes(values.match),
  );
  if (chosen.length > 0) return { chosen, writes: values.write };
  throw new WrongArgument(
    `No row is chosen: --only is one of ${guarantees.join(", ")}, and --match a text that stands in bench/GUARANTEES.md.`,
  );
}

type Run = (file: string, names: RegExp) => Promise<RunOutcome>;

/** Every directed test passes as long as nothing is taken out. */
async function requirePassing(run: Run, chosen: Options["chosen"]): Promise<void> {
  for (const [file, rows] of Map.groupBy(chosen, ({ testFile }) => testFile)) {
    const patterns = rows.map(namePattern);
    const all = new RegExp(patterns.map(({ source }) => source).join("|"), "i");
    const { broken, hung, tests } = await run(file, all);
    const bad = tests.filter(({ passed }) => !passed).flatMap(({ messages }) => messages);
    const missing = patterns.filter(
      (pattern) => !tests.some(({ fullName }) => pattern.test(fullName)),
    );
    const unknown = missing.map(({ source }) => `no test is named ${source}`);
    const wrong = [broken, hung ? "it hangs" : "", ...bad, ...unknown].filter((one) => one !== "");
    if (wrong.length > 0) throw new Error(`${file}, with nothing taken out: ${wrong.join("\n")}`);
    print(`     passes           ${file}, ${tests.length} tests\n`);
  }
}

async function show(root: string, run: Run, mechanism: Mechanism): Promise<Shown> {
  const path = join(root, mechanism.file);
  const before = await readFile(path, "utf8");
  const startedMs = performance.now();
  try {
    await writeFile(path, takeOut(mechanism, before));
    const outcome = await run(mechanism.testFile, namePattern(mechanism));
    const shown = { mechanism, ...judgeRun(mechanism, outcome) };
    print(line(shown, (performance.now() - startedMs) / 1_000));
    return shown;
  } finally {
    await writeFile(path, before);
  }
}

async function prove(
  { root, databaseUrl }: { readonly root: string; readonly databaseUrl: string },
  chosen: Options["chosen"],
): Promise<Shown[]> {
  for (const one of chosen) takeOut(one, await readFile(join(root, one.file), "utf8"));
  const said = await checkTypes(root, chosen);
  if (said !== "") throw new Error(`what is left is not a program:\n${said}`);
  const run: Run = (file, names) => runTests({ root, file, names, databaseUrl });
  await requirePassing(run, chosen);
  const shown: Shown[] = [];
  for (const one of chosen) shown.push(await show(root, run, one));
  return shown;
}

await runScript(help, async (args) => {
  const { chosen, writes } = readOptions(args);
  const scratch = await createScratch(repository);
  const database = await startDatabase(repository);
  try {
    const shown = await prove({ root: scratch.root, databaseUrl: database.url }, chosen);
    const unproved = shown.filter(({ verdict }) => verdict === "survives" || verdict === "broken");
    print(`${shown.length - unproved.length} of ${shown.length} are shown\n`);
    if (unproved.length > 0) process.exitCode = 1;
    else if (writes && chosen.length === mechanisms.length) {
      await writeFile(join(repository, "bench", "GUARANTEES.md"), page(shown));
    }
  } finally {
    await database.stop();
    await scratch.remove();
  }
});
