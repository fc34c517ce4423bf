/** Invitations: a link that makes somebody a member, with a new account or the one they have. */

import { GrantryError } from "../../lib/error.ts";
import { newHandle, newUnguessable } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import {
  deleteInvitation,
  findEntryLink,
  type Invitation,
  insertEntryLink,
  type ListedInvitation,
  listInvitations as listStored,
  replaceInvitationLink,
  takeEntryLink,
} from "../../store/entry-links.ts";
import { endCredentials, lockUnchanged } from "../../store/operator-credentials.ts";
import { setPasswordHash } from "../../store/operator-factors.ts";
import { lockOperator } from "../../store/operator-identities.ts";
import {
  findOperator,
  findOperatorByEmail,
  findRole,
  insertOperator,
  type Person,
  putMembership,
  type StoredAccount,
} from "../../store/operators.ts";
import type { Role } from "../../store/schema-accounts.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import { requireThawedWorkspace } from "../app-users/index.ts";
import { requireRoom } from "../limits/index.ts";
import { type MailState, mailInvitation, mailStates, withdrawMails } from "../mail/index.ts";
import { checkAccount, checkEmail, checkPassword } from "./account-input.ts";
import { operatorActor } from "./actor.ts";
import type { WorkspaceOperator } from "./authenticate.ts";
import { requireFreeToJoin } from "./company/membership.ts";
import type { AccountsContext } from "./context.ts";
import { isAtLeast, requireRole } from "./permissions.ts";
import { isAbandoned, releaseAddress } from "./prove-address.ts";
import { recordChange } from "./record-change.ts";
import { recordOfPerson } from "./record-person.ts";
import { type OperatorSession, openSession, type Place } from "./sessions.ts";

/** How long an invitation can be used: a week. */
const invitationSeconds = 604_800;

/** An invitation, and what became of the message with its link. */
export type OpenedInvitation = ListedInvitation & { readonly mail: MailState };

/** With its link, which only the message tells besides. */
export type CreatedInvitation = OpenedInvitation & { readonly url: Secret };

/** A new invitation. Throws account_invalid and forbidden. */
export async function invite(
  context: AccountsContext,
  operator: WorkspaceOperator,
  input: { readonly email: string; readonly role: Role },
): Promise<CreatedInvitation> {
  if (input.role === "owner") requireRole(operator.role, "owner");
  return await inviteTo(context, operator, input);
}

/** The same by whoever was found to be allowed to give this role. */
export async function inviteTo(
  context: AccountsContext,
  operator: Pick<WorkspaceOperator, "workspaceId" | "caller">,
  input: { readonly email: string; readonly role: Role },
): Promise<CreatedInvitation> {
  const { role } = input;
  const { workspaceId, caller } = operator;
  const email = checkEmail(input.email);
  const token = newUnguessable();
  const entryLinkId = newHandle("entryLink");
  const url = new Secret(`${context.publicUrl}/invitation/${token}`);
  const expiresAt = context.clock.nowSeconds() + invitationSeconds;
  const madeBy = caller.actor.label;
  return await inTransaction(context.store, async (store) => {
    await requireRoom(store, "invitations", workspaceId);
    await requireRoom(store, "members", workspaceId);
    const invitation = { workspaceId, role, email, invitedBy: madeBy };
    await insertEntryLink(store, { entryLinkId, token: new Secret(token), invitation, expiresAt });
    await recordChange(store, operator, {
      action: "invitation.created",
      target: { kind: "invitation", id: entryLinkId },
      details: { email, role },
    });
    const created = { entryLinkId, email, role, expiresAt, url };
    const mail = await mailInvitation(context, store, { ...created, workspaceId, madeBy });
    return { ...created, mail };
  });
}

export async function listInvitations(
  context: AccountsContext,
  { workspaceId }: WorkspaceOperator,
): Promise<OpenedInvitation[]> {
  const mailOf = await mailStates(context, workspaceId);
  const listed = await listStored(context.store, workspaceId);
  return listed.map((one) => ({ ...one, mail: mailOf(one.entryLinkId) }));
}

/**
 * Another link in place of the one that there was, which nobody can read again; a week from now. Throws
 * invitation_not_found, and forbidden where an owner is needed.
 */
export async function resendInvitation(
  context: AccountsContext,
  operator: WorkspaceOperator,
  entryLinkId: string,
): Promise<CreatedInvitation> {
  const { workspaceId, caller } = operator;
  const token = newUnguessable();
  const url = new Secret(`${context.publicUrl}/invitation/${token}`);
  const expiresAt = context.clock.nowSeconds() + invitationSeconds;
  return await inTransaction(context.store, async (store) => {
    const open = await listStored(store, workspaceId);
    const found = open.find((one) => one.entryLinkId === entryLinkId);
    if (found === undefined) throw new GrantryError("invitation_not_found");
    if (found.role === "owner") requireRole(operator.role, "owner");
    if (!(await replaceInvitationLink(store, entryLinkId, new Secret(token), expiresAt))) {
      throw new GrantryError("invitation_not_found");
    }
    await recordChange(store, operator, {
      action: "invitation.resent",
      target: { kind: "invitation", id: entryLinkId },
      details: { email: found.email, role: found.role },
    });
    await withdrawMails(store, { entryLinkId, workspaceId });
    const created = { ...found, expiresAt, url };
    const madeBy = caller.actor.label;
    const mail = await mailInvitation(context, store, { ...created, workspaceId, madeBy });
    return { ...created, mail };
  });
}

/** Throws invitation_not_found. */
export async function takeBackInvitation(
  context: AccountsContext,
  operator: WorkspaceOperator,
  entryLinkId: string,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    if (!(await deleteInvitation(store, operator.workspaceId, entryLinkId))) {
      throw new GrantryError("invitation_not_found");
    }
    await recordChange(store, operator, {
      action: "invitation.revoked",
      target: { kind: "invitation", id: entryLinkId },
    });
  });
}

/** What the page of an invitation shows. */
export interface OpenInvitation extends Invitation {
  readonly workspaceName: string;
  /** Whether the invited address has an account, which must then be signed in; not one that is nobody's. */
  readonly hasAccount: boolean;
  /** Whether joining sets a new password: nobody knows yet whose the account of who is signed in is. */
  readonly needsNewPassword: boolean;
}

/** Throws entry_link_invalid. */
export async function openInvitation(
  context: AccountsContext,
  token: Secret,
  session: OperatorSession | undefined,
): Promise<OpenInvitation> {
  const { invitation } = await requireInvitation(context.store, token);
  const workspace = await getWorkspace(context.store, invitation.workspaceId);
  const account = await findOperatorByEmail(context.store, invitation.email);
  const isThem = account !== undefined && account.operatorId === session?.operator.operatorId;
  const hasAccount =
    account !== undefined && (isThem || !(await isAbandoned(context.store, account.operatorId)));
  const workspaceName = workspace?.name ?? invitation.workspaceId;
  const needsNewPassword =
    account !== undefined &&
    isThem &&
    (await joinsUnproven(context.store, account, invitation.workspaceId));
  return { ...invitation, workspaceName, hasAccount, needsNewPassword };
}

/**
 * Makes an account for the invited address and signs it in. Throws entry_link_invalid, account_invalid,
 * and account_exists where the address has one: then it must be signed in.
 */
export async function acceptWithNewAccount(
  context: AccountsContext,
  token: Secret,
  input: { readonly name: string; readonly password: string; readonly place: Place },
): Promise<Secret> {
  const { invitation } = await requireInvitation(context.store, token);
  const { email, name, password } = checkAccount({ ...input, email: invitation.email });
  const account = { operatorId: newHandle("operator"), email, name, credentialsEpoch: 0 };
  // Of a workspace, which can make as many links as it likes.
  const passwordHash = await context.passwords.hash(password, invitation.workspaceId);
  try {
    return await inTransaction(context.store, async (store) => {
      await releaseAbandoned(store, email);
      await insertOperator(store, { ...account, passwordHash });
      await join(store, account, token);
      return await openSession(store, account.operatorId, input.place);
    });
  } catch (thrown) {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new GrantryError("account_exists", { cause: thrown });
  }
}

/**
 * Joins the person who is signed in. Where the account came about by the invitation of others and is not
 * proven, they may hold keys to it: it joins with a new password, which ends all of those, and a new session
 * is returned; else null. Throws account_of_company, account_invalid, and entry_link_invalid, also where
 * somebody else is invited.
 */
export async function acceptSignedIn(
  context: AccountsContext,
  token: Secret,
  {
    session: { operator },
    password,
    place,
  }: { readonly session: OperatorSession; readonly password: string; readonly place: Place },
): Promise<Secret | null> {
  const { store, passwords } = context;
  const { operatorId } = operator;
  const { invitation } = await requireInvitation(store, token);
  if (invitation.email !== operator.email) throw new GrantryError("entry_link_invalid");
  const account = await findOperator(store, operatorId);
  const setsPassword =
    account !== undefined && (await joinsUnproven(store, account, invitation.workspaceId));
  const newHash = setsPassword
    ? await passwords.hash(checkPassword(new Secret(password)), operatorId)
    : null;
  return await inTransaction(store, async (trx) => {
    if (!(await lockUnchanged(trx, operator))) throw new GrantryError("unauthorized");
    await join(trx, operator, token);
    if (newHash === null) return null;
    await endCredentials(trx, operatorId);
    await setPasswordHash(trx, operatorId, newHash);
    await recordOfPerson(trx, operator, { action: "operator.password_changed" });
    return await openSession(trx, operatorId, place);
  });
}

/** Whether an account that others invited, and nobody has proven, comes to a workspace that is new to it. */
async function joinsUnproven(
  store: Store,
  { operatorId, provenAt }: StoredAccount,
  workspaceId: string,
): Promise<boolean> {
  return provenAt === null && (await findRole(store, operatorId, workspaceId)) === undefined;
}

/** An account that is nobody's any more keeps nobody from making one by its address. */
async function releaseAbandoned(store: Store, email: string): Promise<void> {
  const before = await findOperatorByEmail(store, email);
  if (before === undefined) return;
  await lockOperator(store, before.operatorId);
  if (!(await isAbandoned(store, before.operatorId))) return;
  await releaseAddress(store, before, "invited anew");
}

async function join(store: Store, account: Person, token: Secret): Promise<void> {
  const { entryLinkId, invitation } = await requireInvitation(store, token);
  if (invitation.email !== account.email) throw new GrantryError("entry_link_invalid");
  if (!(await takeEntryLink(store, entryLinkId))) throw new GrantryError("entry_link_invalid");
  const { workspaceId, role, invitedBy } = invitation;
  const { operatorId } = account;
  await requireThawedWorkspace(store, workspaceId);
  await requireFreeToJoin(store, operatorId, workspaceId);
  const before = await findRole(store, operatorId, workspaceId);
  // An invitation raises, and never takes away.
  const isRaised = before === undefined || !isAtLeast(before, role);
  if (isRaised) await putMembership(store, { workspaceId, operatorId, role });
  await insertAuditRecord(store, {
    workspaceId,
    actor: operatorActor(account),
    action: isRaised ? "member.added" : "invitation.used",
    target: isRaised
      ? { kind: "operator", id: operatorId }
      : { kind: "invitation", id: entryLinkId },
    details: { role, invited_by: invitedBy },
  });
}

async function requireInvitation(store: Store, token: Secret) {
  const link = await findEntryLink(store, token);
  if (link?.kind !== "invitation") throw new GrantryError("entry_link_invalid");
  return link;
}
