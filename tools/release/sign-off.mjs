/**
 * `node tools/release/sign-off.mjs <base> <head>`: whether each commit between the two is signed off by its author (DCO). Plain
 * JavaScript without dependencies: it runs before anything is installed.
 */
import { execFileSync } from "node:child_process";
import process from "node:process";

const [base, head] = process.argv.slice(2);
if (base === undefined || head === undefined) {
  process.stderr.write(
    "Name the commit before the first, and the last: node tools/release/sign-off.mjs <base> <head>\n",
  );
  process.exit(2);
}
const format = "%h%x00%an <%ae>%x00%(trailers:key=Signed-off-by,valueonly,separator=%x01)%x00%s";
const log = execFileSync("git", ["log", "--no-merges", `--format=${format}`, `${base}..${head}`], {
  encoding: "utf8",
});
const commits = log
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => line.split("\0"));
const missing = commits.filter(
  ([, author, signers = ""]) => !signers.split("\u0001").includes(author),
);
for (const [hash, author, , subject] of missing)
  process.stdout.write(
    `${hash} "${subject}" is not signed off by ${author}: git commit --amend --signoff, or git rebase --signoff for several.\n`,
  );
process.exitCode = missing.length === 0 ? 0 : 1;
