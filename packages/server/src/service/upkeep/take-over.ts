/** Taking over from the server that a restored backup is of, and what came of it. */
import { GrantryError } from "../../lib/error.ts";
import type { Catalogue } from "../../provider/catalogue.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { listProviders } from "../../store/providers.ts";
import {
  countSinceTakeOver,
  type EndedConnection,
  isHeldBack,
  lastRestore,
  listEndedSince,
  putInDoubt,
  type Restore,
  type SinceTakeOver,
  setTakenOver,
} from "../../store/restores.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { listWorkspaces } from "../../store/workspaces.ts";
import { serverActor } from "../accounts/index.ts";
import { customCatalogue } from "../providers/index.ts";

export interface TakeOver {
  readonly restore: Restore;
  readonly since: SinceTakeOver;
  /** As many as are listed. */
  readonly ended: readonly EndedConnection[];
}

const listedMax = 10_000;

/**
 * Says that the other server is gone: providers are asked from then on. Returns how many connections are in doubt; null
 * where it was said before. Throws restore_refused where nothing was restored.
 */
export async function takeOver({
  store,
  catalogue,
}: {
  readonly store: Store;
  readonly catalogue: Catalogue;
}): Promise<number | null> {
  const restore = await requireRestore(store);
  if (!(await isHeldBack(store))) return null;
  const inDoubt = await putInDoubt(store, await endingAccessTokens(store, catalogue));
  await inTransaction(store, async (trx) => {
    await setTakenOver(trx);
    await insertAuditRecord(trx, {
      workspaceId: null,
      actor: serverActor,
      action: "server.taken_over",
      target: { kind: "server", id: "server" },
      details: { backup_made_at: String(restore.backupMadeAt) },
    });
  });
  return inDoubt;
}

/** The keys of providers where a refresh ends the access token before it. */
async function endingAccessTokens(store: Store, catalogue: Catalogue): Promise<string[]> {
  const keys = new Set<string>();
  for (const { server } of catalogue.list()) {
    if (server.refresh.ends_access_token) keys.add(server.id);
  }
  for (const { workspaceId } of await listWorkspaces(store)) {
    for (const { providerId, entry } of await listProviders(store, workspaceId)) {
      const ends = customCatalogue(entry)
        .list()
        .some(({ server }) => server.refresh.ends_access_token);
      if (ends) keys.add(`${workspaceId}/${providerId}`);
    }
  }
  return [...keys];
}

/** What came of it so far. Throws restore_refused where nothing was restored, or nobody has taken over. */
export async function readTakeOver(store: Store): Promise<TakeOver> {
  const restore = await requireRestore(store);
  const { takenOverAt } = restore;
  if (takenOverAt === null) throw new GrantryError("server_restored");
  const since = await countSinceTakeOver(store, takenOverAt);
  const ended = await listEndedSince(store, takenOverAt, listedMax);
  return { restore, since, ended };
}

async function requireRestore(store: Store): Promise<Restore> {
  const restore = await lastRestore(store);
  if (restore !== undefined) return restore;
  throw new GrantryError("restore_refused", {
    detail:
      "This database was not restored from a backup by grantry restore: there is nothing to take over.",
  });
}
