/** The three kinds of authenticated caller. Every route belongs to exactly one of them. */
import type { Secret } from "../lib/secret.ts";
import type { App } from "../store/apps.ts";
import type { Author } from "../store/authorizations.ts";
import type { AppUserId } from "../store/owner.ts";
import type { Role } from "../store/schema-accounts.ts";
import type { Caller } from "./operator/caller.ts";

/** A signed-in user of an app, by a JWT. */
export interface AppUser extends AppUserId {
  readonly kind: "app_user";
  readonly app: App;
  readonly email: string | null;
  readonly name: string | null;
}

/** The app's backend, by a service token that was checked. */
export interface AppBackend {
  readonly kind: "app_backend";
  readonly app: App;
}

/** The app's backend as it presents itself: the token is checked in the read that it is for. */
export interface PresentedBackend {
  readonly appId: string;
  readonly serviceToken: Secret;
}

/** A member of the workspace, or a key of it, at one app of it. */
export interface Operator {
  readonly kind: "operator";
  readonly app: App;
  /** How the confirmation page names them. */
  readonly label: string;
  /** Who a shared connection that they authorize belongs to: other operators are told. */
  readonly author: Author;
  readonly caller: Caller;
  readonly role: Role;
}
