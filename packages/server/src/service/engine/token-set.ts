/** From what a provider granted to what is stored: lifetimes become moments. */
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

/** A token that was granted with a refresh token and states no lifetime is taken to live so long. */
const assumedLifetimeSeconds = 3_600;

/** One that is refreshed by itself is lost when it lapses, so it may be refreshed sooner than others; never at once. */
const selfRefreshMinSeconds = 10;

/**
 * After how many seconds a token should be refreshed: between two thirds and nine tenths of its life,
 * by chance, so that those that came together do not go together. One that is refreshed by itself is lost when
 * it lapses, so it is refreshed at half its life.
 */
function refreshAfterSeconds(
  connector: ProviderConnector,
  lifetimeSeconds: number,
  leastSeconds: number,
): number {
  const { mode, minimum_age_seconds: minimumAge = 0 } = connector.server.refresh;
  const share = mode === "access_token" ? 1 / 2 : 2 / 3 + Math.random() * (9 / 10 - 2 / 3);
  const least =
    mode === "access_token" ? Math.min(leastSeconds, selfRefreshMinSeconds) : leastSeconds;
  return Math.max(minimumAge, least, Math.floor(lifetimeSeconds * share));
}

const aheadMaxSeconds = 600;

/**
 * How many seconds before its end a token that was read is refreshed behind the reader's back, should
 * nothing have refreshed it before.
 */
export function aheadSeconds(lifetimeSeconds: number | null): number {
  const margin = marginSeconds(lifetimeSeconds);
  return Math.max(margin * 2, Math.min(aheadMaxSeconds, Math.floor((lifetimeSeconds ?? 0) / 20)));
}

/** The share of its life after which an idle refresh token is used, so that it does not lapse. */
const keepAliveShare = 0.8;

/**
 * When a connection that nobody uses must be refreshed so that its refresh token lives on; null where
 * that would not help. Epoch seconds.
 */
export function keepAliveAt(
  connector: ProviderConnector,
  { refreshTokenExpiresAt }: { readonly refreshTokenExpiresAt: number | null },
  { obtainedAt, leastSeconds }: { readonly obtainedAt: number; readonly leastSeconds: number },
): number | null {
  const { rotation, refresh_token_lifetime } = connector.server.refresh;
  const { idle_seconds: idle } = refresh_token_lifetime;
  const byIdleness = idle === undefined ? [] : [obtainedAt + idle * keepAliveShare];
  const endMovesOn = rotation !== "stable" && refreshTokenExpiresAt !== null;
  const byEnd = endMovesOn
    ? [obtainedAt + (refreshTokenExpiresAt - obtainedAt) * keepAliveShare]
    : [];
  const moments = [...byIdleness, ...byEnd];
  const first = Math.floor(Math.min(...moments));
  // One that dies so soon cannot be kept alive without asking for ever.
  return moments.length === 0 || first - obtainedAt < leastSeconds ? null : first;
}

/**
 * `before.askedAt`: epoch seconds at which the provider was asked. A lifetime counts from the answer's
 * making (RFC 6749 section 5.1), and how long that was under way nobody knows: counted from its arrival,
 * a token would be handed out after its end. `before.lifetimeSeconds` is the lifetime of the last token,
 * for answers that state none; `before.leastSeconds` that after which it may be refreshed unasked at the soonest.
 */
export function tokenSetOf(
  connector: ProviderConnector,
  grant: Grant,
  before: {
    readonly askedAt: number;
    readonly lifetimeSeconds: number | null;
    readonly leastSeconds: number;
  },
): TokenSet {
  const now = before.askedAt;
  const { mode, trigger, refresh_token_lifetime } = connector.server.refresh;
  const assumed =
    grant.refreshToken !== null && trigger === "expiry" ? assumedLifetimeSeconds : null;
  const lifetimeSeconds =
    grant.neverEnds === true ? null : (grant.lifetimeSeconds ?? before.lifetimeSeconds ?? assumed);
  const refreshLifetime =
    grant.refreshLifetimeSeconds ??
    (grant.refreshToken === null ? null : (refresh_token_lifetime.absolute_seconds ?? null));
  const refreshable = mode !== "none" && lifetimeSeconds !== null;
  return {
    accessToken: grant.accessToken,
    refreshToken: grant.refreshToken,
    tokenType: grant.tokenType,
    expiresAt: lifetimeSeconds === null ? null : now + lifetimeSeconds,
    lifetimeSeconds,
    refreshTokenExpiresAt: refreshLifetime === null ? null : now + refreshLifetime,
    nextRefreshAt: refreshable
      ? now + refreshAfterSeconds(connector, lifetimeSeconds, before.leastSeconds)
      : null,
  };
}
