/** The identity provider's answer: who is it, and may they come in? */
import { equalHashes, hashSecret } from "../../../crypto/hash.ts";
import { GrantryError, isGrantryError } from "../../../lib/error.ts";
import { cleanText } from "../../../lib/foreign-text.ts";
import type { Secret } from "../../../lib/secret.ts";
import type { Claims } from "../../../oauth/sign-in.ts";
import { takeSignInAttempt } from "../../../store/operator-identities.ts";
import { findSignInProvider, type SignInProvider } from "../../../store/sign-in-providers.ts";
import type { AccountsContext } from "../context.ts";
import { recordRefusedCompanySignIn } from "../record-refusal.ts";
import type { Place } from "../sessions.ts";
import { admit } from "./admit.ts";
import { signInFailure } from "./failure.ts";
import { companyProvider } from "./metadata.ts";
import { checksOf } from "./start.ts";

export interface CompleteInput {
  /** Whose redirect URI the answer arrived at. */
  readonly workspaceId: string;
  readonly parameters: URLSearchParams;
  /** The cookie of the browser that brings the answer. */
  readonly browser: string | undefined;
  readonly place: Place;
}

/**
 * The token of a new session, and where the browser wanted to go. The state is used up whatever comes
 * of it, and nothing is exchanged for another browser. Throws state_invalid, browser_mismatch,
 * issuer_mismatch, access_denied, company_sign_in_failed, company_account_refused,
 * sign_in_provider_not_found, provider_unavailable.
 */
export async function completeCompanySignIn(
  context: AccountsContext,
  { workspaceId, parameters, browser, place }: CompleteInput,
): Promise<{
  readonly session: Secret;
  readonly operatorId: string;
  readonly returnTo: string;
}> {
  const [state = "", ...more] = parameters.getAll("state");
  const attempt = more.length === 0 ? await takeSignInAttempt(context.store, state) : undefined;
  if (attempt === undefined || attempt.workspaceId !== workspaceId) {
    throw new GrantryError("state_invalid");
  }
  if (browser === undefined || !equalHashes(attempt.browserHash, hashSecret(browser))) {
    throw new GrantryError("browser_mismatch", {
      detail: "This sign-in was started in another browser. Start it again in this one.",
    });
  }
  const provider = await findSignInProvider(context.store, workspaceId);
  if (provider === undefined || provider.issuer !== attempt.issuer) {
    throw new GrantryError("sign_in_provider_not_found");
  }
  const company = await companyProvider(context, provider);
  const claims = await company
    .claimsOf(parameters, checksOf(state, browser))
    .catch((thrown: unknown) => {
      throw signInFailure(thrown, [provider.clientSecret.reveal()]);
    });
  const admitted = await admit(context, { provider, claims, place }).catch((thrown: unknown) => {
    recordRefused(context, { provider, claims, place, thrown });
    throw thrown;
  });
  return { ...admitted, returnTo: attempt.returnTo };
}

function recordRefused(
  context: AccountsContext,
  refused: {
    readonly provider: SignInProvider;
    readonly claims: Claims;
    readonly place: Place;
    readonly thrown: unknown;
  },
): void {
  const { provider, claims, place, thrown } = refused;
  if (!isGrantryError(thrown, "company_account_refused")) return;
  const { email, sub } = claims;
  recordRefusedCompanySignIn(context, provider.workspaceId, {
    issuer: provider.issuer,
    subject: String(sub),
    email: (typeof email === "string" ? cleanText(email) : null) ?? "(none)",
    wrong: thrown.detail ?? "refused",
    address: place.address ?? "(unknown)",
  });
}
