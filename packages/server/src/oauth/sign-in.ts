/** Signing in at an OpenID provider, by openid-client: OpenID Connect Core sections 3.1 and 5.3. */
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  clockTolerance,
  customFetch,
  enableNonRepudiationChecks,
  fetchUserInfo,
  type IDToken,
  type ServerMetadata,
} from "openid-client";
import { type Clock, systemClock } from "../lib/clock.ts";
import { newUnguessable } from "../lib/id.ts";
import { type Outbound, OutboundError } from "../lib/outbound.ts";
import { newPatience, patiently, type Setback } from "../lib/patience.ts";
import type { Secret } from "../lib/secret.ts";
import { processAuthorizationResponse, requireCode } from "./authorization-response.ts";
import { clientSecretBasic, clientSecretPost } from "./client-authentication.ts";
import { OAuthError, oauthError } from "./oauth-error.ts";
import { boundedForLibrary } from "./transport.ts";

/** How far clocks may differ, seconds. */
const toleranceSeconds = 60;

export interface RelyingPartyContext {
  readonly send: Outbound;
  /** Whether endpoints may be http, as on loopback. */
  readonly allowInsecure: boolean;
  readonly clock: Clock;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

export interface RelyingParty {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly redirectUri: string;
}

/** What binds an answer to its request; the browser alone brings it forth. */
export interface Checks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export type Claims = { readonly sub: string } & Readonly<Record<string, unknown>>;

export interface OpenIdProvider {
  /** Where the browser signs in. `more` are parameters besides the protocol's own. */
  signInUrl(checks: Checks, more: Readonly<Record<string, string>>): Promise<URL>;
  /** Whether an answer carries a code and is this provider's to this request. Throws an OAuthError where it is not. */
  requireAnswer(answer: URLSearchParams, checks: Pick<Checks, "state">): void;
  /**
   * The claims of who signed in. The ID token must be for this client, carry the nonce and be signed by a
   * key that the provider publishes; an address that it lacks is asked for at the UserInfo endpoint, where
   * there is one, and must be of the same subject.
   *
   * Throws an OAuthError, or what the outbound function throws.
   */
  claimsOf(answer: URLSearchParams, checks: Checks): Promise<Claims>;
  /**
   * Presents a code that cannot exist: who refuses the code has accepted the client (RFC 6749 section 5.2). Throws an
   * OAuthError always, or what the outbound function throws.
   */
  presentNothing(): Promise<never>;
}

/** The provider that publishes this metadata, whose issuer must have been compared already. */
export function openIdProvider(
  server: ServerMetadata,
  party: RelyingParty,
  context: RelyingPartyContext,
): OpenIdProvider {
  const config = configuration(server, party, context);
  const { redirectUri, clientId } = party;
  const requireAnswer = (answer: URLSearchParams, state: string) =>
    processAuthorizationResponse(
      { ...server, issuerKnown: true },
      { client_id: clientId },
      answer,
      state,
    );
  return {
    signInUrl: async ({ state, nonce, codeVerifier }, more) =>
      buildAuthorizationUrl(config, {
        ...more,
        redirect_uri: redirectUri,
        scope: "openid email profile",
        state,
        nonce,
        code_challenge: await calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
      }),
    requireAnswer: (answer, { state }) => requireCode(requireAnswer(answer, state)),
    claimsOf: async (answer, { state, nonce, codeVerifier }) => {
      requireAnswer(answer, state);
      const tokens = await authorizationCodeGrant(config, new URL(`${redirectUri}?${answer}`), {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: codeVerifier,
      }).catch(inOurWords);
      const claims = tokens.claims();
      requireSubject(claims);
      if (claims["email"] !== undefined || server.userinfo_endpoint === undefined) return claims;
      const asked = await patiently(
        newPatience(context.clock, context.closing),
        () => fetchUserInfo(config, tokens.access_token, claims.sub).catch(inOurWords),
        setbackOf,
      );
      // Whether an address is verified is said by whoever names it, and by nobody else.
      const { email, email_verified } = asked;
      return { ...asked, ...claims, email, email_verified };
    },
    presentNothing: async () => {
      const [code, state] = [newUnguessable(), newUnguessable()];
      const answer = new URLSearchParams({ code, state, iss: server.issuer });
      await authorizationCodeGrant(config, new URL(`${redirectUri}?${answer}`), {
        expectedState: state,
        pkceCodeVerifier: newUnguessable(),
      }).catch(inOurWords);
      throw new OAuthError("invalid_response", "It took a code that does not exist.");
    },
  };
}

function configuration(
  server: ServerMetadata,
  { clientId, clientSecret }: RelyingParty,
  { send, allowInsecure, clock }: RelyingPartyContext,
): Configuration {
  const methods = server.token_endpoint_auth_methods_supported ?? ["client_secret_basic"];
  const authenticate = methods.includes("client_secret_basic")
    ? clientSecretBasic
    : clientSecretPost;
  const clocks = {
    [clockTolerance]: toleranceSeconds,
    [clockSkew]: clock.nowSeconds() - systemClock.nowSeconds(),
  };
  const config = new Configuration(server, clientId, clocks, authenticate(clientSecret));
  const bounded = boundedForLibrary(send);
  config[customFetch] = (url, { method, headers, body }) =>
    method === "GET"
      ? bounded({ method, url, headers, wantsBody: (status) => status === 200 })
      : bounded({ method: "POST", url, headers, body: String(body) });
  // The outbound function has a deadline of its own.
  config.timeout = 0;
  if (allowInsecure) allowInsecureRequests(config);
  enableNonRepudiationChecks(config);
  return config;
}

/** 1 to 255 ASCII characters (OpenID Connect Core section 2); one that is blank or cut off is nobody's. */
function requireSubject(claims: IDToken | undefined): asserts claims is IDToken {
  if (claims !== undefined && /^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(claims.sub)) return;
  throw new OAuthError("invalid_response", "The subject of the ID token cannot be used.");
}

function inOurWords(thrown: unknown): never {
  throw oauthError(thrown);
}

/** The token is new: that it is refused, or that nobody answers, passes. */
function setbackOf(thrown: unknown): Setback | null {
  if (thrown instanceof OutboundError) {
    return thrown.phase === "refused" ? null : { kind: "busy", retryAfterSeconds: null };
  }
  if (!(thrown instanceof OAuthError) || thrown.status === null) return null;
  if (thrown.status === 401) return { kind: "refused_token", retryAfterSeconds: null };
  const busy = thrown.status === 429 || thrown.status >= 500;
  return busy ? { kind: "busy", retryAfterSeconds: null } : null;
}
