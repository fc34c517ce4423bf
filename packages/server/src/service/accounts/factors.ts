/** Changing what one signs in with: the password, and a second factor (RFC 6238). */
import { newTotpSecret, stepOfCode } from "../../crypto/totp.ts";
import { GrantryError } from "../../lib/error.ts";
import { newRecoveryCode } from "../../lib/id.ts";
import { Secret } from "../../lib/secret.ts";
import { advanceEpoch, endCredentials, lockUnchanged } from "../../store/operator-credentials.ts";
import {
  clearTotp,
  type Factors,
  getFactors,
  replaceRecoveryCodes,
  setPasswordHash,
  setPendingTotp,
  setTotp,
  takeRecoveryCode,
  takeStep,
} from "../../store/operator-factors.ts";
import type { Person } from "../../store/operators.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { countOrRefuse, type Limit } from "../limits/index.ts";
import { checkPassword } from "./account-input.ts";
import type { AccountsContext } from "./context.ts";
import { recordOfPerson } from "./record-person.ts";
import { type OperatorSession, openSession, type Place } from "./sessions.ts";

/** Whoever is signed in; no use case here needs to know by which session. */
export type Whose = Pick<OperatorSession, "operator">;

const recoveryCodesMax = 10;
const triesMax = 10;
/** Of a million codes three are right at any moment: far fewer may be guessed than passwords. */
const codesMax = 5;
const codesPerDayMax = 20;
const daySeconds = 86_400;

/** How often a second factor may be guessed. `whose` says whose and from where. */
export function codeLimits(whose: string): Limit[] {
  return [
    { bucket: `code ${whose}`, max: codesMax },
    { bucket: `code of a day ${whose}`, max: codesPerDayMax, seconds: daySeconds },
  ];
}

/** Whether the account asks for a code besides the password. */
export async function hasTotp(
  { store }: Pick<AccountsContext, "store">,
  operatorId: string,
): Promise<boolean> {
  const { totp = null } = (await getFactors(store, operatorId)) ?? {};
  return totp !== null;
}

/** `used`: a code of the app that was right once; the next one is. Nothing is known of recovery codes that are used up. */
export type CodeCheck = "right" | "wrong" | "used";

/**
 * Whether the code is right for the account, which any is where it asks for none. A code of the app works
 * once, and so does a recovery code.
 */
export async function checkCode(
  { store, clock }: Pick<AccountsContext, "store" | "clock">,
  operatorId: string,
  typed: string,
): Promise<CodeCheck> {
  const { totp = null } = (await getFactors(store, operatorId)) ?? {};
  if (totp === null) return "right";
  const code = typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const step = stepOfCode(totp.reveal(), code, clock.nowSeconds());
  if (step !== null) return (await takeStep(store, operatorId, step)) ? "right" : "used";
  return (await takeRecoveryCode(store, operatorId, new Secret(code))) ? "right" : "wrong";
}

/** Only to who has shown the password: to anybody else it would say that the code is right. */
export const codeUsed = { detail: "This code was used already. Wait for the next one." };

/**
 * A new secret for an authenticator app, not in force before it is confirmed. Throws authenticator_app_exists where
 * one is in force: that must be taken away first, with its code; and authenticator_app_refused.
 */
export async function beginTotp(
  context: Pick<AccountsContext, "store">,
  { operator }: Whose,
): Promise<Secret> {
  await requirePossible(context, operator.operatorId);
  const secret = new Secret(newTotpSecret());
  await setPendingTotp(context.store, operator.operatorId, secret);
  return secret;
}

/**
 * Puts the secret in force that was shown last, and returns recovery codes, which nobody sees again.
 * Throws as beginTotp, authenticator_app_not_found where none was begun, code_wrong and too_many_attempts.
 */
export async function confirmTotp(
  context: AccountsContext,
  { operator }: Whose,
  code: string,
): Promise<Secret[]> {
  const { store, clock } = context;
  const { operatorId } = operator;
  const { pendingTotp: secret } = await requirePossible(context, operatorId);
  if (secret === null) {
    const detail = "No authenticator app is being set up. Begin by having a key made for it.";
    throw new GrantryError("authenticator_app_not_found", { detail });
  }
  await countOrRefuse(context, codeLimits(`to confirm of ${operatorId}`));
  const step = stepOfCode(secret.reveal(), code.replace(/\D/g, ""), clock.nowSeconds());
  if (step === null) throw new GrantryError("code_wrong");
  const recoveryCodes = newRecoveryCodes();
  await inTransaction(store, async (trx) => {
    await requireUnchanged(trx, operator);
    // Who gave the password before there was a second factor does not come in without it.
    await advanceEpoch(trx, operatorId);
    await setTotp(trx, operatorId, { secret, step, recoveryCodes });
    await recordOfPerson(trx, operator, { action: "operator.second_factor_set" });
  });
  return recoveryCodes;
}

const newRecoveryCodes = () => Array.from({ length: recoveryCodesMax }, newRecoveryCode);

/** Nothing would ask for the code of an account without a password, and no password could take the app away again. */
async function requirePossible(
  { store }: Pick<AccountsContext, "store">,
  operatorId: string,
): Promise<Factors> {
  const factors = await getFactors(store, operatorId);
  if (factors === undefined || factors.passwordHash === null) {
    throw new GrantryError("authenticator_app_refused");
  }
  if (factors.totp !== null) throw new GrantryError("authenticator_app_exists");
  return factors;
}

/** What somebody who is signed in shows again before what they sign in with changes. */
export interface FactorProof {
  readonly password: string;
  /** Of the authenticator app, or a recovery code; empty for an account without. */
  readonly code: string;
}

/** Throws sign_in_failed and too_many_attempts. A recovery code that was right is used up. */
export async function requireFactors(
  context: AccountsContext,
  operatorId: string,
  proof: FactorProof,
): Promise<void> {
  await requirePassword(context, operatorId, proof.password);
  // Without an app nothing is guessed.
  if (!(await hasTotp(context, operatorId))) return;
  await countOrRefuse(context, codeLimits(`of ${operatorId} signed in`));
  const code = await checkCode(context, operatorId, proof.code);
  if (code === "used") throw new GrantryError("sign_in_failed", codeUsed);
  if (code === "wrong") {
    throw new GrantryError("sign_in_failed", { detail: "The password or the code is wrong." });
  }
}

/**
 * New recovery codes in the place of the old ones, which nobody sees again. Throws sign_in_failed, too_many_attempts, and
 * authenticator_app_not_found where they would stand in for nothing.
 */
export async function resetRecoveryCodes(
  context: AccountsContext,
  { operator }: Whose,
  proof: FactorProof,
): Promise<Secret[]> {
  const { operatorId } = operator;
  if (!(await hasTotp(context, operatorId))) throw new GrantryError("authenticator_app_not_found");
  await requireFactors(context, operatorId, proof);
  const codes = newRecoveryCodes();
  await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, operator);
    await replaceRecoveryCodes(store, operatorId, codes);
    await recordOfPerson(store, operator, { action: "operator.recovery_codes_reset" });
  });
  return codes;
}

/** Takes the second factor away. Throws sign_in_failed and too_many_attempts. */
export async function endTotp(
  context: AccountsContext,
  { operator }: Whose,
  proof: FactorProof,
): Promise<void> {
  const { operatorId } = operator;
  await requireFactors(context, operatorId, proof);
  await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, operator);
    await clearTotp(store, operatorId);
    await recordOfPerson(store, operator, { action: "operator.second_factor_removed" });
  });
}

/**
 * Changes the password, ends all that acts as the account (sessions, keys, command lines, reset links) and
 * returns a new session. Throws sign_in_failed for a wrong present password, account_invalid for a short new one.
 */
export async function changePassword(
  context: AccountsContext,
  { operator }: Whose,
  change: { readonly current: string; readonly password: string; readonly place: Place },
): Promise<Secret> {
  const { operatorId } = operator;
  const password = checkPassword(new Secret(change.password));
  await requirePassword(context, operatorId, change.current);
  const passwordHash = await context.passwords.hash(password, operatorId);
  return await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, operator);
    await endCredentials(store, operatorId);
    await setPasswordHash(store, operatorId, passwordHash);
    await recordOfPerson(store, operator, { action: "operator.password_changed" });
    return await openSession(store, operatorId, change.place);
  });
}

async function requirePassword(
  context: AccountsContext,
  operatorId: string,
  password: string,
): Promise<void> {
  await countTry(context, operatorId);
  const factors = await getFactors(context.store, operatorId);
  const hash = factors?.passwordHash ?? null;
  // Somebody who is signed in does not wait for strangers.
  const party = { known: operatorId };
  const right = await context.passwords.matches(new Secret(password), hash, party);
  if (!right) throw new GrantryError("sign_in_failed", { detail: "The password is wrong." });
}

/** What was checked before must still be so. Throws sign_in_failed. */
export async function requireUnchanged(store: Store, account: Person): Promise<void> {
  if (await lockUnchanged(store, account)) return;
  throw new GrantryError("sign_in_failed");
}

async function countTry(context: AccountsContext, operatorId: string): Promise<void> {
  await countOrRefuse(context, [{ bucket: `factor of ${operatorId}`, max: triesMax }]);
}
