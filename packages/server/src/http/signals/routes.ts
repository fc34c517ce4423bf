/**
 * What identity providers tell unasked: security event tokens by push (RFC 8935), and logouts (OpenID Connect Back-Channel
 * Logout 1.0). The token in the body is all that proves who sends it; answers are as those two have them.
 */
import formbody from "@fastify/formbody";
import { address } from "@grantry/contract/v1/common";
import { signalErrorBody } from "@grantry/contract/v1/signal-streams";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import type { GrantryError } from "../../lib/error.ts";
import { receiveSignal, SignalRefusal, takeCompanyLogout } from "../../service/signals/index.ts";
import type { HttpContext } from "../context.ts";
import { logError, requestError, setRetryAfter } from "../errors.ts";
import { addRoutes } from "../frame.ts";
import { type Route, route } from "../route.ts";

/** A token of an event is a twentieth of it. */
export const tokenBytesMax = 16_384;

/** A body that is one token, and nothing else. */
export function serveSignals(
  part: FastifyInstance,
  context: HttpContext,
  routes: readonly Route[],
) {
  part.removeAllContentTypeParsers();
  part.addContentTypeParser(
    "application/secevent+jwt",
    { parseAs: "string" },
    (_request, body, done) => done(null, body),
  );
  part.setErrorHandler((thrown, _request, reply) => {
    const { status, error, description } = answerTo(context, thrown, reply);
    // The language of the description must be said (RFC 8935 section 2.4).
    return send(reply.code(status).header("content-language", "en"), {
      ...signalErrorBody.parse({ err: error, description }),
    });
  });
  addRoutes(part, context, routes);
}

/** A form with one token in it. */
export function serveLogouts(
  part: FastifyInstance,
  context: HttpContext,
  routes: readonly Route[],
) {
  part.removeAllContentTypeParsers();
  void part.register(formbody, { bodyLimit: tokenBytesMax });
  part.setErrorHandler((thrown, _request, reply) => {
    const { status, error, description } = answerTo(context, thrown, reply);
    // Whatever came of it, a logout that was not carried out is 400 (section 2.8), but for what the edge refuses itself.
    const isEdge = [413, 415, 429].includes(status);
    return send(reply.code(isEdge ? status : 400), { error, error_description: description });
  });
  addRoutes(part, context, routes);
}

interface Answer {
  readonly status: number;
  readonly error: string;
  readonly description: string;
}

function answerTo(context: HttpContext, thrown: unknown, reply: FastifyReply): Answer {
  if (thrown instanceof SignalRefusal) {
    return { status: 400, error: thrown.error, description: thrown.message };
  }
  const refused: GrantryError = requestError(thrown);
  logError(context.log, reply.request, refused);
  setRetryAfter(reply, refused);
  const { status, detail: description } = refused;
  return { status, error: status >= 500 ? "server_error" : "invalid_request", description };
}

function send(reply: FastifyReply, body: object): FastifyReply {
  return reply
    .type("application/json; charset=utf-8")
    .serializer((value: unknown) => JSON.stringify(value))
    .send(body);
}

export const signalRoutes = [
  route({
    method: "POST",
    path: "/v1/signals/:signal_stream_id",
    for: "proof_in_body",
    hidden: true,
    params: address("signal_stream_id"),
    body: z.string(),
    takes: "application/secevent+jwt",
    bodyLimit: tokenBytesMax,
    limits: ["signals", "signals_of_address"],
    handler: async (context, _nobody, { params: { signalStreamId }, body: token }, reply) => {
      await receiveSignal(context, { signalStreamId, token: token.trim() });
      return reply.code(202).send();
    },
  }),
];

const logoutForm = z.object({ logout_token: z.string().min(1).max(tokenBytesMax) });

export const logoutRoutes = [
  route({
    method: "POST",
    path: "/sign-in/company/:workspaceId/logout",
    for: "proof_in_body",
    hidden: true,
    params: z.object({ workspaceId: z.string().min(1).max(128) }),
    body: logoutForm,
    takes: "application/x-www-form-urlencoded",
    bodyLimit: tokenBytesMax,
    limits: ["signals", "signals_of_address"],
    handler: async (context, _nobody, { params: { workspaceId }, body }, reply) => {
      await takeCompanyLogout(context, { workspaceId, token: body.logout_token });
      return reply.code(200).send();
    },
  }),
];
