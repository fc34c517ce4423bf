/** The functions gateway. A scope of its own: bodies of any type pass through as they arrive. */
import {
  functionParams,
  functionPathParams,
  namelessFunctionParams,
} from "@grantry/contract/functions";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { appOfCall } from "../../service/functions/index.ts";
import { route } from "../route.ts";
import { forward, functionMethods, functionScope, tokenOf } from "./forward.ts";

const base = "/api/apps/:appId/functions";

/** Bodies of any type, unread; the rule of all other routes, JSON and nothing else, stays theirs. */
export function acceptAnyBody(part: FastifyInstance): void {
  part.removeAllContentTypeParsers();
  part.addContentTypeParser("*", (_request, body, parsed) => parsed(null, body));
}

export const functionRoutes = [
  route({
    method: "POST",
    path: `${base}/:name`,
    for: "anybody",
    permission: functionScope,
    summary: "Call a backend function of the app, for its signed-in user or for a visitor",
    params: functionParams,
    answer: z.unknown(),
    handler: (context, _anybody, request, reply) => {
      const { appId, name: path } = request.params;
      return forward(context, request, reply, { appId, path });
    },
  }),
  /** The same by every method, and for paths below a function: one text describes them all. */
  route({
    method: functionMethods,
    path: `${base}/*`,
    for: "anybody",
    permission: functionScope,
    hidden: true,
    params: functionPathParams,
    handler: (context, _anybody, request, reply) => {
      const { appId, "*": path } = request.params;
      return forward(context, request, reply, { appId, path });
    },
  }),
  /** Where the official client's `functions.fetch` calls. */
  route({
    method: functionMethods,
    path: "/api/functions/*",
    for: "anybody",
    permission: functionScope,
    hidden: true,
    params: namelessFunctionParams,
    handler: (context, _anybody, request, reply) => {
      const token = tokenOf(request);
      const named = request.headers["x-app-id"];
      const appId = appOfCall(context, typeof named === "string" ? named : undefined, token);
      return forward(context, request, reply, { appId, path: request.params["*"] });
    },
  }),
];
