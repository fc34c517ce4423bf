/**
 * The link that sets a new password: made by an admin of the person's workspace
 * (workspace/reset-links.ts) or by whoever runs the server. Whoever made it can use it: so it must
 * open nothing to them that they do not have in their hands already.
 */
import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import {
  findEntryLink,
  insertEntryLink,
  type PasswordReset,
  type ResetAuthority,
} from "../../store/entry-links.ts";
import {
  findOperator,
  findOperatorByEmail,
  findRole,
  listWorkspacesOf,
  type Person,
  type StoredAccount,
} from "../../store/operators.ts";
import { isServerOperator } from "../../store/server-operators.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { serverActor } from "./actor.ts";
import { companiesOf } from "./company/membership.ts";
import { isAtLeast } from "./permissions.ts";
import { recordForWorkspacesOf } from "./record-person.ts";

/** How long a reset link can be used: an hour. */
const resetLinkSeconds = 3_600;

/** A link, known to nobody afterwards. */
export interface ResetLink {
  readonly entryLinkId: string;
  readonly email: string;
  readonly url: Secret;
  readonly expiresAt: number;
}

export interface ResetLinkMaker {
  readonly store: Store;
  readonly publicUrl: string;
}

/** Call it in the transaction that records who made the link. */
export async function insertResetLink(
  { store, publicUrl }: ResetLinkMaker,
  { email }: Person,
  reset: PasswordReset,
): Promise<ResetLink> {
  const entryLinkId = newHandle("entryLink");
  const token = newUnguessable();
  const expiresAt = store.clock.nowSeconds() + resetLinkSeconds;
  await insertEntryLink(store, { entryLinkId, token: new Secret(token), reset, expiresAt });
  return { entryLinkId, email, expiresAt, url: new Secret(`${publicUrl}/password-reset/${token}`) };
}

/**
 * A link made by whoever has the server's database and keys: also for the only owner. Throws
 * password_reset_refused where nobody has this address, or the account has no password.
 */
export async function createResetLinkOfServer(
  { store, publicUrl }: ResetLinkMaker,
  input: { readonly email: string; readonly endsSecondFactor: boolean },
): Promise<ResetLink> {
  const { endsSecondFactor } = input;
  return await inTransaction(store, async (trx) => {
    const account = await findOperatorByEmail(trx, input.email.trim().toLowerCase());
    if (account === undefined) throw resetRefused("Nobody has an account with this address.");
    await requireSignsInByPassword(trx, account);
    const { operatorId } = account;
    await recordForWorkspacesOf(trx, operatorId, {
      actor: serverActor,
      action: "operator.reset_link_created",
      target: { kind: "operator", id: operatorId },
      details: { email: account.email, second_factor: endsSecondFactor ? "removed" : "kept" },
    });
    const reset = { operatorId, by: null, endsSecondFactor };
    return await insertResetLink({ store: trx, publicUrl }, account, reset);
  });
}

/** A company vouches for its people at every sign-in: a password would go past it. */
async function signsInByPassword(store: Store, account: StoredAccount): Promise<boolean> {
  return account.passwordHash !== null || (await companiesOf(store, account)).length === 0;
}

/** Throws password_reset_refused where a company's provider signs the account in, and no password. */
export async function requireSignsInByPassword(
  store: Store,
  account: StoredAccount,
): Promise<void> {
  if (await signsInByPassword(store, account)) return;
  throw resetRefused("The account has no password: the company's identity provider signs it in.");
}

export function resetRefused(detail: string): GrantryError {
  return new GrantryError("password_reset_refused", { detail });
}

/** A link that can be used, and whose it is. */
export interface UsableResetLink {
  readonly entryLinkId: string;
  readonly reset: PasswordReset;
  readonly account: Person;
  /** Whether the link proves that the address is the person's: whoever runs the server made it. */
  readonly proves: boolean;
  readonly endsSecondFactor: boolean;
}

/** Throws entry_link_invalid, also where what made the link allowed does not hold any more. */
export async function requireResetLink(store: Store, token: Secret): Promise<UsableResetLink> {
  const link = await findEntryLink(store, token);
  if (link?.kind !== "reset") throw new GrantryError("entry_link_invalid");
  const { entryLinkId, reset } = link;
  const account = await findOperator(store, reset.operatorId);
  const mayStill = reset.by === null || (await isStillTheirs(store, reset.operatorId, reset.by));
  if (account === undefined || !mayStill || !(await signsInByPassword(store, account))) {
    throw new GrantryError("entry_link_invalid");
  }
  const proves = reset.by === null;
  // Of an account that was not proven, the second factor may be somebody else's.
  const endsSecondFactor = reset.endsSecondFactor || (proves && account.provenAt === null);
  return { account, entryLinkId, reset, proves, endsSecondFactor };
}

/**
 * Whether what made the link allowed still holds: the account has come to nothing more since, and
 * who made the link has lost nothing.
 */
async function isStillTheirs(
  store: Store,
  operatorId: string,
  by: ResetAuthority,
): Promise<boolean> {
  if (await isServerOperator(store, operatorId)) return false;
  const [only, ...others] = await listWorkspacesOf(store, operatorId);
  if (others.length > 0 || only?.workspaceId !== by.workspaceId || only.role !== by.role) {
    return false;
  }
  const maker = await findRole(store, by.operatorId, by.workspaceId);
  return maker !== undefined && isAtLeast(maker, roleToReset(by.role));
}

/** What one must be in the workspace to make a link for somebody of this role. */
export function roleToReset(role: ResetAuthority["role"]): "owner" | "admin" {
  return role === "owner" ? "owner" : "admin";
}
