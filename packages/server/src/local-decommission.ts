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
 * left. Hands every receipt to `receipt`, those of earlier tries as well, and resolves with what is still open.
 */
export async function endEverything(
  environment: Environment,
  input: {
    readonly patienceSeconds: number;
    progress(left: StillOpen): void;
    receipt(one: LeftReceipt): void;
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

/** One operation for each workspace that has connections and none under way already. */
async function beginErasing(context: OperationsContext): Promise<void> {
  await hurryRevocations(context.store);
  for (const { workspaceId } of await listWorkspaces(context.store)) {
    const erasing = await erasingOf(context, workspaceId);
    if (erasing.some(({ finishedAt }) => finishedAt === null)) continue;
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

/** Those of the newest that erase: an operation is kept for thirty days. */
async function erasingOf(context: OperationsContext, workspaceId: string) {
  const found = await listOperations(context, workspaceId, { before: null, limit: pageMax });
  return found.filter(({ kind }) => kind === "erase");
}

async function tellReceipts(
  context: OperationsContext,
  tell: (one: LeftReceipt) => void,
): Promise<void> {
  for (const { workspaceId } of await listWorkspaces(context.store)) {
    for (const { operationId } of await erasingOf(context, workspaceId)) {
      for (let after = ""; ; ) {
        const page = { after, limit: pageMax };
        const found = await listReceipts(context, { workspaceId, operationId }, page);
        for (const { connectionId, appId, integrationType, result, failureCode, doneAt } of found) {
          const about = { connectionId, appId, integrationType, result, failureCode, doneAt };
          tell({ workspaceId, operationId, ...about });
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
  /** The file of root keys, which is gone; null where they lie elsewhere. */
  readonly removedFile: string | null;
  /** Root keys that key services hold, by where they lie there, and whether others stand in the environment. */
  readonly leftInServices: readonly string[];
  readonly leftInEnvironment: boolean;
}

/** The last step. Throws likewise. */
export async function destroyKeys(environment: Environment): Promise<DestroyedKeys> {
  const config = readConfig(environment);
  const leftInServices = serviceKeyEntries(await readEncryptionKeys(config)).map(({ id }) => id);
  const dataKeys = await withStore(config, false, destroyAllDataKeys, proveEncryptionKeys);
  const removedFile = await removeKeyFile(config);
  const leftInEnvironment = config.encryptionKeys !== null;
  return { dataKeys, removedFile, leftInServices, leftInEnvironment };
}

async function removeKeyFile({
  encryptionKeys,
  encryptionKeyFile,
}: Config): Promise<string | null> {
  if (encryptionKeys !== null) return null;
  await rm(encryptionKeyFile);
  return encryptionKeyFile;
}
