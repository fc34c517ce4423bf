/** No secret of a database URL stands where others read it: on a command line, or in a file that is theirs to read. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { partsOf, withAddress } from "./postgres-address.ts";
import { start } from "./postgres-programs.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-address-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const inFolder = () => [folder] as const;

test.each([
  ["postgres://app:p%40ss@db/app", "postgres://app@db/app", "p@ss"],
  ["postgres://app:p@ss@db/app", "postgres://app@db/app", "p@ss"],
  ["postgres://app:p@ss@db:5432,db2/app?a=1", "postgres://app@db:5432,db2/app?a=1", "p@ss"],
  ["postgres://app:50%off@db/app", "postgres://app@db/app", "50%off"],
  ["postgres://app:%ff%41@db/app", "postgres://app@db/app", "%ff%41"],
  ["postgres://app@db/app?password=p%40ss", "postgres://app@db/app", "p@ss"],
  ["postgres://app@db/app?p%61ssword=pass&a=1", "postgres://app@db/app?a=1", "pass"],
  ["postgres://db/app?a=1&password=50%off&user=app", "postgres://db/app?a=1&user=app", "50%off"],
  ["postgres://app:old@db/app?password=one&password=two", "postgres://app@db/app", "two"],
  [
    "postgresql:///app?host=/run/pg&user=app&password=pass",
    "postgresql:///app?host=/run/pg&user=app",
    "pass",
  ],
])("a password is on no command line: %s", (databaseUrl, url, password) => {
  expect(partsOf(databaseUrl)).toEqual({ url, password, others: [] });
});

test.each([
  "postgres://db.example:5432/app@home",
  "postgres://app@db/50%off?application_name=a%",
  "postgresql:///app?host=/run/pg",
])("without a secret the address stays as it is: %s", (url) => {
  expect(partsOf(url)).toEqual({ url, password: "", others: [] });
});

test.each([
  ["postgres://app@db/app?sslkey=/k&sslpassword=a%20b+c", "?sslkey=/k", ["sslpassword", "a b+c"]],
  ["postgres://app@db/app?ssl%70assword=50%off", "", ["sslpassword", "50%off"]],
  ["postgres://app@db/app?oauth_client_secret=x&a=1", "?a=1", ["oauth_client_secret", "x"]],
  ["postgres://app@db/app?scram_client_key=x", "", ["scram_client_key", "x"]],
  ["postgres://app@db/app?scram_server_key=x", "", ["scram_server_key", "x"]],
])("nor is another secret: %s", (databaseUrl, query, other) => {
  const url = `postgres://app@db/app${query}`;
  expect(partsOf(databaseUrl)).toEqual({ url, password: "", others: [other] });
});

test.runIf(process.platform === "linux")(
  "a program that runs has none on its command line, and reads all in its environment and in a file of its owner, which is gone afterwards",
  async () => {
    await writeFile(join(folder, "pg_dump"), "#!/bin/sh\nread line\n", { mode: 0o755 });
    const environment = { PATH: "/usr/bin:/bin", GRANTRY_X: "1" };
    const programs = { folder, environment, temporary: inFolder() };
    const url = "postgres://app:first-secret@db/app?sslkey=/k&sslpassword=other%20secret";
    let file = "";
    await withAddress(url, programs.temporary, async (address) => {
      const { child, ended } = start(programs, "pg_dump", [`--dbname=${address.url}`], address);
      // The system has it there once the program has begun.
      await expect
        .poll(() => readFileSync(`/proc/${child.pid}/cmdline`, "utf8"))
        .toContain("pg_dump");
      const read = (name: string) => readFileSync(`/proc/${child.pid}/${name}`, "utf8");
      expect(read("cmdline")).toContain("--dbname=postgres://app@db/app?sslkey=/k");
      expect(read("cmdline")).not.toContain("secret");
      expect(read("environ").split("\0")).toContain("PGPASSWORD=first-secret");
      file = address.environment["PGSERVICEFILE"] ?? "";
      expect(statSync(file).mode & 0o777).toBe(0o600);
      expect(readFileSync(file, "utf8")).toBe("[grantry]\nsslpassword=other secret\n");
      child.stdin?.end("\n");
      await ended;
    });
    expect(existsSync(file)).toBe(false);
    expect(await readdir(folder)).toEqual(["pg_dump"]);
  },
);

test("the file is gone, too, where the program fails", async () => {
  const failing = withAddress("postgres://db/app?sslpassword=x", inFolder(), () => {
    throw new Error("failed");
  });
  await expect(failing).rejects.toThrow("failed");
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["a line break", "a%0Ahost=elsewhere"],
  ["a space at its end", "a%20"],
  ["more than a line holds", "a".repeat(901)],
])("a secret that such a file cannot say is refused: %s", async (_name, value) => {
  const url = `postgres://db/app?sslpassword=${value}`;
  await expect(withAddress(url, inFolder(), async () => {})).rejects.toMatchObject({
    code: "backup_failed",
    detail:
      "PostgreSQL's programs cannot be told sslpassword of the database URL: it must have no line break, no space at its end and at most 900 bytes.",
  });
});
