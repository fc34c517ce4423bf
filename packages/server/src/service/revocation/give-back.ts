/** Gives back what a provider has granted and nobody here keeps. */
import { describeThrown } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import type { ProviderClient } from "../../provider/provider-client.ts";
import { revokeGrant } from "../../provider/revoke-grant.ts";
import type { UnkeptTokens } from "../../provider/unkept-tokens.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";
import { isDatabaseUnavailable } from "../../store/database-errors.ts";
import { onceDatabaseIsBack } from "../../store/once-database-is-back.ts";
import type { Revocation } from "../../store/revocations.ts";
import type { Store } from "../../store/store.ts";
import type { RevocationContext } from "./context.ts";
import { type GrantToEnd, queueRevocation, settle } from "./queue.ts";

export interface UnkeptGrant
  extends Pick<GrantToEnd, "appId" | "connectionId" | "cause" | "grantParty" | "accountId"> {
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly grant: UnkeptTokens;
}

/**
 * Queues it and tries at once. Never throws, so that what led here is what a caller hears of. Without
 * a database a grant that nothing else can rest on is revoked all the same, in one try; another one is
 * queued when the database is back.
 */
export async function giveBack(context: RevocationContext, unkept: UnkeptGrant): Promise<void> {
  const queued = await queueUnkept(context, context.store, unkept).catch(
    async (thrown: unknown) => {
      context.log.error(detailsOf(unkept, thrown), "a grant to be given back cannot be queued");
      const { ends } = unkept.client.connector.server.revocation ?? {};
      if (ends === "token_set") await revokeNow(context, unkept);
      else if (isDatabaseUnavailable(thrown)) queueLater(context, unkept);
    },
  );
  if (queued !== undefined) await settleQuietly(context, queued);
}

function detailsOf({ appId, cause }: UnkeptGrant, thrown: unknown) {
  return { appId, for: cause, cause: describeThrown(thrown) };
}

/** Nobody waits for it. */
function queueLater(context: RevocationContext, unkept: UnkeptGrant): void {
  const { clock, closing, engine, flights, log } = context;
  const waiting = { clock, closing, maxMs: engine.keepMaxMs };
  const late = async () => {
    const queued = await onceDatabaseIsBack(waiting, () =>
      queueUnkept(context, context.store, unkept),
    );
    if (queued === undefined) throw new Error("the database stayed away");
    await settleQuietly(context, queued);
  };
  flights.join(newHandle("revocation"), late).catch((thrown: unknown) => {
    log.error(detailsOf(unkept, thrown), "a grant was not given back");
  });
}

/** What is queued is tried again by whoever finds it due: it must not be queued twice. */
export async function settleQuietly(context: RevocationContext, queued: Revocation): Promise<void> {
  await settle(context, queued).catch((thrown: unknown) => {
    const { revocationId } = queued;
    context.log.warn({ revocationId, cause: describeThrown(thrown) }, "not heard of any more");
  });
}

/** Queues a grant that no connection has; until it is settled nobody else tries. */
export async function queueUnkept(
  context: RevocationContext,
  store: Store,
  unkept: UnkeptGrant,
): Promise<Revocation> {
  const { client, grant, registered, ...known } = unkept;
  const { accessToken, refreshToken, lifetimeSeconds } = grant;
  return await queueRevocation(context, store, registered, {
    ...known,
    accessToken,
    refreshToken,
    expiresAt: lifetimeSeconds === null ? null : context.clock.nowSeconds() + lifetimeSeconds,
    connectionConfig: { ...client.settings, ...grant.keptValues },
    outcomeUnknown: false,
  });
}

async function revokeNow(
  context: RevocationContext,
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
