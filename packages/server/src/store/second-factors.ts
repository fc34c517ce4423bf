/**
 * Which accounts have a second factor, and where one is demanded. An account without a password is signed in by its company:
 * what that asks for is the company's matter.
 */
import { type SqlBool, sql } from "kysely";
import type { Store } from "./store.ts";

const withoutApp = sql<SqlBool>`(operators.password_hash IS NOT NULL AND operators.totp_secret IS NULL)`;
const withPasskey = sql<SqlBool>`EXISTS (SELECT 1 FROM passkeys AS p WHERE p.operator_id = operators.operator_id)`;

/** Of an account: whether it has a password, and neither an authenticator app nor a passkey. */
export const withoutSecondFactor = sql<SqlBool>`(${withoutApp} AND NOT ${withPasskey})`;

/** Of a workspace and an account: whether the one demands what the other has not. */
export const isDemanded = sql<SqlBool>`(workspaces.second_factor = 'required' AND ${withoutSecondFactor})`;

/**
 * Of an account: whether its password opens it, and nothing beside is asked for. Who adds a passkey keeps the password; it
 * opens nothing by itself any more where a workspace of the account demands a second factor.
 */
export const opensByPassword = sql<SqlBool>`(${withoutApp} AND NOT (${withPasskey} AND EXISTS (
  SELECT 1 FROM memberships AS m INNER JOIN workspaces AS w ON w.workspace_id = m.workspace_id
  WHERE m.operator_id = operators.operator_id AND w.second_factor = 'required')))`;

/** Whether what is shown besides the password must be a passkey. */
export async function mustSignInByPasskey({ db }: Store, operatorId: string): Promise<boolean> {
  const row = await db
    .selectFrom("operators")
    .select("operator_id")
    .where("operator_id", "=", operatorId)
    .where(withoutApp)
    .where((eb) => eb.not(opensByPassword))
    .executeTakeFirst();
  return row !== undefined;
}

/** Whether the account has a second factor. */
export async function hasSecondFactor({ db }: Store, operatorId: string): Promise<boolean> {
  const row = await db
    .selectFrom("operators")
    .select("operator_id")
    .where("operator_id", "=", operatorId)
    .where((eb) => eb.not(withoutSecondFactor))
    .executeTakeFirst();
  return row !== undefined;
}
