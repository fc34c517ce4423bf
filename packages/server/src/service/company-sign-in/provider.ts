/** A workspace's identity provider, by the operator's API. */
import type { SignInProviderView } from "@grantry/contract/company-sign-in";
import { GrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import { lockWorkspace } from "../../store/providers.ts";
import {
  deleteSignInProvider,
  findSignInProvider,
  putSignInProvider,
  type SignInProvider,
} from "../../store/sign-in-providers.ts";
import { inTransaction } from "../../store/store.ts";
import type { ServiceContext } from "../context.ts";
import type { WorkspaceOperator } from "../operator/authenticate.ts";
import { requireRole } from "../operator/permissions.ts";
import { recordChange } from "../workspace/record-change.ts";
import { requireIssuer } from "./metadata.ts";

export interface SignInProviderInput extends Omit<SignInProvider, "workspaceId" | "clientSecret"> {
  /** Undefined keeps the one there is. */
  readonly clientSecret: Secret | undefined;
}

/** Where a provider must know to send the browser back. */
export function companyRedirectUri(
  { publicUrl }: Pick<ServiceContext, "publicUrl">,
  workspaceId: string,
): string {
  return `${publicUrl}/sign-in/company/${workspaceId}/callback`;
}

/** Throws sign_in_provider_not_found. */
export async function readProvider(
  context: ServiceContext,
  { workspaceId }: WorkspaceOperator,
): Promise<SignInProviderView> {
  const found = await findSignInProvider(context.store, workspaceId);
  if (found === undefined) throw new GrantryError("sign_in_provider_not_found");
  return view(context, found);
}

/**
 * Declares or changes it. Only an owner may: whoever controls the provider signs in as any member.
 * Throws forbidden, bad_request and sign_in_domain_taken.
 */
export async function declareProvider(
  context: ServiceContext,
  operator: WorkspaceOperator,
  input: SignInProviderInput,
): Promise<SignInProviderView> {
  requireRole(operator.role, "owner");
  requireIssuer(context, input.issuer);
  const { workspaceId } = operator;
  const work = inTransaction(context.store, async (store) => {
    await lockWorkspace(store, workspaceId);
    const before = await findSignInProvider(store, workspaceId);
    // Whoever may change where a secret goes must know it (SEC-33).
    const isSame = before?.issuer === input.issuer && before.clientId === input.clientId;
    const clientSecret = input.clientSecret ?? (isSame ? before.clientSecret : undefined);
    if (clientSecret === undefined) {
      throw new GrantryError("bad_request", {
        detail: "client_secret: must come along with a new issuer or client_id.",
      });
    }
    const provider = { ...input, clientSecret, workspaceId };
    await putSignInProvider(store, provider);
    await recordChange(store, operator, {
      action: "sign_in_provider.declared",
      target: { kind: "workspace", id: workspaceId },
      details: {
        issuer: input.issuer,
        domains: input.domains.join(" "),
        default_role: input.defaultRole ?? "none",
      },
    });
    return view(context, provider);
  });
  return await work.catch((thrown: unknown) => {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw new GrantryError("sign_in_domain_taken", { cause: thrown });
  });
}

/** Throws forbidden and sign_in_provider_not_found. */
export async function removeProvider(
  context: ServiceContext,
  operator: WorkspaceOperator,
): Promise<void> {
  requireRole(operator.role, "owner");
  const { workspaceId } = operator;
  await inTransaction(context.store, async (store) => {
    if (!(await deleteSignInProvider(store, workspaceId))) {
      throw new GrantryError("sign_in_provider_not_found");
    }
    await recordChange(store, operator, {
      action: "sign_in_provider.removed",
      target: { kind: "workspace", id: workspaceId },
    });
  });
}

function view(context: ServiceContext, provider: SignInProvider): SignInProviderView {
  return {
    issuer: provider.issuer,
    client_id: provider.clientId,
    domains: [...provider.domains].sort(),
    default_role: provider.defaultRole,
    redirect_uri: companyRedirectUri(context, provider.workspaceId),
  };
}
