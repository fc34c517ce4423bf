/**
 * What `npm test` leaves to `npm run check:long`: the list names files that there are, and every other test that starts a
 * program is named here, with the reason why it stays.
 */
import { existsSync, globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import config from "../vitest.config.ts";

interface Project {
  readonly test: {
    readonly name: string;
    readonly include: readonly string[];
    readonly exclude?: readonly string[];
  };
}

const projects = (config.test?.projects ?? []) as unknown as Project[];
const filesOf = (name: string) => {
  const project = projects.find(({ test: { name: its } }) => its === name);
  if (project === undefined) throw new Error(`There is no project ${name}.`);
  const { include, exclude = [] } = project.test;
  return { include, files: globSync(include, { exclude: ["**/node_modules/**", ...exclude] }) };
};

/** What a file says that starts programs: Node's own, or one of our helpers that do. */
const starts =
  /node:child_process|\brunProcess\b|\bbuildDashboard\b|\bstartReplicated|\bstartServerProcess\b|\bstartProgram\b|testing\/bad-starts/;

/** Helpers of tests that start programs: how a test that uses one is found, or why none of `npm test` does. */
const helpers: Readonly<Record<string, string>> = {
  "bench/backup.ts": "of npm run bench:backup",
  "bench/child.ts": "of npm run bench",
  "bench/prove/check-types.ts": "of npm run prove",
  "bench/prove/database.ts": "of npm run prove",
  "bench/prove/run-test.ts": "of npm run prove",
  "bench/prove/scratch.ts": "of npm run prove",
  "bench/installed.ts": "of npm run bench:installed",
  "bench/keys.ts": "of npm run bench:keys",
  "bench/postgres.ts": "of npm run bench",
  "bench/torture/child.ts": "of the torture rig",
  "bench/torture/cluster.ts": "of the torture rig",
  "packages/cli/test/bench.ts": "runProcess",
  "packages/dashboard/build.ts": "buildDashboard",
  "packages/sdk/test/frameworks/install.ts": "of npm run test:frameworks",
  "packages/sdk/test/frameworks/programs.ts": "of npm run test:frameworks",
  "packages/server/test/behind-proxy/private-name.ts": "of npm run test:deploy",
  "packages/server/test/behind-proxy/proxy-programs.ts": "of npm run test:deploy",
  "packages/server/test/official-cli/install.ts": "of npm run test:official-cli",
  "packages/server/test/official-cli/run.ts": "of npm run test:official-cli",
  "packages/testing/src/bad-starts.ts": "by its name",
  "packages/testing/src/debian-postgres.ts": "of npm run test:backup",
  "packages/testing/src/embedded-postgres.ts": "the one PostgreSQL of a run, by postgres.ts",
  "packages/testing/src/pooler.ts": "of npm run test:pooler",
  "packages/testing/src/postgres.ts": "the one PostgreSQL of a run",
  "packages/testing/src/replicated-postgres.ts": "startReplicated",
  "packages/testing/src/server-process.ts": "startServerProcess",
  "packages/testing/src/started-program.ts": "startProgram",
};

/** Tests that start a program and stay, since each takes less than two seconds. */
const staying: Readonly<Record<string, string>> = {
  "packages/cli/test/audit-file.test.ts":
    "Python, twice, where it is there: the program in docs/security/audit.md",
  "packages/cli/test/files.test.ts":
    "a shell with a bound on the size of files, once, and Node in it: no disk of the test's own is full",
  "packages/cli/test/login.test.ts":
    "three starts of the command line, a third of a second each: signing in writes a file of the person's own, and an answer without end must not keep the process",
  "packages/cli/test/workspace.test.ts": "bash, once, to try the completion",
  "packages/testing/src/started-program.test.ts":
    "Node, three times, for a script of a few lines: how the helper that starts programs listens to them",
  "packages/server/src/backup/work-folder.test.ts":
    "Node, a few times, with a folder: what a process leaves that is killed, and what ends with it",
  "packages/server/src/lib/outbound-tls.test.ts":
    "Node, once: which authorities are trusted is read when a process starts",
  "packages/server/test/dashboard-files.test.ts":
    "the build, which does nothing where npm install has built the same sources",
  "tools/direction.test.ts": "Biome, once, for a file of a few lines",
  "tools/docs.test.ts": "git, once, for the names of the files",
  "tools/release/sign-off.test.ts":
    "git, a dozen times, and the program of a few lines: what a trailer is, git alone says",
  "tools/side-by-side.test.ts":
    "shells, a handful, for a line each: what runs beside each other is what programs print and how they end",
  "tools/versions.test.ts": "git, once, for the names of the files",
};

const startsAny = (file: string) => starts.test(readFileSync(file, "utf8"));
const self = "tools/long-tests.test.ts";

test("every file that is left to check:long is there", () => {
  const { include, files } = filesOf("long");
  expect(include.filter((file) => !existsSync(file))).toEqual([]);
  expect([...files].sort()).toEqual([...include].sort());
});

test("every other test that starts a program says why it stays", () => {
  const found = filesOf("node").files.filter((file) => file !== self && startsAny(file));
  expect(found.sort()).toEqual(Object.keys(staying).sort());
});

test("every helper that starts programs is known here", () => {
  const all = globSync(
    ["packages/testing/src/**/*.ts", "packages/*/{,test/**/}*.ts", "bench/**/*.ts"],
    {
      exclude: ["**/node_modules/**", "**/dist/**", "**/*.test.ts"],
    },
  );
  const found = all.filter((file) => readFileSync(file, "utf8").includes('"node:child_process"'));
  expect([...new Set(found)].sort()).toEqual(Object.keys(helpers).sort());
});
