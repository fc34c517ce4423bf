/** Tables sign_in_providers and sign_in_domains: the identity provider of a company's operators. */
import { Secret } from "../lib/secret.ts";
import type { Role } from "./schema-accounts.ts";
import type { Store } from "./store.ts";

export interface SignInProvider {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** E-mail domains, in lower case. */
  readonly domains: readonly string[];
  /** What who comes without an invitation becomes; null: they must be invited. */
  readonly defaultRole: Exclude<Role, "owner"> | null;
}

function place(workspaceId: string) {
  return {
    workspace: workspaceId,
    table: "sign_in_providers",
    row: workspaceId,
    column: "client_secret",
  };
}

/** Declares or changes it. Throws the engine's unique violation where another workspace has a domain. */
export async function putSignInProvider(store: Store, provider: SignInProvider): Promise<void> {
  const { workspaceId, domains } = provider;
  const now = store.clock.nowSeconds();
  const values = {
    issuer: provider.issuer,
    client_id: provider.clientId,
    client_secret: store.keyring.seal(provider.clientSecret.reveal(), place(workspaceId)),
    default_role: provider.defaultRole,
    updated_at: now,
  };
  await store.db
    .insertInto("sign_in_providers")
    .values({ workspace_id: workspaceId, ...values, created_at: now })
    .onConflict((conflict) => conflict.column("workspace_id").doUpdateSet(values))
    .execute();
  await deleteDomains(store, workspaceId);
  await store.db
    .insertInto("sign_in_domains")
    .values([...new Set(domains)].map((domain) => ({ domain, workspace_id: workspaceId })))
    .execute();
}

async function deleteDomains(store: Store, workspaceId: string): Promise<void> {
  await store.db.deleteFrom("sign_in_domains").where("workspace_id", "=", workspaceId).execute();
}

/** Takes it away; false where there is none. */
export async function deleteSignInProvider(store: Store, workspaceId: string): Promise<boolean> {
  await deleteDomains(store, workspaceId);
  const { numDeletedRows } = await store.db
    .deleteFrom("sign_in_providers")
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

export async function findSignInProvider(
  store: Store,
  workspaceId: string,
): Promise<SignInProvider | undefined> {
  const row = await store.db
    .selectFrom("sign_in_providers")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const domains = await store.db
    .selectFrom("sign_in_domains")
    .select("domain")
    .where("workspace_id", "=", workspaceId)
    .orderBy("domain")
    .execute();
  return {
    workspaceId,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: new Secret(store.keyring.open(row.client_secret, place(workspaceId))),
    domains: domains.map(({ domain }) => domain),
    defaultRole: row.default_role,
  };
}

/** The workspace whose provider signs in the people of this e-mail domain; or undefined. */
export async function findWorkspaceOfDomain(
  store: Store,
  domain: string,
): Promise<string | undefined> {
  const row = await store.db
    .selectFrom("sign_in_domains")
    .select("workspace_id")
    .where("domain", "=", domain)
    .executeTakeFirst();
  return row?.workspace_id;
}

/** Whether any workspace has one. */
export async function hasSignInProviders(store: Store): Promise<boolean> {
  const query = store.db.selectFrom("sign_in_providers").select("workspace_id").limit(1);
  return (await query.execute()).length > 0;
}
