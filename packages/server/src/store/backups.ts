/** Table backups: what is known of the last backup that the command made of this database. */
import type { Store } from "./store.ts";

export interface LastBackup {
  /** Epoch seconds. */
  readonly madeAt: number;
  /** Of its file. */
  readonly sizeBytes: number;
  readonly sealed: boolean;
}

/** The name of the one row. */
const last = "last";

export async function noteBackup(
  { db }: Pick<Store, "db">,
  { madeAt, sizeBytes, sealed }: LastBackup,
): Promise<void> {
  const values = { made_at: madeAt, size_bytes: sizeBytes, sealed: Number(sealed) };
  await db
    .insertInto("backups")
    .values({ backup: last, ...values })
    .onConflict((conflict) => conflict.column("backup").doUpdateSet(values))
    .execute();
}

/** Undefined where none was made, or none was noted. */
export async function lastBackup({ db }: Pick<Store, "db">): Promise<LastBackup | undefined> {
  const row = await db
    .selectFrom("backups")
    .selectAll()
    .where("backup", "=", last)
    .executeTakeFirst();
  return row && { madeAt: row.made_at, sizeBytes: row.size_bytes, sealed: row.sealed === 1 };
}
