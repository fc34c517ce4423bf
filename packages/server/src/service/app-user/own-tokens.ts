/**
 * User tokens of our own: for apps without an identity provider. The app's backend, which knows who
 * is signed in, exchanges its service token and the user's id for a short-lived JWT.
 */
import { SignJWT } from "jose";
import { GrantryError } from "../../lib/error.ts";
import { findServiceToken } from "../../store/bearer-secrets.ts";
import type { ServiceContext } from "../context.ts";
import type { PresentedBackend } from "../principal.ts";
import { isUserId } from "./user-id.ts";

/**
 * Symmetric, because we alone sign and check. The key is derived per app from an encryption key,
 * whose id stands in the header.
 */
export const ownAlgorithm = "HS256";
const defaultLifetimeSeconds = 600;

/** The issuer of the tokens we sign for an app. */
export function ownIssuer(context: Pick<ServiceContext, "publicUrl">, appId: string): string {
  return `${context.publicUrl}/api/apps/${encodeURIComponent(appId)}`;
}

/** The key for our tokens of this app. Throws unauthorized for a key id that is not configured. */
export function ownSigningKey(
  context: ServiceContext,
  appId: string,
  keyId: string | undefined,
): Uint8Array {
  const { keyring } = context.store;
  if (keyId === undefined || !keyring.keyIds.includes(keyId)) {
    throw new GrantryError("unauthorized", {
      detail: "Unauthorized: the user token was signed with a key that is no longer in use.",
    });
  }
  return keyring.derive(keyId, `user token of app ${appId}`);
}

export interface UserTokenInput {
  readonly userId: string;
  readonly email?: string | undefined;
  readonly name?: string | undefined;
  /** Seconds; ten minutes where not given. */
  readonly expiresIn?: number | undefined;
}

/** Issues a token for one user of the backend's app. Throws unauthorized or bad_request. */
export async function issueUserToken(
  context: ServiceContext,
  backend: PresentedBackend,
  input: UserTokenInput,
): Promise<{ token: string; expiresIn: number }> {
  const { appId } = backend;
  const known = await findServiceToken(context.store, appId, backend.serviceToken);
  if (known === undefined) throw new GrantryError("unauthorized", { detail: "Unauthorized" });
  if (!isUserId(input.userId)) {
    throw new GrantryError("bad_request", {
      detail: "The user id must be 1 to 512 printable characters.",
    });
  }
  const expiresIn = input.expiresIn ?? defaultLifetimeSeconds;
  const keyId = context.store.keyring.primaryKeyId;
  const now = context.clock.nowSeconds();
  const token = await new SignJWT({
    ...(input.email === undefined ? {} : { email: input.email }),
    ...(input.name === undefined ? {} : { name: input.name }),
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
