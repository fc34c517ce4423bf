/** The pages about our own API. */
import { page } from "../route.ts";
import { sendConstant } from "./openapi/constant.ts";

export const referencePages = [
  page("GET", "/docs", (_context, request, reply) =>
    sendConstant(request, reply, request.server.reference.operations()),
  ),
  page("GET", "/docs/errors", (_context, request, reply) =>
    sendConstant(request, reply, request.server.reference.errors()),
  ),
];
