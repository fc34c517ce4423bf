/** Taking a grant back at the provider (RFC 7009, or the provider's own way). */
import type { RevocationRules } from "@grantry/catalogue/schema";
import { isGrantryError } from "../lib/error.ts";
import type { Outbound } from "../lib/outbound.ts";
import type { Secret } from "../lib/secret.ts";
import type { ProviderClient } from "./provider-client.ts";
import { ProviderError } from "./provider-error.ts";
import { type Answered, revokeToken } from "./revoke-token.ts";

export interface RevokeInput {
  readonly refreshToken: Secret | null;
  readonly accessToken: Secret | null;
  /** Whether the access token is over by its lifetime. */
  readonly accessTokenOver?: boolean;
  /**
   * Gets an access token by the refresh token, and keeps what comes with it; absent where there is
   * none to be had. Throws as refreshGrant does.
   */
  readonly refresh?: (() => Promise<Secret>) | null;
}

/**
 * `revoked`: by this call. `ended`: it was over before, or went with the other one. `unsupported`: the
 * provider revokes no token of this kind. `failed`: it may still work.
 */
export type TokenEnd = "revoked" | "ended" | "unsupported" | "failed";
type TokenName = "refresh_token" | "access_token";
export type TokenEnds = Readonly<Record<TokenName, TokenEnd | null>>;

/** What became of a grant. */
export interface RevocationReport {
  /**
   * `not_supported`: the provider has no revocation for what the grant consists of. `failed`: it may
   * still work; another try may help.
   */
  readonly result: "revoked" | "already_ended" | "not_supported" | "failed";
  /** Null for a token that there is not, and for one that nothing is known of. */
  readonly tokens: TokenEnds;
  readonly failure: ProviderError | null;
}

/**
 * Revokes the tokens of a grant, in the order the entry gives. Where only access tokens are revoked,
 * one that is over takes nothing with it: a living one is had by the refresh token first. A provider
 * that fails never makes this throw; only what is nobody's known failure does.
 */
export async function revokeGrant(
  client: ProviderClient,
  input: RevokeInput,
  send: Outbound,
): Promise<RevocationReport> {
  const rules = client.connector.server.revocation;
  if (rules === undefined) return wholly("not_supported", input, "unsupported");
  const call = (token: Secret) => revokeToken({ client, rules, token }, send);
  const { refresh = null } = input;
  const byAccessToken = !rules.tokens.includes("refresh_token") && refresh !== null;
  try {
    return byAccessToken
      ? await revokeByAccessToken(input, refresh, call)
      : await revokeTokens(rules, input, call);
  } catch (thrown) {
    if (thrown instanceof ProviderError) return failed(input, thrown);
    if (!isGrantryError(thrown, "connection_config_invalid")) throw thrown;
    return failed(input, new ProviderError("client_fault", { cause: thrown }));
  }
}

type Call = (token: Secret) => Promise<Answered>;

async function revokeByAccessToken(
  input: RevokeInput,
  refresh: NonNullable<RevokeInput["refresh"]>,
  call: Call,
): Promise<RevocationReport> {
  const { accessToken, accessTokenOver = false } = input;
  if (accessToken !== null && !accessTokenOver) {
    const answered = await call(accessToken);
    const isOver = answered.end === "ended" || answered.end === "refused";
    if (!isOver) return ofOneToken(input, answered);
  }
  let fresh: Secret;
  try {
    fresh = await refresh();
  } catch (thrown) {
    if (!(thrown instanceof ProviderError) || thrown.kind !== "dead_grant") throw thrown;
    return wholly("already_ended", input, "ended");
  }
  const answered = await call(fresh);
  // A token of a moment ago is not over: whoever says so does not know it yet.
  return answered.end === "ended"
    ? failed(input, new ProviderError("unusable_answer"))
    : ofOneToken(input, answered);
}

/** What one answer says of a grant that ends with its access token. */
function ofOneToken(input: RevokeInput, { end, failure }: Answered): RevocationReport {
  if (end === "revoked") return wholly("revoked", input, "revoked");
  if (end === "unsupported") return wholly("not_supported", input, "unsupported");
  return failed(input, failure);
}

async function revokeTokens(
  rules: RevocationRules,
  input: RevokeInput,
  call: Call,
): Promise<RevocationReport> {
  const given = { refresh_token: input.refreshToken, access_token: input.accessToken };
  const ends: Record<TokenName, TokenEnd | null> = { refresh_token: null, access_token: null };
  let failure: ProviderError | null = null;
  for (const name of rules.tokens) {
    const token = given[name];
    if (token === null) continue;
    if (name === "access_token" && isOverWithRefreshToken(input, ends)) {
      ends[name] = "ended";
      continue;
    }
    const answered = await call(token);
    ends[name] = endOf(answered);
    if (answered.end === "revoked" && rules.send === "first") {
      return wholly("revoked", input, "revoked");
    }
    failure ??= answered.failure;
    // Whoever is away, or refuses the client, does so for the other token as well.
    if (answered.end === "failed") return { ...failed(input, answered.failure), tokens: ends };
  }
  return judge(input, ends, failure);
}

function endOf({ end }: Answered): TokenEnd {
  return end === "refused" ? "failed" : end;
}

function isOverWithRefreshToken({ accessTokenOver = false }: RevokeInput, ends: TokenEnds) {
  return accessTokenOver && (ends.refresh_token === "revoked" || ends.refresh_token === "ended");
}

function judge(
  input: RevokeInput,
  answered: TokenEnds,
  failure: ProviderError | null,
): RevocationReport {
  const { refresh_token: refresh } = answered;
  const refreshEnded = refresh === "revoked" || refresh === "ended";
  const isOver = input.accessTokenOver === true && input.refreshToken === null;
  // RFC 7009 section 2.1: it goes with the refresh token; asked again, many then know no such token.
  const gone = answered.access_token === "failed" && (refreshEnded || isOver);
  const tokens = gone ? { ...answered, access_token: "ended" as const } : answered;
  const all = Object.values(tokens).filter((end) => end !== null);
  if (all.includes("failed")) return { result: "failed", tokens, failure };
  if (all.length === 0 || refresh === "unsupported") {
    return { result: "not_supported", tokens, failure: null };
  }
  if (all.includes("revoked")) return { result: "revoked", tokens, failure: null };
  const result = all.includes("ended") ? "already_ended" : "not_supported";
  return { result, tokens, failure: null };
}

function wholly(
  result: RevocationReport["result"],
  { refreshToken, accessToken }: RevokeInput,
  end: TokenEnd,
): RevocationReport {
  const tokens = {
    refresh_token: refreshToken === null ? null : end,
    access_token: accessToken === null ? null : end,
  };
  return { result, tokens, failure: null };
}

function failed(input: RevokeInput, failure: ProviderError | null): RevocationReport {
  return { ...wholly("failed", input, "failed"), failure };
}
