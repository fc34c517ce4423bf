/** What the kinds of operations have in common. */
import type { OperationKind as Kind } from "../../store/tables/operations.ts";

export type { Kind };

/** Done by the time it is answered. */
export const isAtOnce = (kind: Kind): boolean => kind === "freeze" || kind === "unfreeze";

/** Ends connections: they are frozen first. */
export const isToEnd = (kind: Kind): boolean => kind === "disconnect" || isToErase(kind);

/** Of what it ends nothing is kept, of what had ended before neither. */
export const isToErase = (kind: Kind): boolean =>
  kind === "erase" || kind === "erase_user" || kind === "delete_app" || kind === "delete_workspace";
