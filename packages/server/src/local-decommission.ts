/**
 * Takes a server out of service for good, on its own machine and with no server running: all grants are given back, what became
 * of each is told, and then nothing that is sealed opens any more. Begun again, it goes on.
 */
import { rm } from "node:fs/promises";
import { createApp } from "./app.ts";
import { type Config, readConfig } from "./config.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { serviceKeyEntries } from "./key-service/index.ts";
import { systemClock } from "./lib/clock.ts";
import { createLog } from "./lib/log.ts";
import { withStore } from "./local-store.ts";
import { serverActor } from "./service/accounts/index.ts";
import {
  createOperation,
  everyConnection,
  listOperations,
  listReceipts,
  type Operation,
  type OperationsContext,
} from "./service/operations/index.ts";
import { proveEncryptionKeys } from "./store/encryption-keys.ts";
import { listHolders } from "./store/key-holders.ts";
import {
  countOpen,
  destroyAllDataKeys,
  hurryRevocations,
  type StillOpen,
} from "./store/leaving.ts";
import { isHeldBack } from "./store/restores.ts";
import type { Store } from "./store/store.ts";
import { findUnfinished } from "./store/unfinished-operations.ts";
import { listWorkspaces } from "./store/workspaces.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LeavingServer {
  readonly publicUrl: string;
  readonly workspaces: number;
  readonly open: StillOpen;
  /** How many processes serve, or did within the last minute. */
  readonly processes: number;
  /** Whether it was restored from a backup, and asks no provider yet: then nothing can be given back. */
  readonly isHeldBack: boolean;
}

/** What it is about. Changes nothing; throws GrantryError as a server does at its start. */
export async function planDecommission(environment: Environment): Promise<LeavingServer> {
  const config = readConfig(environment);
  const look = async (store: Parameters<typeof countOpen>[0]) => ({
    publicUrl: config.publicUrl,
    workspaces: (await listWorkspaces(store)).length,
    open: await countOpen(store),
    processes: (await listHolders(store)).length,
    isHeldBack: await isHeldBack(store),
  });
  return await withStore(config, false, look, proveEncryptionKeys);
}

/** What became of a connection. */
export interface LeftReceipt {
  readonly workspaceId: string;
  readonly operationId: string;
  readonly connectionId: string;
  readonly appId: string;
  readonly integrationType: string;
  readonly result: string;
  readonly failureCode: string | null;
  /** Epoch seconds. */
  readonly doneAt: number;
}

const lookMs = 1_000;
const pageMax = 200;

/**
 * Ends all connections of all workspaces and gives their grants back, for as long as `patienceSeconds`. `progress` hears what is
 * left. Hands every receipt to `receipt`, one after the other and those of earlier tries as well, and resolves with what is still open.
 */
export async function endEverything(
  environment: Environment,
  input: {
    readonly patienceSeconds: number;
    progress(left: StillOpen): void;
    receipt(one: LeftReceipt): Promise<void>;
  },
): Promise<StillOpen> {
  const config = readConfig(environment);
  const encryptionKeys = await readEncryptionKeys(config);
  const app = await createApp({ config, encryptionKeys, log: createLog("silent") });
  try {
    const { context } = app;
    await beginErasing(context);
    const left = await whileOpen(context, input);
    await tellReceipts(context, input.receipt);
    return left;
  } finally {
    await app.close();
  }
}

/** One operation for each workspace that has connections, unless one on all of them is under way already. */
async function beginErasing(context: OperationsContext): Promise<void> {
  await hurryRevocations(context.store);
  for (const { workspaceId } of await listWorkspaces(context.store)) {
    const same = { kind: "erase", filter: JSON.stringify(everyConnection) } as const;
    if ((await findUnfinished(context.store, workspaceId, same)) !== undefined) continue;
    const acting = { workspaceId, caller: { actor: serverActor } };
    const asked = { kind: "erase", filter: everyConnection, expected: null } as const;
    const { count } = await createOperation(context, acting, { ...asked, dryRun: true });
    if (count.total > 0) await createOperation(context, acting, { ...asked, dryRun: false });
  }
}

async function whileOpen(
  context: OperationsContext,
  {
    patienceSeconds,
    progress,
  }: { readonly patienceSeconds: number; progress(left: StillOpen): void },
): Promise<StillOpen> {
  const untilMs = systemClock.steadyMs() + patienceSeconds * 1_000;
  for (;;) {
    const left = await countOpen(context.store);
    progress(left);
    const isDone = left.connections + left.operations + left.revocations === 0;
    if (isDone || systemClock.steadyMs() > untilMs) return left;
    await systemClock.sleep(lookMs);
  }
}

/** All that erase: an operation is kept for thirty days. */
async function* erasingOf(context: OperationsContext, workspaceId: string) {
  for (let before: Operation | null = null; ; ) {
    const page: Operation[] = await listOperations(context, workspaceId, {
      before,
      limit: pageMax,
    });
    yield* page.filter(({ kind }) => kind === "erase");
    before = page.at(-1) ?? null;
    if (page.length < pageMax) return;
  }
}

async function tellReceipts(
  context: OperationsContext,
  tell: (one: LeftReceipt) => Promise<void>,
): Promise<void> {
  for (const { workspaceId } of await listWorkspaces(context.store)) {
    for await (const { operationId } of erasingOf(context, workspaceId)) {
      for (let after = ""; ; ) {
        const page = { after, limit: pageMax };
        const found = await listReceipts(context, { workspaceId, operationId }, page);
        for (const { connectionId, appId, integrationType, result, failureCode, doneAt } of found) {
          const about = { connectionId, appId, integrationType, result, failureCode, doneAt };
          await tell({ workspaceId, operationId, ...about });
        }
        const last = found.at(-1);
        if (last === undefined || found.length < pageMax) break;
        after = last.connectionId;
      }
    }
  }
}

export interface DestroyedKeys {
  readonly dataKeys: number;
  /** The file of root keys, which is gone; null where they lie elsewhere, or it is left. */
  readonly removedFile: string | null;
  /** That file where it could not be removed, as one that is mounted; null else. */
  readonly leftFile: string | null;
  /** Root keys that key services hold, by where they lie there, and whether others stand in the environment. */
  readonly leftInServices: readonly string[];
  readonly leftInEnvironment: boolean;
}

/** The last step. Where a process serves by now it destroys nothing, and resolves with how many do. Throws likewise. */
export async function destroyKeys(
  environment: Environment,
): Promise<DestroyedKeys | { readonly processes: number }> {
  const config = readConfig(environment);
  const leftInServices = serviceKeyEntries(await readEncryptionKeys(config)).map(({ id }) => id);
  const destroy = async (store: Store) => {
    const processes = (await listHolders(store)).length;
    return processes > 0 ? { processes } : { dataKeys: await destroyAllDataKeys(store) };
  };
  const done = await withStore(config, false, destroy, proveEncryptionKeys);
  if (done.dataKeys === undefined) return { processes: done.processes };
  const file = await removeKeyFile(config);
  const leftInEnvironment = config.encryptionKeys !== null;
  return { dataKeys: done.dataKeys, ...file, leftInServices, leftInEnvironment };
}

/** Nothing is gone on with once the data keys are destroyed: what the system refuses is told, and not thrown. */
async function removeKeyFile({
  encryptionKeys,
  encryptionKeyFile,
}: Config): Promise<Pick<DestroyedKeys, "removedFile" | "leftFile">> {
  if (encryptionKeys !== null) return { removedFile: null, leftFile: null };
  try {
    await rm(encryptionKeyFile, { force: true });
    return { removedFile: encryptionKeyFile, leftFile: null };
  } catch {
    return { removedFile: null, leftFile: encryptionKeyFile };
  }
}
