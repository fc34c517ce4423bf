/** Grants that wait: queued to be taken back at the end of the wait, unless they are kept before. */
import { describeThrown } from "../../lib/error.ts";
import { holdRevocation, releaseHeld } from "../../store/held-revocations.ts";
import { getRevocation } from "../../store/revocation-receipts.ts";
import { openGrant, type Revocation, type SealedGrant } from "../../store/revocations.ts";
import type { Store } from "../../store/store.ts";
import { holdSeconds } from "./attempt.ts";
import type { RevocationContext } from "./context.ts";
import { queueUnkept, settleQuietly, type UnkeptGrant } from "./give-back.ts";

/**
 * Queues a grant for the end of a wait, in epoch seconds. Call it in the transaction that begins the wait.
 * Resolves with the id by which it is kept or released.
 */
export async function holdGrant(
  context: RevocationContext,
  store: Store,
  unkept: UnkeptGrant,
  until: number,
): Promise<string> {
  const { revocationId } = await queueUnkept(context, store, unkept);
  await holdRevocation(store, revocationId, until);
  return revocationId;
}

/** Holds it until another moment; false where it is taken back by now. */
export async function holdLonger(
  store: Store,
  revocationId: string,
  until: number,
): Promise<boolean> {
  return await holdRevocation(store, revocationId, until);
}

export interface HeldGrant {
  readonly revocation: Revocation;
  readonly grant: SealedGrant;
}

/**
 * Leaves a grant that waits to who has ended its wait, for as long as it takes to keep it. Undefined where
 * it is taken back by now. Call it in the transaction that ends the wait.
 */
export async function takeHeld(store: Store, revocationId: string): Promise<HeldGrant | undefined> {
  const until = store.clock.nowSeconds() + holdSeconds;
  if (!(await holdRevocation(store, revocationId, until))) return undefined;
  const revocation = await getRevocation(store, revocationId);
  const grant = revocation === undefined ? null : await openGrant(store, revocation);
  return revocation === undefined || grant === null ? undefined : { revocation, grant };
}

/** Gives a grant back that waited. Never throws: what fails is done at the end of the wait. */
export async function releaseGrant(
  context: RevocationContext,
  revocationId: string,
  accountId: string | null,
): Promise<void> {
  try {
    const known = { accountId, holdSeconds };
    const released = await releaseHeld(context.store, revocationId, known);
    if (released !== undefined) await settleQuietly(context, released);
  } catch (thrown) {
    const cause = describeThrown(thrown);
    context.log.error({ revocationId, cause }, "a grant that waited is given back later");
  }
}
