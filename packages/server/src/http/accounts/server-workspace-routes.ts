/** Pages: the server's operator creates, freezes and unfreezes workspaces. */
import {
  createWorkspaceRequest,
  freezeWorkspaceRequest,
} from "@grantry/contract/v1/server-workspaces";
import type { FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import { isGrantryError } from "../../lib/error.ts";
import {
  createWorkspaceWithOwner,
  freezeWorkspace,
  identifyOperator,
  listAllWorkspaces,
  readWorkspace,
  requireServerOperator,
  type ServerOperator,
  unfreezeWorkspace,
} from "../../service/accounts/index.ts";
import { redirectWithin } from "../base-path.ts";
import type { HttpContext } from "../context.ts";
import { hidden, sendPage } from "../pages/page.ts";
import {
  freezePage,
  serverWorkspacesPage,
  unfreezePage,
  type WorkspaceForm,
  workspaceCreatedPage,
} from "../pages/server-workspaces.ts";
import { parsed } from "../parsed.ts";
import { page, type Route } from "../route.ts";
import { sessionToken } from "../session-cookie.ts";
import { sessionOf, toSignIn } from "./page-part.ts";

const path = "/account/workspaces";
const shownMax = 50;
const field = z.string().max(1_024);
const createForm = z.object({ name: field, email: field });
const freezeForm = z.object({ reason: field });
const ofWorkspace = z.object({ workspace_id: z.string().min(1).max(128) });
/** Where the page before ended: seconds and id. */
const listQuery = z.object({
  after: z
    .string()
    .max(160)
    .regex(/^\d{1,12}~.+$/)
    .optional()
    .catch(undefined),
});
const emptyForm: WorkspaceForm = { name: "", email: "", problem: null };

interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}
type Handler = (
  context: HttpContext,
  caller: ServerOperator,
  exchange: Exchange,
) => Promise<FastifyReply>;

/** A page of the server's operator, by session. */
function operatorPage(method: "GET" | "POST", address: string, handler: Handler): Route {
  return page(method, address, async (context, request, reply) => {
    const token = sessionToken(context, request.headers);
    const session = await sessionOf(context, request);
    if (token === undefined || session === undefined) return toSignIn(reply, path);
    const caller = await identifyOperator(context, { kind: "session", secret: token });
    const operator = await requireServerOperator(context, caller);
    return await handler(context, operator, { request, reply });
  });
}

async function show(context: HttpContext, { request, reply }: Exchange, form: WorkspaceForm) {
  const { after } = parsed(listQuery, request.query);
  const [createdAt = "", ...id] = (after ?? "").split("~");
  const from =
    after === undefined ? null : { createdAt: Number(createdAt), workspaceId: id.join("~") };
  const found = await listAllWorkspaces(context, { after: from, limit: shownMax + 1 });
  const shown = found.slice(0, shownMax);
  const last = found.length > shownMax ? shown.at(-1) : undefined;
  const next = last === undefined ? null : `${last.createdAt}~${last.workspaceId}`;
  return sendPage(reply, serverWorkspacesPage(shown, next, form));
}

const create: Handler = async (context, caller, exchange) => {
  const { request, reply } = exchange;
  const form = parsed(createForm, request.body);
  const read = createWorkspaceRequest.safeParse({ name: form.name });
  const again = (problem: string) => show(context, { request, reply }, { ...form, problem });
  if (!read.success) {
    reply.code(400);
    return await again("The name cannot be used.");
  }
  try {
    const input = { name: read.data.name, email: form.email };
    const made = await createWorkspaceWithOwner(context, caller, input);
    return sendPage(reply, workspaceCreatedPage(made.workspace, made.invitation));
  } catch (thrown) {
    if (!isGrantryError(thrown, "account_invalid")) throw thrown;
    reply.code(thrown.status);
    return await again(thrown.detail);
  }
};

const workspaceOf = async (context: HttpContext, { request }: Exchange) =>
  await readWorkspace(context, parsed(ofWorkspace, request.params).workspace_id);

const freeze: Handler = async (context, caller, exchange) => {
  const { request, reply } = exchange;
  const workspace = await workspaceOf(context, exchange);
  const { reason } = parsed(freezeForm, request.body);
  const read = freezeWorkspaceRequest.safeParse({ reason });
  if (!read.success) {
    return sendPage(reply.code(400), freezePage(workspace, reason, "The reason cannot be used."));
  }
  const { workspaceId } = workspace;
  await freezeWorkspace(context, caller, { workspaceId, reason: read.data.reason });
  return redirectWithin(hidden(reply), path);
};

const unfreeze: Handler = async (context, caller, exchange) => {
  const { workspaceId } = await workspaceOf(context, exchange);
  await unfreezeWorkspace(context, caller, workspaceId);
  return redirectWithin(hidden(exchange.reply), path);
};

export const serverWorkspacePages = [
  operatorPage("GET", path, (context, _caller, exchange) => show(context, exchange, emptyForm)),
  operatorPage("POST", path, create),
  operatorPage("GET", `${path}/:workspace_id/freeze`, async (context, _caller, exchange) =>
    sendPage(exchange.reply, freezePage(await workspaceOf(context, exchange), "", null)),
  ),
  operatorPage("POST", `${path}/:workspace_id/freeze`, freeze),
  operatorPage("GET", `${path}/:workspace_id/unfreeze`, async (context, _caller, exchange) =>
    sendPage(exchange.reply, unfreezePage(await workspaceOf(context, exchange))),
  ),
  operatorPage("POST", `${path}/:workspace_id/unfreeze`, unfreeze),
];
