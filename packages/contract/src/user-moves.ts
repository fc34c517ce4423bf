/** Which identity provider's users connections belong to, where that changed or was never known. */
import { z } from "zod";
import { idText } from "./common.ts";

/**
 * Whose connections: those that nobody is known to own, or those of an issuer's users (null: of users
 * that the app had while it had no identity provider). Without `user_id_claim`, out of whichever claim.
 */
const source = z.union([
  z.strictObject({ unassigned: z.literal(true) }),
  z.strictObject({ issuer: idText(512).nullable(), user_id_claim: idText(512).optional() }),
]);

/** Half a character would be stored as one and the same for different users. */
const userId = idText(512).refine((id) => id.isWellFormed(), "a user id is well-formed text");

/** POST /api/workspace/{workspaceId}/apps/{appId}/users/move */
export const moveUsersBody = z.strictObject({
  from: source,
  /** An identity provider of the app; null only where it has none. */
  to: z.strictObject({ issuer: idText(512).nullable() }),
  /** Only these user ids, each with the one it has at `to`; all, each with its own, where left out. */
  users: z
    .record(userId, userId)
    .refine((users) => {
      const { length } = Object.keys(users);
      return length >= 1 && length <= 200;
    }, "1 to 200 users in one call")
    .refine(
      (users) => new Set(Object.values(users)).size === Object.keys(users).length,
      "two users cannot become one",
    )
    .optional(),
  /** Only says what it would do. */
  dry_run: z.boolean().default(false),
  /** `next` of the call before. */
  after: idText(128).optional(),
  /** How many connections of the workspace are looked at. */
  limit: z.number().int().min(1).max(200).default(200),
});

export const moveUsersAnswer = z.object({
  dry_run: z.boolean(),
  connections: z.array(
    z.object({
      connection_id: z.string(),
      connector_id: z.string(),
      user_id: z.string(),
      /** What the user is called at `to`. */
      new_user_id: z.string(),
      /** `kept`: the user has connected there by now; that connection stays, and this one where it was. */
      outcome: z.enum(["moved", "kept"]),
    }),
  ),
  /** To be given as `after`, until it is null. A call may find nothing and still not be the last. */
  next: z.string().nullable(),
});
export type MoveUsersAnswer = z.infer<typeof moveUsersAnswer>;
