/** Signs an operator in by e-mail address and password. */
import { isPassword } from "../../crypto/password.ts";
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { findOperatorByEmail, type OperatorAccount } from "../../store/operators.ts";
import { inTransaction } from "../../store/store.ts";
import type { ServiceContext } from "../context.ts";
import { operatorActor } from "./actor.ts";
import { isSecondFactor, requireUnchanged } from "./factors.ts";
import { openSession } from "./sessions.ts";
import { countOrRefuse, forgetAttempts } from "./throttle.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code; empty for an account without. */
  readonly code: string;
  /** Where it is tried from; IPv6 by its /64. */
  readonly address: string;
}

/** Longer ones are no passwords of ours, and would only cost time. */
const passwordCharactersMax = 256;

/**
 * Returns the token of a new session. Throws sign_in_failed, the same for an unknown address, a wrong
 * password, an account without one and a wrong or missing code; and too_many_attempts.
 */
export async function signIn(context: ServiceContext, input: SignInInput): Promise<Secret> {
  return await enter(context, await verifySignIn(context, input));
}

/** The account that password and code are right for. Throws as signIn does. */
export async function verifySignIn(
  context: ServiceContext,
  { email: typed, password, code, address }: SignInInput,
): Promise<OperatorAccount> {
  const email = typed.trim().toLowerCase().slice(0, 254);
  const own = { bucket: `sign-in ${email} from ${address}`, max: 10 };
  await countOrRefuse(context, [
    own,
    { bucket: `sign-in ${email}`, max: 100 },
    { bucket: `sign-in from ${address}`, max: 100 },
  ]);
  const account = await findOperatorByEmail(context.store, email);
  const given = new Secret(password.slice(0, passwordCharactersMax + 1));
  const right = await isPassword(given, account?.passwordHash ?? null);
  if (account === undefined || !right) throw new GrantryError("sign_in_failed");
  if (!(await isSecondFactor(context, account.operatorId, code))) {
    throw new GrantryError("sign_in_failed");
  }
  await forgetAttempts(context, own);
  return account;
}

/**
 * Opens a session for an account that was verified. Throws sign_in_failed where its password, second
 * factor or address changed since: a password that was right a moment ago opens nothing after a reset.
 */
export async function enter(context: ServiceContext, account: OperatorAccount): Promise<Secret> {
  return await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, account);
    await insertAuditRecord(store, {
      workspaceId: null,
      actor: operatorActor(account),
      action: "operator.signed_in",
      target: { kind: "operator", id: account.operatorId },
    });
    return await openSession(store, account.operatorId);
  });
}
