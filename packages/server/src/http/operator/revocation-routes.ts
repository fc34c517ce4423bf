/** Routes that tell what became of grants that were to be taken back. */
import { revocationReceipt } from "@grantry/contract/common";
import {
  revocationParams,
  revocationsAnswer,
  revocationsQuery,
  workspaceParams,
} from "@grantry/contract/operator";
import { getReceipt, listReceipts } from "../../service/revocation/index.ts";
import { viewReceipt, viewReceipts } from "../base44/receipt-views.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/revocations";

export const revocationRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:read",
    summary: "What became of grants that were to be taken back, the newest first",
    params: workspaceParams,
    query: revocationsQuery,
    answer: revocationsAnswer,
    handler: async (context, { workspaceId }, { query }) =>
      viewReceipts(
        await listReceipts(context, {
          workspaceId,
          connectionId: query.connection_id ?? null,
          queued: query.status === undefined ? null : query.status === "queued",
          before: query.before ?? null,
          limit: query.limit,
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${base}/:revocationId`,
    for: "operator",
    permission: "workspace:read",
    summary: "What became of one grant that was to be taken back",
    params: revocationParams,
    answer: revocationReceipt,
    handler: async (context, { workspaceId }, { params }) =>
      viewReceipt(await getReceipt(context, workspaceId, params.revocationId)),
  }),
];
