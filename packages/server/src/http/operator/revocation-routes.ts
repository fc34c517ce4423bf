/** Routes that tell what became of grants that were to be taken back. */
import { errorBody, revocationReceipt } from "@grantry/contract/common";
import {
  revocationParams,
  revocationsAnswer,
  revocationsQuery,
  workspaceParams,
} from "@grantry/contract/operator";
import { getReceipt, listReceipts } from "../../service/revocation/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/revocations";
const tags = ["operator"];

export function registerRevocationRoutes(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "What became of grants that were to be taken back, the newest first",
        params: workspaceParams,
        querystring: revocationsQuery,
        response: { 200: revocationsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, query }) => {
      const scope = "workspace:read";
      const { workspaceId } = params;
      await requireWorkspaceOperator(context, workspaceId, headers, scope);
      return await listReceipts(context, {
        workspaceId,
        connectionId: query.connection_id ?? null,
        queued: query.status === undefined ? null : query.status === "queued",
        before: query.before ?? null,
        limit: query.limit,
      });
    },
  );
  instance.get(
    `${base}/:revocationId`,
    {
      schema: {
        tags,
        summary: "What became of one grant that was to be taken back",
        params: revocationParams,
        response: { 200: revocationReceipt, "4xx": errorBody },
      },
    },
    async ({ params: { workspaceId, revocationId }, headers }) => {
      await requireWorkspaceOperator(context, workspaceId, headers, "workspace:read");
      return await getReceipt(context, workspaceId, revocationId);
    },
  );
}
