/** What happened to a connection, and what operators ask of it and of its person. */
import { address } from "@grantry/contract/v1/common";
import {
  connectionCheck,
  reconnectRequest,
  reconnectRequestBody,
} from "@grantry/contract/v1/reconnect";
import { timelineEntryList, timelineQuery } from "@grantry/contract/v1/timeline";
import { requestReconnect } from "../../service/connect/index.ts";
import {
  checkConnection,
  readTimeline,
  type TimelinePosition,
} from "../../service/connections/index.ts";
import { route } from "../route.ts";
import { viewOne, viewReport } from "./connection-views.ts";
import { listing } from "./list.ts";
import { instantOf } from "./time.ts";
import { viewTimelineItem } from "./timeline-views.ts";

const tag = "Connections";
const ofConnection = "/v1/workspaces/:workspace_id/connections/:connection_id";
const inWorkspace = address("workspace_id", "connection_id");

export const timelineOperations = [
  route({
    method: "GET",
    path: `${ofConnection}/timeline`,
    for: "operator",
    permission: "apps:read",
    operationId: "listConnectionTimeline",
    tag,
    summary: "What happened to a connection, the newest first",
    params: inWorkspace,
    query: timelineQuery,
    answer: timelineEntryList,
    refuses: ["connection_not_found"],
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const { connectionId } = request.params;
      const { items, next } = await readTimeline(
        context,
        { workspaceId, connectionId },
        // Authenticated: it is one of ours.
        { after: after as TimelinePosition | null, limit },
      );
      return page(items.map(viewTimelineItem), next);
    },
  }),
  route({
    method: "POST",
    path: `${ofConnection}/check`,
    for: "operator",
    permission: "connections:write",
    operationId: "checkConnection",
    tag,
    summary: "Ask the provider whether the grant of a connection lives",
    params: inWorkspace,
    answer: connectionCheck,
    refuses: [
      "connection_not_found",
      "not_connected",
      "needs_reauth",
      "connector_misconfigured",
      "provider_unavailable",
    ],
    handler: async (context, operator, { params }) => {
      const { verdict, connection } = await checkConnection(context, operator, params.connectionId);
      return { verdict, connection: await viewOne(context, connection, viewReport) };
    },
  }),
  route({
    method: "POST",
    path: `${ofConnection}/reconnect-requests`,
    for: "operator",
    permission: "connections:write",
    operationId: "requestReconnect",
    tag,
    summary:
      "Make a link by which the person connects the same account again; it is told this once",
    params: inWorkspace,
    body: reconnectRequestBody,
    answer: reconnectRequest,
    status: 201,
    refuses: ["connection_not_found", "reconnect_not_possible", "user_connections_disabled"],
    handler: async (context, operator, { params }) => {
      const { url, expiresAt } = await requestReconnect(context, operator, params.connectionId);
      return { url: url.reveal(), expires_at: instantOf(expiresAt) };
    },
  }),
];
