/** A user of an app, and the app's backend, as they call. */
import { personName } from "../../lib/person-name.ts";
import type { Secret } from "../../lib/secret.ts";
import type { App } from "../../store/apps.ts";
import type { Actor } from "../../store/audit-records.ts";

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

/** How the audit trail names it: by its id, as reads of tokens do. */
export function serviceTokenActor(serviceTokenId: string): Actor {
  return { kind: "service_token", id: serviceTokenId, label: "" };
}

/** The app's backend as it presents itself: the token is checked in the read that it is for. */
export interface PresentedBackend {
  readonly appId: string;
  readonly serviceToken: Secret;
  /** What the token must be allowed. */
  readonly scope: ServiceScope;
}

/** Of an id and of the host that it comes from: together no more than a page shows of a name. */
const idCharactersMax = 32;
const hostCharactersMax = 29;

/**
 * How somebody who is asked to confirm a consent is told for whom it is: only by what is verified. Names and
 * unverified addresses are what a user says of themselves, and whoever sends another a link says what helps
 * them. The id comes with whose it is, where an identity provider gave it.
 */
export function appUserLabel(
  { email, emailVerified, userId, issuer }: AppUser,
  shown: typeof personName = personName,
): string {
  const address = email !== null && emailVerified ? shown(email) : "";
  if (address !== "") return address;
  // An id may consist of what cannot be seen.
  if (issuer === null) return shown(userId) || "?";
  const host = shown(hostOf(issuer.issuer), hostCharactersMax);
  return `${shown(userId, idCharactersMax) || "?"} (${host})`;
}

/** What stands behind the host of an issuer is chosen by whoever has the host. */
function hostOf(issuer: string): string {
  return URL.parse(issuer)?.host || issuer;
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
