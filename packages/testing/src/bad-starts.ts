/** What no server starts with, however it is started: one table, for every form in which people start it. */
import { execFileSync } from "node:child_process";
import { chmod, chown, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { newKeyText } from "@grantry/server/crypto/keyring";
import { openDatabase } from "@grantry/server/store/database";
import { migrate } from "@grantry/server/store/migrate";
import { sql } from "kysely";
import { serve } from "./loopback.ts";
import { startProgram } from "./started-program.ts";

type Environment = Readonly<Record<string, string>>;

/** One way in which people start a server. */
export interface Form {
  readonly run: readonly string[];
  readonly cwd: string;
  readonly env: Environment;
}

/** Where a start is tried: a folder of its own, with the data folder that the server is given in it. */
interface Place {
  readonly folder: string;
  readonly data: string;
}

/** What was made ready for one start. */
interface Ready {
  readonly env?: Environment;
  /** What goes before the command. */
  readonly before?: readonly string[];
  /** The line, where it says what was made for this start alone. */
  readonly line?: RegExp;
  readonly undo?: () => Promise<unknown>;
}

export interface BadStart {
  /** "with …", "on …": goes on from "a start is refused in one line". */
  readonly name: string;
  /** What the one line says. */
  readonly line: RegExp;
  readonly prepare: (place: Place) => Ready | Promise<Ready>;
}

const production = { GRANTRY_ENCRYPTION_KEYS: newKeyText("k1") };
const isRoot = process.getuid?.() === 0;

const given = (name: string, env: Environment, line: RegExp): BadStart => ({
  name,
  line,
  prepare: () => ({ env }),
});

const settings: readonly BadStart[] = [
  given(
    "with a file where the data folder should be",
    { GRANTRY_DATA_DIR: "/dev/null/x" },
    /^grantry: \/dev\/null\/x\/encryption\.key cannot be made: a part of its path is a file .* Set GRANTRY_DATA_DIR/,
  ),
  given(
    "with a file of authorities that is missing",
    { NODE_EXTRA_CA_CERTS: "/nowhere.pem" },
    /^grantry: NODE_EXTRA_CA_CERTS names \/nowhere\.pem, which cannot be read: name a file/,
  ),
  given(
    "with a file of authorities that holds none",
    { NODE_EXTRA_CA_CERTS: fileURLToPath(new URL("../package.json", import.meta.url)) },
    /^grantry: NODE_EXTRA_CA_CERTS names .*, which holds no PEM certificate: name a file/,
  ),
  given(
    "without the authority of its PostgreSQL",
    { GRANTRY_DATABASE_URL: "postgres://g@127.0.0.1:1/g?sslmode=verify-full&sslrootcert=/no.pem" },
    /^grantry: The database URL names \/no\.pem as its sslrootcert, which cannot be read: name a file/,
  ),
  given(
    "with a PostgreSQL that is away",
    { GRANTRY_DATABASE_URL: "postgres://g@127.0.0.1:1/g" },
    /^grantry: The database cannot be reached: is it running, and is GRANTRY_DATABASE_URL right\?$/,
  ),
  given(
    "with a public URL that is not https",
    { ...production, GRANTRY_PUBLIC_URL: "http://connect.example.com" },
    /^grantry: GRANTRY_PUBLIC_URL must begin with https:\/\//,
  ),
  given(
    "with a public URL that has a query",
    { ...production, GRANTRY_PUBLIC_URL: "https://connect.example.com?x=1" },
    /^grantry: GRANTRY_PUBLIC_URL must be an origin, and a path at most/,
  ),
  given(
    "with a public URL whose path is ours",
    { ...production, GRANTRY_PUBLIC_URL: "https://example.com/api" },
    /^grantry: GRANTRY_PUBLIC_URL must not have the path "\/api": .* Choose another/,
  ),
  given(
    "with an address that is another machine's",
    { ...production, GRANTRY_HOST: "203.0.113.9", GRANTRY_PUBLIC_URL: "https://a.example" },
    /^grantry: 203\.0\.113\.9 is no address of this machine: set GRANTRY_HOST/,
  ),
  given(
    "with a name that has no address",
    { ...production, GRANTRY_HOST: "no.invalid", GRANTRY_PUBLIC_URL: "https://a.example" },
    /^grantry: There is no address for the name no\.invalid: set GRANTRY_HOST/,
  ),
];

const takenPort: BadStart = {
  name: "on a port that is taken",
  line: /^grantry: Port \d+ .*in use.* set GRANTRY_PORT to another/i,
  prepare: async () => {
    const other = await serve(() => {});
    const { port } = new URL(other.origin);
    const line = new RegExp(`^grantry: Port ${port} .*in use.* set GRANTRY_PORT to another`, "i");
    return { env: { GRANTRY_PORT: port }, line, undo: other.close };
  },
};

/** A database with a migration that this version does not know. */
async function makeNewer(url: string): Promise<void> {
  const database = openDatabase(url);
  await migrate(database);
  await sql`INSERT INTO migrations (name) VALUES ('9999_later')`.execute(database.db);
  await database.close();
}

/** With a newer version's database: where it lies, and what takes it away again. */
export const newerDatabase = (
  engine: string,
  place: (place: Place) => Promise<{ url: string; undo?: () => Promise<unknown> }>,
): BadStart => ({
  name: `with a newer version's database on ${engine}`,
  line: /^grantry: The database was changed by a newer version \(9999_later\): run that/,
  prepare: async (where) => {
    const { url, ...rest } = await place(where);
    await makeNewer(url);
    return { env: { GRANTRY_DATABASE_URL: url }, ...rest };
  },
});

const othersFolder = (name: string, env: Environment): BadStart => ({
  name: `with a data folder of somebody else${name}`,
  line: /^grantry: .* may not be used by this user.*(Run chown -R 1000|give the user)/,
  prepare: async ({ folder, data }) => {
    if (isRoot) await chown(folder, 1000, 1000);
    if (isRoot) await chown(data, 12_345, 12_345);
    else await chmod(data, 0o500);
    return { env, before: isRoot ? ["setpriv", "--reuid=1000", "--clear-groups", "--"] : [] };
  },
});

/** In a namespace of its own, where this user may mount: a disk of so many bytes, or one that is read-only. */
const mounted = (options: string, folder: string) => [
  "unshare",
  isRoot ? "-m" : "-Urm",
  "sh",
  "-c",
  `mount -t tmpfs -o ${options} tmpfs "$0" && exec "$@"`,
  folder,
];
const mayMount = (() => {
  try {
    const [program = "", ...args] = [...mounted("size=64k", tmpdir()), "true"];
    execFileSync(program, args, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
})();

const disks = (name: string, env: Environment): readonly BadStart[] => [
  {
    name: `on a disk that is full${name}`,
    line: /^grantry: .*its disk is full\. Make room on it/,
    prepare: ({ data }) => ({ env, before: mounted("size=4k", data) }),
  },
  {
    name: `on a disk that is read-only${name}`,
    line: /^grantry: .* cannot be written: its file system is read-only\. Mount it/,
    prepare: ({ data }) => ({ env, before: mounted("ro", data) }),
  },
];

const withKey = ", with the key at hand";

/** All that can be tried without a PostgreSQL; those that need a disk of their own only where this user may mount one. */
export const badStarts: readonly BadStart[] = [
  ...settings,
  takenPort,
  newerDatabase("sqlite", async ({ data }) => ({ url: `sqlite:${join(data, "later.db")}` })),
  othersFolder("", {}),
  othersFolder(withKey, production),
  ...(mayMount ? [...disks("", {}), ...disks(withKey, production)] : []),
];

/**
 * Every line that such a start says, by this form of starting; `signal` ends a server that did start. Node's own warning
 * about a file of authorities comes before any code of ours, and is left out. Rejects where it ends as if all were well.
 */
export async function refusal(
  form: Form,
  bad: BadStart,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly string[]; readonly line: RegExp }> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-starts-"));
  const data = join(folder, "data");
  await mkdir(data);
  await chmod(folder, 0o755);
  let undo: Ready["undo"];
  try {
    const ready = await bad.prepare({ folder, data });
    undo = ready.undo;
    // What it logs goes to standard output, and is no part of why it does not start.
    const plain = { GRANTRY_PORT: "0", GRANTRY_DATA_DIR: data, GRANTRY_LOG_LEVEL: "warn" };
    const { child, ended, said } = startProgram([...(ready.before ?? []), ...form.run], {
      env: { ...form.env, HOME: folder, ...plain, ...ready.env },
      cwd: form.cwd,
    });
    const end = () => child.kill("SIGTERM");
    signal.addEventListener("abort", end, { once: true });
    const [code] = await ended;
    signal.removeEventListener("abort", end);
    if (code === 0) throw new Error(`It ended well: ${said()}`);
    const lines = said().trim().split("\n");
    return {
      lines: lines.filter((line) => !line.startsWith("Warning: Ignoring extra certs")),
      line: ready.line ?? bad.line,
    };
  } finally {
    await undo?.();
    await chmod(data, 0o700).catch(() => {});
    await rm(folder, { recursive: true, force: true });
  }
}
