/** Routes of workspaces: which there are, and who changed what. The rest stands beside. */
import { workspaceParams } from "@grantry/contract/operator";
import { auditAnswer, auditQuery, workspacesAnswer } from "@grantry/contract/workspace";
import { readAudit, workspacesOfCaller } from "../../service/accounts/index.ts";
import { route } from "../route.ts";

export const workspaceRoutes = [
  route({
    method: "GET",
    path: "/api/workspace/workspaces",
    for: "operator",
    permission: null,
    summary: "The caller's workspaces, as the official command line reads them",
    answer: workspacesAnswer,
    handler: async (context, caller) => {
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
  }),
  route({
    method: "GET",
    path: "/api/workspace/:workspaceId/audit",
    for: "operator",
    permission: "audit:read",
    summary: "Who changed what, newest first",
    params: workspaceParams,
    query: auditQuery,
    answer: auditAnswer,
    handler: async (context, operator, { query: { limit, before = null } }) => {
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
  }),
];
