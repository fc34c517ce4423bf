/** Passkeys of one's own account, and the session that one opens. */

import { fastifyCookie } from "@fastify/cookie";
import { address } from "@grantry/contract/v1/common";
import {
  addPasskeyRequest,
  beginPasskeyRequest,
  createPasskeySessionRequest,
  openedSession,
  passkey,
  passkeyList,
  passkeyOptions,
  updatePasskeyRequest,
} from "@grantry/contract/v1/passkeys";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import type { FastifyReply, FastifyRequest } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import { Secret } from "../../lib/secret.ts";
import { usesSecureCookies } from "../../lib/secure-cookies.ts";
import {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  challengeSeconds,
  deletePasskey,
  endSession,
  listPasskeys,
  passkeyCookieName,
  renamePasskey,
  signInByPasskey,
} from "../../service/accounts/index.ts";
import { clientAddress } from "../client-address.ts";
import type { HttpContext } from "../context.ts";
import { deviceToken, keepDevice } from "../device-cookie.ts";
import { comesFromOwnPage } from "../own-page.ts";
import { placeOf } from "../place.ts";
import { route } from "../route.ts";
import { sessionToken, setSessionCookie } from "../session-cookie.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull } from "./time.ts";

const tag = "People";
const own = "/v1/me/passkeys";

type Passkey = Awaited<ReturnType<typeof listPasskeys>>[number];

function viewPasskey({ passkeyId, name, createdAt, lastUsedAt }: Passkey) {
  return {
    id: passkeyId,
    name,
    created_at: instantOf(createdAt),
    last_used_at: instantOrNull(lastUsedAt),
  };
}

const ownOperations = [
  route({
    method: "GET",
    path: own,
    for: "signed_in",
    operationId: "listPasskeys",
    tag,
    summary: "The caller's passkeys, newest first",
    query: plainListQuery,
    answer: passkeyList,
    handler: async (context, caller, request) =>
      pageOfAll(
        listing(context, request),
        await listPasskeys(context, caller),
        { keyOf: ({ createdAt, passkeyId }) => [createdAt, passkeyId], descending: true },
        viewPasskey,
      ),
  }),
  route({
    method: "POST",
    path: `${own}/begin`,
    for: "signed_in",
    operationId: "beginPasskey",
    tag,
    summary: "What the browser needs to make a passkey, which counts as both factors",
    body: beginPasskeyRequest,
    answer: passkeyOptions,
    refuses: ["sign_in_failed", "too_many_attempts", "passkey_refused"],
    handler: async (context, caller, { body }) => ({
      public_key: { ...(await beginPasskey(context, caller, body)) },
    }),
  }),
  route({
    method: "POST",
    path: own,
    for: "signed_in",
    operationId: "addPasskey",
    tag,
    summary: "Keep the passkey that the browser has made",
    body: addPasskeyRequest,
    answer: passkey,
    status: 201,
    // Of the same answer to a challenge nothing comes the second time.
    repeatable: true,
    refuses: ["passkey_invalid", "passkey_refused", "account_invalid", "sign_in_failed"],
    handler: async (context, caller, { body: { name, credential } }) => {
      const { id, rawId, type, response } = credential;
      const { clientDataJSON, attestationObject, transports } = response;
      const made = await addPasskey(context, caller, {
        name,
        response: {
          id,
          rawId,
          type,
          clientExtensionResults: {},
          response: {
            clientDataJSON,
            attestationObject,
            // Words of the browser, which get them back and nobody else.
            ...(transports === undefined ? {} : { transports: transports as never[] }),
          },
        },
      });
      return viewPasskey(made);
    },
  }),
  route({
    method: "PATCH",
    path: `${own}/:passkey_id`,
    for: "signed_in",
    operationId: "updatePasskey",
    tag,
    summary: "Call a passkey otherwise",
    params: address("passkey_id"),
    body: updatePasskeyRequest,
    answer: passkey,
    shows: { name: "Phone" },
    refuses: ["passkey_not_found", "account_invalid"],
    handler: async (context, caller, { params: { passkeyId }, body: { name } }) =>
      viewPasskey(await renamePasskey(context, caller, { passkeyId, name })),
  }),
  route({
    method: "DELETE",
    path: `${own}/:passkey_id`,
    for: "signed_in",
    operationId: "deletePasskey",
    tag,
    summary: "Take a passkey away: nobody signs in by it any more",
    params: address("passkey_id"),
    answer: deleted,
    shows: { id: "psk_7Yt0pW" },
    refuses: ["passkey_not_found"],
    handler: async (context, caller, { params: { passkeyId } }) => {
      await deletePasskey(context, caller, passkeyId);
      return { id: passkeyId, deleted: true as const };
    },
  }),
];

/** Another site must not sign somebody in as somebody else. */
function refuseOtherSites(
  context: HttpContext,
  { headers }: Pick<FastifyRequest, "headers">,
): void {
  if (!comesFromOwnPage(context, headers)) throw new GrantryError("cross_site_refused");
}

function setPasskeyCookie(
  context: HttpContext,
  reply: FastifyReply,
  value: string,
  maxAge: number,
): void {
  const options = {
    path: "/",
    httpOnly: true,
    sameSite: "strict" as const,
    secure: usesSecureCookies(context),
    maxAge,
  };
  reply.header("set-cookie", fastifyCookie.serialize(passkeyCookieName(context), value, options));
}

const sessionOperations = [
  route({
    method: "POST",
    path: "/v1/sessions/passkey/begin",
    for: "public",
    operationId: "beginPasskeySignIn",
    tag,
    summary: "What a browser needs to find a passkey of this server; for pages of the server alone",
    answer: passkeyOptions,
    refuses: ["cross_site_refused", "passkey_refused", "too_many_attempts", "database_unavailable"],
    handler: async (context, _nobody, request, reply) => {
      refuseOtherSites(context, request);
      const from = { address: clientAddress(request), device: deviceToken(context, request) };
      const { options, browser } = await beginPasskeySignIn(context, from);
      setPasskeyCookie(context, reply, browser.reveal(), challengeSeconds);
      return { public_key: { ...options } };
    },
  }),
  route({
    method: "POST",
    path: "/v1/sessions/passkey",
    for: "proof_in_body",
    operationId: "createPasskeySession",
    tag,
    summary:
      "Sign in by a passkey: the answer sets the session's cookie; for pages of the server alone",
    body: createPasskeySessionRequest,
    answer: openedSession,
    status: 201,
    repeatable: true,
    refuses: ["cross_site_refused", "sign_in_failed"],
    handler: async (context, _nobody, request, reply) => {
      refuseOtherSites(context, request);
      const { id, rawId, type, response } = request.body.credential;
      const { clientDataJSON, authenticatorData, signature, userHandle } = response;
      const cookie = fastifyCookie.parse(request.headers.cookie ?? "")[passkeyCookieName(context)];
      setPasskeyCookie(context, reply, "", 0);
      const { session, operatorId } = await signInByPasskey(context, {
        browser: cookie === undefined || cookie === "" ? undefined : new Secret(cookie),
        place: placeOf(request),
        response: {
          id,
          rawId,
          type,
          clientExtensionResults: {},
          response: {
            clientDataJSON,
            authenticatorData,
            signature,
            ...(typeof userHandle === "string" ? { userHandle } : {}),
          },
        },
      });
      // Nobody who knew the session of before stays in.
      const before = sessionToken(context, request.headers);
      if (before !== undefined) await endSession(context, before);
      setSessionCookie(context, reply, session);
      await keepDevice(context, { request, reply }, operatorId);
      return { person_id: operatorId };
    },
  }),
];

export const passkeyOperations = [...ownOperations, ...sessionOperations];
