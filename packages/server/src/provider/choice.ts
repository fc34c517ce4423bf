/** What a grant reaches, where one thing of it is to be chosen before a connection can work. */
import type { Json } from "../lib/json.ts";
import type { Outbound } from "../lib/outbound.ts";
import type { Patience } from "../lib/patience.ts";
import { readPatiently } from "./api-call.ts";
import type { ProviderConnector } from "./catalogue.ts";
import { clearOfGrant, type IsClear } from "./clear-text.ts";
import { valueAt } from "./json.ts";
import { keepValues } from "./kept-values.ts";
import { type Grant, type ProviderClient, placeholderValues } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { shownText } from "./shown-text.ts";
import type { Values } from "./template.ts";

/** One thing that may be chosen. Its texts are a stranger's: to be shown as text only. */
export interface Offer {
  readonly label: string;
  /** Null where there is nothing more to tell it by. */
  readonly hint: string | null;
  /** What is kept where it is chosen. */
  readonly values: Values;
}

/** Of a longer list no more items are looked at. */
const itemsMax = 1_000;

/**
 * Asks the provider for the list, in its order; each item once. Empty where the list is. The grant is
 * new: with `patience` a call that failed is made again for a while.
 *
 * Throws a ProviderError: `unusable_answer` with reason `no_list` where the answer holds none, and
 * `nothing_usable` where no item has what is needed; else as the call failed.
 */
export async function readOffers(
  client: ProviderClient,
  grant: Grant,
  send: Outbound,
  patience: Patience | null = null,
): Promise<readonly Offer[]> {
  const { choice } = client.connector.server;
  if (choice === undefined) return [];
  const values = placeholderValues(client, grant.keptValues);
  const call = { client, grant, values, send, patience };
  const document = await readPatiently(call, choice.request, choice);
  const list = choice.list === undefined ? document : valueAt(document, choice.list);
  if (!Array.isArray(list)) throw new ProviderError("unusable_answer", { reason: "no_list" });
  const isClear = clearOfGrant(client, grant);
  const offers = new Map<string, Offer>();
  for (const item of list.slice(0, itemsMax)) {
    const offer = offerOf(client.connector, item, isClear);
    // The same thing may be listed once per product.
    const key = offer === null ? "" : JSON.stringify(offer.values);
    if (offer !== null && !offers.has(key)) offers.set(key, offer);
  }
  if (offers.size === 0 && list.length > 0) {
    throw new ProviderError("unusable_answer", { reason: "nothing_usable" });
  }
  return [...offers.values()];
}

/** The offer that was taken before, as far as what is needed tells; undefined where it is none of these. */
export function sameOffer(
  { server }: ProviderConnector,
  offers: readonly Offer[],
  before: Values,
): Offer | undefined {
  const needed = server.kept_values.filter(({ from, required }) => from === "choice" && required);
  return offers.find(({ values }) => needed.every(({ name }) => values[name] === before[name]));
}

/** Null where it lacks what is needed, or holds a token in what would be shown or kept. */
function offerOf({ server }: ProviderConnector, item: Json, isClear: IsClear): Offer | null {
  const rules = server.kept_values.filter(({ from }) => from === "choice");
  const sources = {
    token_answer: undefined,
    callback: undefined,
    signed_callback: undefined,
    choice: item,
  };
  const all = rules.map((rule) => ({ ...rule, required: false }));
  const values = keepValues(all, sources, {});
  if (rules.some(({ name, required }) => required && values[name] === undefined)) return null;
  const [first = ""] = Object.values(values);
  const label = shownText(item, server.choice?.label ?? []) ?? first;
  const hint = shownText(item, server.choice?.hint ?? []);
  if (![label, hint ?? "", ...Object.values(values)].every(isClear)) return null;
  return { label, hint: hint === label ? null : hint, values };
}
