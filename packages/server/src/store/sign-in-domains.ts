/** Table sign_in_domains: which workspace claims the people of an email domain, and which has proven it. */

import type { Store } from "./store.ts";
import type { SignInDomainRow } from "./tables/accounts.ts";

export interface SignInDomain {
  /** In lower case. */
  readonly domain: string;
  /** Null: declared, and nothing signs in by it. */
  readonly provenBy: SignInDomainRow["proven_by"];
}

/** Sets what a workspace declares: the proofs of what stays are kept, all else is released. */
export async function putSignInDomains(
  store: Store,
  workspaceId: string,
  domains: readonly string[],
): Promise<void> {
  await store.db
    .deleteFrom("sign_in_domains")
    .where("workspace_id", "=", workspaceId)
    .where((eb) => (domains.length === 0 ? eb.lit(true) : eb("domain", "not in", domains)))
    .execute();
  if (domains.length === 0) return;
  const row = (domain: string) => ({ workspace_id: workspaceId, domain, ...unproven });
  await store.db
    .insertInto("sign_in_domains")
    .values([...new Set(domains)].map(row))
    .onConflict((conflict) => conflict.columns(["workspace_id", "domain"]).doNothing())
    .execute();
}

const unproven = { proven_by: null, proven_at: null };

export async function listSignInDomains(
  store: Store,
  workspaceId: string,
): Promise<SignInDomain[]> {
  const rows = await store.db
    .selectFrom("sign_in_domains")
    .select(["domain", "proven_by"])
    .where("workspace_id", "=", workspaceId)
    .orderBy("domain")
    .execute();
  return rows.map((row) => ({ domain: row.domain, provenBy: row.proven_by }));
}

export interface DomainHolder {
  readonly workspaceId: string;
  readonly provenBy: "dns" | "server";
}

/** The workspace that has proven the domain, and whose provider signs in its people; or undefined. */
export async function findHolderOfDomain(
  store: Store,
  domain: string,
): Promise<DomainHolder | undefined> {
  const row = await store.db
    .selectFrom("sign_in_domains")
    .select(["workspace_id", "proven_by"])
    .where("domain", "=", domain)
    .where("proven_by", "is not", null)
    .executeTakeFirst();
  if (row === undefined || row.proven_by === null) return undefined;
  return { workspaceId: row.workspace_id, provenBy: row.proven_by };
}

/**
 * Notes that a claim is proven; false where the workspace has not declared the domain. Throws the engine's
 * unique violation where another workspace has proven it.
 */
export async function setDomainProven(
  store: Store,
  { workspaceId, domain }: { readonly workspaceId: string; readonly domain: string },
  provenBy: "dns" | "server",
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("sign_in_domains")
    .set({ proven_by: provenBy, proven_at: store.clock.nowSeconds() })
    .where("workspace_id", "=", workspaceId)
    .where("domain", "=", domain)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Whoever has proven the domain has it no more; their claim stays. */
export async function releaseDomain(store: Store, domain: string): Promise<void> {
  await store.db
    .updateTable("sign_in_domains")
    .set(unproven)
    .where("domain", "=", domain)
    .where("proven_by", "is not", null)
    .execute();
}
