/** Takes what a person chose of a grant, or that they chose nothing. */
import { equalHashes } from "../../crypto/hash.ts";
import { GrantryError } from "../../lib/error.ts";
import { type Authorization, finishAuthorization } from "../../store/authorizations.ts";
import { findAnswered } from "../../store/choices.ts";
import { type HeldGrant, releaseGrant } from "../revocation/index.ts";
import {
  browserCookieName,
  type Cookies,
  confirmationToken,
  isBoundBrowser,
} from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { endedOf } from "./ended.ts";
import { fail } from "./failed.ts";
import { keepGrant } from "./keep-grant.ts";
import { type AppsAuthorization, isOfApp } from "./new-grant.ts";
import { withChosen } from "./offers.ts";
import { clientOf } from "./registered-client.ts";
import { type Seen, seenAgain } from "./seen-again.ts";
import { endWait, type WaitingGrant, waitingOf } from "./waiting-grant.ts";

/** What the page sends. */
export interface Chosen {
  readonly authorizationId: string;
  readonly token: string;
  /** The number of the offer, from 0; null where none was picked. */
  readonly offer: number | null;
  readonly cancelled: boolean;
}

/** The page again, or what came of it. Throws state_invalid where it is no page of this browser. */
export async function seeChoice(
  context: ConnectContext,
  authorizationId: string,
  cookies: Cookies,
): Promise<Seen> {
  const authorization = await findAnswered(context.store, authorizationId);
  const seen = await seenAgain(context, authorization, cookies);
  if (seen === undefined || seen.kind === "unanswered") throw new GrantryError("state_invalid");
  return seen;
}

/**
 * Connects what was chosen. Sent twice, or from a page of before, nothing happens a second time: the browser
 * sees how it stands. What may not be connected any more ends, and what is cancelled does in any case: the
 * grant is given back at once. Throws state_invalid where it is no page of this browser, browser_mismatch
 * where the form does not come from it.
 */
export async function decideChoice(
  context: ConnectContext,
  chosen: Chosen,
  cookies: Cookies,
): Promise<Seen> {
  const { authorizationId, cancelled } = chosen;
  const authorization = await findAnswered(context.store, authorizationId);
  const browser = cookies[browserCookieName(context, authorizationId)];
  const isOwn =
    authorization !== undefined && isOfApp(authorization) && isBoundBrowser(authorization, browser);
  const waiting = isOwn ? await waitingOf(context, authorization) : null;
  if (!isOwn || browser === undefined || waiting === null) {
    return await seeChoice(context, authorizationId, cookies);
  }
  const expected = Buffer.from(confirmationToken(browser));
  if (!equalHashes(expected, Buffer.from(chosen.token))) throw new GrantryError("browser_mismatch");
  const offer = waiting.offers[chosen.offer ?? -1];
  if (!cancelled && offer === undefined) {
    const seen = await seeChoice(context, authorizationId, cookies);
    return seen.kind === "choose" ? { ...seen, choice: { ...seen.choice, missing: true } } : seen;
  }
  const held = await endWait(context, authorization, waiting);
  if (held === undefined) return await seeChoice(context, authorizationId, cookies);
  if (cancelled || offer === undefined) {
    return await cancel(context, authorization, { waiting, browser });
  }
  try {
    await keep(context, authorization, { waiting, held, offer });
  } catch (thrown) {
    return { kind: "ended", ended: await fail(context, authorization, thrown, browser) };
  }
  return { kind: "ended", ended: await endedOf(context, authorization, null, { browser }) };
}

interface Pick {
  readonly waiting: WaitingGrant;
  readonly held: HeldGrant;
  readonly offer: WaitingGrant["offers"][number];
}

async function keep(
  context: ConnectContext,
  authorization: AppsAuthorization,
  { waiting, held: taken, offer }: Pick,
): Promise<void> {
  const { revocationId, askedAt, completedBy = null } = waiting;
  const { accessToken, refreshToken } = taken.grant;
  let known: Awaited<ReturnType<typeof clientOf>>;
  try {
    known = await clientOf(context, authorization);
    if (accessToken === null || isAnother(known, taken)) throw changedMeanwhile();
  } catch (thrown) {
    await releaseGrant(context, revocationId, null);
    throw thrown;
  }
  const grant = { ...waiting.grant, accessToken, refreshToken };
  const held = revocationId;
  const got = { authorization, ...known, grant, askedAt, held, completedBy, chosen: null };
  await keepGrant(context, withChosen(got, offer));
}

/** Tokens go to nobody but the provider, and belong to no client, other than those that gave them. */
function isAnother(
  { registered: { client, providerEntry } }: Awaited<ReturnType<typeof clientOf>>,
  { grant, revocation }: HeldGrant,
): boolean {
  return (
    client.oauthClientId !== revocation.oauthClientId ||
    client.clientId !== grant.clientId ||
    providerEntry !== revocation.providerEntry
  );
}

function changedMeanwhile(): GrantryError {
  return new GrantryError("connector_misconfigured", {
    detail: "The connector was changed while you chose. Nothing was connected: start again.",
  });
}

async function cancel(
  context: ConnectContext,
  authorization: Authorization,
  { waiting, browser }: { readonly waiting: WaitingGrant; readonly browser: string },
): Promise<Seen> {
  const error = "access_denied";
  await finishAuthorization(context.store, authorization.authorizationId, { error });
  await releaseGrant(context, waiting.revocationId, null);
  return { kind: "ended", ended: await endedOf(context, authorization, error, { browser }) };
}
