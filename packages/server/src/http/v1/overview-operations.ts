/** A workspace at a glance: its figures over time. */
import { address } from "@grantry/contract/v1/common";
import { statistics, statisticsQuery } from "@grantry/contract/v1/overview";
import { secondsOf } from "../../lib/clock.ts";
import { getStatistics } from "../../service/overview/index.ts";
import { route } from "../route.ts";
import { instantOf } from "./time.ts";

const workspace = "/v1/workspaces/:workspace_id";

const secondsOrNull = (instant: string | undefined): number | null =>
  instant === undefined ? null : secondsOf(instant);

export const overviewOperations = [
  route({
    method: "GET",
    path: `${workspace}/statistics`,
    for: "operator",
    permission: "apps:read",
    operationId: "getStatistics",
    tag: "Workspaces",
    summary: "How much happened over time: tokens served, refreshes, connections, waiting times",
    params: address("workspace_id"),
    query: statisticsQuery,
    answer: statistics,
    refuses: ["app_not_found", "connector_not_found"],
    handler: async (context, { workspaceId }, { query }) => {
      const { metric, bucket } = query;
      const { times, series } = await getStatistics(context, {
        workspaceId,
        metric,
        bucket,
        appId: query.app_id ?? null,
        connectorId: query.connector_id ?? null,
        from: secondsOrNull(query.from),
        to: secondsOrNull(query.to),
      });
      return {
        metric,
        bucket,
        times: times.map(instantOf),
        series: series.map(({ name, values }) => ({ name, values: [...values] })),
      };
    },
  }),
];
