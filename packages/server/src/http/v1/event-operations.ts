/** What happened to a workspace's connections, and what became of grants that were taken back. */
import { address } from "@grantry/contract/v1/common";
import { revocation, revocationList, revocationsQuery } from "@grantry/contract/v1/connections";
import { type event, eventList, eventsQuery } from "@grantry/contract/v1/events";
import type { z } from "zod";
import { type ListedEvent, listWorkspaceEvents } from "../../service/events/index.ts";
import { getReceipt, listReceipts } from "../../service/revocation/index.ts";
import { route } from "../route.ts";
import { viewRevocation } from "./connection-views.ts";
import { listing } from "./list.ts";
import { instantOf } from "./time.ts";

const workspace = "/v1/workspaces/:workspace_id";

function viewEvent(one: ListedEvent): z.output<typeof event> {
  const { connector } = one;
  return {
    id: one.eventId,
    type: one.type,
    created_at: instantOf(one.createdAt),
    app_id: one.appId,
    connection_id: one.connectionId,
    number: one.number,
    connector: connector && {
      id: connector.connectorId,
      type: connector.type,
      name: connector.name,
    },
    data: { ...one.data },
  };
}

export const eventOperations = [
  route({
    method: "GET",
    path: `${workspace}/events`,
    for: "operator",
    permission: "apps:read",
    operationId: "listEvents",
    tag: "Events",
    summary:
      "What happened to the workspace's connections, oldest first unless sort says otherwise",
    params: address("workspace_id"),
    query: eventsQuery,
    answer: eventList,
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const { type = null, app_id: appId = null, sort } = request.query;
      const { connector_id: connectorId = null } = request.query;
      const { events, cursor } = await listWorkspaceEvents(context, workspaceId, {
        ...{ type, appId, connectorId, limit },
        after: after === null ? null : String(after[0]),
        newestFirst: sort === "-created_at",
      });
      return page(events.map(viewEvent), cursor === null ? null : [cursor]);
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/revocations`,
    for: "operator",
    permission: "apps:read",
    operationId: "listRevocations",
    tag: "Events",
    summary: "What became of grants that were to be taken back, the newest first",
    params: address("workspace_id"),
    query: revocationsQuery,
    answer: revocationList,
    handler: async (context, { workspaceId }, request) => {
      const { after, limit, page } = listing(context, request);
      const { connection_id: connectionId = null, status = null } = request.query;
      const { receipts, next } = await listReceipts(context, {
        workspaceId,
        connectionId,
        status,
        before: after === null ? null : Number(after[0]),
        limit,
      });
      return page(receipts.map(viewRevocation), next === null ? null : [next]);
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/revocations/:revocation_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getRevocation",
    tag: "Events",
    summary: "What became of one grant that was to be taken back",
    params: address("workspace_id", "revocation_id"),
    answer: revocation,
    refuses: ["revocation_not_found"],
    handler: async (context, { workspaceId }, { params }) =>
      viewRevocation(await getReceipt(context, workspaceId, params.revocationId)),
  }),
];
