/** A person's own account: its name, what it signs in by, and where it is signed in. */
import {
  changePasswordRequest,
  confirmTotpRequest,
  endedSessions,
  factorProof,
  ownSessionList,
  recoveryCodes,
  signInFactors,
  totpSetup,
  updatePersonRequest,
} from "@grantry/contract/v1/account";
import { address } from "@grantry/contract/v1/common";
import { deleted, person, plainListQuery } from "@grantry/contract/v1/people";
import {
  beginTotp,
  changePassword,
  confirmTotp,
  endOtherSessions,
  endOwnSession,
  endTotp,
  listOwnSessions,
  type OwnSession,
  readSignInFactors,
  relyingPartyOf,
  renamePerson,
  resetRecoveryCodes,
  type SignedInOperator,
} from "../../service/accounts/index.ts";
import type { HttpContext } from "../context.ts";
import { keepDevice } from "../device-cookie.ts";
import { placeOf } from "../place.ts";
import { route } from "../route.ts";
import { setSessionCookie } from "../session-cookie.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull } from "./time.ts";
import { viewPerson } from "./workspace-operations.ts";

const tag = "People";
const own = "/v1/me";
const wrongProof = ["sign_in_failed", "too_many_attempts"] as const;

async function viewFactors(context: HttpContext, caller: SignedInOperator) {
  const factors = await readSignInFactors(context, caller);
  return {
    password: factors.hasPassword,
    authenticator_app: factors.hasAuthenticatorApp,
    recovery_codes_left: factors.recoveryCodesLeft,
    company: factors.isOfCompany,
    passkeys_possible: factors.hasPassword && relyingPartyOf(context) !== undefined,
  };
}

function viewSession(session: OwnSession) {
  const { id, kind, client, address: from, scopes, createdAt, lastUsedAt, isCurrent } = session;
  return {
    id,
    kind,
    client,
    address: from,
    scopes: scopes === null ? null : [...scopes],
    created_at: instantOf(createdAt),
    last_used_at: instantOrNull(lastUsedAt),
    current: isCurrent,
  };
}

const factorOperations = [
  route({
    method: "PATCH",
    path: own,
    for: "signed_in",
    operationId: "updatePerson",
    tag,
    summary: "Change what the caller is called",
    body: updatePersonRequest,
    answer: person,
    shows: { name: "Mia Okafor" },
    refuses: ["account_invalid"],
    handler: async (context, caller, { body: { name } }) => {
      if (name === undefined) return await viewPerson(context, caller);
      return await viewPerson(context, {
        ...caller,
        operator: await renamePerson(context, caller, name),
      });
    },
  }),
  route({
    method: "GET",
    path: `${own}/sign-in-factors`,
    for: "signed_in",
    operationId: "getSignInFactors",
    tag,
    summary: "What the caller's account signs in by",
    answer: signInFactors,
    handler: viewFactors,
  }),
  route({
    method: "POST",
    path: `${own}/password`,
    for: "signed_in",
    operationId: "changePassword",
    tag,
    summary:
      "Change the password: all other browsers, all command lines and personal keys end, and this browser gets a new session",
    body: changePasswordRequest,
    answer: signInFactors,
    refuses: [...wrongProof, "account_invalid"],
    handler: async (context, caller, request, reply) => {
      const { current_password: current, new_password: password } = request.body;
      const change = { current, password, place: placeOf(request) };
      setSessionCookie(context, reply, await changePassword(context, caller, change));
      await keepDevice(context, { request, reply }, caller.operator.operatorId);
      return await viewFactors(context, caller);
    },
  }),
  route({
    method: "POST",
    path: `${own}/totp/begin`,
    for: "signed_in",
    operationId: "beginTotp",
    tag,
    summary:
      "A new secret for an authenticator app; it is asked for at sign-in once it is confirmed",
    answer: totpSetup,
    refuses: ["authenticator_app_exists", "authenticator_app_refused"],
    handler: async (context, caller) => {
      const secret = (await beginTotp(context, caller)).reveal();
      const label = encodeURIComponent(caller.operator.email);
      return { secret, uri: `otpauth://totp/Grantry:${label}?secret=${secret}&issuer=Grantry` };
    },
  }),
  route({
    method: "POST",
    path: `${own}/totp/confirm`,
    for: "signed_in",
    operationId: "confirmTotp",
    tag,
    summary:
      "Put the authenticator app in force by a code of it; the recovery codes are told this once",
    body: confirmTotpRequest,
    answer: recoveryCodes,
    refuses: [
      "authenticator_app_exists",
      "authenticator_app_refused",
      "authenticator_app_not_found",
      "code_wrong",
      ...wrongProof,
    ],
    handler: async (context, caller, { body: { code } }) => ({
      recovery_codes: (await confirmTotp(context, caller, code)).map((one) => one.reveal()),
    }),
  }),
  route({
    method: "POST",
    path: `${own}/totp/remove`,
    for: "signed_in",
    operationId: "removeTotp",
    tag,
    summary: "Take the authenticator app away, with its recovery codes",
    body: factorProof,
    answer: signInFactors,
    shows: { authenticator_app: false, recovery_codes_left: 0 },
    refuses: wrongProof,
    handler: async (context, caller, { body }) => {
      await endTotp(context, caller, body);
      return await viewFactors(context, caller);
    },
  }),
  route({
    method: "POST",
    path: `${own}/totp/recovery-codes`,
    for: "signed_in",
    operationId: "resetRecoveryCodes",
    tag,
    summary: "New recovery codes in the place of those that are left; they are told this once",
    body: factorProof,
    answer: recoveryCodes,
    refuses: ["authenticator_app_not_found", ...wrongProof],
    handler: async (context, caller, { body }) => ({
      recovery_codes: (await resetRecoveryCodes(context, caller, body)).map((one) => one.reveal()),
    }),
  }),
];

const sessionOperations = [
  route({
    method: "GET",
    path: `${own}/sessions`,
    for: "signed_in",
    operationId: "listSessions",
    tag,
    summary: "The browsers and command lines that the caller is signed in with, newest first",
    query: plainListQuery,
    answer: ownSessionList,
    handler: async (context, caller, request) =>
      pageOfAll(
        listing(context, request),
        await listOwnSessions(context, caller),
        { keyOf: ({ createdAt, id }) => [createdAt, id], descending: true },
        viewSession,
      ),
  }),
  route({
    method: "DELETE",
    path: `${own}/sessions/:session_id`,
    for: "signed_in",
    operationId: "endSession",
    tag,
    summary: "Sign a browser or a command line of the caller out at once",
    params: address("session_id"),
    answer: deleted,
    shows: { id: "ses_4Wc1nX0q" },
    refuses: ["session_not_found"],
    handler: async (context, caller, { params: { sessionId } }) => {
      await endOwnSession(context, caller, sessionId);
      return { id: sessionId, deleted: true as const };
    },
  }),
  route({
    method: "POST",
    path: `${own}/sessions/end-others`,
    for: "signed_in",
    operationId: "endOtherSessions",
    tag,
    summary: "Sign all other browsers and all command lines of the caller out at once",
    answer: endedSessions,
    handler: async (context, caller) => {
      const { browsers, commandLines } = await endOtherSessions(context, caller);
      return { browsers, command_lines: commandLines };
    },
  }),
];

export const accountOperations = [...factorOperations, ...sessionOperations];
