/** Who signed in: the ID token and the UserInfo answer (OpenID Connect Core sections 3.1.3 and 5.3). */
import { type JWTVerifyGetKey, jwtVerify } from "jose";
import {
  allowInsecureRequests,
  clockTolerance,
  customFetch,
  getValidatedIdTokenClaims,
  processAuthorizationCodeResponse,
  processUserInfoResponse,
  userInfoRequest,
} from "oauth4webapi";
import type { Clock } from "../lib/clock.ts";
import { type Outbound, OutboundError } from "../lib/outbound.ts";
import { newPatience, patiently, type Setback } from "../lib/patience.ts";
import { type CodeGrant, codeGrantRequest, type Party } from "./code-grant.ts";
import { OAuthError, oauthError } from "./oauth-error.ts";
import { boundedForLibrary, formTransport } from "./transport.ts";

/** Only those whose public key a provider publishes: a client secret signs nothing here. */
const algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"].concat([
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
]);

/** How far clocks may differ, seconds. */
const toleranceSeconds = 60;

export interface IdentityContext {
  readonly send: Outbound;
  readonly allowInsecure: boolean;
  /** The provider's keys. */
  readonly keys: JWTVerifyGetKey;
  readonly clock: Clock;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}

export type Claims = { readonly sub: string } & Readonly<Record<string, unknown>>;

/**
 * Exchanges a code for the claims of who signed in. The ID token must be signed by the provider's
 * keys, be for this client, and carry the nonce; claims that it lacks are asked for at the UserInfo
 * endpoint, where there is one, and must be of the same subject.
 *
 * Throws an OAuthError, or what the outbound function or the key set throws.
 */
export async function exchangeForClaims(
  party: Party,
  grant: CodeGrant & { readonly nonce: string },
  context: IdentityContext,
): Promise<Claims> {
  const send = boundedForLibrary(context.send);
  const { allowInsecure } = context;
  const answer = await codeGrantRequest(party, grant, {
    transport: formTransport(send),
    allowInsecure,
  });
  const { accessToken, claims } = await verified(party, { answer, nonce: grant.nonce }, context);
  requireSubject(claims.sub);
  if (claims["email"] !== undefined || party.server.userinfo_endpoint === undefined) return claims;
  const ownContext = { ...context, send };
  const named = { accessToken, subject: claims.sub };
  const patience = newPatience(context.clock, context.closing);
  const read = () => userInfo(party, named, ownContext);
  const asked = await patiently(patience, read, setbackOf);
  // Whether an address is verified is said by whoever names it, and by nobody else.
  const { email, email_verified } = asked;
  return { ...asked, ...claims, email, email_verified };
}

/** 1 to 255 ASCII characters (OpenID Connect Core section 2); one that is blank or cut off is nobody's. */
function requireSubject(sub: string): void {
  if (/^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(sub)) return;
  throw new OAuthError("invalid_response", "The subject of the ID token cannot be used.");
}

async function verified(
  { server, client }: Party,
  { answer, nonce }: { readonly answer: Response; readonly nonce: string },
  { keys, clock }: IdentityContext,
): Promise<{ readonly accessToken: string; readonly claims: Claims }> {
  const tolerant = { ...client, [clockTolerance]: toleranceSeconds };
  const options = { expectedNonce: nonce, requireIdToken: true };
  const tokens = await processAuthorizationCodeResponse(server, tolerant, answer, options).catch(
    (thrown: unknown) => {
      throw oauthError(thrown);
    },
  );
  const claims = getValidatedIdTokenClaims(tokens);
  if (claims === undefined || tokens.id_token === undefined) throw unusable();
  try {
    await jwtVerify(tokens.id_token, keys, {
      issuer: server.issuer,
      audience: client.client_id,
      algorithms,
      requiredClaims: ["exp", "iat", "sub"],
      clockTolerance: toleranceSeconds,
      currentDate: clock.now(),
    });
  } catch (thrown) {
    // What jose says of a token is a code of its own; a key set that is away is another matter.
    if (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("ERR_J")) {
      throw unusable();
    }
    throw thrown;
  }
  return { accessToken: tokens.access_token, claims };
}

async function userInfo(
  { server, client }: Party,
  { accessToken, subject }: { readonly accessToken: string; readonly subject: string },
  { send, allowInsecure }: IdentityContext,
): Promise<Claims> {
  try {
    const answer = await userInfoRequest(server, client, accessToken, {
      [allowInsecureRequests]: allowInsecure,
      [customFetch]: (url: string, { headers }: { headers: Record<string, string> }) =>
        send({ method: "GET", url, headers, wantsBody: (status) => status === 200 }),
    });
    return await processUserInfoResponse(server, client, subject, answer);
  } catch (thrown) {
    throw oauthError(thrown);
  }
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

function unusable(): OAuthError {
  return new OAuthError("invalid_response", "The ID token is not valid.");
}
