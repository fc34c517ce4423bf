/** Pages: make and revoke keys of one's own. */
import { createPersonalKeyRequest } from "@grantry/contract/v1/people";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import {
  answersForServer,
  createPersonalKey,
  endPersonalKey,
  identifyOperator,
  listOwnKeys,
  type Operator,
  scopeTexts,
  serverScopeTexts,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { type KeyForm, keysPage, newKeyPage } from "../pages/keys.ts";
import { hidden, sendPage } from "../pages/page.ts";
import { parsed } from "../parsed.ts";
import { page, type Route } from "../route.ts";
import { sessionToken } from "../session-cookie.ts";
import { sessionOf, toSignIn } from "./page-part.ts";

const path = "/account/keys";
/** A checkbox that is not ticked is not sent, and one alone is sent as a text. */
const keyForm = z.object({
  name: z.string().max(1_024),
  scopes: z
    .union([z.string().max(64), z.array(z.string().max(64)).max(32)])
    .default([])
    .transform((value) => (typeof value === "string" ? [value] : value)),
  expires_in_days: z.coerce.number().int(),
});
const revokeForm = z.object({ key: z.string().min(1).max(128) });
const emptyForm: KeyForm = { name: "", scopes: ["apps:read"], expiresInDays: 90, problem: null };

type Handler = (
  context: HttpContext,
  caller: Operator,
  exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
) => Promise<FastifyReply>;

/** A page of whoever is signed in, as a caller of the API. */
function ownPage(method: "GET" | "POST", address: string, handler: Handler): Route {
  return page(method, address, async (context, request, reply) => {
    const token = sessionToken(context, request.headers);
    const session = await sessionOf(context, request);
    if (token === undefined || session === undefined) return toSignIn(reply, path);
    const caller = await identifyOperator(context, { kind: "session", secret: token });
    return await handler(context, caller, { request, reply });
  });
}

async function show(
  context: HttpContext,
  caller: Operator,
  reply: FastifyReply,
  form: KeyForm,
): Promise<FastifyReply> {
  const isServers = await answersForServer(context, caller);
  const offered = isServers ? { ...scopeTexts, ...serverScopeTexts } : scopeTexts;
  return sendPage(reply, keysPage(await listOwnKeys(context, caller), form, offered));
}

const create: Handler = async (context, caller, { request, reply }) => {
  const form = parsed(keyForm, request.body);
  const result = createPersonalKeyRequest.safeParse(form);
  if (!result.success) {
    const { name, scopes, expires_in_days: expiresInDays } = form;
    const problem =
      scopes.length === 0
        ? "Choose at least one thing that the key may do."
        : "The name, a scope or the number of days cannot be used.";
    return await show(context, caller, reply.code(400), { name, scopes, expiresInDays, problem });
  }
  const { name, scopes, expires_in_days: expiresInDays } = result.data;
  const created = await createPersonalKey(context, caller, { name, scopes, expiresInDays });
  return sendPage(reply, newKeyPage(created));
};

const revoke: Handler = async (context, caller, { request, reply }) => {
  await endPersonalKey(context, caller, parsed(revokeForm, request.body).key);
  return redirectWithin(hidden(reply), path);
};

export const keyPages = [
  ownPage("GET", path, (context, caller, { reply }) => show(context, caller, reply, emptyForm)),
  ownPage("POST", path, create),
  ownPage("POST", `${path}/revoke`, revoke),
];
