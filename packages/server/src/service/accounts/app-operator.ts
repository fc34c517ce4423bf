/** An operator who was authenticated. */

import type { App } from "../../store/apps.ts";
import type { AuthorizingOperator } from "../../store/authorizations.ts";

import type { Role } from "../../store/schema-accounts.ts";
import type { Operator } from "./operator.ts";

/** A member of the workspace, or a key of it, at one app of it. */
export interface AppOperator {
  readonly kind: "operator";
  readonly app: App;
  /** How the confirmation page names them. */
  readonly label: string;
  /** Who a shared connection that they authorize belongs to: other operators are told. */
  readonly author: AuthorizingOperator;
  readonly caller: Operator;
  readonly role: Role;
}
