/** What a server cannot start with: one line that says what is wrong and what to do, however it was started. */
import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestDatabase } from "@grantry/testing/databases";
import { reservePort } from "@grantry/testing/free-port";
import { fromSource } from "@grantry/testing/from-source";
import { serve } from "@grantry/testing/loopback";
import { shiftedClock } from "@grantry/testing/shifted-clock";
import { type Started, startProgram } from "@grantry/testing/started-program";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { newKeyText } from "../src/crypto/keyring.ts";
import { openDatabase } from "../src/store/database.ts";
import { migrate } from "../src/store/migrate.ts";

const fileOf = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const main = [process.execPath, ...fromSource, fileOf("../src/main.ts")];
const command = [process.execPath, ...fromSource, fileOf("../../cli/src/main.ts"), "start"];
const demo = [process.execPath, ...fromSource, fileOf("../../../examples/calendar/start.ts")];
const npm = ["npm", "run", "--silent", "start:server"];

/** In a namespace of its own, where this user may mount: a disk of so many bytes, or one that is read-only. */
const mounted = (options: string, folder: string, run: readonly string[]) => [
  ...namespace,
  "sh",
  "-c",
  `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`,
  folder,
  ...run,
];
const namespace = process.getuid?.() === 0 ? ["unshare", "-m"] : ["unshare", "-Urm"];
const mayMount = (() => {
  try {
    const [program = "", ...args] = mounted("size=64k", tmpdir(), ["true"]);
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

let folder: string;
const running: Started[] = [];
const drops: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "grantry-starts-"));
});
afterEach(async () => {
  for (const { child } of running.splice(0)) child.kill("SIGKILL");
  for (const drop of drops.splice(0)) await drop();
  await chmod(join(folder, "data"), 0o700).catch(() => {});
  await rm(folder, { recursive: true, force: true });
});

type Environment = Readonly<Record<string, string>>;

function start(run: readonly string[], more: Environment): Started {
  const env = { PATH: process.env["PATH"] ?? "", HOME: folder, ...more };
  const started = startProgram(run, { env, cwd: fileOf("../../../") });
  running.push(started);
  return started;
}

/** Every line of a start that was refused. Node's own warning about a file of authorities comes before any code of ours. */
async function refusal(run: readonly string[], more: Environment): Promise<string[]> {
  const data = join(folder, "data");
  // What it logs goes to standard output, and is no part of why it does not start.
  const plain = { GRANTRY_PORT: "0", GRANTRY_DATA_DIR: data, GRANTRY_LOG_LEVEL: "warn" };
  const environment = { ...plain, ...more };
  const started = start(run, environment);
  const [code] = await started.ended;
  expect(code).not.toBe(0);
  const lines = started.said().trim().split("\n");
  return lines.filter((line) => !line.startsWith("Warning: Ignoring extra certs"));
}

async function expectOneLine(
  runs: readonly (readonly string[])[],
  environment: Environment,
  words: RegExp,
): Promise<void> {
  for (const lines of await Promise.all(runs.map((run) => refusal(run, environment)))) {
    expect(lines).toEqual([expect.stringMatching(words)]);
  }
}

const production = { GRANTRY_ENCRYPTION_KEYS: newKeyText("k1") };

describe("a start is refused in one line", () => {
  test.each<[string, Environment, RegExp]>([
    [
      "with a file where the data folder should be",
      { GRANTRY_DATA_DIR: "/dev/null/x" },
      /^grantry: \/dev\/null\/x\/encryption\.key cannot be made: a part of its path is a file .* Set GRANTRY_DATA_DIR/,
    ],
    [
      "with a file of authorities that is missing",
      { NODE_EXTRA_CA_CERTS: "/nowhere.pem" },
      /^grantry: NODE_EXTRA_CA_CERTS names \/nowhere\.pem, which cannot be read: name a file/,
    ],
    [
      "with a file of authorities that holds none",
      { NODE_EXTRA_CA_CERTS: fileOf("../package.json") },
      /^grantry: NODE_EXTRA_CA_CERTS names .*, which holds no PEM certificate: name a file/,
    ],
    [
      "without the authority of its PostgreSQL",
      {
        GRANTRY_DATABASE_URL: "postgres://g@127.0.0.1:1/g?sslmode=verify-full&sslrootcert=/no.pem",
      },
      /^grantry: The database URL names \/no\.pem as its sslrootcert, which cannot be read: name a file/,
    ],
    [
      "with a PostgreSQL that is away",
      { GRANTRY_DATABASE_URL: "postgres://g@127.0.0.1:1/g" },
      /^grantry: The database cannot be reached: is it running, and is GRANTRY_DATABASE_URL right\?$/,
    ],
    [
      "with a public URL that is not https",
      { ...production, GRANTRY_PUBLIC_URL: "http://connect.example.com" },
      /^grantry: GRANTRY_PUBLIC_URL must begin with https:\/\//,
    ],
    [
      "with a public URL that has a query",
      { ...production, GRANTRY_PUBLIC_URL: "https://connect.example.com?x=1" },
      /^grantry: GRANTRY_PUBLIC_URL must be an origin, and a path at most/,
    ],
    [
      "with a public URL whose path is ours",
      { ...production, GRANTRY_PUBLIC_URL: "https://example.com/api" },
      /^grantry: GRANTRY_PUBLIC_URL must not have the path "\/api": .* Choose another/,
    ],
    [
      "with an address that is another machine's",
      { ...production, GRANTRY_HOST: "203.0.113.9", GRANTRY_PUBLIC_URL: "https://a.example" },
      /^grantry: 203\.0\.113\.9 is no address of this machine: set GRANTRY_HOST/,
    ],
    [
      "with a name that has no address",
      { ...production, GRANTRY_HOST: "no.invalid", GRANTRY_PUBLIC_URL: "https://a.example" },
      /^grantry: There is no address for the name no\.invalid: set GRANTRY_HOST/,
    ],
  ])("%s", async (_name, environment, words) => {
    await expectOneLine([main], environment, words);
  });

  test("on a port that is taken, also by npm and by the demo", async () => {
    const other = await serve(() => {});
    drops.push(other.close);
    const { port } = new URL(other.origin);
    const words = new RegExp(`^grantry: Port ${port} .*in use.* set GRANTRY_PORT to another`, "i");
    await expectOneLine([main, command, npm], { GRANTRY_PORT: port }, words);
    await expectOneLine(
      [demo],
      { GRANTRY_PORT: port, SANDBOX_PORT: "0", EXAMPLE_PORT: "0" },
      words,
    );
  });

  test("with a data folder of somebody else", async () => {
    const data = join(folder, "data");
    await mkdir(data);
    await chmod(folder, 0o755);
    const isRoot = process.getuid?.() === 0;
    if (isRoot) await chown(data, 12_345, 12_345);
    else await chmod(data, 0o500);
    const asUser = isRoot ? ["setpriv", "--reuid=1000", "--clear-groups", "--"] : [];
    const words = /^grantry: .* may not be used by this user.*(Run chown -R 1000|give the user)/;
    await expectOneLine([[...asUser, ...main]], {}, words);
    await expectOneLine([[...asUser, ...main]], production, words);
  });

  test.runIf(mayMount)(
    "on a disk that is full, or read-only, with and without a key at hand",
    async () => {
      const data = join(folder, "data");
      await mkdir(data);
      for (const environment of [{}, production]) {
        const full = mounted("size=4k", data, main);
        await expectOneLine([full], environment, /^grantry: .*its disk is full\. Make room on it/);
        const readOnly = mounted("ro", data, main);
        const words = /^grantry: .* cannot be written: its file system is read-only\. Mount it/;
        await expectOneLine([readOnly], environment, words);
      }
    },
  );

  test.each(["sqlite", "postgres"] as const)(
    "with a newer version's database on %s",
    async (engine) => {
      const made = await createTestDatabase(engine, () => inject("postgresUrl"));
      drops.push(made.drop);
      const database = openDatabase(made.url);
      await migrate(database);
      await sql`INSERT INTO migrations (name) VALUES ('9999_later')`.execute(database.db);
      await database.close();
      const words =
        /^grantry: The database was changed by a newer version \(9999_later\): run that/;
      await expectOneLine([main, command], { GRANTRY_DATABASE_URL: made.url }, words);
    },
  );
});

describe("a start that goes on says in one line of the log", () => {
  const listening = async (environment: Environment) => {
    const port = String(await reservePort());
    const started = start(main, {
      GRANTRY_DATA_DIR: join(folder, "data"),
      ...environment,
      GRANTRY_PORT: port,
    });
    await started.until('"listening"');
    const lines = started
      .said()
      .split("\n")
      .filter((line) => line.startsWith("{"));
    return { ...started, port, lines };
  };

  test("that another process serves the same SQLite file, which is supported on one machine", async () => {
    const first = await listening({});
    expect(first.said()).not.toContain("another process serves");
    const second = await listening({});
    expect(second.lines.filter((line) => line.includes("another process serves"))).toHaveLength(1);
    for (const { port } of [first, second])
      expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
  });

  test("that the machine's clock is a day behind PostgreSQL's", async () => {
    const made = await createTestDatabase("postgres", () => inject("postgresUrl"));
    drops.push(made.drop);
    const { lines } = await listening({
      GRANTRY_DATABASE_URL: made.url,
      NODE_OPTIONS: shiftedClock(-86_400_000),
    });
    const told = lines.filter((line) => line.includes("clock differs from the database's"));
    expect(told).toHaveLength(1);
    const { aheadMs } = JSON.parse(told[0] ?? "") as { aheadMs: number };
    expect(Math.round(aheadMs / 3_600_000)).toBe(-24);
  });

  test("that the clock is a day ahead of what a provider's answers say", async () => {
    const issuer = await serve((_request, response) => response.writeHead(404).end());
    drops.push(issuer.close);
    const file = join(folder, "grantry.json");
    const workspace = {
      id: "ws_main",
      name: "Main",
      providers: [{ issuer: issuer.origin, id: "own", name: "Own" }],
    };
    await writeFile(file, JSON.stringify({ workspaces: [workspace] }));
    const started = start(main, {
      GRANTRY_DATA_DIR: join(folder, "data"),
      GRANTRY_PORT: "0",
      GRANTRY_BOOTSTRAP: file,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: `ws_main=${issuer.origin}`,
      NODE_OPTIONS: shiftedClock(86_400_000),
    });
    await started.until("the clock disagrees with the Date of an answer");
    await started.ended;
  });
});
