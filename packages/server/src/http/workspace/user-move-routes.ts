/** The route by which an operator gives users' connections to another issuer's users. */
import { errorBody } from "@grantry/contract/common";
import { moveUsersAnswer, moveUsersBody } from "@grantry/contract/user-moves";
import { workspaceAppParams } from "@grantry/contract/workspace";
import { moveUsers } from "../../service/manage/index.ts";
import { requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

export function registerUserMoveRoutes(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    "/api/workspace/:workspaceId/apps/:appId/users/move",
    {
      schema: {
        tags: ["operator"],
        summary: "Give users' connections to the users of an identity provider, page by page",
        params: workspaceAppParams,
        body: moveUsersBody,
        response: { 200: moveUsersAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const { from, users } = body;
      return await moveUsers(context, operator, {
        appId: params.appId,
        from:
          "unassigned" in from
            ? { kind: "unassigned" }
            : { kind: "issuer", issuer: from.issuer, userIdClaim: from.user_id_claim ?? null },
        to: body.to.issuer,
        users: users === undefined ? null : new Map(Object.entries(users)),
        dryRun: body.dry_run,
        after: body.after ?? null,
        limit: body.limit,
      });
    },
  );
}
