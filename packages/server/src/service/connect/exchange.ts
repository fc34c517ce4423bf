/** From the provider's answer to the grant that it stands for. */
import { requireAsking } from "../../lib/asking.ts";
import { exchangeCode } from "../../provider/exchange-code.ts";
import { openCodeVerifier } from "../../store/authorizations.ts";
import type { Brought } from "./connector-test/answer.ts";
import type { ConnectContext } from "./context.ts";
import { giveBackUnkept } from "./give-back-unkept.ts";
import type { AppsAuthorization, NewGrant } from "./new-grant.ts";
import { clientOf, type RegisteredClient } from "./registered-client.ts";

/**
 * Checks the answer and exchanges its code, with the client as it is now unless one is given. Whatever was proven
 * about who finishes, it was proven before.
 */
export async function exchange(
  context: ConnectContext,
  authorization: AppsAuthorization,
  { parameters, state }: Brought,
  known?: RegisteredClient,
): Promise<NewGrant> {
  requireAsking(context.asking);
  const { registered, client } = known ?? (await clientOf(context, authorization));
  const response = context.defences.checkAuthorizationResponse(client, parameters, state);
  const codeVerifier = await openCodeVerifier(context.store, authorization);
  const askedAt = context.clock.nowSeconds();
  const held = null;
  const grant = await exchangeCode(
    client,
    {
      response,
      codeVerifier,
      nonceHash: authorization.nonceHash,
      // Whose it is was not found out, or not from what can be relied on.
      giveBack: (unkept) =>
        giveBackUnkept(
          context,
          { authorization, registered, client, held },
          { grant: unkept, account: null },
        ),
    },
    context.reach(authorization.workspaceId).send,
  );
  return {
    authorization,
    registered,
    client,
    grant,
    askedAt,
    held,
    completedBy: null,
    chosen: null,
  };
}
