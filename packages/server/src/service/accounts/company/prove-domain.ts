/**
 * Proof that an email domain is a company's: a TXT record that only who runs the domain can set, or the
 * word of whoever runs this server. Without it a workspace could sign in, or shut out, anybody's people.
 */
import { DnsUnavailable } from "../../../lib/dns.ts";
import { GrantryError } from "../../../lib/error.ts";
import { type Actor, insertAuditRecord } from "../../../store/audit-records.ts";
import { isUniqueViolation } from "../../../store/database-errors.ts";
import {
  findHolderOfDomain,
  listSignInDomains,
  releaseDomain,
  setDomainProven,
} from "../../../store/sign-in-domains.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import { countOrRefuse } from "../../limits/index.ts";
import { serverActor } from "../actor.ts";
import type { WorkspaceOperator } from "../authenticate.ts";
import type { AccountsContext } from "../context.ts";
import { recordChange } from "../record-change.ts";
import { challengeName, challengeValue } from "./domain-challenge.ts";
import { readProvider, type SignInProvider } from "./provider.ts";

const lookupsMax = 30;

/**
 * Looks the record up and, where it stands there, has the workspace's provider sign in the domain's people.
 * A workspace that proved the domain before and whose record is gone has it no more. Throws forbidden,
 * sign_in_domain_not_found, domain_not_proven, domain_lookup_failed, sign_in_domain_taken,
 * too_many_attempts.
 */
export async function proveDomain(
  context: AccountsContext,
  operator: WorkspaceOperator,
  domain: string,
): Promise<SignInProvider> {
  const { workspaceId } = operator;
  await countOrRefuse(context, [{ bucket: `domain proofs of ${workspaceId}`, max: lookupsMax }]);
  const declared = await listSignInDomains(context.store, workspaceId);
  if (!declared.some((one) => one.domain === domain)) throw notDeclared();
  const values = await lookUp(context, domain);
  const expected = challengeValue(context.publicUrl, workspaceId, domain);
  if (!values.includes(expected)) {
    throw new GrantryError("domain_not_proven", {
      detail: `There is no TXT record ${challengeName(domain)} with the text ${expected}. Set it, wait until the DNS has it, and try again.`,
    });
  }
  const work = inTransaction(context.store, async (store) => {
    const holder = await findHolderOfDomain(store, domain);
    if (holder !== undefined && holder.workspaceId !== workspaceId) {
      const theirs = challengeValue(context.publicUrl, holder.workspaceId, domain);
      if (holder.provenBy === "server" || values.includes(theirs)) {
        throw new GrantryError("sign_in_domain_taken");
      }
      await release(store, holder.workspaceId, domain);
    }
    if (!(await setDomainProven(store, { workspaceId, domain }, "dns"))) throw notDeclared();
    const target = { kind: "domain", id: domain };
    await recordChange(store, operator, { action: "sign_in_domain.proven", target });
  });
  await work.catch((thrown: unknown) => {
    // Two that prove it at once.
    throw isUniqueViolation(thrown) ? new GrantryError("sign_in_domain_taken") : thrown;
  });
  return await readProvider(context, operator);
}

async function lookUp({ lookUpTxt }: AccountsContext, domain: string): Promise<string[]> {
  try {
    return await lookUpTxt(challengeName(domain));
  } catch (thrown) {
    if (!(thrown instanceof DnsUnavailable)) throw thrown;
    throw new GrantryError("domain_lookup_failed", { cause: thrown, retryAfterSeconds: 30 });
  }
}

/**
 * Has the word of whoever runs the server, or of its operator, count as the proof, also against a workspace
 * that has the domain. Call it in a transaction. Throws sign_in_domain_not_found where the workspace has not
 * declared the domain.
 */
export async function proveDomainByServer(
  store: Store,
  { workspaceId, domain }: { readonly workspaceId: string; readonly domain: string },
  actor: Actor = serverActor,
): Promise<void> {
  const holder = await findHolderOfDomain(store, domain);
  if (holder !== undefined && holder.workspaceId !== workspaceId) {
    await release(store, holder.workspaceId, domain);
  }
  if (!(await setDomainProven(store, { workspaceId, domain }, "server"))) throw notDeclared();
  await insertAuditRecord(store, {
    workspaceId,
    actor,
    action: "sign_in_domain.proven",
    target: { kind: "domain", id: domain },
  });
}

async function release(store: Store, workspaceId: string, domain: string): Promise<void> {
  await releaseDomain(store, domain);
  await insertAuditRecord(store, {
    workspaceId,
    actor: serverActor,
    action: "sign_in_domain.released",
    target: { kind: "domain", id: domain },
  });
}

function notDeclared(): GrantryError {
  return new GrantryError("sign_in_domain_not_found");
}
