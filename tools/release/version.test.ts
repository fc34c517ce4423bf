/** `npm run release:version`, in a copy of this repository. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

/** A repository of its own that holds what this one does, committed. */
function copyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), "grantry-release-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const listing = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const files = execFileSync("git", listing);
  const archive = execFileSync("tar", ["--create", "--null", "--files-from=-"], {
    input: files,
    maxBuffer: 256 * 1024 * 1024,
  });
  execFileSync("tar", ["--extract"], { cwd: folder, input: archive });
  symlinkSync(join(process.cwd(), "node_modules"), join(folder, "node_modules"));
  for (const file of readdirSync(join(folder, ".changeset")))
    if (file.endsWith(".md") && file !== "README.md") rmSync(join(folder, ".changeset", file));
  git(folder, "init", "--quiet", "--initial-branch=main");
  commit(folder);
  return folder;
}

const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com"];
const git = (cwd: string, ...args: readonly string[]) =>
  execFileSync("git", [...identity, ...args], { cwd, encoding: "utf8" });
function commit(folder: string): void {
  git(folder, "add", "--all");
  git(folder, "commit", "--quiet", "--message=All");
}

const release = (folder: string) => run(folder, "version.ts", ["--date", "2026-12-01"]);
const publish = (folder: string, ...args: readonly string[]) => run(folder, "publish.ts", args);

function run(folder: string, script: string, args: readonly string[]) {
  const options = ["--disable-warning=ExperimentalWarning", "--conditions=source"];
  const command = [...options, join("tools/release", script), ...args];
  const { status, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH: process.env["PATH"], HOME: process.env["HOME"] },
  });
  return { status, stderr };
}

test("a first release has the version that stands, and the next one what changesets say, wherever a version stands", () => {
  const folder = copyRepository();
  const read = (file: string) => readFileSync(join(folder, file), "utf8");
  const { version: first } = JSON.parse(read("package.json"));
  expect(release(folder)).toEqual({ status: 0, stderr: "" });
  expect(git(folder, "diff", "--name-only").trim()).toBe("CHANGELOG.md");
  expect(read("CHANGELOG.md")).toContain(`## ${first} (2026-12-01)\n`);
  commit(folder);

  expect(publish(folder, "check", `v${first}`)).toEqual({ status: 0, stderr: "" });
  expect(publish(folder, "check", "v9.9.9")).toEqual({
    status: 2,
    stderr: `The tag is v9.9.9, and the version ${first}: tag the commit of the version.\n`,
  });
  const stderr = `CHANGELOG.md has a section of ${first}: describe what changed since, by npx changeset.\n`;
  expect(release(folder)).toEqual({ status: 2, stderr });
  expect(git(folder, "status", "--porcelain")).toBe("");

  const changeset = '---\n"@grantry/sdk": minor\n---\n\nTokens can be kept for a second.\n';
  writeFileSync(join(folder, ".changeset/new.md"), changeset);
  expect(release(folder)).toEqual({
    status: 2,
    stderr: "There are changes that are not committed: commit them first.\n",
  });
  commit(folder);
  expect(release(folder)).toEqual({ status: 0, stderr: "" });
  const { version: next } = JSON.parse(read("package.json"));
  expect(next).not.toBe(first);
  expect(read("CHANGELOG.md")).toContain(
    `## ${next} (2026-12-01)\n\n- Tokens can be kept for a second.\n\n## ${first} (2026-12-01)\n`,
  );
  expect(git(folder, "status", "--porcelain", ".changeset")).toBe(" D .changeset/new.md\n");
  expect(read("package-lock.json")).not.toContain(
    `"version": "${first}",\n      "license": "Apache-2.0"`,
  );
  commit(folder);
  expect(heldTogether(folder)).toEqual({ status: 0, stderr: "" });
  expectRepositoryNamed(folder);
});

/** In what is published, and nowhere else. */
function expectRepositoryNamed(folder: string): void {
  expect(publish(folder, "repository", "https://code.example/grantry")).toEqual({
    status: 0,
    stderr: "",
  });
  const changed = git(folder, "diff", "--name-only").trim().split("\n");
  expect(changed).toContain("packages/grantry/package.json");
  for (const file of changed) {
    const { private: isPrivate, repository } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const directory = file.replace("/package.json", "");
    expect({ isPrivate, repository }).toEqual({
      isPrivate: undefined,
      repository: { type: "git", url: "git+https://code.example/grantry.git", directory },
    });
  }
  expect(publish(folder, "repository", "code.example").status).toBe(2);
}

/** The tests that hold all places of the version together here, there. */
function heldTogether(folder: string) {
  const vitest = join(process.cwd(), "node_modules/vitest/vitest.mjs");
  const config = [
    "--root",
    folder,
    "--config",
    join(folder, "vitest.config.ts"),
    "--project",
    "node",
  ];
  const run = [vitest, "run", ...config, "tools/versions.test.ts", "tools/deploy-texts.test.ts"];
  const { status, stderr } = spawnSync(process.execPath, run, { cwd: folder, encoding: "utf8" });
  return { status, stderr };
}
