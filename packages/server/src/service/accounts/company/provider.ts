/** A workspace's identity provider, by the operator's API. */
import { GrantryError } from "../../../lib/error.ts";
import type { Secret } from "../../../lib/secret.ts";
import { deleteIdentitiesOfOthers } from "../../../store/operator-identities.ts";
import { lockWorkspace } from "../../../store/providers.ts";
import {
  type DeclaredSignInProvider,
  deleteSignInProvider,
  findSignInProvider,
  putSignInProvider,
} from "../../../store/sign-in-providers.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import type { WorkspaceOperator } from "../authenticate.ts";
import type { AccountsContext } from "../context.ts";
import { recordChange } from "../record-change.ts";
import { challengeName, challengeValue } from "./domain-challenge.ts";
import { companyLogoutUri, companyRedirectUri, requireIssuer } from "./metadata.ts";

/** By which a workspace's operators sign in (OpenID Connect). */
export interface SignInProvider {
  readonly issuer: string;
  readonly clientId: string;
  /** Of the email addresses that may sign in by it. */
  readonly domains: readonly SignInDomain[];
  /** What who comes without an invitation becomes; null: they must be invited. */
  readonly defaultRole: DeclaredSignInProvider["defaultRole"];
  /** To be registered at the identity provider. */
  readonly redirectUri: string;
  /** Likewise: there it tells that somebody is signed out. */
  readonly backChannelLogoutUri: string;
}

export interface SignInDomain {
  readonly domain: string;
  /** `dns`: by the record below; `server`: by whoever runs this server; null: not yet. */
  readonly provenBy: "dns" | "server" | null;
  /** The TXT record to set in the DNS. */
  readonly txtName: string;
  readonly txtValue: string;
}

export interface SignInProviderInput
  extends Omit<DeclaredSignInProvider, "workspaceId" | "clientSecret"> {
  /** Undefined keeps the one there is. */
  readonly clientSecret: Secret | undefined;
}

/** Throws sign_in_provider_not_found. */
export async function readProvider(
  context: AccountsContext,
  { workspaceId }: WorkspaceOperator,
): Promise<SignInProvider> {
  return await viewOf(context, context.store, workspaceId);
}

/**
 * Declares or changes it. Only an owner may: whoever controls the provider signs in as any member. A new
 * domain counts once it is proven. Throws forbidden and bad_request.
 */
export async function declareProvider(
  context: AccountsContext,
  operator: WorkspaceOperator,
  input: SignInProviderInput,
): Promise<SignInProvider> {
  const { workspaceId } = operator;
  requireIssuer(context.reach(workspaceId), input.issuer);
  return await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const before = await findSignInProvider(store, workspaceId);
    // Whoever may change where a secret goes must know it (SEC-33).
    const isSame = before?.issuer === input.issuer && before.clientId === input.clientId;
    const clientSecret = input.clientSecret ?? (isSame ? before.clientSecret : undefined);
    if (clientSecret === undefined) {
      const detail = "It must come along with a new issuer or client_id.";
      throw new GrantryError("bad_request", {
        detail: `client_secret: ${detail}`,
        data: { errors: [{ in: "body", pointer: "/client_secret", code: "missing", detail }] },
      });
    }
    await putSignInProvider(store, { ...input, clientSecret, workspaceId });
    // Whom another provider named is nobody of this one's.
    await deleteIdentitiesOfOthers(store, workspaceId, input.issuer);
    await recordChange(store, operator, {
      action: "sign_in_provider.declared",
      target: { kind: "workspace", id: workspaceId },
      details: {
        issuer: input.issuer,
        domains: input.domains.join(" "),
        default_role: input.defaultRole ?? "none",
      },
    });
    return await viewOf(context, store, workspaceId);
  });
}

/** Throws forbidden and sign_in_provider_not_found. */
export async function removeProvider(
  context: AccountsContext,
  operator: WorkspaceOperator,
): Promise<void> {
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    if (!(await deleteSignInProvider(store, workspaceId))) {
      throw new GrantryError("sign_in_provider_not_found");
    }
    await deleteIdentitiesOfOthers(store, workspaceId, null);
    await recordChange(store, operator, {
      action: "sign_in_provider.removed",
      target: { kind: "workspace", id: workspaceId },
    });
  });
}

async function viewOf(
  context: AccountsContext,
  store: Store,
  workspaceId: string,
): Promise<SignInProvider> {
  const provider = await findSignInProvider(store, workspaceId);
  if (provider === undefined) throw new GrantryError("sign_in_provider_not_found");
  const { publicUrl } = context;
  return {
    issuer: provider.issuer,
    clientId: provider.clientId,
    domains: provider.domains.map(({ domain, provenBy }) => ({
      domain,
      provenBy,
      txtName: challengeName(domain),
      txtValue: challengeValue(publicUrl, workspaceId, domain),
    })),
    defaultRole: provider.defaultRole,
    redirectUri: companyRedirectUri(context, workspaceId),
    backChannelLogoutUri: companyLogoutUri(context, workspaceId),
  };
}
