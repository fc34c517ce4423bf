/** Adding a passkey to one's own account. */
import type {
  AuthenticatorTransport,
  PublicKeyCredentialCreationOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import { GrantryError } from "../../../lib/error.ts";
import { newHandle } from "../../../lib/id.ts";
import { isUniqueViolation } from "../../../store/database-errors.ts";
import { findOperator } from "../../../store/operators.ts";
import { insertPasskey, listPasskeysOf, type Passkey } from "../../../store/passkeys.ts";
import { inTransaction } from "../../../store/store.ts";
import { checkName } from "../account-input.ts";
import type { AccountsContext } from "../context.ts";
import { type FactorProof, requireFactors, requireUnchanged } from "../factors.ts";
import type { SignedInOperator } from "../own-sessions.ts";
import { recordOfPerson } from "../record-person.ts";
import {
  challengeAnswered,
  challengeSeconds,
  keepChallenge,
  passkeyRefused,
  requireRelyingParty,
  webAuthn,
} from "./ceremony.ts";

const passkeysMax = 20;
/** Ed25519, ES256 and RS256 of the IANA COSE registry: one of them every authenticator has. */
const algorithms = [-8, -7, -257];

/**
 * What the browser needs to make a passkey. It will count as both factors, so both are shown first. Throws
 * sign_in_failed, too_many_attempts, and passkey_refused, also for an account without a password: only its company
 * signs it in.
 */
export async function beginPasskey(
  context: AccountsContext,
  { operator, sessionId }: SignedInOperator,
  proof: FactorProof,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  const { store } = context;
  const { operatorId, email, name } = operator;
  const { id: rpID } = requireRelyingParty(context);
  const account = await findOperator(store, operatorId);
  if ((account?.passwordHash ?? null) === null) {
    throw passkeyRefused(
      "Your account has no password: a passkey would go past what signs you in, a company as a rule.",
    );
  }
  const present = await listPasskeysOf(store, operatorId);
  requireRoom(present);
  await requireFactors(context, operatorId, proof);
  const { generateRegistrationOptions } = await webAuthn();
  const options = await generateRegistrationOptions({
    rpName: "Grantry",
    rpID,
    userID: new Uint8Array(Buffer.from(operatorId)),
    userName: email,
    userDisplayName: name,
    attestationType: "none",
    supportedAlgorithmIDs: algorithms,
    timeout: challengeSeconds * 1_000,
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    excludeCredentials: present.map(({ credentialId, transports }) => ({
      id: Buffer.from(credentialId).toString("base64url"),
      transports: transports as AuthenticatorTransport[],
    })),
  });
  const { challenge } = options;
  await keepChallenge(context, { challenge, purpose: "add", boundTo: sessionId });
  return options;
}

/** Keeps the passkey that the browser has made. Throws passkey_invalid, passkey_refused and account_invalid. */
export async function addPasskey(
  context: AccountsContext,
  { operator, sessionId }: SignedInOperator,
  input: { readonly name: string; readonly response: RegistrationResponseJSON },
): Promise<Passkey> {
  const { operatorId } = operator;
  const name = checkName(input.name);
  const made = await verified(context, sessionId, input.response);
  try {
    return await inTransaction(context.store, async (store) => {
      await requireUnchanged(store, operator);
      requireRoom(await listPasskeysOf(store, operatorId));
      const passkeyId = newHandle("passkey");
      await recordOfPerson(store, operator, {
        action: "passkey.created",
        target: { kind: "passkey", id: passkeyId },
        details: { name },
      });
      return await insertPasskey(store, { passkeyId, operatorId, name, ...made });
    });
  } catch (cause) {
    if (isUniqueViolation(cause)) throw new GrantryError("passkey_invalid", { cause });
    throw cause;
  }
}

async function verified(
  context: AccountsContext,
  sessionId: string,
  response: RegistrationResponseJSON,
) {
  const { id: expectedRPID, origin: expectedOrigin } = requireRelyingParty(context);
  const { clientDataJSON, transports = [] } = response.response;
  const asked = { purpose: "add", boundTo: sessionId } as const;
  const expectedChallenge = await challengeAnswered(context, clientDataJSON, asked);
  if (expectedChallenge === undefined) throw new GrantryError("passkey_invalid");
  const { verifyRegistrationResponse } = await webAuthn();
  try {
    await refuseCertificates(response);
    const { registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin,
      expectedRPID,
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    });
    if (registrationInfo === undefined) throw new TypeError("It was not verified.");
    const { id, publicKey, counter } = registrationInfo.credential;
    return {
      credentialId: Buffer.from(id, "base64url"),
      publicKey,
      signCount: counter,
      transports: [...transports],
    };
  } catch (cause) {
    throw new GrantryError("passkey_invalid", { cause });
  }
}

/**
 * We ask for no attestation and trust none. Where an answer brings certificates all the same, the library would fetch the
 * lists of revoked ones from wherever they say: nobody makes this server call out.
 */
async function refuseCertificates(response: RegistrationResponseJSON): Promise<void> {
  const { decodeAttestationObject } = await import("@simplewebauthn/server/helpers");
  const bytes = new Uint8Array(Buffer.from(response.response.attestationObject, "base64url"));
  const attestation = decodeAttestationObject(bytes);
  const format = attestation.get("fmt");
  const isSelf = format === "packed" && attestation.get("attStmt").get("x5c") === undefined;
  if (format !== "none" && !isSelf) throw new TypeError("It brings an attestation.");
}

function requireRoom(present: readonly Passkey[]): void {
  if (present.length < passkeysMax) return;
  throw passkeyRefused(`An account has at most ${passkeysMax} passkeys: delete one first.`);
}
