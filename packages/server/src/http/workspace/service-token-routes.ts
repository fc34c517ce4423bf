/** Routes of an app's service tokens. */
import { errorBody } from "@grantry/contract/common";
import {
  revokedAnswer,
  serviceTokenBody,
  serviceTokenCreated,
  serviceTokenParams,
  serviceTokensAnswer,
  workspaceAppParams,
} from "@grantry/contract/workspace";
import { createServiceToken, endServiceToken, listTokens } from "../../service/manage/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/apps/:appId/service-tokens";
const tags = ["operator"];

export function registerServiceTokenRoutes(instance: ZodInstance, context: HttpContext): void {
  registerList(instance, context);
  registerWrites(instance, context);
}

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

function registerList(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "The app's service tokens, without their secrets",
        params: workspaceAppParams,
        response: { 200: serviceTokensAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      return { service_tokens: (await listTokens(context, operator, params.appId)).map(view) };
    },
  );
}

function registerWrites(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    base,
    {
      schema: {
        tags,
        summary: "Create a service token; it is shown this once",
        params: workspaceAppParams,
        body: serviceTokenBody,
        response: { 200: serviceTokenCreated, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { name, expires_in_days: expiresInDays } = body;
      const input = { appId: params.appId, name, expiresInDays };
      const created = await createServiceToken(context, operator, input);
      return { ...view(created), token: created.secret.reveal() };
    },
  );
  instance.delete(
    `${base}/:serviceTokenId`,
    {
      schema: {
        tags,
        summary: "Revoke a service token: it ends at once",
        params: serviceTokenParams,
        response: { 200: revokedAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      await endServiceToken(context, operator, params);
      return { status: "revoked" as const, id: params.serviceTokenId };
    },
  );
}
