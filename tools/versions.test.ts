/** All packages have one version, and it is the same wherever else it stands. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const { version } = read("package.json");
const tracked = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");

test("every package has the version of the whole", () => {
  const manifests = tracked.filter((file) =>
    /^(?:packages|examples)\/[^/]+\/package\.json$/.test(file),
  );
  // Most examples have none: they are copied, not installed.
  const others = manifests.filter(
    (file) =>
      read(file).version !== version &&
      (file.startsWith("packages/") || read(file).version !== undefined),
  );
  expect(others).toEqual([]);
});

test("the React parts want the SDK of the same version", () => {
  expect(read("packages/react/package.json").peerDependencies["@grantry/sdk"]).toBe(version);
});

test("the server says it of itself", () => {
  for (const file of ["packages/server/src/lib/version.ts", "packages/contract/src/v1/server.ts"]) {
    const said = [...readFileSync(file, "utf8").matchAll(/\bversion\b\s*[:=] "(\d[^"]*)"/g)];
    expect(
      said.map(([, one]) => one),
      file,
    ).toEqual([version]);
  }
});

test("pages that name the files of packages name those of this version", () => {
  const pages = tracked.filter((file) => file.endsWith(".md") && file !== "CHANGELOG.md");
  const named = pages.flatMap((page) => [
    ...readFileSync(page, "utf8").matchAll(/grantry(?:-[a-z]+)?-(\d+\.\d+\.\d+)\.tgz/g),
  ]);
  expect(named.length).toBeGreaterThan(0);
  expect([...new Set(named.map(([, one]) => one))]).toEqual([version]);
});

test("the files of deploy/ that name an image name that of this version, and so do those that init --production writes", () => {
  const named = tracked
    .filter((file) => file.startsWith("deploy/") || file === "packages/server/src/deploy-texts.ts")
    .flatMap((file) => [
      ...readFileSync(file, "utf8").matchAll(/(?:\/grantry:|newTag: )(\d+\.\d+\.\d+)/g),
    ]);
  expect(named.map(([, one]) => one)).toEqual(Array(5).fill(version));
});

test("the package with the server has what the server has, in the same versions", () => {
  const server = read("packages/server/package.json");
  const published = read("packages/grantry/package.json");
  const others = Object.entries(server.dependencies).filter(
    ([name]) => !name.startsWith("@grantry/"),
  );
  expect(published.dependencies).toEqual(Object.fromEntries(others));
  expect(published.peerDependencies).toEqual(server.peerDependencies);
  expect(published.peerDependenciesMeta).toEqual(server.peerDependenciesMeta);
});
