/** Backups while others write, killed in the middle, and where there is no room: whole, or nothing that passes as whole. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, copyFile, mkdir, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Engine } from "@grantry/server/store/engine";
import { apiOf } from "@grantry/testing/api";
import { until } from "@grantry/testing/connected";
import { engines } from "@grantry/testing/databases";
import { fromSource } from "@grantry/testing/from-source";
import { ids } from "@grantry/testing/harness";
import { startServerProcess } from "@grantry/testing/server-process";
import { sql } from "kysely";
import { afterEach, describe, expect, test } from "vitest";
import { makeBackup } from "../src/local-backup.ts";
import { drillRestore } from "../src/local-drill.ts";
import { restoreBackup } from "../src/local-restore.ts";
import { readTakeOver, takeOver } from "../src/service/upkeep/take-over.ts";
import { openDatabase } from "../src/store/database.ts";
import { type BackupWorld, type Environment, startBackupWorld } from "./backup-world.ts";

const program = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url));

let here: BackupWorld | undefined;
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await here?.close();
});

function run(environment: Environment, args: readonly string[]) {
  const child = spawn(process.execPath, [...fromSource, program, ...args, "--json"], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  return ended(child);
}

function ended(child: ChildProcess) {
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (data: Buffer) => {
      output += data.toString();
    });
  }
  return { child, ended: once(child, "exit").then(([code]) => ({ code, output })) };
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Rows enough for a backup to take a while. */
async function fill({ world }: BackupWorld, engine: Engine, megabytes: number): Promise<void> {
  const { db } = world.app.context.store;
  const [bytes, numbers] =
    engine === "sqlite"
      ? [
          "randomblob(100000)",
          "(WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $) SELECT i FROM n)",
        ]
      : [
          "(SELECT decode(string_agg(md5(random()::text || i || j), ''), 'hex') FROM generate_series(1, 6000) AS m(j))",
          "generate_series(1, $) AS n(i)",
        ];
  const source = numbers.replace("$", String(megabytes * 10));
  await sql.raw(`CREATE TABLE filler AS SELECT i, ${bytes} AS bytes FROM ${source}`).execute(db);
}

/** Ends a backup while this part of it is being written, and answers where that lies. */
async function killedWhile(
  { environment, folder }: BackupWorld,
  part: string,
  signal: NodeJS.Signals = "SIGKILL",
): Promise<string> {
  for (let tries = 0; tries < 10; tries += 1) {
    const own = join(folder, `${part}-${tries}`);
    const file = join(own, "killed.tar");
    const { child, ended: end } = run(environment, ["backup", file]);
    let found: string | undefined;
    await until(async () => {
      for (const name of await readdir(own).catch(() => [])) {
        const path = join(own, name, part);
        if (await exists(path)) found = path;
      }
      return found !== undefined || child.exitCode !== null;
    });
    child.kill(signal);
    await end;
    // Else it was faster than this: another try.
    if (found !== undefined && !(await exists(file))) return found;
  }
  throw new Error("every backup was made before it could be killed");
}

const users = ["user-1", "user-2", "user-3", "idle-1", "idle-2"];
const busy = users.slice(0, 3);

describe.each(engines)("on %s", (engine) => {
  test("while several processes refresh without a pause a backup is whole; it takes over with what nobody refreshed since, and names the rest", async () => {
    here = await startBackupWorld(engine, null, users);
    const { world, environment, folder } = here;
    const servers = await Promise.all([startServerProcess(world), startServerProcess(world)]);
    children.push(...servers.map(({ child }) => child));
    const apis = [world, ...servers].map(({ url }) => apiOf({ url }));
    let going = true;
    const refreshing = busy.map(async (user, at) => {
      for (let version = 1; going; ) {
        const api = apis[(at + version) % apis.length];
        const answer = await api?.tokenOf(user, ids.userConnector, { refused_version: version });
        version = answer?.body.version ?? version;
      }
    });
    const file = join(folder, "backup.tar");
    const { code, output } = await run(environment, ["backup", file]).ended;
    expect([code, output]).toEqual([0, expect.stringContaining('"keys"')]);
    // Each has been refreshed since.
    const before = world.sandbox.ledger.count("refresh");
    await until(() => world.sandbox.ledger.count("refresh") > before + 3 * busy.length);
    going = false;
    await Promise.all(refreshing);
    const findings = await drillRestore(environment, { file, identityFile: null, folder });
    expect(findings.filter(({ verdict }) => verdict !== "good")).toEqual([]);
    const place = await here.place();
    await restoreBackup(place.environment, { file, identityFile: null });
    const { app, api } = await place.serve();
    const read = (user: string, asked = {}) => api.tokenOf(user, ids.userConnector, asked);
    for (const user of users) expect((await read(user)).status).toBe(200);
    expect((await read("idle-1", { refused_version: 1 })).body.code).toBe("server_restored");
    expect(world.sandbox.ledger.count("reuse")).toBe(0);
    for (const { child } of servers) child.kill();
    await takeOver(app.context);
    await until(() => app.context.asking.isAllowed);
    for (const user of ["idle-1", "idle-2"]) {
      expect((await read(user, { refused_version: 1 })).status).toBe(200);
    }
    for (const user of busy) {
      const { version } = (await read(user)).body;
      expect((await read(user, { refused_version: version })).body.code).toBe("needs_reauth");
    }
    const { ended: named } = await readTakeOver(app.context.store);
    expect(named.map(({ userId }) => userId).sort()).toEqual(busy);
  });

  test("a backup that is killed leaves nothing under its name, and nothing that passes as whole; the next one is whole", async () => {
    here = await startBackupWorld(engine, null, ["user-1"]);
    const { environment, folder } = here;
    await fill(here, engine, 20);
    let left = "";
    for (const part of ["database", "whole"]) {
      left = await killedWhile(here, part);
      const copy = join(folder, `left-${part}`);
      await copyFile(left, copy);
      const place = await here.place();
      await expect(
        restoreBackup(place.environment, { file: copy, identityFile: null }),
      ).rejects.toMatchObject({ code: "backup_unusable" });
    }
    const own = dirname(dirname(left));
    const file = join(own, "backup.tar");
    await makeBackup(environment, { file, recipients: [], scratch: null });
    // What the killed one left there is gone.
    expect(await readdir(own)).toEqual(["backup.tar"]);
    const findings = await drillRestore(environment, { file, identityFile: null, folder });
    expect(findings.filter(({ verdict }) => verdict !== "good")).toEqual([]);
  });

  test("a backup that is interrupted takes the database's copy away with it", async () => {
    here = await startBackupWorld(engine, null, ["user-1"]);
    await fill(here, engine, 20);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const own = dirname(dirname(await killedWhile(here, "database", signal)));
      expect(await readdir(own)).toEqual([]);
    }
  });

  test("a restore that is killed leaves an empty place, into which the next one goes", async () => {
    here = await startBackupWorld(engine, null, ["user-1"]);
    await fill(here, engine, engine === "sqlite" ? 20 : 8);
    const { environment, folder, world } = here;
    const file = join(folder, "backup.tar");
    await makeBackup(environment, { file, recipients: [], scratch: null });
    const place = await here.place();
    const { child, ended: end } = run(place.environment, ["restore", file]);
    const watched = openDatabase(world.databaseUrl, { poolSize: 1 });
    await until(async () =>
      engine === "postgres"
        ? await isRestoring(watched, place.database.url)
        : (await drafts(place.database.url)).length > 0,
    );
    child.kill("SIGKILL");
    await end;
    await watched.close();
    if (engine === "sqlite") expect(await exists(place.database.url.slice(7))).toBe(false);
    await until(async () => {
      const restoring = restoreBackup(place.environment, { file, identityFile: null });
      // PostgreSQL finds out a moment later that nobody goes on.
      return await restoring.then(
        () => true,
        (thrown) => {
          if (engine === "postgres" && /not empty|connected|failed/.test(String(thrown)))
            return false;
          throw thrown;
        },
      );
    });
    if (engine === "sqlite") expect(await drafts(place.database.url)).toEqual([]);
    const { app } = await place.serve();
    expect(app.context.asking.isAllowed).toBe(false);
  });
});

async function drafts(url: string): Promise<string[]> {
  const folder = join(url.slice("sqlite:".length), "..");
  return (await readdir(folder)).filter((name) => name.includes(".restoring-"));
}

/** Whether rows are being written there by somebody's transaction. */
async function isRestoring({ db }: ReturnType<typeof openDatabase>, url: string): Promise<boolean> {
  const name = new URL(url).pathname.slice(1);
  const { rows } = await sql`SELECT 1 FROM pg_stat_activity
    WHERE datname = ${name} AND application_name = 'psql' AND query LIKE 'COPY%'`.execute(db);
  return rows.length > 0;
}

describe("where there is no room", () => {
  /** Runs a command with a folder of so many megabytes, and what is left in it. */
  async function inSmallFolder(environment: Environment, args: readonly string[], small: string) {
    await mkdir(small, { recursive: true });
    const asRoot = process.getuid?.() === 0 ? ["-m"] : ["-rm"];
    const script =
      'mount -t tmpfs -o size=12m none "$0" && { "$@"; code=$?; echo "left: $(ls -A "$0" | tr "\\n" " ")"; exit $code; }';
    const command = [process.execPath, ...fromSource, program, ...args, "--json"];
    const child = spawn("unshare", [...asRoot, "sh", "-c", script, small, ...command], {
      env: environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    children.push(child);
    return await ended(child).ended;
  }

  test("a backup and a restore say so in a line, and leave nothing", async () => {
    here = await startBackupWorld("sqlite", null, ["user-1"]);
    await fill(here, "sqlite", 20);
    const { environment, folder } = here;
    const small = join(folder, "small");
    const backup = await inSmallFolder(environment, ["backup", join(small, "backup.tar")], small);
    expect(backup.code).toBe(3);
    expect(backup.output).toContain('"backup_failed"');
    expect(backup.output).toContain("left: \n");
    const file = join(folder, "backup.tar");
    await makeBackup(environment, { file, recipients: [], scratch: null });
    const place = {
      ...environment,
      GRANTRY_DATABASE_URL: `sqlite:${join(small, "grantry.db")}`,
      GRANTRY_DATA_DIR: small,
    };
    const restore = await inSmallFolder(place, ["restore", file], small);
    expect(restore.code).toBe(3);
    expect(restore.output).toContain('"restore_refused"');
    expect(restore.output).toContain("left: \n");
  });
});

test("a drill is green where there is no network at all: it calls nobody", async () => {
  here = await startBackupWorld("sqlite", null, ["user-1"]);
  const { environment, folder } = here;
  const file = join(folder, "backup.tar");
  await makeBackup(environment, { file, recipients: [], scratch: null });
  const alone = process.getuid?.() === 0 ? ["-n"] : ["-rn"];
  const command = [process.execPath, ...fromSource, program, "drill", "restore", file, "--json"];
  const child = spawn("unshare", [...alone, ...command], {
    env: environment,
    stdio: ["ignore", "pipe", "pipe"],
  });
  children.push(child);
  const { code, output } = await ended(child).ended;
  expect([code, output]).toEqual([0, expect.not.stringContaining('"bad"')]);
});
