/**
 * Which account signs in for a person of a company. The subject at the provider decides; an email
 * address only makes or finds an account the first time, and only where the workspace that declared
 * the provider is all that the account has.
 */
import { GrantryError, isGrantryError } from "../../../lib/error.ts";
import { newHandle } from "../../../lib/id.ts";
import type { Secret } from "../../../lib/secret.ts";
import type { Claims } from "../../../oauth/sign-in.ts";
import { insertAuditRecord, isOnRecord } from "../../../store/audit-records.ts";
import { isUniqueViolation } from "../../../store/database-errors.ts";
import { listInvitations, takeEntryLink } from "../../../store/entry-links.ts";
import { setProvenAt } from "../../../store/operator-credentials.ts";
import { getFactors } from "../../../store/operator-factors.ts";
import {
  findOperatorOfIdentity,
  insertIdentity,
  lockOperator,
  type SignInIdentity,
} from "../../../store/operator-identities.ts";
import {
  findOperator,
  findOperatorByEmail,
  findRole,
  insertOperator,
  listWorkspacesOf,
  type Person,
  putMembership,
  type StoredAccount,
} from "../../../store/operators.ts";
import type { Role } from "../../../store/schema-accounts.ts";
import type { SignInProvider } from "../../../store/sign-in-providers.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import { requireThawedWorkspace } from "../../app-users/index.ts";
import { hasRoom } from "../../limits/index.ts";
import { checkEmail, domainOf } from "../account-input.ts";
import { operatorActor } from "../actor.ts";
import type { AccountsContext } from "../context.ts";
import { proveAddress, releaseAddress } from "../prove-address.ts";
import { recordOfPerson } from "../record-person.ts";
import { openSession, type Place } from "../sessions.ts";
import { whyNotOnlyHere } from "./membership.ts";

const nameCharactersMax = 200;
const sidMax = 512;

/** A new session, and whose it is. Throws company_account_refused, saying why. */
export async function admit(
  context: AccountsContext,
  { provider, claims, place }: Pick<Coming, "provider" | "claims"> & { readonly place: Place },
): Promise<{ readonly session: Secret; readonly operatorId: string }> {
  const coming = comingOf(provider, claims);
  const work = inTransaction(context.store, async (store) => {
    const account = await accountOf(store, coming);
    await recordOfPerson(store, account, {
      action: "operator.signed_in",
      details: { by: provider.issuer },
    });
    const { operatorId } = account;
    const { workspaceId, issuer } = provider;
    const sid = sessionIdOf(claims);
    const companySession = sid === null ? null : { workspaceId, issuer, sid };
    return { session: await openSession(store, operatorId, place, companySession), operatorId };
  });
  return await work.catch(refuseNamedTwice);
}

/** What the provider calls the session that the person has there; null where it does not say. */
function sessionIdOf({ sid }: Claims): string | null {
  return typeof sid === "string" && sid.length > 0 && sid.length <= sidMax ? sid : null;
}

/** Whom the provider names, and by which address. Throws company_account_refused. */
export function comingOf(provider: SignInProvider, claims: Claims): Coming {
  const email = verifiedEmail(provider, claims);
  const { workspaceId, issuer } = provider;
  return { provider, identity: { workspaceId, issuer, subject: claims.sub }, email, claims };
}

/**
 * The account that signs in, found, linked or made; call it in a transaction. Throws company_account_refused, and the
 * engine's unique violation, for refuseNamedTwice.
 */
export async function accountOf(store: Store, coming: Coming): Promise<Person> {
  const account = (await knownAccount(store, coming)) ?? (await firstTime(store, coming));
  await lockOperator(store, account.operatorId);
  await requireOnlyHere(store, account, coming.identity.workspaceId);
  return account;
}

export function refuseNamedTwice(thrown: unknown): never {
  if (!isUniqueViolation(thrown)) throw thrown;
  throw refused(
    "Your company's identity provider named this address's account differently before. If its directory was moved, ask an admin of the workspace to unlink you.",
  );
}

function verifiedEmail({ domains }: SignInProvider, claims: Claims): string {
  const { email: claimed, email_verified: isVerified } = claims;
  if (typeof claimed !== "string" || isVerified !== true) {
    throw refused("Your company's identity provider does not say that your address is verified.");
  }
  const email = usableEmail(claimed);
  const proven = domains.filter(({ provenBy }) => provenBy !== null);
  if (proven.some(({ domain }) => domain === domainOf(email))) return email;
  throw refused("Your address is of a domain that may not sign in by this identity provider.");
}

function usableEmail(claimed: string): string {
  try {
    return checkEmail(claimed);
  } catch (cause) {
    if (!isGrantryError(cause, "account_invalid")) throw cause;
    throw refused("Your company's identity provider gives you an address that cannot be used.");
  }
}

export interface Coming {
  readonly provider: SignInProvider;
  readonly identity: SignInIdentity;
  readonly email: string;
  readonly claims: Claims;
}

/** The account that the subject has signed in before; or undefined. */
async function knownAccount(
  store: Store,
  { identity, email, provider }: Coming,
): Promise<Person | undefined> {
  const before = await findOperatorOfIdentity(store, identity);
  if (before === undefined) return undefined;
  await lockOperator(store, before.operatorId);
  // It may have been unlinked until it was locked.
  const known = await findOperatorOfIdentity(store, identity);
  const account = known && (await findOperator(store, known.operatorId));
  if (known === undefined || account?.operatorId !== before.operatorId) return undefined;
  if (account.email !== email || account.provenAt !== null) return known;
  // One without a password has come by this provider alone; else somebody may have been invited first.
  if (account.passwordHash === null) {
    await setProvenAt(store, account.operatorId, store.clock.nowSeconds());
  } else {
    await proveAddress(store, account.operatorId, provider.issuer);
    await insertIdentity(store, identity, account.operatorId);
  }
  return known;
}

async function firstTime(store: Store, coming: Coming): Promise<Person> {
  const found = await findOperatorByEmail(store, coming.email);
  if (found === undefined) return await makeAccount(store, coming);
  await lockOperator(store, found.operatorId);
  const account = await findOperator(store, found.operatorId);
  if (account === undefined) return await makeAccount(store, coming);
  return (await isOfOthers(store, account, coming.identity.workspaceId))
    ? await makeAccount(store, coming, account)
    : await linkAccount(store, account, coming);
}

/**
 * Whether somebody was merely invited by the address, elsewhere: the company has proven its domain, and
 * its person is somebody else. Who was a member here and was removed is known, and stays out.
 */
async function isOfOthers(
  store: Store,
  { operatorId, provenAt }: StoredAccount,
  workspaceId: string,
): Promise<boolean> {
  if (provenAt !== null) return false;
  if ((await findRole(store, operatorId, workspaceId)) !== undefined) return false;
  return !(await isOnRecord(store, workspaceId, { kind: "operator", id: operatorId }));
}

/** `instead` of an account that has the address and is somebody else's: it loses the address. */
async function makeAccount(
  store: Store,
  { provider, identity, email, claims }: Coming,
  instead?: Person,
): Promise<Person> {
  const { workspaceId, issuer } = provider;
  const invitation = await openInvitation(store, workspaceId, email);
  const role = invitation?.role ?? provider.defaultRole;
  if (role === null) {
    throw refused("Nobody has invited you yet: ask an admin of your company's workspace.");
  }
  if (!(await hasRoom(store, "members", workspaceId))) {
    throw refused(
      "Your company's workspace has as many members as there can be: ask an admin of it.",
    );
  }
  await requireThawedWorkspace(store, workspaceId);
  if (instead !== undefined) await releaseAddress(store, instead, `proven by ${issuer}`);
  const name = nameOf(claims, email);
  const account = { operatorId: newHandle("operator"), email, name, credentialsEpoch: 0 };
  const { operatorId } = account;
  await insertOperator(store, { ...account, passwordHash: null, isProven: true });
  await insertIdentity(store, identity, operatorId);
  if (invitation !== undefined) await takeEntryLink(store, invitation.entryLinkId);
  await putMembership(store, { workspaceId, operatorId, role });
  await recordMember(store, account, { workspaceId, role, issuer });
  return account;
}

async function openInvitation(store: Store, workspaceId: string, email: string) {
  const open = await listInvitations(store, workspaceId);
  return open.find((one) => one.email === email);
}

async function recordMember(
  store: Store,
  account: Person,
  { workspaceId, role, issuer }: { workspaceId: string; role: Role; issuer: string },
): Promise<void> {
  await insertAuditRecord(store, {
    workspaceId,
    actor: operatorActor(account),
    action: "member.added",
    target: { kind: "operator", id: account.operatorId },
    details: { role, by: issuer },
  });
}

function nameOf({ name }: Claims, email: string): string {
  const given = typeof name === "string" ? name.replace(/\p{Cc}/gu, " ").trim() : "";
  return given === "" ? email : given.slice(0, nameCharactersMax);
}

/**
 * The workspace is all that the account has, so its owners have all of it in their hands already: nothing
 * is gained by it. Of an account that was not proven, what it held before ends.
 */
async function linkAccount(
  store: Store,
  account: StoredAccount,
  { provider, identity, email }: Coming,
): Promise<Person> {
  const { operatorId } = account;
  const { workspaceId, issuer } = provider;
  await rejoin(store, account, { workspaceId, issuer, email });
  await requireOnlyHere(store, account, workspaceId);
  const { totp = null } = (await getFactors(store, operatorId)) ?? {};
  if (account.provenAt === null) await proveAddress(store, operatorId, issuer);
  else if (totp !== null) {
    throw refused("Your account has an authenticator app: sign in with your password and a code.");
  }
  await insertIdentity(store, identity, operatorId);
  await insertAuditRecord(store, {
    workspaceId,
    actor: operatorActor(account),
    action: "operator.linked",
    target: { kind: "operator", id: operatorId },
    details: { by: issuer },
  });
  return account;
}

/** Who is a member of nothing any more comes back by an invitation. */
async function rejoin(
  store: Store,
  account: StoredAccount,
  { workspaceId, issuer, email }: { workspaceId: string; issuer: string; email: string },
): Promise<void> {
  const { operatorId } = account;
  if ((await listWorkspacesOf(store, operatorId)).length > 0) return;
  const invitation = await openInvitation(store, workspaceId, email);
  if (invitation === undefined || !(await takeEntryLink(store, invitation.entryLinkId))) return;
  const { role } = invitation;
  await putMembership(store, { workspaceId, operatorId, role });
  await recordMember(store, account, { workspaceId, role, issuer });
}

/** A company's provider speaks for its own workspace and for no other. */
async function requireOnlyHere(
  store: Store,
  { operatorId }: Person,
  workspaceId: string,
): Promise<void> {
  const problem = await whyNotOnlyHere(store, operatorId, workspaceId);
  if (problem !== null) throw refused(problem);
}

function refused(detail: string): GrantryError {
  return new GrantryError("company_account_refused", { detail });
}
