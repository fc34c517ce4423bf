/** A user of an app, and the app's backend, as they call. */
import type { Secret } from "../../lib/secret.ts";
import type { App } from "../../store/apps.ts";

import type { AppUserId } from "../../store/owner.ts";
import type { ServiceScope } from "./service-scopes.ts";

/** A signed-in user of an app, by a JWT. */
export interface AppUser extends AppUserId {
  readonly kind: "app_user";
  readonly app: App;
  readonly email: string | null;
  /** Whether whoever signed the token says that the address is the user's. */
  readonly emailVerified: boolean;
  readonly name: string | null;
}

/** The app's backend, by a service token that is a live one of this app. */
export interface Backend {
  readonly kind: "backend";
  readonly app: App;
  readonly serviceTokenId: string;
  /** What the token is limited to; null: nothing. */
  readonly scopes: readonly string[] | null;
  /** The connectors that it is limited to; null: all of the app's. */
  readonly connectorIds: readonly string[] | null;
}

/** The app's backend as it presents itself: the token is checked in the read that it is for. */
export interface PresentedBackend {
  readonly appId: string;
  readonly serviceToken: Secret;
  /** What the token must be allowed. */
  readonly scope: ServiceScope;
}

/**
 * How somebody who is asked to confirm a consent is told for whom it is: only by what is verified. Names and
 * unverified addresses are what a user says of themselves, and whoever sends another a link says what helps
 * them. The id comes with whose it is, where an identity provider gave it.
 */
export function appUserLabel({ email, emailVerified, userId, issuer }: AppUser): string {
  if (email !== null && emailVerified) return email;
  return issuer === null ? userId : `${userId} (${bareIssuer(issuer.issuer)})`;
}

/** An issuer that is an address is known by its host and path. */
function bareIssuer(issuer: string): string {
  return issuer.replace(/^https?:\/\//, "").replace(/\/$/, "");
}

/** What a user says of themselves, for operators and for the user: by name and email, where they are known. */
export function userLabelOf({
  name,
  email,
  userId,
}: Pick<AppUser, "name" | "email" | "userId">): string {
  if (name !== null && email !== null) return `${name} (${email})`;
  return name ?? email ?? userId;
}
