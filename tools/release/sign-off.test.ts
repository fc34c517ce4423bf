/** Commits count as signed off by their own author alone. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";

test("each commit is signed off by who wrote it", () => {
  const cwd = mkdtempSync(join(tmpdir(), "grantry-sign-off-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  const git = (...args: readonly string[]) =>
    execFileSync("git", args, { cwd, encoding: "utf8" }).trim();
  const commit = (message: string, author = "Mia <mia@example.com>") => {
    const [, name = "", email = ""] = /^(.*) <(.*)>$/.exec(author) ?? [];
    git(
      "-c",
      `user.name=${name}`,
      "-c",
      `user.email=${email}`,
      "commit",
      "--quiet",
      "--allow-empty",
      "-m",
      message,
    );
    return git("rev-parse", "HEAD");
  };
  const check = (base: string, head: string) => {
    const script = join(process.cwd(), "tools/release/sign-off.mjs");
    const { status, stdout } = spawnSync(process.execPath, [script, base, head], {
      cwd,
      encoding: "utf8",
    });
    return {
      status,
      lines: stdout
        .trim()
        .split("\n")
        .filter((line) => line !== ""),
    };
  };
  git("init", "--quiet");
  const first = commit("First");
  const signed = commit(
    "Second\n\nSigned-off-by: Noah <noah@example.com>\nSigned-off-by: Mia <mia@example.com>",
  );
  expect(check(first, signed)).toEqual({ status: 0, lines: [] });
  commit("By another\n\nSigned-off-by: Noah <noah@example.com>");
  const last = commit("By nobody");
  expect(check(signed, last)).toEqual({
    status: 1,
    lines: [
      expect.stringMatching(
        /^\w+ "By nobody" is not signed off by Mia <mia@example\.com>: git commit --amend/,
      ),
      expect.stringMatching(/^\w+ "By another" is not signed off/),
    ],
  });
});
