/** Gives back what a provider has granted and nobody here keeps. */
import { describeThrown } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { Grant, ProviderClient } from "../../provider/provider-client.ts";
import { revokeGrant } from "../../provider/revoke-grant.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import type { ServiceContext } from "../context.ts";
import { onceDatabaseIsBack } from "../maintenance/once-database-is-back.ts";
import { type GrantToEnd, queueRevocation, settle } from "./queue.ts";

export interface UnkeptGrant
  extends Pick<GrantToEnd, "appId" | "connectionId" | "cause" | "grantParty" | "accountId"> {
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly grant: Grant;
}

/**
 * Queues it and tries at once. Never throws, so that what led here is what a caller hears of. Without
 * a database a grant that nothing else can rest on is revoked all the same, in one try; another one is
 * queued when the database is back.
 */
export async function giveBack(context: ServiceContext, unkept: UnkeptGrant): Promise<void> {
  const { appId, cause, client } = unkept;
  try {
    await queue(context, unkept);
  } catch (thrown) {
    const details = { appId, for: cause, cause: describeThrown(thrown) };
    context.log.error(details, "a grant to be given back cannot be queued");
    if (client.connector.server.revocation?.ends === "token_set") await revokeNow(context, unkept);
    else if (isDatabaseUnavailable(thrown)) queueLater(context, unkept);
  }
}

/** Nobody waits for it. */
function queueLater(context: ServiceContext, unkept: UnkeptGrant): void {
  const { flights, log } = context;
  const { appId, cause } = unkept;
  flights
    .join(newHandle("revocation"), () => onceDatabaseIsBack(context, () => queue(context, unkept)))
    .then(
      (queued) => {
        if (queued === undefined) log.error({ appId, for: cause }, "a grant was not given back");
      },
      (thrown: unknown) => {
        const details = { appId, for: cause, cause: describeThrown(thrown) };
        log.error(details, "a grant was not given back");
      },
    );
}

async function queue(context: ServiceContext, unkept: UnkeptGrant): Promise<true> {
  const { client, grant, registered, ...known } = unkept;
  const { accessToken, refreshToken, lifetimeSeconds } = grant;
  const queued = await queueRevocation(context, context.store, registered, {
    ...known,
    accessToken,
    refreshToken,
    expiresAt: lifetimeSeconds === null ? null : context.clock.nowSeconds() + lifetimeSeconds,
    connectionConfig: { ...client.settings, ...grant.keptValues },
    outcomeUnknown: false,
  });
  await settle(context, queued);
  return true;
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
