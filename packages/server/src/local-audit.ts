/** The audit trail, read and cleared of people on the server's own machine. */
import { readConfig } from "./config.ts";
import { withStore } from "./local-store.ts";
import {
  forgetPerson,
  linkWaiting,
  type VerifiedChain,
  verifyChain,
} from "./service/trail/index.ts";
import type { NotedRecord } from "./store/audit-verify.ts";
import { listWorkspaces } from "./store/workspaces.ts";

export type { VerifiedChain } from "./service/trail/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Null: of what belongs to no workspace. */
export type LocalChain = VerifiedChain & { readonly workspaceId: string | null };

/**
 * Checks the chain of a workspace, or of all and of what belongs to none; `progress` hears how many records were checked.
 * Throws GrantryError as the server does at its start.
 */
export async function verifyLocalAudit(
  environment: Environment,
  {
    workspaceId,
    expected,
    progress,
  }: {
    readonly workspaceId: string | undefined;
    /** A record of each that is to be there. */
    readonly expected: NotedRecord | null;
    progress(count: number): void;
  },
): Promise<LocalChain[]> {
  return await withStore(readConfig(environment), false, async (store) => {
    const all = (await listWorkspaces(store)).map((one) => one.workspaceId);
    const chains: LocalChain[] = [];
    for (const id of workspaceId === undefined ? [...all, null] : [workspaceId]) {
      chains.push({ workspaceId: id, ...(await verifyChain(store, id, progress, expected)) });
    }
    return chains;
  });
}

/** Erases what the trail says of whoever has this email address. Returns how many values those were. */
export async function forgetLocalPerson(environment: Environment, email: string): Promise<number> {
  return await withStore(readConfig(environment), false, async (store) => {
    // What was recorded by an older version names people in the records themselves until it is linked.
    await linkWaiting({ store });
    return await forgetPerson(store, email);
  });
}
