/**
 * Consents that the app completes: what the provider answered is kept, sealed and unexchanged, and the browser goes
 * to the app with a code. Only the session that began has the verifier that goes with it.
 */
import { hashSecret } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { setAwaiting } from "../../store/completions.ts";
import { browserCookieName, type Cookies, isBoundBrowser } from "./browser-cookie.ts";
import type { Brought } from "./connector-test/answer.ts";
import type { ConnectContext } from "./context.ts";
import type { AppsAuthorization } from "./new-grant.ts";
import { clientOf, type RegisteredClient } from "./registered-client.ts";
import { withCode } from "./return-url.ts";

/** Seconds for which the app may complete; less where the provider's own code does not live so long. */
const waitSeconds = 600;

/** What is sealed: the provider's answer, and who it is for. */
export interface AwaitedResponse {
  readonly parameters: string;
  readonly state: string;
  readonly party: string;
}

/** Keeps the answer for the app. Resolves with where the browser goes; throws where it is no consent. */
export async function awaitApp(
  context: ConnectContext,
  authorization: AppsAuthorization,
  { parameters, state, browser }: Brought & { readonly browser: string },
): Promise<string> {
  const known = await clientOf(context, authorization);
  context.defences.checkAuthorizationResponse(known.client, parameters, state);
  const { code_lifetime: lives = waitSeconds } = known.client.connector.server.authorization;
  const kept: AwaitedResponse = {
    parameters: parameters.toString(),
    state,
    party: partyOf(known),
  };
  const code = codeOf(state, browser);
  const isKept = await setAwaiting(context.store, authorization, {
    response: JSON.stringify(kept),
    code,
    until: context.clock.nowSeconds() + Math.min(waitSeconds, lives),
  });
  if (!isKept) throw new GrantryError("state_invalid");
  return toApp(authorization, code);
}

/** Where its own browser goes once more that comes again; undefined where nothing waits for the app. */
export function backToApp(
  { clock, publicUrl }: Pick<ConnectContext, "clock" | "publicUrl">,
  authorization: Authorization | undefined,
  seen: { readonly cookies: Cookies; readonly stateOf: (browser: string) => string },
): { readonly kind: "to_app"; readonly url: string } | undefined {
  if (authorization === undefined || authorization.sealedResponse === null) return undefined;
  if (authorization.expiresAt <= clock.nowSeconds()) return undefined;
  const browser = seen.cookies[browserCookieName({ publicUrl }, authorization.authorizationId)];
  if (browser === undefined || !isBoundBrowser(authorization, browser)) return undefined;
  const url = toApp(authorization, codeOf(seen.stateOf(browser), browser));
  return { kind: "to_app", url };
}

function toApp({ authorizationId, returnUrl }: Authorization, code: string): string {
  return withCode(returnUrl ?? "", { authorizationId, code });
}

/** The same whenever the same browser comes with the same answer, so that reloading makes no other one wrong. */
function codeOf(state: string, browser: string): string {
  return hashSecret(`grantry completion ${state} ${browser}`).toString("base64url");
}

/** A code goes to nobody but who was asked for it, by the client that asked. */
export function partyOf({ registered: { client, providerEntry } }: RegisteredClient): string {
  const parts = [client.oauthClientId, client.clientId, providerEntry];
  return hashSecret(JSON.stringify(parts)).toString("base64url");
}
