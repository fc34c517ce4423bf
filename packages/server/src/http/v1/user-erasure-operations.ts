/** What is kept of one user of an app: taken out as a file, and erased. */
import { Readable } from "node:stream";
import { address } from "@grantry/contract/v1/common";
import { operation } from "@grantry/contract/v1/operations";
import { userExport } from "@grantry/contract/v1/users";
import type { FastifyReply } from "fastify";
import { GrantryError } from "../../lib/error.ts";
import { operatorAtApp } from "../../service/accounts/index.ts";
import type { Backend } from "../../service/app-users/index.ts";
import { type ExportedPart, exportUser } from "../../service/connections/index.ts";
import { eraseUser } from "../../service/operations/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewOperation } from "./bulk-operations.ts";
import { viewOne, viewReport } from "./connection-views.ts";
import { viewTimelineItem } from "./timeline-views.ts";
import { viewUser } from "./user-views.ts";

const tag = "Users";
const ofApp = "/v1/apps/:app_id/users/:user_id";
const ofWorkspace = "/v1/workspaces/:workspace_id/apps/:app_id/users/:user_id";
const jsonLines = "application/jsonl";

/**
 * As whom the app's backend acts: like a signal by the server, named by what it came by, which an operation can be of. Throws
 * forbidden where it is limited to some connectors: the user is of all of them.
 */
function actingOf({ app, connectorIds, serviceTokenId }: Backend) {
  if (connectorIds !== null) {
    throw new GrantryError("forbidden", {
      detail: "This is about all of a user, and this service token is limited to some connectors.",
    });
  }
  const actor = { kind: "server", id: serviceTokenId, label: "The app’s backend" } as const;
  return { workspaceId: app.workspaceId, caller: { actor } };
}

async function viewPart(context: HttpContext, part: ExportedPart): Promise<object> {
  if (part.kind === "user") return { kind: part.kind, ...viewUser(part.user) };
  if (part.kind === "connection") {
    return { kind: part.kind, ...(await viewOne(context, part.connection, viewReport)) };
  }
  // Who of the operators it was is not the user's.
  const { actor: _, ...entry } = viewTimelineItem(part.item);
  return { ...entry, kind: part.kind, connection_id: part.connectionId, entry: entry.kind };
}

async function* linesOf(
  context: HttpContext,
  parts: AsyncGenerator<ExportedPart>,
): AsyncGenerator<string> {
  for await (const part of parts) yield `${JSON.stringify(await viewPart(context, part))}\n`;
}

/** How long whoever reads it may take nothing of it before it is cut off. */
const stalledMs = 60_000;

function sendLines(reply: FastifyReply, lines: AsyncGenerator<string>) {
  reply.raw.setTimeout(stalledMs, () => reply.raw.destroy());
  return reply
    .header("content-type", jsonLines)
    .header("content-disposition", 'attachment; filename="user.jsonl"')
    .send(Readable.from(lines, { highWaterMark: 1 }));
}

const begun = {
  status: "queued",
  kind: "erase_user",
  filter: { app_id: "app_daybook", user: { id: "usr_4kP0f1" } },
  progress: { total: 3, at_least: false, done: 0, failed: 0 },
} as const;
const exported = { answer: userExport, produces: jsonLines, refuses: ["user_not_found"] } as const;
const erased = { answer: operation, shows: begun, refuses: ["user_not_found"] } as const;
const exportSummary =
  "What is kept of a user, as JSON lines without credentials; that it was taken out is recorded";
const eraseSummary =
  "Erase a user: no token of theirs is given out from now on, their grants are revoked, and then nothing is left that names them";

export const userErasureOperations = [
  route({
    method: "GET",
    path: `${ofApp}/export`,
    for: "verified_backend",
    permission: "users:erase",
    operationId: "exportUser",
    tag,
    summary: exportSummary,
    params: address("app_id", "user_id"),
    ...exported,
    handler: async (context, backend, { params }, reply) => {
      const acting = actingOf(backend);
      const { appId, workspaceId } = backend.app;
      const seen = { workspaceId, appId, connectorIds: null };
      const parts = await exportUser(context, acting, { seen, handle: params.userId });
      return sendLines(reply, linesOf(context, parts));
    },
  }),
  route({
    method: "DELETE",
    path: ofApp,
    for: "verified_backend",
    permission: "users:erase",
    operationId: "eraseUser",
    whileFrozen: true,
    tag,
    summary: eraseSummary,
    params: address("app_id", "user_id"),
    ...erased,
    handler: async (context, backend, { params }) => {
      const asked = { appId: backend.app.appId, handle: params.userId };
      return viewOperation(await eraseUser(context, actingOf(backend), asked));
    },
  }),
  route({
    method: "GET",
    path: `${ofWorkspace}/export`,
    for: "operator",
    permission: "connections:revoke",
    operationId: "exportWorkspaceUser",
    tag,
    summary: exportSummary,
    params: address("workspace_id", "app_id", "user_id"),
    ...exported,
    handler: async (context, operator, { params }, reply) => {
      const { app } = await operatorAtApp(context, operator, params.appId);
      const seen = { workspaceId: app.workspaceId, appId: app.appId, connectorIds: null };
      const parts = await exportUser(context, operator, { seen, handle: params.userId });
      return sendLines(reply, linesOf(context, parts));
    },
  }),
  route({
    method: "DELETE",
    path: ofWorkspace,
    for: "operator",
    permission: "connections:revoke",
    operationId: "eraseWorkspaceUser",
    tag,
    summary: eraseSummary,
    params: address("workspace_id", "app_id", "user_id"),
    ...erased,
    handler: async (context, operator, { params }) => {
      const { app } = await operatorAtApp(context, operator, params.appId);
      const asked = { appId: app.appId, handle: params.userId };
      return viewOperation(await eraseUser(context, operator, asked));
    },
  }),
];
