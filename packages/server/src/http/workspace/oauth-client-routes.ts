/** Routes of a workspace's OAuth clients. */
import { errorBody } from "@grantry/contract/common";
import {
  oauthClientChanges,
  oauthClientParams,
  oauthClientsAnswer,
  oauthClientView,
} from "@grantry/contract/oauth-clients";
import { workspaceParams } from "@grantry/contract/operator";
import { listOAuthClients, updateOAuthClient } from "../../service/manage/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/oauth-clients";
const tags = ["operator"];

export function registerOAuthClientRoutes(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "The workspace's OAuth clients, those that were registered first before others",
        params: workspaceParams,
        response: { 200: oauthClientsAnswer, "4xx": errorBody },
      },
    },
    async ({ params: { workspaceId }, headers }) => {
      const scope = "workspace:read";
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, scope);
      return { oauth_clients: await listOAuthClients(context, operator) };
    },
  );
  instance.put(
    `${base}/:oauthClientId`,
    {
      schema: {
        tags,
        summary: "Say that other servers use a client, too, or that shared connections get it",
        params: oauthClientParams,
        body: oauthClientChanges,
        response: { 200: oauthClientView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { oauthClientId } = params;
      const marks = { usedByOtherServers: body.used_by_other_servers, preferred: body.preferred };
      return await updateOAuthClient(context, operator, { oauthClientId, marks });
    },
  );
}
