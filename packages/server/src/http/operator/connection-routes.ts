/** Routes that tell how a workspace's connections are, and what happened to them. */
import { errorBody } from "@grantry/contract/common";
import {
  connectionReport,
  eventsAnswer,
  eventsQuery,
  workspaceConnectionParams,
  workspaceParams,
} from "@grantry/contract/operator";
import { reportConnection } from "../../service/connections/index.ts";
import { listWorkspaceEvents } from "../../service/events/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId";
const tags = ["operator"];

export function registerConnectionRoutes(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/connections/:connectionId`,
    {
      schema: {
        tags,
        summary: "Everything known about a connection, except its tokens",
        params: workspaceConnectionParams,
        response: { 200: connectionReport, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = await requireWorkspaceOperator(
        context,
        params.workspaceId,
        headers,
        "workspace:read",
      );
      return await reportConnection(context, workspaceId, params.connectionId);
    },
  );
  instance.get(
    `${base}/events`,
    {
      schema: {
        tags,
        summary: "What happened to the workspace's connections, oldest first",
        params: workspaceParams,
        querystring: eventsQuery,
        response: { 200: eventsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, query }) => {
      const { workspaceId } = await requireWorkspaceOperator(
        context,
        params.workspaceId,
        headers,
        "workspace:read",
      );
      const page = { after: query.after ?? null, limit: query.limit };
      return await listWorkspaceEvents(context, workspaceId, page);
    },
  );
}
