/** Table sign_in_providers: the identity provider of a company's operators. */
import { Secret } from "../lib/secret.ts";
import { openSealed } from "./data-keys.ts";
import { whileSealing } from "./sealing.ts";
import { listSignInDomains, putSignInDomains, type SignInDomain } from "./sign-in-domains.ts";
import type { Store } from "./store.ts";
import type { Role } from "./tables/accounts.ts";

export interface SignInProvider {
  readonly workspaceId: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Email domains; only those that are proven count. */
  readonly domains: readonly SignInDomain[];
  /** What who comes without an invitation becomes; null: they must be invited. */
  readonly defaultRole: Exclude<Role, "owner"> | null;
}

/** Where the client secret of a company's sign-in stands. */
export function placeOfSignIn(workspaceId: string) {
  return {
    workspace: workspaceId,
    table: "sign_in_providers",
    row: workspaceId,
    column: "client_secret",
  };
}

export interface DeclaredSignInProvider extends Omit<SignInProvider, "domains"> {
  /** In lower case. */
  readonly domains: readonly string[];
}

/** Declares or changes it; its new domains are not proven. */
export async function putSignInProvider(
  store: Store,
  provider: DeclaredSignInProvider,
): Promise<void> {
  const { workspaceId, domains } = provider;
  await whileSealing(store, workspaceId, async (trx) => {
    const { db, keyring } = trx;
    const now = store.clock.nowSeconds();
    const values = {
      issuer: provider.issuer,
      client_id: provider.clientId,
      client_secret: keyring.seal(provider.clientSecret.reveal(), placeOfSignIn(workspaceId)),
      default_role: provider.defaultRole,
      updated_at: now,
    };
    await db
      .insertInto("sign_in_providers")
      .values({ workspace_id: workspaceId, ...values, created_at: now })
      .onConflict((conflict) => conflict.column("workspace_id").doUpdateSet(values))
      .execute();
    await putSignInDomains(trx, workspaceId, domains);
  });
}

/** Takes it away; false where there is none. */
export async function deleteSignInProvider(store: Store, workspaceId: string): Promise<boolean> {
  await putSignInDomains(store, workspaceId, []);
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
  return {
    workspaceId,
    issuer: row.issuer,
    clientId: row.client_id,
    clientSecret: new Secret(
      await openSealed(store, row.client_secret, placeOfSignIn(workspaceId)),
    ),
    domains: await listSignInDomains(store, workspaceId),
    defaultRole: row.default_role,
  };
}

/** Whether any workspace has one. */
export async function hasSignInProviders(store: Store): Promise<boolean> {
  const query = store.db.selectFrom("sign_in_providers").select("workspace_id").limit(1);
  return (await query.execute()).length > 0;
}
