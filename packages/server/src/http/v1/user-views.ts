/** The users of an app, as `/v1` shows them. */
import type { user } from "@grantry/contract/v1/users";
import type { z } from "zod";
import type { ListedUser } from "../../service/app-users/index.ts";
import { instantOf } from "./time.ts";

export function viewUser(one: ListedUser): z.output<typeof user> {
  const { id, userId, issuer, email, name, connections } = one;
  return {
    id,
    user_id: userId,
    issuer: issuer?.issuer ?? null,
    email,
    name,
    connections: { active: connections.active, needs_reauth: connections.needsReauth },
    created_at: instantOf(one.createdAt),
  };
}
