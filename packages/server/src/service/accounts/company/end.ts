/** Ends what acts as an account, on the word of the company that signs its person in. */
import {
  type EndedSignIns,
  endCredentials,
  endSignIns,
} from "../../../store/operator-credentials.ts";
import { clearPassword } from "../../../store/operator-factors.ts";
import {
  findOperatorOfIdentity,
  lockOperator,
  type SignInIdentity,
} from "../../../store/operator-identities.ts";
import { deleteCompanySessions, deleteUnnamedSessions } from "../../../store/operator-sessions.ts";
import type { Store } from "../../../store/store.ts";
import { whyNotOnlyHere } from "./membership.ts";

/** What was ended of whom. */
export interface EndedByCompany extends EndedSignIns {
  readonly operatorId: string;
}

/** What the provider says of somebody. */
export interface ToldOf {
  readonly isAccountOver: boolean;
  /** What they signed in later was not meant (Unix seconds). Where the account is over, all of it is. */
  readonly until: number;
}

/**
 * Ends browsers, command lines and personal keys of the person whom the provider names; of one whose account there is over,
 * all that opens the account here besides, so that only the company can let them in again. Null where nobody is meant for
 * whom this company can speak: whoever answers for the server, or belongs to other workspaces, too, is not touched. Call it in
 * a transaction.
 */
export async function endAsCompanySays(
  store: Store,
  identity: SignInIdentity,
  { isAccountOver, until }: ToldOf,
): Promise<EndedByCompany | null> {
  const operatorId = await lockNamed(store, identity);
  if (operatorId === null) return null;
  if (!isAccountOver) return { operatorId, ...(await endSignIns(store, operatorId, until)) };
  await clearPassword(store, operatorId);
  return { operatorId, ...(await endCredentials(store, operatorId)) };
}

/** Locks the account of whom the provider names; null where it cannot speak for anybody such. */
async function lockNamed(store: Store, identity: SignInIdentity): Promise<string | null> {
  const found = await findOperatorOfIdentity(store, identity);
  if (found === undefined) return null;
  const { operatorId } = found;
  await lockOperator(store, operatorId);
  // It may have been unlinked until it was locked.
  if ((await findOperatorOfIdentity(store, identity)) === undefined) return null;
  const problem = await whyNotOnlyHere(store, operatorId, identity.workspaceId);
  return problem === null ? operatorId : null;
}

/** Whose browsers ended when a session at the provider did. */
export interface EndedBrowsers {
  readonly operatorIds: readonly string[];
  /** Null where they came by that session; else how many there were of which no session is known. */
  readonly unnamed: number | null;
}

/**
 * Ends the browsers that were signed in by one session at the provider, of the person of this subject alone where one is
 * named; what else they are signed in with stays. Where none came by it and the person is named, those of theirs end of
 * which no session is known: one of them may be meant. Call it in a transaction.
 */
export async function endCompanySession(
  store: Store,
  provider: Pick<SignInIdentity, "workspaceId" | "issuer">,
  whom: { readonly sid: string; readonly subject: string | null; readonly until: number },
): Promise<EndedBrowsers> {
  const { workspaceId, issuer } = provider;
  const { sid, subject, until } = whom;
  const companySession = { workspaceId, issuer, sid };
  if (subject === null) {
    const all = await deleteCompanySessions(store, companySession, null);
    return { operatorIds: [...new Set(all)], unnamed: null };
  }
  const identity = { workspaceId, issuer, subject };
  const named = await findOperatorOfIdentity(store, identity);
  if (named === undefined) return { operatorIds: [], unnamed: null };
  const { operatorId } = named;
  const ended = await deleteCompanySessions(store, companySession, operatorId);
  if (ended.length > 0) return { operatorIds: [operatorId], unnamed: null };
  if ((await lockNamed(store, identity)) !== operatorId) return { operatorIds: [], unnamed: null };
  const unnamed = await deleteUnnamedSessions(store, operatorId, until);
  return { operatorIds: unnamed === 0 ? [] : [operatorId], unnamed };
}
