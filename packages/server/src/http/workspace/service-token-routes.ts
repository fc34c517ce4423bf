/** Routes of an app's service tokens. */
import {
  revokedAnswer,
  serviceTokenBody,
  serviceTokenCreated,
  serviceTokenParams,
  serviceTokensAnswer,
  workspaceAppParams,
} from "@grantry/contract/workspace";
import { createServiceToken, endServiceToken, listTokens } from "../../service/manage/index.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/apps/:appId/service-tokens";

type Token = Awaited<ReturnType<typeof listTokens>>[number];

function view({ serviceTokenId, name, createdAt, expiresAt, forFunctions }: Token) {
  return {
    id: serviceTokenId,
    name,
    created_at: createdAt,
    expires_at: expiresAt,
    for_functions: forFunctions,
  };
}

export const serviceTokenRoutes = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:write",
    summary: "The app's service tokens, without their secrets",
    params: workspaceAppParams,
    answer: serviceTokensAnswer,
    handler: async (context, operator, { params }) => ({
      service_tokens: (await listTokens(context, operator, params.appId)).map(view),
    }),
  }),
  route({
    method: "POST",
    path: base,
    for: "operator",
    permission: "workspace:write",
    summary: "Create a service token; it is shown this once",
    params: workspaceAppParams,
    body: serviceTokenBody,
    answer: serviceTokenCreated,
    handler: async (context, operator, { params: { appId }, body }) => {
      const input = { appId, name: body.name, expiresInDays: body.expires_in_days };
      const created = await createServiceToken(context, operator, input);
      return { ...view(created), token: created.secret.reveal() };
    },
  }),
  route({
    method: "DELETE",
    path: `${base}/:serviceTokenId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Revoke a service token: it ends at once",
    params: serviceTokenParams,
    answer: revokedAnswer,
    handler: async (context, operator, { params }) => {
      await endServiceToken(context, operator, params);
      return { status: "revoked" as const, id: params.serviceTokenId };
    },
  }),
];
