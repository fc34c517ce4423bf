/** Signing in by a passkey: whoever holds it, and has unlocked it, shows both factors at once. */
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { describeThrown, GrantryError } from "../../../lib/error.ts";
import { newUnguessable } from "../../../lib/id.ts";
import { Secret } from "../../../lib/secret.ts";
import { usesSecureCookies } from "../../../lib/secure-cookies.ts";
import { findOperator } from "../../../store/operators.ts";
import { findPasskeyByCredential, type Passkey, usePasskey } from "../../../store/passkeys.ts";
import { inTransaction } from "../../../store/store.ts";
import { countOrRefuse } from "../../limits/index.ts";
import type { AccountsContext } from "../context.ts";
import { type BeginsAt, beginningLimits } from "../devices.ts";
import { requireUnchanged } from "../factors.ts";
import { recordOfPerson } from "../record-person.ts";
import { openSession, type Place } from "../sessions.ts";
import {
  challengeAnswered,
  challengeSeconds,
  keepChallenge,
  requireRelyingParty,
  webAuthn,
} from "./ceremony.ts";

/** Challenges that one address, or one known browser, may ask for in a quarter of an hour. */
const challengesMax = 100;

/** Name of the cookie that binds a challenge to the browser. */
export function passkeyCookieName(context: Pick<AccountsContext, "publicUrl">): string {
  return `${usesSecureCookies(context) ? "__Host-" : ""}grantry-passkey`;
}

/**
 * What a browser needs to find a passkey of this server, whosever, and a value of its own for the cookie. Throws
 * passkey_refused and too_many_attempts.
 */
export async function beginPasskeySignIn(
  context: AccountsContext,
  from: BeginsAt,
): Promise<{
  readonly options: PublicKeyCredentialRequestOptionsJSON;
  readonly browser: Secret;
}> {
  const { id: rpID } = requireRelyingParty(context);
  const begins = { ...from, max: challengesMax };
  await countOrRefuse(context, await beginningLimits(context.store, "passkey", begins));
  const { generateAuthenticationOptions } = await webAuthn();
  const options = await generateAuthenticationOptions({
    rpID,
    userVerification: "required",
    timeout: challengeSeconds * 1_000,
  });
  const browser = newUnguessable();
  const { challenge } = options;
  await keepChallenge(context, { challenge, purpose: "sign_in", boundTo: browser });
  return { options, browser: new Secret(browser) };
}

export interface PasskeyAnswer {
  readonly response: AuthenticationResponseJSON;
  /** The cookie of the browser that brings it. */
  readonly browser: Secret | undefined;
  readonly place: Place;
}

/**
 * A new session, and whose it is. Throws sign_in_failed, the same for an answer to another challenge, an unknown
 * passkey, one of somebody else, a wrong signature, and an account that only its company signs in.
 */
export async function signInByPasskey(
  context: AccountsContext,
  { response, browser, place }: PasskeyAnswer,
): Promise<{ readonly session: Secret; readonly operatorId: string }> {
  const { clientDataJSON } = response.response;
  const asked = { purpose: "sign_in", boundTo: browser?.reveal() ?? "" } as const;
  const challenge = await challengeAnswered(context, clientDataJSON, asked);
  const passkey = await findPasskeyByCredential(
    context.store,
    Buffer.from(response.id, "base64url"),
  );
  if (challenge === undefined || passkey === undefined) throw failed();
  const account = await findOperator(context.store, passkey.operatorId);
  const named = Buffer.from(response.response.userHandle ?? "", "base64url").toString("utf8");
  if (account === undefined || named !== account.operatorId) throw failed();
  // Without a password only the company signs it in: there is no way around.
  if (account.passwordHash === null) throw failed();
  const signCount = await verifiedCount(context, { passkey, response, challenge });
  const session = await inTransaction(context.store, async (store) => {
    await requireUnchanged(store, account);
    if (!(await usePasskey(store, passkey.passkeyId, signCount))) throw failed();
    await recordOfPerson(store, account, {
      action: "operator.signed_in",
      details: { by: "passkey", passkey: passkey.passkeyId },
    });
    return await openSession(store, account.operatorId, place);
  });
  return { session, operatorId: account.operatorId };
}

async function verifiedCount(
  context: AccountsContext,
  {
    passkey,
    response,
    challenge,
  }: {
    readonly passkey: Passkey;
    readonly response: AuthenticationResponseJSON;
    readonly challenge: string;
  },
): Promise<number> {
  const { id: expectedRPID, origin: expectedOrigin } = requireRelyingParty(context);
  const { verifyAuthenticationResponse } = await webAuthn();
  const work = verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin,
    expectedRPID,
    requireUserVerification: true,
    credential: {
      id: response.id,
      publicKey: new Uint8Array(passkey.publicKey),
      counter: passkey.signCount,
    },
  });
  const { verified, authenticationInfo } = await work.catch((cause: unknown) => {
    const { passkeyId, operatorId } = passkey;
    // One that signs with a count of before may be a copy: somebody should look.
    const why = { cause: describeThrown(cause), passkeyId, operatorId };
    context.log.warn(why, "a passkey's answer was refused");
    throw failed(cause);
  });
  if (!verified) throw failed();
  return authenticationInfo.newCounter;
}

function failed(cause?: unknown): GrantryError {
  return new GrantryError("sign_in_failed", {
    detail: "This passkey does not sign anybody in here.",
    ...(cause === undefined ? {} : { cause }),
  });
}
