/** How often calls for an app may come. */
import { appLimitList } from "@grantry/contract/v1/app-limits";
import { address } from "@grantry/contract/v1/common";
import { plainListQuery } from "@grantry/contract/v1/people";
import { listAppLimits } from "../../service/overview/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";

export const appLimitOperations = [
  route({
    method: "GET",
    path: "/v1/workspaces/:workspace_id/apps/:app_id/limits",
    for: "operator",
    permission: "apps:read",
    operationId: "listAppLimits",
    tag: "Apps",
    summary: "How often calls for the app may come, and how many were refused in the last day",
    params: address("workspace_id", "app_id"),
    query: plainListQuery,
    answer: appLimitList,
    refuses: ["app_not_found"],
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listAppLimits(context, operator, request.params.appId),
        { keyOf: ({ policy }) => [policy] },
        ({ policy, of, quota, seconds, refusedLastDay }) => ({
          policy,
          of,
          quota,
          seconds,
          refused_last_day: refusedLastDay,
        }),
      ),
  }),
];
