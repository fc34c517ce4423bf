/** Workspaces, by whoever answers for the server: made, named, and given their first owner. */
import { GrantryError } from "../../../lib/error.ts";
import { newHandle } from "../../../lib/id.ts";
import { putWorkspace } from "../../../store/apps.ts";
import { type WrappedDataKey, wrapDataKey } from "../../../store/data-keys.ts";
import { lockWorkspace } from "../../../store/providers.ts";
import {
  findServerWorkspace,
  insertWorkspace,
  pageWorkspaces,
  type ServerWorkspace,
  type WorkspacePosition,
} from "../../../store/server-workspaces.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import { proveDomainByServer } from "../company/prove-domain.ts";
import type { AccountsContext } from "../context.ts";
import { type CreatedInvitation, inviteTo } from "../invitations.ts";
import { recordChange } from "../record-change.ts";
import type { ServerOperator } from "./authenticate.ts";

export type { ServerWorkspace } from "../../../store/server-workspaces.ts";

export interface NewWorkspace {
  readonly name: string;
  /** One is made where it is undefined. */
  readonly id: string | undefined;
}

type Making = Pick<AccountsContext, "store" | "unnamedPrivateOrigin">;

/** A new, empty workspace without members. Throws workspace_exists, and limit_reached where there can be only one. */
export async function createWorkspace(
  context: Making,
  caller: ServerOperator,
  workspace: NewWorkspace,
): Promise<ServerWorkspace> {
  const prepared = await prepareWorkspace(context.store, workspace);
  return await inTransaction(context.store, (store) =>
    writeWorkspace({ ...context, store }, caller, prepared),
  );
}

interface PreparedWorkspace {
  readonly name: string;
  readonly workspaceId: string;
  readonly firstKey: WrappedDataKey;
}

/** Its key is wrapped before the transaction, which waits for nobody. */
async function prepareWorkspace(
  store: Store,
  { name, id }: NewWorkspace,
): Promise<PreparedWorkspace> {
  const workspaceId = id ?? newHandle("workspace");
  return { name, workspaceId, firstKey: await wrapDataKey(store, workspaceId) };
}

/** What is allowed to the only workspace would be whose calls come first, and the next start would be refused. */
async function requireMayBeSecond({ store, unnamedPrivateOrigin }: Making): Promise<void> {
  if (unnamedPrivateOrigin === null) return;
  const [first] = await pageWorkspaces(store, { after: null, limit: 1 });
  if (first === undefined) return;
  throw new GrantryError("limit_reached", {
    detail: `GRANTRY_ALLOWED_PRIVATE_ORIGINS names no workspace for ${unnamedPrivateOrigin}: with it there can be one workspace. Write ${first.workspaceId}=${unnamedPrivateOrigin}, start the server anew, and make the second one then.`,
  });
}

async function writeWorkspace(
  context: Making,
  caller: ServerOperator,
  { workspaceId, name, firstKey }: PreparedWorkspace,
): Promise<ServerWorkspace> {
  const { store } = context;
  await requireMayBeSecond(context);
  if (!(await insertWorkspace(store, { workspaceId, name }, firstKey))) {
    throw new GrantryError("workspace_exists");
  }
  await recordChange(
    store,
    { workspaceId, caller },
    {
      action: "workspace.created",
      target: { kind: "workspace", id: workspaceId },
      details: { name, by: "server operator" },
    },
  );
  return await requireWorkspace(store, workspaceId);
}

/** The workspaces of the server, the newest first. */
export async function listAllWorkspaces(
  { store }: Pick<AccountsContext, "store">,
  page: { readonly after: WorkspacePosition | null; readonly limit: number },
): Promise<ServerWorkspace[]> {
  return await pageWorkspaces(store, page);
}

/** Throws workspace_not_found. */
export async function readWorkspace(
  { store }: Pick<AccountsContext, "store">,
  workspaceId: string,
): Promise<ServerWorkspace> {
  return await requireWorkspace(store, workspaceId);
}

/** Gives a workspace another name. Throws workspace_not_found. */
export async function renameWorkspace(
  context: Pick<AccountsContext, "store">,
  caller: ServerOperator,
  { workspaceId, name }: { readonly workspaceId: string; readonly name: string },
): Promise<ServerWorkspace> {
  return await inTransaction(context.store, async (store) => {
    const before = await lockedWorkspace(store, workspaceId);
    if (before.name !== name) {
      await putWorkspace(store, { workspaceId, name });
      await recordChange(
        store,
        { workspaceId, caller },
        {
          action: "workspace.renamed",
          target: { kind: "workspace", id: workspaceId },
          details: { from: before.name, to: name },
        },
      );
    }
    return await requireWorkspace(store, workspaceId);
  });
}

/**
 * An invitation of an owner: how a new workspace gets its first, and how one gets one again whose owners are
 * gone. Throws workspace_not_found and account_invalid.
 */
export async function inviteOwner(
  context: AccountsContext,
  caller: ServerOperator,
  { workspaceId, email }: { readonly workspaceId: string; readonly email: string },
): Promise<CreatedInvitation> {
  await requireWorkspace(context.store, workspaceId);
  return await inviteTo(context, { workspaceId, caller }, { email, role: "owner" });
}

/** A new workspace with the invitation of its first owner: both, or neither. Throws account_invalid, and what createWorkspace does. */
export async function createWorkspaceWithOwner(
  context: AccountsContext,
  caller: ServerOperator,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<{ readonly workspace: ServerWorkspace; readonly invitation: CreatedInvitation }> {
  const prepared = await prepareWorkspace(context.store, { name, id: undefined });
  return await inTransaction(context.store, async (store) => {
    const inside = { ...context, store };
    const workspace = await writeWorkspace(inside, caller, prepared);
    const { workspaceId } = workspace;
    return { workspace, invitation: await inviteOwner(inside, caller, { workspaceId, email }) };
  });
}

/**
 * Has the word of the server's operator prove an email domain that the workspace has declared. Throws
 * workspace_not_found and sign_in_domain_not_found.
 */
export async function proveDomainAsOperator(
  context: Pick<AccountsContext, "store">,
  caller: ServerOperator,
  { workspaceId, domain }: { readonly workspaceId: string; readonly domain: string },
): Promise<void> {
  await requireWorkspace(context.store, workspaceId);
  await inTransaction(context.store, (store) =>
    proveDomainByServer(store, { workspaceId, domain }, caller.actor),
  );
}

/** Held by this transaction until its end. Throws workspace_not_found. */
export async function lockedWorkspace(store: Store, workspaceId: string): Promise<ServerWorkspace> {
  await lockWorkspace(store, workspaceId);
  return await requireWorkspace(store, workspaceId);
}

export async function requireWorkspace(
  store: Store,
  workspaceId: string,
): Promise<ServerWorkspace> {
  const found = await findServerWorkspace(store, workspaceId);
  if (found === undefined) throw new GrantryError("workspace_not_found");
  return found;
}
