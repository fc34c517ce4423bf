/** Signs an operator in by email address and password. */
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import { findOperatorByEmail, type Person } from "../../store/operators.ts";
import { mustSignInByPasskey } from "../../store/second-factors.ts";
import { inTransaction } from "../../store/store.ts";
import {
  addressLimits,
  count,
  countOrRefuse,
  forgetAttempts,
  type Limit,
  networkOf,
  refuseWhere,
} from "../limits/index.ts";
import type { AccountsContext } from "./context.ts";
import { checkCode, codeLimits, codeUsed, hasTotp, requireUnchanged } from "./factors.ts";
import { recordOfPerson } from "./record-person.ts";
import { recordRefusedSignIn } from "./record-refusal.ts";
import { openSession, type Place } from "./sessions.ts";

export interface SignInInput {
  readonly email: string;
  readonly password: string;
  /** Of the authenticator app, or a recovery code; empty for an account without. */
  readonly code: string;
  /** Where it is tried from; IPv6 by its /64. */
  readonly address: string;
  /** What tries it, in words. */
  readonly client: string | null;
  /** What the browser is known by, where it was here before. */
  readonly device?: Secret | undefined;
  /** Whether the caller asks for the code only once it is needed: then they are told that it is. */
  readonly asksForCode?: boolean;
}

/** Longer ones are no passwords of ours, and would only cost time. */
const passwordCharactersMax = 256;

/**
 * Returns the token of a new session, and whose it is. Throws sign_in_failed, the same for an unknown address, a wrong
 * password, an account without one and a wrong or missing code; second_factor_required for a missing one, where the
 * caller asks for it, and where it must be a passkey; and too_many_attempts.
 */
export async function signIn(
  context: AccountsContext,
  input: SignInInput,
): Promise<{ readonly session: Secret; readonly operatorId: string }> {
  const account = await verifySignIn(context, input);
  return { session: await enter(context, account, input), operatorId: account.operatorId };
}

/** Of an account, from one address. */
const perAddressMax = 10;
/** Of an account, from all strange browsers together. */
const strangersMax = 100;
/** Of those that come when that is reached, only each network's first try counts, up to so many. */
const firstTriesMax = 1_000;
/** Of all accounts, from one address. */
const addressMax = 100;

/** The account that password and code are right for. Throws as signIn does. */
export async function verifySignIn(
  context: AccountsContext,
  given: Omit<SignInInput, "client">,
): Promise<Person> {
  const { email: typed, password, code, address, device: token, asksForCode = false } = given;
  const email = typed.trim().toLowerCase().slice(0, 254);
  const account = await findOperatorByEmail(context.store, email);
  const device = await context.defences.knownDevice(context.store, account?.operatorId, token);
  const own = device === null ? await countStranger(context, email, address) : deviceLimits(device);
  if (device !== null) await countOrRefuse(context, own);
  const presented = new Secret(password.slice(0, passwordCharactersMax + 1));
  const hash = account?.passwordHash ?? null;
  const party = device === null ? { stranger: networkOf(address) } : { known: device };
  const right = await context.passwords.matches(presented, hash, party);
  if (account === undefined) throw new GrantryError("sign_in_failed");
  if (!right) {
    recordRefusedSignIn(context, account, { wrong: "password", address });
    throw new GrantryError("sign_in_failed");
  }
  await requireSecondFactor(context, account, { code, device, address, asksForCode });
  await forgetAttempts(context, own);
  return account;
}

/** A browser from which the account was signed in to before has tries of its own. */
function deviceLimits(device: string): Limit[] {
  return [{ bucket: `sign-in by ${device}`, max: perAddressMax }];
}

/**
 * Counts a try from a strange browser, and returns what a success forgets. Where many strangers have failed,
 * a network that has not tried yet still has one try: a person who comes from elsewhere is let in.
 */
async function countStranger(
  context: AccountsContext,
  email: string,
  address: string,
): Promise<Limit[]> {
  const own = addressLimits(`sign-in ${email}`, address, perAddressMax);
  const counts = await count(context, own);
  const isFirst = counts.at(-1) === 1;
  const rest = [
    { bucket: `sign-in ${email}`, max: isFirst ? firstTriesMax : strangersMax },
    ...addressLimits("sign-in", address, addressMax),
  ];
  const passed = own.filter((limit, index) => (counts[index] ?? 0) > limit.max);
  const more = await count(context, rest);
  refuseWhere(context, [
    ...passed,
    ...rest.filter((limit, index) => (more[index] ?? 0) > limit.max),
  ]);
  return own;
}

const codeMissing = { detail: "The account has an authenticator app: send a code of it, too." };

/** Throws sign_in_failed, second_factor_required, and too_many_attempts: of codes far fewer may be tried than of passwords. */
async function requireSecondFactor(
  context: AccountsContext,
  account: Person,
  given: {
    readonly code: string;
    readonly device: string | null;
    readonly address: string;
    readonly asksForCode: boolean;
  },
): Promise<void> {
  const { operatorId } = account;
  const { code, device, address } = given;
  const limits = codeLimits(device === null ? `of ${operatorId}` : `by ${device}`);
  // Without a code nothing is guessed.
  const isGuess = code.trim() !== "" && (await hasTotp(context, operatorId));
  if (isGuess) await countOrRefuse(context, limits);
  const checked = await checkCode(context, operatorId, code);
  if (checked !== "right") {
    // Who leaves the code out has not been asked for it yet: the sign-in page asks after the password.
    if (isGuess) recordRefusedSignIn(context, account, { wrong: "second factor", address });
    const isMissing = code.trim() === "" && given.asksForCode;
    if (isMissing) throw new GrantryError("second_factor_required", codeMissing);
    throw new GrantryError("sign_in_failed", checked === "used" ? codeUsed : {});
  }
  if (isGuess) await forgetAttempts(context, limits);
  if (!(await mustSignInByPasskey(context.store, operatorId))) return;
  recordRefusedSignIn(context, account, { wrong: "second factor", address });
  throw new GrantryError("second_factor_required", {
    detail:
      "Sign in with your passkey: a workspace of yours demands a second factor, and the password alone is none.",
  });
}

/**
 * Opens a session for an account that was verified. Throws sign_in_failed where its password, second
 * factor or address changed since: a password that was right a moment ago opens nothing after a reset.
 */
export async function enter(
  context: AccountsContext,
  account: Person,
  { client, address }: Place,
): Promise<Secret> {
  return await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, account);
    await recordOfPerson(store, account, { action: "operator.signed_in" });
    return await openSession(store, account.operatorId, { client, address });
  });
}
