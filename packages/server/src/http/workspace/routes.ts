/** Routes of workspaces: which there are, and who changed what. The rest stands beside. */
import { errorBody } from "@grantry/contract/common";
import { workspaceParams } from "@grantry/contract/operator";
import { auditAnswer, auditQuery, workspacesAnswer } from "@grantry/contract/workspace";
import { readAudit, workspacesOfCaller } from "../../service/accounts/index.ts";
import { requireCaller, requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";
import { registerAppRoutes } from "./app-routes.ts";
import { registerConnectorRoutes } from "./connector-routes.ts";
import { registerGovernanceRoutes } from "./governance-routes.ts";
import { registerKeyRoutes } from "./key-routes.ts";
import { registerMemberRoutes } from "./member-routes.ts";
import { registerOAuthClientRoutes } from "./oauth-client-routes.ts";
import { registerServiceTokenRoutes } from "./service-token-routes.ts";
import { registerSignInProviderRoutes } from "./sign-in-provider-routes.ts";
import { registerUserMoveRoutes } from "./user-move-routes.ts";

const tags = ["operator"];

export function registerWorkspaceRoutes(instance: ZodInstance, context: HttpContext): void {
  registerList(instance, context);
  registerConnectorRoutes(instance, context);
  registerOAuthClientRoutes(instance, context);
  registerGovernanceRoutes(instance, context);
  registerAppRoutes(instance, context);
  registerUserMoveRoutes(instance, context);
  registerServiceTokenRoutes(instance, context);
  registerMemberRoutes(instance, context);
  registerKeyRoutes(instance, context);
  registerSignInProviderRoutes(instance, context);
  registerAudit(instance, context);
}

function registerList(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    "/api/workspace/workspaces",
    {
      schema: {
        tags,
        summary: "The caller's workspaces, as the official command line reads them",
        response: { 200: workspacesAnswer, "4xx": errorBody },
      },
    },
    async ({ headers }) => {
      const caller = await requireCaller(context, headers);
      const workspaces = await workspacesOfCaller(context, caller);
      return {
        workspaces: workspaces.map(({ workspaceId, name, role }) => ({
          id: workspaceId,
          name,
          user_role: role,
          subscription_tier: null,
          is_enterprise: false,
        })),
      };
    },
  );
}

function registerAudit(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    "/api/workspace/:workspaceId/audit",
    {
      schema: {
        tags,
        summary: "Who changed what, newest first",
        params: workspaceParams,
        querystring: auditQuery,
        response: { 200: auditAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, query }) => {
      const { workspaceId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "audit:read");
      const { limit, before = null } = query;
      const records = await readAudit(context, operator, { limit, before });
      return {
        records: records.map(({ auditRecordId, recordedAt, actor, action, target, details }) => ({
          id: auditRecordId,
          at: recordedAt,
          actor,
          action,
          target,
          details: { ...details },
        })),
      };
    },
  );
}
