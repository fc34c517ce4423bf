/** From what a provider granted to what is stored: lifetimes become moments. */
import type { Clock } from "../../lib/clock.ts";
import type { ProviderConnector } from "../../provider/catalogue.ts";
import type { Grant } from "../../provider/provider-client.ts";
import type { TokenSet } from "../../store/connection-writes.ts";

/** Seconds before the end at which a token is no longer handed out, for long-lived tokens. */
const marginMaxSeconds = 60;

/**
 * How many seconds before its end a token counts as used up: a minute, but never more than a tenth
 * of its lifetime.
 */
export function marginSeconds(lifetimeSeconds: number | null): number {
  if (lifetimeSeconds === null) return marginMaxSeconds;
  return Math.min(marginMaxSeconds, Math.floor(lifetimeSeconds / 10));
}

/**
 * After how many seconds a token should be renewed. One that renews itself is lost when it lapses,
 * so it is renewed at half its life.
 */
function renewAfterSeconds(connector: ProviderConnector, lifetimeSeconds: number): number {
  const { mode, minimum_age_seconds: minimumAge = 0 } = connector.server.refresh;
  if (mode !== "access_token") return lifetimeSeconds - marginSeconds(lifetimeSeconds);
  return Math.max(minimumAge, Math.floor(lifetimeSeconds / 2));
}

/** `before.lifetimeSeconds` is the lifetime of the last token, for answers that state none. */
export function tokenSetOf(
  connector: ProviderConnector,
  grant: Grant,
  before: { readonly clock: Clock; readonly lifetimeSeconds: number | null },
): TokenSet {
  const now = before.clock.nowSeconds();
  const lifetimeSeconds = grant.lifetimeSeconds ?? before.lifetimeSeconds;
  const { mode, refresh_token_lifetime } = connector.server.refresh;
  const refreshLifetime =
    grant.refreshLifetimeSeconds ??
    (grant.refreshToken === null ? null : (refresh_token_lifetime.absolute_seconds ?? null));
  const renewable = mode !== "none" && lifetimeSeconds !== null;
  return {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    tokenType: grant.tokenType,
    expiresAt: lifetimeSeconds === null ? null : now + lifetimeSeconds,
    lifetimeSeconds,
    refreshTokenExpiresAt: refreshLifetime === null ? null : now + refreshLifetime,
    nextRefreshAt: renewable ? now + renewAfterSeconds(connector, lifetimeSeconds) : null,
  };
}
