/** Which workspaces there are, as the official command line asks. */
import { workspacesAnswer } from "@grantry/contract/base44/workspace";
import { workspacesOfCaller } from "../../service/accounts/index.ts";
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
];
