/**
 * Tries a backup: restored into a place of its own, every sealed value opened, everything counted, and taken away again.
 * No provider and nobody else is called, but key services where root keys lie there.
 */
import { checkBackup } from "./backup/checked.ts";
import { asFileFailure } from "./backup/failure.ts";
import { openBackup } from "./backup/file.ts";
import { configuredKeys, neededKeys } from "./backup/keys.ts";
import type { Manifest } from "./backup/manifest.ts";
import { countPostgres } from "./backup/postgres.ts";
import { requirePlace, restoreInto } from "./backup/restore.ts";
import { makeScratch, type Scratch } from "./backup/scratch.ts";
import { countSqlite, sqlitePath } from "./backup/sqlite.ts";
import { temporaryFolders } from "./backup/temporary.ts";
import { readUnstored } from "./backup/unstored-files.ts";
import { type Config, readConfig } from "./config.ts";
import { instantOf, systemClock } from "./lib/clock.ts";
import { GrantryError, isGrantryError } from "./lib/error.ts";
import type { Finding } from "./local-doctor.ts";
import type { Say } from "./local-doctor-audit.ts";
import { forOperator, openKeyring } from "./root-keys.ts";
import { verifyChain } from "./service/trail/index.ts";
import { readAnswer, resealAnswer } from "./store/connection-answers.ts";
import { getConnection } from "./store/connections.ts";
import { openDatabase } from "./store/database.ts";
import { asDatabaseError } from "./store/database-errors.ts";
import { proveEncryptionKeys } from "./store/encryption-keys.ts";
import { migrate } from "./store/migrate.ts";
import { openEverySealed } from "./store/open-sealed.ts";
import type { Store } from "./store/store.ts";
import { listWorkspaces } from "./store/workspaces.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface DrillInput {
  readonly file: string;
  readonly identityFile: string | null;
  /** Where the scratch place is made; null: in the temporary folder, or in the server's own. */
  readonly folder: string | null;
}

/** One finding for each check; what stands in the way of going on ends the list. Throws config_invalid. */
export async function drillRestore(
  environment: Environment,
  { file: path, identityFile, folder }: DrillInput,
): Promise<Finding[]> {
  const config = readConfig(environment);
  const findings: Finding[] = [];
  const say: Say = (about, verdict, text) => findings.push({ about, verdict, text });
  try {
    const file = await openBackup(path, identityFile);
    try {
      const manifest = await checkBackup(file);
      const { made_at: madeAt, server_version: by } = manifest;
      say("file", "good", `whole: made at ${instantOf(madeAt)} by Grantry ${by}`);
      const { databaseUrl } = config;
      const temporary = temporaryFolders(config);
      const folders = folder === null ? temporary : ([folder] as const);
      const scratch = await makeScratch(manifest, { databaseUrl, folders });
      try {
        const programs = { folder: config.postgresBin, environment, temporary };
        const now = Math.floor(systemClock.nowSeconds());
        const target = { ...scratch, programs, now };
        await requirePlace(manifest, target);
        await restoreInto(file, manifest, target);
        say("restore", "good", `${manifest.engine} took all of it, in a place of its own`);
        await examine({ config, manifest, scratch, say });
      } finally {
        await scratch.remove();
      }
    } finally {
      await file.close();
    }
  } catch (thrown) {
    const told = forOperator(
      asFileFailure(asDatabaseError(thrown), "restore_refused", "The scratch place"),
    );
    if (!(told instanceof GrantryError)) throw thrown;
    say(aboutOf(told), "bad", told.detail);
  }
  return findings;
}

function aboutOf({ code }: GrantryError): string {
  if (code === "backup_unusable") return "file";
  return code === "encryption_key_invalid" || code === "key_service_unavailable"
    ? "keys"
    : "restore";
}

interface Drill {
  readonly config: Config;
  readonly manifest: Manifest;
  readonly scratch: Scratch;
  readonly say: Say;
}

async function examine({ config, manifest, scratch, say }: Drill): Promise<void> {
  const database = openDatabase(scratch.databaseUrl, { poolSize: 2, queryMs: 600_000 });
  try {
    const path = sqlitePath(scratch.databaseUrl);
    const counts = path === null ? await countPostgres(database.db) : countSqlite(path);
    compareCounts(manifest, counts, say);
    const applied = await migrate(database);
    const now =
      applied.length === 0
        ? "those of this version"
        : `brought to this version, by ${applied.length} migrations`;
    say("tables", "good", now);
    const text = await configuredKeys(config);
    const missing = neededKeys(manifest, text).filter(({ isConfigured }) => !isConfigured);
    if (text === null || missing.length > 0) {
      const ids = missing.map(({ id }) => id).join(", ");
      return say(
        "keys",
        "bad",
        `not configured here: ${ids}; without them nothing that is sealed opens`,
      );
    }
    const { keyring, close } = await openKeyring(text, {
      clock: systemClock,
      vault: config.vault,
      egress: config.egress,
    });
    try {
      const store: Store = { database, db: database.db, keyring, clock: systemClock };
      await proveEncryptionKeys(store);
      say("keys", "good", `there, and the right ones: ${manifest.keys.join(", ")}`);
      await examineSealed(store, say);
      await examineUnstored(store, scratch, say);
      await examineAudit(store, say);
    } finally {
      await close();
    }
  } finally {
    await database.close();
  }
}

/** A restore adds the row that says so. */
function compareCounts(
  { counts: written }: Manifest,
  found: Readonly<Record<string, number>>,
  say: Say,
): void {
  const expected: Record<string, number> = { ...written };
  expected["restores"] = (expected["restores"] ?? 0) + 1;
  const names = new Set([...Object.keys(expected), ...Object.keys(found)]);
  const wrong = [...names].filter((name) => expected[name] !== found[name]);
  const rows = Object.values(written).reduce((sum, count) => sum + count, 0);
  const named = wrong
    .slice(0, 5)
    .map((name) => `${name} ${found[name] ?? 0} of ${expected[name] ?? 0}`);
  if (wrong.length > 0) say("counts", "bad", `not as written: ${named.join(", ")}`);
  else say("counts", "good", `${rows} rows in ${Object.keys(written).length} tables, as written`);
}

async function examineSealed(store: Store, say: Say): Promise<void> {
  const { opened, failed, named } = await openEverySealed(store);
  if (failed === 0) return say("sealed values", "good", `all ${opened} open`);
  say("sealed values", "bad", `${failed} of ${opened + failed} do not open: ${named.join(", ")}`);
}

/** What lay in files opens for its connection, or that one is gone. */
async function examineUnstored(store: Store, { unstoredFolder }: Scratch, say: Say): Promise<void> {
  const files = await readUnstored(unstoredFolder);
  let failed = 0;
  for (const { bytes } of files) {
    try {
      const answer = readAnswer(JSON.parse(bytes.toString("utf8")).answer);
      const connection = await getConnection(store, answer.connectionId);
      if (connection !== undefined) await resealAnswer(store, answer, connection);
    } catch (thrown) {
      const isBroken = thrown instanceof SyntaxError || thrown instanceof TypeError;
      if (!isBroken && !isGrantryError(thrown, "sealed_value_unreadable")) throw thrown;
      failed += 1;
    }
  }
  const about = "answers not in the database";
  if (failed === 0)
    return say(about, "good", files.length === 0 ? "none" : `all ${files.length} open`);
  say(about, "bad", `${failed} of ${files.length} do not open`);
}

async function examineAudit(store: Store, say: Say): Promise<void> {
  const workspaces = (await listWorkspaces(store)).map(({ workspaceId }) => workspaceId);
  let checked = 0;
  for (const workspaceId of [...workspaces, null]) {
    const chain = await verifyChain(store, workspaceId, () => {});
    checked += chain.checked;
    if (chain.broken === null) continue;
    const { kind, number } = chain.broken;
    return say(
      "audit log",
      "bad",
      `of ${workspaceId ?? "the server"}: ${kind} at record ${number}`,
    );
  }
  say("audit log", "good", `all ${checked} linked records are as they were written`);
}
