/** A backup is of one moment, is whole or refused, and restores to the same (docs/backup.md). */
import diagnostics from "node:diagnostics_channel";
import { chown, mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { until } from "@grantry/testing/connected";
import { createFakeClock, type FakeClock } from "@grantry/testing/fake-clock";
import { ids } from "@grantry/testing/harness";
import { generateIdentity, identityToRecipient } from "age-encryption";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { makeBackup } from "../src/local-backup.ts";
import { drillRestore } from "../src/local-drill.ts";
import { restoreBackup } from "../src/local-restore.ts";
import { readTakeOver, takeOver } from "../src/service/upkeep/take-over.ts";
import { lastBackup } from "../src/store/backups.ts";
import { openDatabase } from "../src/store/database.ts";
import { type BackupWorld, backupEngines, startBackupWorld } from "./backup-world.ts";

const hourMs = 3_600_000;

describe.each(backupEngines)("on %s", (engine) => {
  let clock: FakeClock;
  let here: BackupWorld;
  let file: string;

  beforeEach(async () => {
    clock = createFakeClock();
    here = await startBackupWorld(engine, clock, ["user-1", "user-2"]);
    file = join(here.folder, "backup.tar");
  });
  afterEach(() => here.close());

  const backUp = (recipients: readonly string[] = []) =>
    makeBackup(here.environment, { file, recipients, scratch: null });
  const drill = (path = file, identityFile: string | null = null, environment = here.environment) =>
    drillRestore(environment, { file: path, identityFile, folder: here.folder });
  const bad = (findings: Awaited<ReturnType<typeof drill>>) =>
    findings.filter(({ verdict }) => verdict !== "good");

  /** A place where the backup is restored, and what came of it. */
  async function restored(path = file, identityFile: string | null = null) {
    const place = await here.place();
    const told = await restoreBackup(place.environment, { file: path, identityFile });
    return { place, told };
  }

  test("what was backed up while the server goes on is restored elsewhere, and nothing is asked of a provider; the first server loses nothing by it", async () => {
    const { manifest, noted } = await backUp();
    expect([manifest.keys, noted]).toEqual([["k1"], true]);
    const { mode, size } = await stat(file);
    expect(mode & 0o777).toBe(0o600);
    const last = await lastBackup(here.world.app.context.store);
    expect(last).toEqual({ madeAt: manifest.made_at, sizeBytes: size, sealed: false });
    expect((await readdir(here.folder)).filter((name) => name.startsWith("."))).toEqual([]);
    const { place, told } = await restored();
    expect(told.keys).toEqual([{ id: "k1", isConfigured: true }]);
    const { api } = await place.serve();
    const { ledger } = here.world.sandbox;
    const of = (via = api, user = "user-1") => via.tokenOf(user, ids.userConnector);
    expect((await of()).body.access_token).toBe((await of(here.api)).body.access_token);
    clock.advance(hourMs);
    // Both run: the restored one asks nobody, so that the first one's refresh token is used once.
    expect((await of()).body.code).toBe("server_restored");
    expect((await of(here.api)).status).toBe(200);
    expect((await of()).body.code).toBe("server_restored");
    clock.advance(hourMs);
    expect((await of(here.api)).status).toBe(200);
    expect(ledger.count("reuse")).toBe(0);
    expect(ledger.liveGrants()).toBe(2);
  });

  test("once it takes over, what nobody refreshed since is refreshed, and what the first server had refreshed ends by name", async () => {
    await backUp();
    clock.advance(hourMs);
    expect((await here.api.tokenOf("user-1", ids.userConnector)).status).toBe(200);
    const { place } = await restored();
    const { app, api } = await place.serve();
    const { store, catalogue } = app.context;
    expect(await takeOver({ store, catalogue })).toBe(2);
    // Second by second: a look that is under way when the time moves on is not begun again.
    await until(() => {
      clock.advance(1_000);
      return app.context.asking.isAllowed;
    });
    expect((await api.tokenOf("user-2", ids.userConnector)).status).toBe(200);
    const { ledger } = here.world.sandbox;
    const before = ledger.count("token");
    const lost = await api.tokenOf("user-1", ids.userConnector);
    expect([lost.status, lost.body.code]).toEqual([409, "needs_reauth"]);
    expect(ledger.count("token")).toBe(before + 1);
    const { since, ended } = await readTakeOver(store);
    expect(since).toEqual({ inDoubt: 0, ended: 1 });
    expect(ended).toMatchObject([{ userId: "user-1", workspaceId: ids.workspace }]);
  });

  test("a drill opens every sealed value, compares every count, and connects to nobody but the database", async () => {
    await here.layAnswer("user-1");
    await backUp();
    const called: unknown[] = [];
    const note = (message: unknown) => called.push(message);
    diagnostics.subscribe("undici:request:create", note);
    const before = here.world.sandbox.ledger.entries.length;
    const findings = await drill();
    diagnostics.unsubscribe("undici:request:create", note);
    expect(bad(findings)).toEqual([]);
    expect(findings.map(({ about }) => about)).toEqual([
      "file",
      "restore",
      "counts",
      "tables",
      "keys",
      "sealed values",
      "answers not in the database",
      "audit log",
    ]);
    expect(findings.find(({ about }) => about === "answers not in the database")?.text).toBe(
      "all 1 open",
    );
    expect([called, here.world.sandbox.ledger.entries.length]).toEqual([[], before]);
    expect((await readdir(here.folder)).sort()).toEqual(["backup.tar", "data"]);
  });

  test("a drill without the keys, or with others of the same id, says so", async () => {
    await backUp();
    const others = { ...here.environment, GRANTRY_ENCRYPTION_KEYS: `k1:${"A".repeat(43)}=` };
    expect(bad(await drill(file, null, others))).toMatchObject([{ about: "keys" }]);
    const none = { ...here.environment, GRANTRY_ENCRYPTION_KEYS: `k9:${"A".repeat(43)}=` };
    expect(bad(await drill(file, null, none))).toMatchObject([
      { about: "keys", text: "not configured here: k1; without them nothing that is sealed opens" },
    ]);
  });

  test("a drill in an image, which has no temporary folder, is made in the data folder; one with no place says which option names another", async () => {
    await backUp();
    const below = join(file, "below a file");
    vi.stubEnv("TMPDIR", below);
    onTestFinished(() => void vi.unstubAllEnvs());
    const drillIn = (folder: string | null, more = {}) =>
      drillRestore({ ...here.environment, ...more }, { file, identityFile: null, folder });
    expect(bad(await drillIn(null))).toEqual([]);
    const refused = (places: string) => {
      const text = `The drill's folder in ${places} (--scratch names another) cannot be written: part of its path is not a folder.`;
      return [{ about: "restore", verdict: "bad", text }];
    };
    const elsewhere =
      engine === "sqlite"
        ? { GRANTRY_DATABASE_URL: `sqlite:${below}/grantry.db` }
        : { GRANTRY_DATA_DIR: below };
    expect(bad(await drillIn(null, elsewhere))).toEqual(refused(`${below} or in ${below}`));
    expect(bad(await drillIn(below))).toEqual(refused(below));
  });

  test("a drill names a sealed value that does not open", async () => {
    const { db } = here.world.app.context.store;
    const [row] = await db
      .selectFrom("connections")
      .selectAll()
      .where("user_id", "=", "user-1")
      .execute();
    const broken = Buffer.from(row?.access_token ?? []);
    broken[broken.length - 1] = (broken.at(-1) ?? 0) ^ 1;
    await db
      .updateTable("connections")
      .set({ access_token: broken })
      .where("user_id", "=", "user-1")
      .execute();
    await backUp();
    expect(bad(await drill())).toMatchObject([
      {
        about: "sealed values",
        text: expect.stringContaining(`connections ${row?.connection_id}`),
      },
    ]);
  });

  test("an answer that only lay in a file is in the backup, whether the server stores it meanwhile or not", async () => {
    await here.layAnswer("user-1");
    await here.layAnswer("user-2");
    let steps = 0;
    await makeBackup(here.environment, {
      file,
      recipients: [],
      scratch: null,
      // Between the two that are copied the server stores both answers and takes their files away.
      progress: async () => {
        steps += 1;
        if (steps === 2) await here.storeAnswers();
      },
    });
    expect(await readdir(here.unstoredFolder)).toEqual([]);
    const { place } = await restored();
    const { api } = await place.serve();
    for (const user of ["user-1", "user-2"]) {
      const { body } = await api.tokenOf(user, ids.userConnector);
      expect([body.access_token, body.version]).toEqual([`laid-down-${user}`, 2]);
    }
    expect(await readdir(place.unstoredFolder)).toEqual([]);
  });

  test("while a sealed backup is made, the database lies in the data folder or where it was said, and nothing but what is sealed in the backup's", async () => {
    const recipients = [await identityToRecipient(await generateIdentity())];
    const { GRANTRY_DATABASE_URL: url = "", GRANTRY_DATA_DIR: data = "" } = here.environment;
    const dataFolder = engine === "sqlite" ? dirname(url.slice("sqlite:".length)) : data;
    const unsealed = async (folder: string) => {
      const all = await readdir(folder, { recursive: true }).catch(() => []);
      return all.filter((name) => basename(name) === "database").length;
    };
    for (const scratch of [null, join(here.folder, "scratch")]) {
      const sealed = join(here.folder, "destination", `${scratch === null}.age`);
      let looked = 0;
      const progress = async (what: string) => {
        if (what !== "file") return;
        looked += 1;
        expect(await unsealed(dirname(sealed))).toBe(0);
        expect(await unsealed(scratch ?? dataFolder)).toBe(1);
      };
      await makeBackup(here.environment, { file: sealed, recipients, scratch, progress });
      expect(looked).toBe(1);
      expect((await readdir(dirname(sealed))).filter((name) => name.startsWith("."))).toEqual([]);
      const left = await readdir(scratch ?? dataFolder);
      expect(left.filter((name) => name.startsWith(".grantry"))).toEqual([]);
    }
  });

  test("a backup is restored into an empty place alone, and written over no file", async () => {
    await backUp();
    await expect(backUp()).rejects.toMatchObject({ code: "backup_failed" });
    const rows = () =>
      here.world.app.context.store.db.selectFrom("connections").selectAll().execute();
    const before = await rows();
    await expect(
      restoreBackup(here.environment, { file, identityFile: null }),
    ).rejects.toMatchObject({ code: "restore_refused" });
    const { place } = await restored();
    await expect(
      restoreBackup(place.environment, { file, identityFile: null }),
    ).rejects.toMatchObject({ code: "restore_refused" });
    expect(await rows()).toEqual(before);
  });

  test.runIf(engine === "postgres")(
    "a backup is not restored where a server is connected, which would not hear that it asks nobody",
    async () => {
      await backUp();
      const place = await here.place();
      const other = openDatabase(place.database.url, { poolSize: 1 });
      await other.ping();
      const restoring = () => restoreBackup(place.environment, { file, identityFile: null });
      await expect(restoring()).rejects.toMatchObject({
        code: "restore_refused",
        detail: expect.stringContaining("connected to the database"),
      });
      await other.close();
      await restoring();
    },
  );

  test("answers of another database in the folder are not mixed up with those of the backup", async () => {
    await here.layAnswer("user-1");
    await backUp();
    const place = await here.place();
    const [name = ""] = await readdir(here.unstoredFolder);
    const { environment } = here;
    // The same folder, and another database: what lies there is the first server's, under the same names.
    await writeFile(join(here.unstoredFolder, "conn_other.1.1.json"), "{}");
    const mixed = { ...place.environment, GRANTRY_DATA_DIR: environment["GRANTRY_DATA_DIR"] ?? "" };
    await expect(restoreBackup(mixed, { file, identityFile: null })).rejects.toMatchObject({
      code: "restore_refused",
    });
    expect((await readdir(here.unstoredFolder)).sort()).toEqual(
      [name, "conn_other.1.1.json"].sort(),
    );
  });

  test.runIf(engine === "sqlite")("a file that root restores is the folder's owner's", async () => {
    await backUp();
    const folder = join(here.folder, "of the service");
    await mkdir(folder);
    if (process.getuid?.() === 0) await chown(folder, 1000, 1000);
    const path = join(folder, "grantry.db");
    const environment = { ...here.environment, GRANTRY_DATABASE_URL: `sqlite:${path}` };
    const place = { ...environment, GRANTRY_DATA_DIR: folder };
    await restoreBackup(place, { file, identityFile: null });
    const [{ uid, gid }, made] = await Promise.all([stat(folder), stat(path)]);
    expect([made.uid, made.gid]).toEqual([uid, gid]);
  });

  test("a backup of the other kind of database is refused in a line", async () => {
    await backUp();
    const elsewhere =
      engine === "sqlite" ? "postgres://nobody@127.0.0.1:1/none" : "sqlite:/nowhere/grantry.db";
    await expect(
      restoreBackup(
        { ...here.environment, GRANTRY_DATABASE_URL: elsewhere },
        { file, identityFile: null },
      ),
    ).rejects.toMatchObject({ code: "restore_refused" });
  });
});
