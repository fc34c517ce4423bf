/** Sends a browser to sign in at the identity provider of its company. */
import { hashSecret } from "../../../crypto/hash.ts";
import { GrantryError } from "../../../lib/error.ts";
import { newUnguessable } from "../../../lib/id.ts";
import { usesSecureCookies } from "../../../lib/secure-cookies.ts";
import type { Checks } from "../../../oauth/sign-in.ts";
import { insertSignInAttempt } from "../../../store/operator-identities.ts";
import { findHolderOfDomain } from "../../../store/sign-in-domains.ts";
import { findSignInProvider, hasSignInProviders } from "../../../store/sign-in-providers.ts";
import { countOrRefuse } from "../../limits/index.ts";
import { domainOf } from "../account-input.ts";
import type { AccountsContext } from "../context.ts";
import { type BeginsAt, beginningLimits } from "../devices.ts";
import { companyProvider } from "./metadata.ts";

/** Seconds in which the person must have signed in there. */
export const attemptSeconds = 600;
const startsMax = 60;

/** Name of the cookie that binds a sign-in to its browser. */
export function companyCookieName(context: Pick<AccountsContext, "publicUrl">): string {
  return `${usesSecureCookies(context) ? "__Host-" : ""}grantry-company-sign-in`;
}

/** Whether the sign-in page offers it. */
export async function offersCompanySignIn({
  store,
}: Pick<AccountsContext, "store">): Promise<boolean> {
  return await hasSignInProviders(store);
}

/**
 * What only the browser's secret brings forth: the database keeps neither nonce nor verifier, and
 * another browser has neither.
 */
export function checksOf(state: string, browser: string): Checks {
  const bound = (purpose: string) =>
    hashSecret(`grantry ${purpose} ${browser}`).toString("base64url");
  return { state, nonce: bound("nonce"), codeVerifier: bound("code verifier") };
}

export interface StartInput extends BeginsAt {
  readonly email: string;
  /** A path of ours. */
  readonly returnTo: string;
}

/** Throws sign_in_provider_not_found, too_many_attempts, and what companyProvider throws. */
export async function startCompanySignIn(
  context: AccountsContext,
  { email, returnTo, ...from }: StartInput,
): Promise<{ readonly url: string; readonly browser: string }> {
  const begins = { ...from, max: startsMax };
  await countOrRefuse(context, await beginningLimits(context.store, "company sign-in", begins));
  const { workspaceId } = (await findHolderOfDomain(context.store, domainOf(email))) ?? {};
  const provider =
    workspaceId === undefined ? undefined : await findSignInProvider(context.store, workspaceId);
  if (workspaceId === undefined || provider === undefined) {
    throw new GrantryError("sign_in_provider_not_found", {
      detail: "No company signs in by this address's domain here. Use your password.",
    });
  }
  const company = await companyProvider(context, provider);
  const [state, browser] = [newUnguessable(), newUnguessable()];
  const expiresAt = context.clock.nowSeconds() + attemptSeconds;
  const attempt = { state, browser, workspaceId, issuer: provider.issuer, returnTo, expiresAt };
  await insertSignInAttempt(context.store, attempt);
  const url = await company.signInUrl(checksOf(state, browser), { login_hint: email.trim() });
  return { url: url.href, browser };
}
