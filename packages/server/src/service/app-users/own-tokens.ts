/**
 * User tokens of our own: for apps without an identity provider. The app's backend, which knows who
 * is signed in, exchanges its service token and the user's id for a short-lived JWT.
 */
import { type JWTPayload, SignJWT } from "jose";
import { GrantryError } from "../../lib/error.ts";
import { enterAppUser } from "../../store/app-users.ts";
import { type App, onlyUserIssuer, userIssuersOf } from "../../store/apps.ts";
import { sameIssuer, type UserIssuer } from "../../store/owner.ts";
import type { AppUsersContext } from "./context.ts";
import { requireThawed } from "./frozen.ts";
import { emailMax, nameMax, readableText } from "./readable-text.ts";
import { isUserId } from "./user-id.ts";
import { requireUserIssuer } from "./user-issuer.ts";

/**
 * Symmetric, because we alone sign and check. The key is derived per app from an encryption key,
 * whose id stands in the header.
 */
export const ownAlgorithm = "HS256";
const defaultLifetimeSeconds = 600;

/** The issuer of the tokens we sign for an app. */
export function ownIssuer(context: Pick<AppUsersContext, "publicUrl">, appId: string): string {
  return `${context.publicUrl}/api/apps/${encodeURIComponent(appId)}`;
}

/** The key for our tokens of this app. Throws unauthorized for a key id that is not configured. */
export function ownSigningKey(
  context: AppUsersContext,
  appId: string,
  keyId: string | undefined,
): Uint8Array {
  const { keyring } = context.store;
  if (keyId === undefined || !keyring.canDerive(keyId)) {
    throw new GrantryError("unauthorized", {
      detail: "Unauthorized: the user token was signed with a key that is no longer in use.",
    });
  }
  return keyring.derive(keyId, `user token of app ${appId}`);
}

export interface UserTokenInput {
  readonly userId: string;
  /** Whose user it is; needed where the app has several identity providers. */
  readonly issuer?: string | undefined;
  readonly email?: string | undefined;
  /** Whether the app knows that the address is the user's. */
  readonly emailVerified?: boolean | undefined;
  readonly name?: string | undefined;
  /** Seconds; ten minutes where not given. */
  readonly expiresIn?: number | undefined;
}

/**
 * Issues a token for one user of the backend's app, who gets a handle where there is none; for one who has
 * nothing is written unless email or name are others by now. It carries the issuer that it stands for: what the
 * app's settings say later does not make it another user's. Throws workspace_frozen, bad_request,
 * issuer_required, issuer_unknown.
 */
export async function issueUserToken(
  context: AppUsersContext,
  app: App,
  input: UserTokenInput,
): Promise<{ token: string; expiresIn: number }> {
  const { appId } = app;
  requireThawed(app);
  if (!isUserId(input.userId)) {
    throw new GrantryError("bad_request", {
      detail: "The user id must be 1 to 512 printable characters.",
    });
  }
  const issuer = requireUserIssuer(app, input.issuer);
  await enterAppUser(
    context.store,
    appId,
    { issuer, userId: input.userId },
    {
      email: readableText(input.email, emailMax),
      name: readableText(input.name, nameMax),
    },
  );
  const expiresIn = input.expiresIn ?? defaultLifetimeSeconds;
  const keyId = context.store.keyring.derivingKeyId;
  const now = context.clock.nowSeconds();
  const token = await new SignJWT({
    ...issuerClaims(issuer),
    ...(input.email === undefined ? {} : { email: input.email }),
    ...(input.emailVerified === undefined ? {} : { email_verified: input.emailVerified }),
    ...(input.name === undefined ? {} : { name: input.name.slice(0, nameMax) }),
  })
    .setProtectedHeader({ alg: ownAlgorithm, kid: keyId, typ: "JWT" })
    .setIssuer(ownIssuer(context, appId))
    .setAudience(appId)
    .setSubject(input.userId)
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(ownSigningKey(context, appId, keyId));
  return { token, expiresIn };
}

/** The claims that say whose user a token of ours names; an issuer of null: of an app without any. */
function issuerClaims(issuer: UserIssuer | null) {
  if (issuer === null) return { user_issuer: null };
  return { user_issuer: issuer.issuer, user_id_claim: issuer.userIdClaim };
}

/**
 * Whose user a verified token of ours names. It must still be an issuer of the app. A token of before
 * issuers were kept says nothing: it names a user of the only one. Throws unauthorized.
 */
export function issuerOfOwnToken(
  { identityProviders }: Pick<App, "identityProviders">,
  payload: JWTPayload,
): UserIssuer | null {
  const { user_issuer: issuer, user_id_claim: userIdClaim } = payload;
  const only = onlyUserIssuer(identityProviders);
  if (issuer === undefined && only !== undefined) return only;
  if (issuer === null && only === null) return null;
  const found = userIssuersOf(identityProviders).find((known) =>
    sameIssuer(known, { issuer: String(issuer), userIdClaim: String(userIdClaim) }),
  );
  if (found !== undefined) return found;
  throw new GrantryError("unauthorized", {
    detail:
      "Unauthorized: the app's identity providers have changed since this user token was issued. Get a new one.",
  });
}
