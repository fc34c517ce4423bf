/**
 * Every block of shell in the documentation is one that a shell reads, starts programs that there are, names scripts, options and
 * settings that there are, and calls operations of this server that it has. What `grantry` takes: commands-in-docs.test.ts.
 */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { routes } from "@grantry/server/http/routes";
import { expect, test } from "vitest";
import { callsOf, programsOf, shellBlocks, shellLines } from "./shell-blocks.ts";
import { pages } from "./typed-blocks.ts";

const lines = pages.flatMap((page) => shellLines(page));
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as {
  readonly scripts: Readonly<Record<string, string>>;
};

test("a shell reads each of them", () => {
  for (const page of pages) {
    for (const block of shellBlocks(page)) {
      // A word in angle brackets is for the reader to fill in.
      const filled = block.replaceAll(/<[^<>\n|&]*>/g, "x");
      const read = () => execFileSync("bash", ["-n"], { input: filled, stdio: "pipe" });
      expect(read, `${page}:\n${block}`).not.toThrow();
    }
  }
});

/** Programs of others that pages start, besides our own and the shell's. */
const programs = new Set(
  `age age-keygen base64 cat certbot grep cd chown chmod cosign cp curl docker echo export gh grantry install journalctl jq kubectl mkdir
   nginx node npm npx openssl printf sed set systemctl tr umask useradd tee sha256sum caddy apt-get sudo rm ls
   tar mv psql createdb pg_dump pg_restore buildah runc promtool git pnpm yarn bun deno kill sleep test timeout ip .`
    .split(/\s+/)
    .filter(Boolean),
);

test("programs are those that people have", () => {
  const unknown = lines.flatMap(({ page, text }) =>
    programsOf(text)
      .filter(
        (one) => !programs.has(one) && !/^(?:\.{0,2}\/|x$)/.test(one) && !/^[A-Z_]+$/.test(one),
      )
      .map((one) => `${page}: ${one} in ${text}`),
  );
  expect(unknown, "the list above names those that pages may start").toEqual([]);
});

/** What a script of ours is, with the files that it names: its options stand there. */
function sourceOf(script: string): string {
  const files = [...(scripts[script] ?? "").matchAll(/(\S+\.(?:ts|mjs))(?=\s|$)/g)].map(
    ([, file = ""]) => file,
  );
  return files.map((file) => readFileSync(file, "utf8")).join("\n");
}

test("scripts are there, and take the options that are typed", () => {
  const wrong = lines.flatMap(({ page, text }) =>
    [...text.matchAll(/npm run ([\w:-]+)((?: --silent)?(?: -- [^|&]*)?)/g)].flatMap(
      ([, script = "", rest = ""]) => {
        if (script === "grantry") return [];
        if (!(script in scripts)) return [`${page}: npm run ${script}`];
        const source = sourceOf(script);
        return [...rest.matchAll(/ --([a-z][\w-]*)/g)]
          .map(([, option = ""]) => option)
          .filter((one) => !["silent", "help"].includes(one))
          .filter(
            (one) => !source.includes(`--${one}`) && !new RegExp(`\\b${one}["']?:`).test(source),
          )
          .map((one) => `${page}: npm run ${script} -- --${one}`);
      },
    ),
  );
  expect(wrong).toEqual([]);
});

test("packages that npx fetches are ours, or the official command line", () => {
  const named = lines.flatMap(({ text }) =>
    [...text.matchAll(/\bnpx (?:-y |--yes )?([@\w/-]+)/g)].map(([, name = ""]) => name),
  );
  const ours = ["grantry", "@grantry/cli", "@grantry/sandbox", "@grantry/redteam"];
  expect(named.filter((name) => ![...ours, "base44"].includes(name))).toEqual([]);
  expect(named.length).toBeGreaterThan(5);
});

test("settings are those of docs/configuration.md, or of the command line", () => {
  const documented = ["docs/configuration.md", "docs/cli.md", "docs/security/red-team.md"]
    .map((page) => readFileSync(page, "utf8"))
    .join("\n");
  const used = lines.flatMap(({ page, text }) =>
    [...text.matchAll(/\bGRANTRY_[A-Z_]*[A-Z]\b/g)].map(([name]) => [page, name] as const),
  );
  expect(used.filter(([, name]) => !documented.includes(name))).toEqual([]);
});

/** Whether an address of a route can be this one: a parameter is anything. */
const fits = (pattern: string, path: string) => {
  const parts = path.replace(/\/$/, "").split("/");
  const of = pattern.split("/");
  return (
    of.length === parts.length &&
    of.every((one, at) => one.startsWith(":") || one === parts[at] || parts[at] === "*")
  );
};

/** Their calls are to providers, and come from the catalogue. */
const isOfProvider = (page: string) => page.startsWith("docs/providers/");

test("calls are of operations that there are", () => {
  const calls = pages
    .filter((page) => !isOfProvider(page))
    .flatMap((page) => callsOf(shellLines(page)).map((call) => ({ page, ...call })));
  const missing = calls.filter(
    ({ method, path }) =>
      !routes.some(
        (route) => [route.method].flat().includes(method as "GET") && fits(route.path, path),
      ),
  );
  expect(missing).toEqual([]);
  expect(calls.length).toBeGreaterThan(12);
});

test("a call, a program and an option that are not there are found", () => {
  const line = (text: string) => [{ page: "a.md", text }];
  const [call] = callsOf(line('curl -s -X DELETE "http://127.0.0.1:4400/v1/nothing/$ID"'));
  expect(call).toEqual({ method: "DELETE", path: "/v1/nothing/*" });
  expect(programsOf("A=1 grantyr login && npm strat | tee x")).toEqual(["grantyr", "npm", "tee"]);
});
