/** Calls of the app's own functions: whatever is sent to one, and whatever it answers. */
import {
  functionAddress,
  functionAnswer,
  functionInput,
  functionPathAddress,
} from "@grantry/contract/v1/functions";
import type { FastifyReply, FastifyRequest } from "fastify";
import type { HttpContext } from "../context.ts";
import { forward, functionMethods, functionScope } from "../functions/forward.ts";
import { route } from "../route.ts";
import { refuseOtherCredentials } from "./request.ts";

const base = "/v1/apps/:app_id/functions";

function call(
  context: HttpContext,
  request: FastifyRequest,
  reply: FastifyReply,
  target: { readonly appId: string; readonly path: string },
): Promise<FastifyReply> {
  refuseOtherCredentials(request);
  return forward(context, request, reply, target);
}

export const functionOperations = [
  route({
    method: "POST",
    path: `${base}/:name`,
    for: "anybody",
    permission: functionScope,
    operationId: "callFunction",
    tag: "Functions",
    summary:
      "Call a function of the app, by any method: for its signed-in user, as its backend, or as a visitor",
    params: functionAddress,
    body: functionInput,
    answer: functionAnswer,
    takes: "*/*",
    produces: "*/*",
    refuses: [
      "app_not_found",
      "functions_not_configured",
      "body_too_large",
      "functions_unavailable",
      "functions_timeout",
      "functions_answer_invalid",
    ],
    handler: (context, _anybody, request, reply) =>
      call(context, request as FastifyRequest, reply, {
        appId: request.params.appId,
        path: request.params.name,
      }),
  }),
  /** The same by every method, and for paths below a function: one text describes them all. */
  route({
    method: functionMethods,
    path: `${base}/*`,
    for: "anybody",
    permission: functionScope,
    hidden: true,
    params: functionPathAddress,
    handler: (context, _anybody, request, reply) =>
      call(context, request as FastifyRequest, reply, request.params),
  }),
];
