/** "Is this token usable" in one function, with a named margin and the clock handed in. */
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { Connection, TokenConnection } from "../../store/connections.ts";
import { refreshesByItself } from "../providers/index.ts";
import type { EngineContext } from "./context.ts";
import { aheadSeconds, marginSeconds } from "./token-set.ts";

/** What a caller asks of a token beyond that it works now. */
export interface TokenDemands {
  /** How many seconds it must still live; null for the margin of token-set.ts. */
  readonly minTtlSeconds: number | null;
  /** The version that an API has refused: only a newer one will do. */
  readonly refusedVersion: number | null;
  /** Scopes that must have been granted. */
  readonly scopes: readonly string[];
}

export const noDemands: TokenDemands = { minTtlSeconds: null, refusedVersion: null, scopes: [] };

type Timed = Pick<EngineContext, "clock">;

/** Whether the stored token may be handed out as it is. */
export function isGood(context: Timed, connection: TokenConnection, demands = noDemands): boolean {
  if (connection.status !== "active" || connection.doubtful) return false;
  const { refusedVersion } = demands;
  if (refusedVersion !== null && connection.version <= refusedVersion) return false;
  const { expiresAt } = connection;
  if (expiresAt === null) return true;
  return expiresAt - context.clock.nowSeconds() > neededSeconds(connection, demands);
}

/**
 * What must be left of a token's life. Never more than a new token would have, or every read would
 * refresh.
 */
function neededSeconds(
  { lifetimeSeconds }: TokenConnection,
  { minTtlSeconds }: TokenDemands,
): number {
  const margin = marginSeconds(lifetimeSeconds);
  if (minTtlSeconds === null) return margin;
  if (lifetimeSeconds === null) return minTtlSeconds - 1;
  return Math.min(minTtlSeconds - 1, lifetimeSeconds - margin - 1);
}

/** Whether a token is not over yet, although it is no longer good. */
export function stillLives(context: Timed, { status, expiresAt }: TokenConnection): boolean {
  return status === "active" && (expiresAt === null || expiresAt > context.clock.nowSeconds());
}

/**
 * Whether a token that is still good should be refreshed behind the reader's back. Not while that is
 * being held off.
 */
export function isNearEnd(context: Timed, connection: TokenConnection): boolean {
  const { expiresAt, nextTryAt, outcomeUnknownAt, lifetimeSeconds } = connection;
  if (expiresAt === null || outcomeUnknownAt !== null) return false;
  const now = context.clock.nowSeconds();
  if (nextTryAt !== null && nextTryAt > now) return false;
  return expiresAt - now <= aheadSeconds(lifetimeSeconds);
}

/**
 * Whether a process began a refresh and was not heard of again. Whoever reads then sees to it that what
 * became of it is found out.
 */
export function isAbandoned({ clock }: Timed, { leaseUntilMs }: TokenConnection): boolean {
  return leaseUntilMs !== null && leaseUntilMs <= clock.nowMs();
}

/** Whether something is there from which a new token can be had. */
export function isRefreshable(
  { server }: Pick<ProviderConnector, "server">,
  { sealedRefreshToken }: Pick<Connection, "sealedRefreshToken">,
): boolean {
  return sealedRefreshToken !== null
    ? server.refresh.mode !== "none"
    : refreshesByItself({ server });
}
