/** What doctor says of the database's tables. */
import type { Say } from "./local-doctor-audit.ts";
import type { Database } from "./store/database.ts";
import { laterMigrations, pendingMigrations } from "./store/migrate.ts";
import { migrations } from "./store/migrations.ts";

/** Whether they are those of this version, so that there is more to look at. */
export async function examineTables(database: Database, say: Say): Promise<boolean> {
  const pending = await pendingMigrations(database);
  if (pending.length === migrations.length) {
    say("database", "bad", "there are no tables yet: start the server");
    return false;
  }
  if (pending.length > 0) {
    const names = pending.map(({ name }) => name).join(", ");
    const text = `its tables are not up to date (${names}): grantry upgrade --check says what that does, and a start of the server does it`;
    say("database", "bad", text);
    return false;
  }
  const later = await laterMigrations(database);
  const beside =
    later.length === 0
      ? ""
      : `; a newer version has added ${later.join(", ")}, beside which this one goes on`;
  say("database", "good", `${database.engine} answers, and its tables are up to date${beside}`);
  return true;
}
