/** What the page says on which a person chooses what of a grant is connected. */
import type { Authorization } from "../../store/authorizations.ts";
import { browserCookieName, confirmationToken } from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { type Parties, partiesOf } from "./parties.ts";
import { clientOf } from "./registered-client.ts";
import { waitingOf } from "./waiting-grant.ts";

export interface Choice {
  readonly authorizationId: string;
  readonly parties: Parties;
  /** What one of them is called, in the singular. */
  readonly noun: string;
  /** In the provider's words: text only. Their order is the number by which one is chosen, from 0. */
  readonly offers: readonly { readonly label: string; readonly hint: string | null }[];
  /** Whether the provider named more than are offered. */
  readonly cut: boolean;
  /** Whether the form came without one of them. */
  readonly missing: boolean;
  readonly token: string;
  /** Set anew with the page, so that it lives as long as the choice may take. */
  readonly cookie: { readonly name: string; readonly value: string };
}

/** For the browser of the authorization alone; null where nothing is to be chosen. */
export async function choiceOf(
  context: ConnectContext,
  authorization: Authorization,
  browser: string,
): Promise<Choice | null> {
  const waiting = await waitingOf(context, authorization);
  if (waiting === null) return null;
  const { registered, client } = await clientOf(context, authorization);
  const { server } = client.connector;
  return {
    authorizationId: authorization.authorizationId,
    parties: await partiesOf(context, authorization, registered),
    noun: server.choice?.noun ?? "account",
    offers: waiting.offers.map(({ label, hint }) => ({ label, hint })),
    cut: waiting.cut,
    missing: false,
    token: confirmationToken(browser),
    cookie: { name: browserCookieName(context, authorization.authorizationId), value: browser },
  };
}
