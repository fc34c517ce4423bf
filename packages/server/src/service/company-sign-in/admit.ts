/**
 * Which account signs in for a person of a company. The subject at the provider decides; an e-mail
 * address only makes or finds an account the first time, and only where the workspace that declared
 * the provider is all that the account has.
 */
import { GrantryError } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import type { Claims } from "../../oauth/id-token.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import { listInvitations, takeEntryLink } from "../../store/entry-links.ts";
import { getFactors } from "../../store/operator-factors.ts";
import {
  findOperatorOfIdentity,
  type Identity,
  insertIdentity,
  lockOperator,
} from "../../store/operator-identities.ts";
import {
  findOperatorByEmail,
  insertOperator,
  listWorkspacesOf,
  type OperatorAccount,
  putMembership,
} from "../../store/operators.ts";
import type { SignInProvider } from "../../store/sign-in-providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import type { ServiceContext } from "../context.ts";
import { checkEmail } from "../operator/account-input.ts";
import { operatorActor } from "../operator/actor.ts";
import { openSession } from "../operator/sessions.ts";
import { domainOf } from "./start.ts";

const nameCharactersMax = 200;

/** A new session. Throws company_account_refused, saying why. */
export async function admit(
  context: ServiceContext,
  provider: SignInProvider,
  claims: Claims,
): Promise<Secret> {
  const email = verifiedEmail(provider, claims);
  const { workspaceId, issuer } = provider;
  const identity = { workspaceId, issuer, subject: claims.sub };
  const work = inTransaction(context.store, async (store) => {
    const known = await findOperatorOfIdentity(store, identity);
    const account = known ?? (await firstTime(store, { provider, identity, email, claims }));
    await lockOperator(store, account.operatorId);
    await requireOnlyHere(store, account, workspaceId);
    await insertAuditRecord(store, {
      workspaceId: null,
      actor: operatorActor(account),
      action: "operator.signed_in",
      target: { kind: "operator", id: account.operatorId },
      details: { by: issuer },
    });
    return await openSession(store, account.operatorId);
  });
  return await work.catch((thrown: unknown) => {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw refused("This address's account signs in as somebody else at your company.");
  });
}

function verifiedEmail({ domains }: SignInProvider, claims: Claims): string {
  const { email: claimed, email_verified: isVerified } = claims;
  if (typeof claimed !== "string" || isVerified !== true) {
    throw refused("Your company's identity provider does not say that your address is verified.");
  }
  const email = checkEmail(claimed);
  if (domains.includes(domainOf(email))) return email;
  throw refused("Your address is of a domain that may not sign in by this identity provider.");
}

interface FirstTime {
  readonly provider: SignInProvider;
  readonly identity: Identity;
  readonly email: string;
  readonly claims: Claims;
}

async function firstTime(store: Store, coming: FirstTime): Promise<OperatorAccount> {
  const account = await findOperatorByEmail(store, coming.email);
  return account === undefined
    ? await makeAccount(store, coming)
    : await linkAccount(store, account, coming);
}

async function makeAccount(
  store: Store,
  { provider, identity, email, claims }: FirstTime,
): Promise<OperatorAccount> {
  const { workspaceId, issuer } = provider;
  const open = await listInvitations(store, workspaceId);
  const invitation = open.find((one) => one.email === email);
  const role = invitation?.role ?? provider.defaultRole;
  if (role === null) {
    throw refused("Nobody has invited you yet: ask an admin of your company's workspace.");
  }
  const name = nameOf(claims, email);
  const account = { operatorId: newHandle("operator"), email, name, credentialsEpoch: 0 };
  const { operatorId } = account;
  await insertOperator(store, { ...account, passwordHash: null });
  await insertIdentity(store, identity, operatorId);
  if (invitation !== undefined) await takeEntryLink(store, invitation.entryLinkId);
  await putMembership(store, { workspaceId, operatorId, role });
  await insertAuditRecord(store, {
    workspaceId,
    actor: operatorActor(account),
    action: "member.added",
    target: { kind: "operator", id: operatorId },
    details: { role, by: issuer },
  });
  return account;
}

function nameOf({ name }: Claims, email: string): string {
  const given = typeof name === "string" ? name.replace(/\p{Cc}/gu, " ").trim() : "";
  return given === "" ? email : given.slice(0, nameCharactersMax);
}

/** The workspace's owners have all of the account in their hands already: nothing is gained by it. */
async function linkAccount(
  store: Store,
  account: OperatorAccount,
  { provider, identity }: FirstTime,
): Promise<OperatorAccount> {
  const { operatorId } = account;
  const { workspaceId, issuer } = provider;
  await lockOperator(store, operatorId);
  await requireOnlyHere(store, account, workspaceId);
  const { totp = null } = (await getFactors(store, operatorId)) ?? {};
  if (totp !== null) {
    throw refused("Your account has a second factor: sign in with your password and its code.");
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

/** A company's provider speaks for its own workspace and for no other. */
async function requireOnlyHere(
  store: Store,
  { operatorId }: OperatorAccount,
  workspaceId: string,
): Promise<void> {
  const workspaces = await listWorkspacesOf(store, operatorId);
  if (workspaces.length === 0) throw refused("You are not a member of your company's workspace.");
  if (workspaces.every((one) => one.workspaceId === workspaceId)) return;
  throw refused(
    "Your account belongs to other workspaces, too, for which your company cannot speak: sign in with your password.",
  );
}

function refused(detail: string): GrantryError {
  return new GrantryError("company_account_refused", { detail });
}
