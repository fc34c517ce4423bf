/** Table app_users: every column, once. */
import type { UserIssuer } from "../owner.ts";
import * as t from "../table.ts";

export const appUsers = t.defineTable(
  {
    /** The handle, `usr_`: names the user where the app's own id must not stand. */
    app_user_id: t.named("id", t.text),
    app_id: t.text,
    user_id: t.text,
    /** As of a connection; both empty where this server vouches for the user. Always known. */
    user_issuer: t.inner(t.text),
    user_id_claim: t.inner(t.text),
    /** What was last said of the user; null where nothing was. */
    email: t.optionalText,
    name: t.optionalText,
    created_at: t.int,
    updated_at: t.inner(t.int),
  },
  (part) => ({
    issuer: part(["user_issuer", "user_id_claim"], (row): UserIssuer | null =>
      row.user_issuer === "" ? null : { issuer: row.user_issuer, userIdClaim: row.user_id_claim },
    ),
  }),
);

export type AppUserRow = t.RowOf<typeof appUsers>;
