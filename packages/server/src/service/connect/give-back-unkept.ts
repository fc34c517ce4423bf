/** What a consent brought and nobody keeps is given back: the one place for it. */
import { grantPartyOf } from "../../provider/grant-party.ts";
import type { Account } from "../../provider/provider-client.ts";
import type { UnkeptTokens } from "../../provider/unkept-tokens.ts";
import type { Authorization } from "../../store/authorizations.ts";
import { giveBack, releaseGrant } from "../revocation/index.ts";
import type { ConnectContext } from "./context.ts";
import type { NewGrant } from "./new-grant.ts";

/** Of whom the tokens are; `account` null where that is not known. Never throws. */
export async function giveBackUnkept(
  context: ConnectContext,
  consent: Pick<NewGrant, "registered" | "client" | "held"> & {
    readonly authorization: Pick<Authorization, "appId">;
  },
  { grant, account }: { readonly grant: UnkeptTokens; readonly account: Account | null },
): Promise<void> {
  const { authorization, registered, client, held } = consent;
  if (held !== null) return await releaseGrant(context, held, account?.id ?? null);
  await giveBack(context, {
    appId: authorization.appId ?? "",
    connectionId: null,
    cause: "not_kept",
    registered,
    client,
    grant,
    grantParty: grantPartyOf(client, context.catalogue),
    accountId: account?.id ?? null,
  });
}
