/** What a person sees before their browser leaves for the provider, and what they are asked for. */
import type { AskedSetting } from "../../provider/asked-settings.ts";
import type { Authorization } from "../../store/authorizations.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { catalogueEntry } from "../providers/index.ts";
import { type Access, accessOf } from "./access.ts";
import { browserCookieName, confirmationToken } from "./browser-cookie.ts";
import type { ConnectContext } from "./context.ts";
import { type Parties, partiesOf } from "./parties.ts";

/** What the confirmation page says, and the cookie that binds the browser that reads it. */
export interface Confirmation {
  readonly parties: Parties;
  /**
   * Whether nobody can have sent the browser here: it is known to be the one that began, or nothing comes of it
   * but where the app finds that it is.
   */
  readonly isOwnBrowser: boolean;
  /** What is asked for, in a language (BCP 47). */
  accessIn(language: string): Access;
  /** Settings that are missing; usually none. */
  readonly asked: readonly AskedSetting[];
  readonly token: string;
  readonly cookie: { readonly name: string; readonly value: string };
}

export interface Shown {
  readonly authorization: Authorization;
  readonly registered: ConnectorWithClient;
  readonly asked: readonly AskedSetting[];
  /** The cookie of the browser that reads it. */
  readonly browser: string;
}

/** The confirmation for one browser. */
export async function confirmationOf(
  context: ConnectContext,
  { authorization, registered, asked, browser }: Shown,
): Promise<Confirmation> {
  const entry = catalogueEntry(context, registered);
  return {
    parties: await partiesOf(context, authorization, registered),
    isOwnBrowser: authorization.proof !== "confirmation",
    accessIn: (language) => accessOf(entry, authorization.requestedScopes, language),
    asked,
    token: confirmationToken(browser),
    cookie: {
      name: browserCookieName(context, authorization.authorizationId),
      value: browser,
    },
  };
}
