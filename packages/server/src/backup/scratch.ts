/** A place to try a backup in, made for it and taken away again. */
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { sql } from "kysely";
import { GrantryError } from "../lib/error.ts";
import { openDatabase } from "../store/database.ts";
import { asFileFailure } from "./failure.ts";
import type { Manifest } from "./manifest.ts";
import { makeWorkFolderIn } from "./work-folder.ts";

export interface Scratch {
  readonly databaseUrl: string;
  readonly unstoredFolder: string;
  remove(): Promise<void>;
}

/** Prefix of its databases. */
const prefix = "grantry_drill_";

/**
 * On SQLite a file in the first of `folders` that takes it; on PostgreSQL a database of its own on the server of
 * `databaseUrl`. Throws restore_refused.
 */
export async function makeScratch(
  { engine }: Manifest,
  {
    databaseUrl,
    folders,
  }: { readonly databaseUrl: string; readonly folders: readonly [string, ...string[]] },
): Promise<Scratch> {
  const { path: folder, remove: removeFolder } = await makeFolder(folders);
  const unstoredFolder = join(folder, "unstored");
  if (engine === "sqlite") {
    const url = `sqlite:${join(folder, "grantry.db")}`;
    return { databaseUrl: url, unstoredFolder, remove: removeFolder };
  }
  try {
    const { url, drop } = await makeDatabase(databaseUrl);
    const remove = async () => {
      await removeFolder();
      await drop();
    };
    return { databaseUrl: url, unstoredFolder, remove };
  } catch (thrown) {
    await removeFolder();
    throw thrown;
  }
}

/** Throws restore_refused where there is no place for it. */
async function makeFolder(folders: readonly [string, ...string[]]) {
  try {
    return await makeWorkFolderIn(folders, "grantry-drill-");
  } catch (thrown) {
    const what = `The drill's folder in ${folders.join(" or in ")} (--scratch names another)`;
    throw asFileFailure(thrown, "restore_refused", what);
  }
}

async function makeDatabase(databaseUrl: string) {
  if (!/^postgres(ql)?:/.test(databaseUrl)) {
    throw new GrantryError("restore_refused", {
      detail:
        "The backup is of PostgreSQL: set GRANTRY_DATABASE_URL to a server on which a database can be made to try it in.",
    });
  }
  const name = `${prefix}${randomBytes(6).toString("hex")}`;
  await onServer(databaseUrl, `CREATE DATABASE ${name}`).catch((cause: unknown) => {
    throw new GrantryError("restore_refused", {
      detail:
        "No database could be made to try the backup in: the role of GRANTRY_DATABASE_URL needs CREATEDB, or name another server in it for the drill.",
      cause,
    });
  });
  const url = databaseUrl.replace(
    /^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?/,
    (_all, before: string) => `${before}/${name}`,
  );
  return { url, drop: () => onServer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`) };
}

async function onServer(databaseUrl: string, statement: string): Promise<void> {
  const database = openDatabase(databaseUrl, { poolSize: 1, queryMs: 120_000 });
  try {
    await sql.raw(statement).execute(database.db);
  } finally {
    await database.close();
  }
}
