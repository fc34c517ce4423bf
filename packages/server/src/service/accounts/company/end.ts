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
import { deleteCompanySessions } from "../../../store/operator-sessions.ts";
import type { Store } from "../../../store/store.ts";
import { whyNotOnlyHere } from "./membership.ts";

/** What was ended of whom. */
export interface EndedByCompany extends EndedSignIns {
  readonly operatorId: string;
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
  isAccountOver: boolean,
): Promise<EndedByCompany | null> {
  const found = await findOperatorOfIdentity(store, identity);
  if (found === undefined) return null;
  const { operatorId } = found;
  await lockOperator(store, operatorId);
  // It may have been unlinked until it was locked.
  if ((await findOperatorOfIdentity(store, identity)) === undefined) return null;
  if ((await whyNotOnlyHere(store, operatorId, identity.workspaceId)) !== null) return null;
  if (!isAccountOver) return { operatorId, ...(await endSignIns(store, operatorId)) };
  await clearPassword(store, operatorId);
  return { operatorId, ...(await endCredentials(store, operatorId)) };
}

/**
 * Ends the browsers that were signed in by one session at the provider, of the person of this subject alone where one is
 * named; what else they are signed in with stays. Whose they were. Call it in a transaction.
 */
export async function endCompanySession(
  store: Store,
  provider: Pick<SignInIdentity, "workspaceId" | "issuer">,
  { sid, subject }: { readonly sid: string; readonly subject: string | null },
): Promise<readonly string[]> {
  const { workspaceId, issuer } = provider;
  const companySession = { workspaceId, issuer, sid };
  if (subject === null) return await deleteCompanySessions(store, companySession, null);
  const named = await findOperatorOfIdentity(store, { workspaceId, issuer, subject });
  return named === undefined
    ? []
    : await deleteCompanySessions(store, companySession, named.operatorId);
}
