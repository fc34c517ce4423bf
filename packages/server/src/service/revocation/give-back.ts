/** Gives back what a provider has granted and nobody here keeps. */
import { describeThrown } from "../../lib/error.ts";
import type { Grant, ProviderClient } from "../../provider/provider-client.ts";
import { revokeGrant } from "../../provider/revoke-grant.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import type { ServiceContext } from "../context.ts";
import { type GrantToEnd, queueRevocation, settle } from "./queue.ts";

export interface UnkeptGrant
  extends Pick<GrantToEnd, "appId" | "connectionId" | "cause" | "grantParty" | "accountId"> {
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly grant: Grant;
}

/**
 * Queues it and tries at once. Never throws, so that what led here is what a caller hears of. Without
 * a database a grant that nothing else can rest on is revoked all the same, in one try.
 */
export async function giveBack(context: ServiceContext, unkept: UnkeptGrant): Promise<void> {
  const { client, grant, registered, ...known } = unkept;
  const { accessToken, refreshToken, lifetimeSeconds } = grant;
  try {
    const queued = await queueRevocation(context, context.store, registered, {
      ...known,
      accessToken,
      refreshToken,
      expiresAt: lifetimeSeconds === null ? null : context.clock.nowSeconds() + lifetimeSeconds,
      connectionConfig: { ...client.settings, ...grant.keptValues },
      outcomeUnknown: false,
    });
    await settle(context, queued);
  } catch (thrown) {
    const { appId, cause } = known;
    const details = { appId, for: cause, cause: describeThrown(thrown) };
    context.log.error(details, "a grant to be given back cannot be queued");
    if (client.connector.server.revocation?.ends === "token_set") await revokeNow(context, unkept);
  }
}

async function revokeNow(
  context: ServiceContext,
  { client, grant, registered }: UnkeptGrant,
): Promise<void> {
  const { accessToken, refreshToken, keptValues } = grant;
  const withKept = { ...client, settings: { ...client.settings, ...keptValues } };
  try {
    const { send } = context.reach(registered.connector.workspaceId);
    const { result } = await revokeGrant(withKept, { accessToken, refreshToken }, send);
    context.log.warn({ revocation: result }, "a grant was given back without a receipt");
  } catch (thrown) {
    context.log.error({ cause: describeThrown(thrown) }, "a grant was not given back");
  }
}
