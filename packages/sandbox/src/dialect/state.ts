/** What the dialect sandbox remembers: codes, grants and their tokens. In memory and bounded. */
import type { Holder } from "./people.ts";

/** What an account holder allowed. */
export interface Consent {
  readonly type: string;
  readonly redirectUri: string;
  /** Null where the stage has nobody in particular. */
  readonly holder: Holder | null;
  /** What was allowed of what was asked for. */
  readonly scopes: readonly string[];
  /** For the ID token; null where none was sent. */
  readonly nonce: string | null;
}

/** An authorization that the account holder allowed, until its code is exchanged. */
export interface PendingCode extends Consent {
  /** S256 of the verifier (RFC 7636); null where the provider has none. */
  readonly challenge: string | null;
  readonly endsAtMs: number;
}

export interface Grant extends Consent {
  /** Access tokens and when they end; the newest last. */
  readonly access: Map<string, number | null>;
  refreshToken: string | null;
  refreshEndsAtMs: number | null;
  /** The first token where a second exchange must follow. */
  shortToken: string | null;
  /** Whether a refresh moved the account to the values of the fixture's second answer. */
  moved: boolean;
  ended: boolean;
}

const grantsMax = 5_000;
const codesMax = 5_000;
const tokensOfGrantMax = 100;

export interface DialectState {
  addCode(code: string, pending: PendingCode): void;
  /** The authorization of a code that was not used; undefined where it was, or has ended. */
  peekCode(code: string): PendingCode | undefined;
  /** Uses a code up. */
  useCode(code: string, grant: Grant): void;
  /** The grant that came of a code. */
  grantOfCode(code: string): Grant | undefined;
  addGrant(consent: Consent): Grant;
  /** Remembers that a token is, or was, one of this grant. */
  addToken(grant: Grant, token: string): void;
  addAccessToken(grant: Grant, token: string, lifetimeSeconds: number | null): void;
  /** The grant of a token, used up or not. */
  grantOf(token: string): Grant | undefined;
  grantsOf(type: string): Grant[];
  /** Whether this access token works now. */
  isLive(token: string): boolean;
  /** Whether this is an access token whose lifetime is not over, whatever became of its grant. */
  isInTime(token: string): boolean;
  /** Ends an access token before its time; its refresh token lives on. */
  expire(token: string): void;
  /** Ends a refresh token before its time; access tokens live on. */
  expireRefresh(grant: Grant): void;
  /** Whether the refresh token's own time, where it has one, is not over. */
  refreshLives(grant: Grant | undefined): boolean;
  typeOf(credential: string): string | undefined;
  nowMs(): number;
}

/** Creates an empty state. */
export function createDialectState(nowMs: () => number): DialectState {
  const codes = new Map<string, PendingCode>();
  const used = new Map<string, Grant>();
  const tokens = new Map<string, Grant>();
  const grants = new Map<Grant, Set<string>>();

  const forget = (grant: Grant) => {
    for (const token of grants.get(grant) ?? []) tokens.delete(token);
    grants.delete(grant);
  };
  const addToken = (grant: Grant, token: string) => {
    const known = grants.get(grant);
    if (known === undefined) return;
    const oldest = [...known].find((one) => one !== grant.refreshToken);
    if (known.size >= tokensOfGrantMax && oldest !== undefined) {
      known.delete(oldest);
      tokens.delete(oldest);
      grant.access.delete(oldest);
    }
    known.add(token);
    tokens.set(token, grant);
  };
  const state: DialectState = {
    nowMs,
    addCode: (code, pending) => {
      dropOldest(codes, codesMax);
      codes.set(code, pending);
    },
    peekCode: (code) => {
      const pending = codes.get(code);
      return pending === undefined || pending.endsAtMs <= nowMs() ? undefined : pending;
    },
    useCode: (code, grant) => {
      codes.delete(code);
      dropOldest(used, codesMax);
      used.set(code, grant);
    },
    grantOfCode: (code) => used.get(code),
    addGrant: (consent) => {
      const [oldest] = grants.keys();
      if (grants.size >= grantsMax && oldest !== undefined) forget(oldest);
      const grant = newGrant(consent);
      grants.set(grant, new Set());
      return grant;
    },
    addToken,
    addAccessToken: (grant, token, lifetimeSeconds) => {
      grant.access.set(token, lifetimeSeconds === null ? null : nowMs() + lifetimeSeconds * 1000);
      addToken(grant, token);
    },
    grantOf: (token) => tokens.get(token),
    grantsOf: (type) => [...grants.keys()].filter((grant) => grant.type === type),
    isLive: (token) => tokens.get(token)?.ended === false && state.isInTime(token),
    isInTime: (token) => {
      const endsAtMs = tokens.get(token)?.access.get(token);
      return endsAtMs === null || (endsAtMs !== undefined && endsAtMs > nowMs());
    },
    expire: (token) => {
      const access = tokens.get(token)?.access;
      if (access?.has(token)) access.set(token, nowMs());
    },
    expireRefresh: (grant) => {
      grant.refreshEndsAtMs = nowMs();
    },
    refreshLives: (grant) => {
      const endsAtMs = grant?.refreshEndsAtMs ?? null;
      return endsAtMs === null || endsAtMs > nowMs();
    },
    typeOf: (credential) =>
      (tokens.get(credential) ?? codes.get(credential) ?? used.get(credential))?.type,
  };
  return state;
}

function newGrant({ type, redirectUri, holder, scopes, nonce }: Consent): Grant {
  return {
    type,
    redirectUri,
    holder,
    scopes,
    nonce,
    access: new Map(),
    refreshToken: null,
    refreshEndsAtMs: null,
    shortToken: null,
    moved: false,
    ended: false,
  };
}

function dropOldest(map: Map<string, unknown>, max: number): void {
  const [oldest] = map.keys();
  if (map.size >= max && oldest !== undefined) map.delete(oldest);
}
