/**
 * A grant that waits until the person has chosen what of it is connected. What there is to choose from is
 * sealed with the authorization; the tokens wait where they would be taken back from (revocation/hold.ts).
 */
import { GrantryError } from "../../lib/error.ts";
import type { Offer } from "../../provider/choice.ts";
import { grantPartyOf } from "../../provider/grant-party.ts";
import type { Grant } from "../../provider/provider-client.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { openChoice, setChoice, takeChoice } from "../../store/choices.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { type HeldGrant, holdGrant, holdLonger, takeHeld } from "../revocation/index.ts";
import type { ConnectContext } from "./context.ts";
import { giveBackUnkept } from "./give-back-unkept.ts";
import type { NewGrant } from "./new-grant.ts";

/** Seconds. As long as a consent may take; never longer than the token lives. */
const waitSeconds = 600;

type Kept = Omit<Grant, "accessToken" | "refreshToken">;

/** What is sealed with the authorization. */
export interface WaitingGrant {
  /** Where the tokens wait. */
  readonly revocationId: string;
  readonly askedAt: number;
  /** As in NewGrant; what waits since before it was kept has none. */
  readonly completedBy?: string | null;
  readonly grant: Kept;
  readonly offers: readonly Offer[];
  /** Whether there was more than is offered. */
  readonly cut: boolean;
}

export interface ToChooseFrom {
  readonly offers: readonly Offer[];
  readonly cut: boolean;
}

/** Lets the grant wait. Throws state_invalid where the authorization has ended meanwhile. */
export async function letWait(
  context: ConnectContext,
  input: NewGrant,
  toChooseFrom: ToChooseFrom,
): Promise<void> {
  const { authorization, grant, askedAt, completedBy } = input;
  const { accessToken: _access, refreshToken: _refresh, ...kept } = grant;
  const until =
    context.clock.nowSeconds() + Math.min(waitSeconds, kept.lifetimeSeconds ?? waitSeconds);
  await inTransaction(context.store, async (trx) => {
    const revocationId = await hold(context, trx, input, until);
    const waiting: WaitingGrant = {
      revocationId,
      askedAt,
      completedBy,
      grant: kept,
      ...toChooseFrom,
    };
    const text = JSON.stringify(waiting);
    if (!(await setChoice(trx, authorization, { text, until })))
      throw new GrantryError("state_invalid");
  });
}

async function hold(
  context: ConnectContext,
  trx: Store,
  { authorization, registered, client, grant, held }: NewGrant,
  until: number,
): Promise<string> {
  if (held !== null) {
    if (!(await holdLonger(trx, held, until))) throw new GrantryError("state_invalid");
    return held;
  }
  const unkept = {
    appId: authorization.appId,
    connectionId: null,
    cause: "not_kept" as const,
    registered,
    client,
    grant,
    grantParty: grantPartyOf(client, context.catalogue),
    accountId: null,
  };
  return await holdGrant(context, trx, unkept, until);
}

/**
 * Holds a grant from the moment it came until it is kept: whatever becomes of this process in between, it is given
 * back. Where it cannot be held it is given back at once.
 */
export async function holdNew(
  context: ConnectContext,
  input: NewGrant,
  until: number,
): Promise<NewGrant> {
  try {
    const held = await inTransaction(context.store, (trx) => hold(context, trx, input, until));
    return { ...input, held };
  } catch (thrown) {
    await giveBackUnkept(context, input, { grant: input.grant, account: null });
    throw thrown;
  }
}

/** What waits with an authorization; null where nothing is to be chosen. */
export async function waitingOf(
  context: ConnectContext,
  authorization: Authorization,
): Promise<WaitingGrant | null> {
  const text = await openChoice(context.store, authorization);
  return text === null ? null : (JSON.parse(text) as WaitingGrant);
}

/** Ends the wait. Undefined where another did before, or it is over: the grant is then given back. */
export async function endWait(
  context: ConnectContext,
  { authorizationId }: Authorization,
  { revocationId }: WaitingGrant,
): Promise<HeldGrant | undefined> {
  return await inTransaction(context.store, async (trx) => {
    if (!(await takeChoice(trx, authorizationId))) return undefined;
    return await takeHeld(trx, revocationId);
  });
}
