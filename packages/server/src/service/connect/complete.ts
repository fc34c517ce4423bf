/**
 * The provider's answer at the redirection endpoint (RFC 6749 section 4.1.2). The code is exchanged
 * only after the browser was proven to be the one that left.
 */
import { GrantryError } from "../../lib/error.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { findUsed } from "../../store/used-authorizations.ts";
import { awaitApp, backToApp } from "./await-app.ts";
import { browserCookieName, type Cookies } from "./browser-cookie.ts";
import { answerTest, type Brought } from "./connector-test/answer.ts";
import type { ConnectContext } from "./context.ts";
import { endedOf } from "./ended.ts";
import { exchange } from "./exchange.ts";
import { fail } from "./failed.ts";
import { keepGrant } from "./keep-grant.ts";
import { type AppsAuthorization, isOfApp } from "./new-grant.ts";
import { settleChoice } from "./offers.ts";
import { type Seen, seenAgain } from "./seen-again.ts";

export interface CallbackInput {
  /** The redirect URI at which the answer arrived. */
  readonly redirectUri: string;
  readonly parameters: URLSearchParams;
  readonly cookies: Cookies;
}

/**
 * Ends an authorization one way or the other; the browser that brings the same answer again sees how
 * it stands or ended. Throws callback_invalid or state_invalid where the answer belongs to no
 * authorization of this browser; every other outcome is in the result.
 */
export async function completeAuthorization(
  context: ConnectContext,
  input: CallbackInput,
): Promise<Seen> {
  const state = requireState(input.parameters);
  const authorization = await context.defences.takeByState(context.store, state);
  if (authorization === undefined) return await answeredAgain(context, input, state);
  const browser = input.cookies[browserCookieName(context, authorization.authorizationId)];
  try {
    requireSameBrowser(context, authorization, input);
    const brought = { parameters: input.parameters, state };
    if (!isOfApp(authorization)) {
      return { kind: "ended", ended: await answerTest(context, authorization, brought) };
    }
    if (authorization.proof === "app_completion") {
      const url = await awaitApp(context, authorization, { ...brought, browser: browser ?? "" });
      return { kind: "to_app", url };
    }
    const isKept = await connect(context, authorization, brought);
    if (!isKept) return await answeredAgain(context, input, state);
  } catch (thrown) {
    return { kind: "ended", ended: await fail(context, authorization, thrown, browser) };
  }
  return { kind: "ended", ended: await endedOf(context, authorization, null, { browser }) };
}

async function answeredAgain(
  context: ConnectContext,
  { cookies, redirectUri }: CallbackInput,
  state: string,
): Promise<Seen> {
  const authorization = await findUsed(context.store, { state });
  const toApp = backToApp(context, authorization, { cookies, stateOf: () => state });
  const seen = toApp ?? (await seenAgain(context, authorization, cookies));
  if (authorization?.redirectUri !== redirectUri || seen === undefined) {
    throw new GrantryError("state_invalid");
  }
  if (seen.kind === "unanswered") throw new GrantryError("state_invalid");
  return seen;
}

function requireState(parameters: URLSearchParams): string {
  const [state, ...more] = parameters.getAll("state");
  if (state === undefined || more.length > 0) {
    throw new GrantryError("callback_invalid", {
      detail: "The provider's answer does not carry exactly one state.",
    });
  }
  return state;
}

function requireSameBrowser(
  context: ConnectContext,
  authorization: Authorization,
  { cookies, redirectUri }: CallbackInput,
): void {
  const cookie = cookies[browserCookieName(context, authorization.authorizationId)];
  if (!context.defences.isBoundBrowser(authorization, cookie)) {
    throw new GrantryError("browser_mismatch");
  }
  if (!context.defences.isItsRedirectUri(authorization, redirectUri)) {
    throw new GrantryError("callback_invalid", {
      detail: "The provider's answer arrived at the redirect URI of another OAuth client.",
    });
  }
}

/** False where the person is to choose first. */
async function connect(
  context: ConnectContext,
  authorization: AppsAuthorization,
  brought: Brought,
): Promise<boolean> {
  const settled = await settleChoice(context, await exchange(context, authorization, brought));
  if (settled !== null) await keepGrant(context, settled);
  return settled !== null;
}
