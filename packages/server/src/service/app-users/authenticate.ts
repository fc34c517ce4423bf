/** Who is the app user behind a JWT (RFC 7519, RFC 8725)? */
import { decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { GrantryError, isGrantryError } from "../../lib/error.ts";
import type { Secret } from "../../lib/secret.ts";
import type { App, IdentityProvider } from "../../store/apps.ts";
import type { UserIssuer } from "../../store/owner.ts";
import type { AppUsersContext } from "./context.ts";
import { requireThawed } from "./frozen.ts";
import { keySetOf } from "./key-set-address.ts";
import { issuerOfOwnToken, ownAlgorithm, ownIssuer, ownSigningKey } from "./own-tokens.ts";
import type { AppUser } from "./principal.ts";
import { emailMax, nameMax, readableText } from "./readable-text.ts";
import {
  requireAccepted,
  requireParty,
  requireReadable,
  requireType,
  unauthorized,
} from "./token-rules.ts";
import { isUserId } from "./user-id.ts";
import type { VerifiedToken } from "./verified-tokens.ts";

/** How far clocks may differ, seconds. */
export const clockToleranceSeconds = 60;

const ownClaims = { user_id_claim: "sub", email_claim: "email", name_claim: "name" } as const;

/**
 * The user that a token names: one of the app's identity providers signed it, or we did. Throws
 * unauthorized, saying what is wrong with the token, or provider_unavailable where the key set
 * cannot be had; workspace_frozen, unless it is for what goes on then. An app that does not exist refuses like one that others own.
 */
export async function authenticateAppUser(
  context: AppUsersContext,
  appId: string,
  token: Secret,
  { whileFrozen = false } = {},
): Promise<AppUser> {
  const user =
    (await verifiedBefore(context, appId, token)) ?? (await verifyAppUser(context, appId, token));
  if (!whileFrozen) requireThawed(user.app);
  return user;
}

/** The user of a token that needs no verification: nothing that it was judged by has changed. */
async function verifiedBefore(
  context: AppUsersContext,
  appId: string,
  token: Secret,
): Promise<AppUser | undefined> {
  const verified = context.verifiedTokens.find(token, appId);
  if (verified === undefined) return undefined;
  const { keySet, user } = verified;
  const app = await appIfKnown(context, appId);
  if (app === undefined || app.authVersion !== verified.authVersion) return undefined;
  if (keySet !== null && context.keySets.stateOf(keySet.address) !== keySet.state) return undefined;
  return { kind: "app_user", app, ...user };
}

async function verifyAppUser(
  context: AppUsersContext,
  appId: string,
  token: Secret,
): Promise<AppUser> {
  const issuer = claimedIssuer(token);
  const isOwn = issuer === ownIssuer(context, appId);
  const algorithm = isOwn ? undefined : context.defences.requireAsymmetric(token);
  if (isOwn) {
    requireType(token);
    const payload = await verifyOwn(context, appId, token);
    const { app, issuer: named } = await whoseOwnToken(context, appId, payload);
    const user = toAppUser(app, named, { payload, claims: ownClaims });
    return keep(context, token, { user, payload, keySet: null });
  }
  const app = await appIfKnown(context, appId);
  const candidates = app?.identityProviders.filter((provider) => provider.issuer === issuer) ?? [];
  if (app === undefined || candidates.length === 0) {
    throw unauthorized("the token's issuer is not an identity provider of this app.");
  }
  return await firstThatAccepts(candidates, async (provider) => {
    requireAccepted(algorithm, provider);
    requireType(token, provider.token_types);
    const address = keySetOf(app.workspaceId, provider);
    const state = context.keySets.stateOf(address);
    const payload = await verify(context, token, { provider, keys: context.keySets.at(address) });
    const named = { issuer: provider.issuer, userIdClaim: provider.user_id_claim };
    const user = toAppUser(app, named, { payload, claims: provider });
    // Loaded meanwhile: which of the two sets held the key is not known.
    if (state === undefined || state !== context.keySets.stateOf(address)) return user;
    return keep(context, token, { user, payload, keySet: { address, state } });
  });
}

/** By the app's settings of now: the token may be younger than the copy of them. */
async function whoseOwnToken(context: AppUsersContext, appId: string, payload: JWTPayload) {
  const judge = async () => {
    const app = await context.apps.get(appId);
    return { app, issuer: issuerOfOwnToken(app, payload) };
  };
  try {
    return await judge();
  } catch {
    context.apps.drop(appId);
    return await judge();
  }
}

interface Judgement extends Pick<VerifiedToken, "keySet"> {
  readonly user: AppUser;
  readonly payload: JWTPayload;
}

/** Remembers what a token was found to be, for as long as it lives by its own word. */
function keep(context: AppUsersContext, token: Secret, judgement: Judgement): AppUser {
  const { user, payload, keySet } = judgement;
  const { app, issuer, userId, email, emailVerified, name } = user;
  context.verifiedTokens.keep(token, {
    appId: app.appId,
    authVersion: app.authVersion,
    endsAt: payload.exp ?? 0,
    keySet,
    user: { issuer, userId, email, emailVerified, name },
  });
  return user;
}

async function appIfKnown(context: AppUsersContext, appId: string): Promise<App | undefined> {
  try {
    return await context.apps.get(appId);
  } catch (thrown) {
    if (isGrantryError(thrown, "app_not_found")) return undefined;
    throw thrown;
  }
}

/** One issuer may be entered with several audiences: the first that accepts the token counts. */
async function firstThatAccepts<T, R>(
  candidates: readonly T[],
  attempt: (candidate: T) => Promise<R>,
): Promise<R> {
  let refusal: unknown;
  for (const candidate of candidates) {
    try {
      return await attempt(candidate);
    } catch (thrown) {
      refusal = thrown;
    }
  }
  throw refusal;
}

/** Read without verifying, only to choose the key; the verification then demands this issuer. */
function claimedIssuer(token: Secret): string | undefined {
  requireReadable(token);
  try {
    return decodeJwt(token.reveal()).iss;
  } catch (cause) {
    throw unauthorized("the token is not a JWT.", cause);
  }
}

async function verifyOwn(
  context: AppUsersContext,
  appId: string,
  token: Secret,
): Promise<JWTPayload> {
  return await explained(async () => {
    const { payload } = await context.defences.jwtVerify(
      token.reveal(),
      (header) => ownSigningKey(context, appId, header.kid),
      {
        issuer: ownIssuer(context, appId),
        audience: appId,
        algorithms: [ownAlgorithm],
        requiredClaims: ["exp", "sub"],
        clockTolerance: clockToleranceSeconds,
        currentDate: context.clock.now(),
      },
    );
    return payload;
  });
}

async function verify(
  context: AppUsersContext,
  token: Secret,
  { provider, keys }: { readonly provider: IdentityProvider; readonly keys: JWTVerifyGetKey },
): Promise<JWTPayload> {
  return await explained(async () => {
    const { payload } = await context.defences.jwtVerify(token.reveal(), keys, {
      issuer: provider.issuer,
      ...(provider.audience === undefined ? {} : { audience: provider.audience }),
      algorithms: [...provider.algorithms],
      requiredClaims: ["exp", provider.user_id_claim],
      clockTolerance: clockToleranceSeconds,
      currentDate: context.clock.now(),
    });
    requireParty(payload, provider);
    return payload;
  });
}

/** Says in our words why jose refused a token; never repeats what the token holds. */
async function explained(work: () => Promise<JWTPayload>): Promise<JWTPayload> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof GrantryError) throw thrown;
    throw unauthorized(refusalText(thrown), thrown);
  }
}

function refusalText(thrown: unknown): string {
  if (thrown instanceof errors.JWTExpired) return "the user token has expired.";
  if (thrown instanceof errors.JWTClaimValidationFailed) {
    return `the claim "${thrown.claim}" of the user token is not what this app expects.`;
  }
  return "the signature of the user token cannot be verified.";
}

interface VerifiedClaims {
  readonly payload: JWTPayload;
  readonly claims: Pick<IdentityProvider, "user_id_claim" | "email_claim" | "name_claim">;
}

function toAppUser(
  app: App,
  issuer: UserIssuer | null,
  { payload, claims }: VerifiedClaims,
): AppUser {
  const userId = payload[claims.user_id_claim];
  if (typeof userId !== "string" || !isUserId(userId)) {
    throw unauthorized(`the claim "${claims.user_id_claim}" of the user token is not a user id.`);
  }
  return {
    kind: "app_user",
    app,
    issuer,
    userId,
    email: readableText(payload[claims.email_claim], emailMax),
    emailVerified: saysVerified(payload, claims.email_claim),
    name: readableText(payload[claims.name_claim], nameMax),
  };
}

/**
 * `email_verified` is about the claim `email` and no other (OpenID Connect Core 1.0 section 5.1). Some
 * providers write it as text.
 */
function saysVerified({ email_verified: said }: JWTPayload, emailClaim: string): boolean {
  return emailClaim === "email" && (said === true || said === "true");
}
