/** "Is this token usable" in one function, with a named margin and the clock handed in. */
import type { Connection } from "../../store/connections.ts";
import type { ServiceContext } from "../context.ts";
import { marginSeconds } from "./token-set.ts";

/** Whether the stored token may be handed out as it is. */
export function isGood(context: Pick<ServiceContext, "clock">, connection: Connection): boolean {
  if (connection.status !== "active") return false;
  const { expiresAt, lifetimeSeconds } = connection;
  if (expiresAt === null) return true;
  return expiresAt - context.clock.nowSeconds() > marginSeconds(lifetimeSeconds);
}
