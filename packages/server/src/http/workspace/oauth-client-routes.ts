/** Routes of a workspace's OAuth clients. */
import {
  oauthClientChanges,
  oauthClientParams,
  oauthClientsAnswer,
  oauthClientView,
} from "@grantry/contract/oauth-clients";
import { workspaceParams } from "@grantry/contract/operator";
import { listOAuthClients, updateOAuthClient } from "../../service/manage/index.ts";
import { viewOAuthClient } from "../base44/connector-views.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/oauth-clients";

export const oauthClientRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:read",
    summary: "The workspace's OAuth clients, those that were registered first before others",
    params: workspaceParams,
    answer: oauthClientsAnswer,
    handler: async (context, operator) => ({
      oauth_clients: (await listOAuthClients(context, operator)).map(viewOAuthClient),
    }),
  }),
  route({
    method: "PUT",
    path: `${base}/:oauthClientId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Say that other servers use a client, too, or that shared connections get it",
    params: oauthClientParams,
    body: oauthClientChanges,
    answer: oauthClientView,
    handler: async (context, operator, { params: { oauthClientId }, body }) => {
      const marks = { usedByOtherServers: body.used_by_other_servers, preferred: body.preferred };
      return viewOAuthClient(await updateOAuthClient(context, operator, { oauthClientId, marks }));
    },
  }),
];
