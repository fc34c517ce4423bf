/** Signing in and out of a browser: a session is a cookie, for pages of this server alone. */
import { createSessionRequest } from "@grantry/contract/v1/account";
import { deleted, person } from "@grantry/contract/v1/people";
import { GrantryError } from "../../lib/error.ts";
import { endSession, identifyOperator, signIn } from "../../service/accounts/index.ts";
import { clientAddress } from "../client-address.ts";
import { deviceToken, keepDevice } from "../device-cookie.ts";
import { comesFromOwnPage } from "../own-page.ts";
import { placeOf } from "../place.ts";
import { route } from "../route.ts";
import { clearSessionCookie, sessionToken, setSessionCookie } from "../session-cookie.ts";
import { viewPerson } from "./workspace-operations.ts";

const tag = "People";

export const sessionOperations = [
  route({
    method: "POST",
    path: "/v1/sessions",
    for: "proof_in_body",
    operationId: "createSession",
    tag,
    summary:
      "Sign in by email address and password: the answer sets the cookie of the session; from pages of this server only",
    body: createSessionRequest,
    answer: person,
    status: 201,
    // A browser has one session: whoever signs in again has another.
    repeatable: true,
    refuses: [
      "sign_in_failed",
      "second_factor_required",
      "too_many_attempts",
      "cross_site_refused",
    ],
    handler: async (context, _nobody, request, reply) => {
      // Another site could sign somebody in as somebody else, and see what they do then.
      if (!comesFromOwnPage(context, request.headers)) throw new GrantryError("cross_site_refused");
      const { session, operatorId } = await signIn(context, {
        ...request.body,
        ...placeOf(request),
        address: clientAddress(request),
        device: deviceToken(context, request),
        asksForCode: true,
      });
      const before = sessionToken(context, request.headers);
      if (before !== undefined) await endSession(context, before);
      await keepDevice(context, { request, reply }, operatorId);
      setSessionCookie(context, reply, session);
      const caller = await identifyOperator(context, { kind: "session", secret: session });
      return await viewPerson(context, caller);
    },
  }),
  route({
    method: "DELETE",
    path: "/v1/sessions/current",
    for: "signed_in",
    operationId: "deleteSession",
    tag,
    summary: "Sign out of this browser: the session ends, and its cookie goes",
    answer: deleted,
    shows: { id: "ses_4Wc1nX0q" },
    handler: async (context, { sessionId }, request, reply) => {
      const token = sessionToken(context, request.headers);
      if (token !== undefined) await endSession(context, token);
      clearSessionCookie(context, reply);
      return { id: sessionId, deleted: true as const };
    },
  }),
];
