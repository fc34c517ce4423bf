/** The first account: a link that the server prints at its first start makes it. */
import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { putWorkspace } from "../../store/apps.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { type WrappedDataKey, wrapDataKey } from "../../store/data-keys.ts";
import { findEntryLink, insertEntryLink, takeSetupLinks } from "../../store/entry-links.ts";
import { hasOperators, insertOperator, type Person, putMembership } from "../../store/operators.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { listWorkspaces } from "../../store/workspaces.ts";
import { type AccountInput, checkAccount } from "./account-input.ts";
import { operatorActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import { appointFirst } from "./server/appoint.ts";
import { openSession, type Place } from "./sessions.ts";

/** How long a set-up link can be used: a day. A new start prints a new one. */
const setupLinkSeconds = 86_400;
const firstWorkspaceName = "Main";
/** Nobody gives such a link but the server. */
const unusable = {
  detail:
    "This link is unknown, was already used, or has expired. While nobody has an account, the server prints a new one whenever it starts; afterwards, sign in.",
};

/**
 * A new link that makes the first account, or null where there is an account already. A credential:
 * it is shown to who started the server, and never logged.
 */
export async function createSetupLink(context: AccountsContext): Promise<Secret | null> {
  const { store, clock, publicUrl } = context;
  if (await hasOperators(store)) return null;
  const token = newUnguessable();
  await insertEntryLink(store, {
    entryLinkId: newHandle("entryLink"),
    token: new Secret(token),
    expiresAt: clock.nowSeconds() + setupLinkSeconds,
  });
  return new Secret(`${publicUrl}/setup/${token}`);
}

/** Throws entry_link_invalid unless this is a set-up link that can be used. */
export async function requireSetupLink(context: AccountsContext, token: Secret): Promise<void> {
  const link = await findEntryLink(context.store, token);
  if (link?.kind !== "setup") throw new GrantryError("entry_link_invalid", unusable);
}

/**
 * Makes the first account, the server's operator and owner of every workspace that there is, and signs it in. Makes a workspace
 * where there is none. Throws entry_link_invalid and account_invalid.
 */
export async function completeSetup(
  context: AccountsContext,
  token: Secret,
  input: AccountInput & { readonly place: Place },
): Promise<Secret> {
  await requireSetupLink(context, token);
  const { email, name, password } = checkAccount(input);
  const account = { operatorId: newHandle("operator"), email, name, credentialsEpoch: 0 };
  const passwordHash = await context.passwords.hash(password, "set-up");
  // The transaction waits for no key service.
  const firstKey = await wrapDataKey(context.store, newHandle("workspace"));
  const session = await inTransaction(context.store, async (store) => {
    // Of two that come at once, the second finds no link any more.
    if (!(await takeSetupLinks(store)) || (await hasOperators(store))) {
      throw new GrantryError("entry_link_invalid", unusable);
    }
    await insertOperator(store, { ...account, passwordHash, isProven: true });
    await makeOwner(store, account, firstKey);
    await appointFirst(store, account);
    return await openSession(store, account.operatorId, input.place);
  });
  context.log.info({ operatorId: account.operatorId }, "first account made");
  return session;
}

async function makeOwner(store: Store, account: Person, firstKey: WrappedDataKey): Promise<void> {
  const existing = await listWorkspaces(store);
  const first = { workspaceId: firstKey.workspace_id, name: firstWorkspaceName };
  if (existing.length === 0) {
    await putWorkspace(store, first, firstKey);
    await insertAuditRecord(store, {
      workspaceId: first.workspaceId,
      actor: operatorActor(account),
      action: "workspace.created",
      target: { kind: "workspace", id: first.workspaceId },
      details: { name: first.name, by: "set-up link" },
    });
  }
  for (const { workspaceId } of existing.length === 0 ? [first] : existing) {
    await putMembership(store, { workspaceId, operatorId: account.operatorId, role: "owner" });
    await insertAuditRecord(store, {
      workspaceId,
      actor: operatorActor(account),
      action: "member.added",
      target: { kind: "operator", id: account.operatorId },
      details: { role: "owner", by: "set-up link" },
    });
  }
}
