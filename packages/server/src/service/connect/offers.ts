/** A new grant of which only one thing is connected: found out what it reaches, and whether that is clear. */
import { GrantryError } from "../../lib/error.ts";
import { newPatience } from "../../lib/patience.ts";
import { type Offer, readOffers, sameOffer } from "../../provider/choice.ts";
import { findConnection } from "../../store/connections.ts";
import type { ConnectContext } from "./context.ts";
import { giveBackUnkept } from "./give-back-unkept.ts";
import type { NewGrant } from "./new-grant.ts";
import { letWait } from "./waiting-grant.ts";

/** More nobody looks through on a page. */
const offersMax = 50;

/**
 * Resolves with the grant as it is to be kept; null where it waits for the person to choose. Whoever
 * connects again gets what was chosen before, while it is there.
 *
 * Throws nothing_to_choose where the account has nothing, else as the provider's call failed; the grant is
 * then given back.
 */
export async function settleChoice(
  context: ConnectContext,
  input: NewGrant,
): Promise<NewGrant | null> {
  const { client, grant, registered } = input;
  const { choice } = client.connector.server;
  if (choice === undefined) return input;
  try {
    const { send } = context.reach(registered.connector.workspaceId);
    const patience = newPatience(context.clock, context.closing);
    const offers = await readOffers(client, grant, send, patience);
    const [only, ...others] = offers;
    if (only === undefined) throw nothingToChoose(client.connector.server.name, choice.noun);
    const taken = others.length === 0 ? only : await chosenBefore(context, input, offers);
    if (taken !== undefined) return withChosen(input, taken);
    const offered = offers.slice(0, offersMax);
    await letWait(context, input, { offers: offered, cut: offered.length < offers.length });
    return null;
  } catch (thrown) {
    await giveBackUnkept(context, input, { grant, account: null });
    throw thrown;
  }
}

/** The grant of which this is connected. */
export function withChosen(input: NewGrant, { values }: Offer): NewGrant {
  const keptValues = { ...input.grant.keptValues, ...values };
  return { ...input, grant: { ...input.grant, keptValues }, chosen: values };
}

/** Of a connection that was disconnected nothing is left to go by. */
async function chosenBefore(
  { store }: ConnectContext,
  { authorization: { appId, owner }, client, registered }: NewGrant,
  offers: readonly Offer[],
): Promise<Offer | undefined> {
  const { connectorId } = registered.connector;
  const before = await findConnection(store, { appId, connectorId, owner });
  if (before === undefined || before.status === "disconnected") return undefined;
  return sameOffer(client.connector, offers, before.connectionConfig);
}

function nothingToChoose(provider: string, noun: string): GrantryError {
  return new GrantryError("nothing_to_choose", {
    detail: `Nothing was connected: this account has no ${noun} at ${provider} that the app may use. Ask for access to one there, or connect another account.`,
  });
}
