/**
 * What a browser sees that comes again, by its link or with the provider's answer: people reload and go
 * back. Only the browser that is bound to an attempt learns anything of it.
 */
import { readErrorCode } from "@grantry/contract/errors";
import { type Authorization, canceled } from "../../store/authorizations.ts";
import { browserCookieName, type Cookies, isBoundBrowser } from "./browser-cookie.ts";
import { type Choice, choiceOf } from "./choice.ts";
import type { ConnectContext } from "./context.ts";
import { type Ended, endedOf } from "./ended.ts";
import { type Parties, partiesAsFarAsKnown } from "./parties.ts";

export type Seen =
  | { readonly kind: "ended"; readonly ended: Ended }
  /** The provider's answer is being dealt with. */
  | { readonly kind: "under_way"; readonly parties: Parties }
  /** What the grant reaches waits for the person to choose. */
  | { readonly kind: "choose"; readonly choice: Choice }
  /** The app is to complete it, and the browser goes there with a code. */
  | { readonly kind: "to_app"; readonly url: string };

interface Unanswered {
  readonly kind: "unanswered";
  readonly authorization: Authorization;
  /** The cookie of its browser. */
  readonly browser: string;
}

/** Where the browser's own attempt stands; undefined where this is not its browser, or it has expired. */
export async function seenAgain(
  context: ConnectContext,
  authorization: Authorization | undefined,
  cookies: Cookies,
): Promise<Seen | Unanswered | undefined> {
  if (authorization === undefined) return undefined;
  const browser = cookies[browserCookieName(context, authorization.authorizationId)];
  if (browser === undefined || !isBoundBrowser(authorization, browser)) return undefined;
  if (authorization.status !== "pending") {
    return { kind: "ended", ended: await endedAgain(context, authorization, browser) };
  }
  if (authorization.expiresAt <= context.clock.nowSeconds()) return undefined;
  if (!authorization.isAnswered) return { kind: "unanswered", authorization, browser };
  const choice = await choiceOf(context, authorization, browser);
  if (choice !== null) return { kind: "choose", choice };
  return { kind: "under_way", parties: await partiesAsFarAsKnown(context, authorization) };
}

/** The end of an attempt that has ended, for its own browser. */
export async function endedAgain(
  context: ConnectContext,
  authorization: Authorization,
  browser: string,
): Promise<Ended> {
  const { error, errorDetail: detail, providerError } = authorization;
  const code = error === null ? null : error === canceled ? "state_invalid" : readErrorCode(error);
  return await endedOf(context, authorization, code, { detail, providerError, browser });
}
