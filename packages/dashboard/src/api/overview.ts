/** What the overview reads. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { instantAt, now } from "../outside.ts";
import { useWorkspace } from "../shell/workspace.ts";
import { attentionWords } from "../words/attention.ts";
import { call } from "./client.ts";

export type Period = "24h" | "7d" | "30d";

const of = (workspaceId: string) => ["workspaces", workspaceId] as const;
const minute = 60_000;
const day = 86_400_000;

/** What needs somebody: also the number in the side bar. */
export const attentionQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "attention"],
    staleTime: minute / 2,
    refetchInterval: 2 * minute,
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/attention", {
        path: { workspace_id: workspaceId },
        signal,
      }),
  });

/** The things that have words, which are the ones that pages list and count: a newer server may know more. */
export function useAttention() {
  const { id: workspaceId } = useWorkspace();
  return useQuery({
    ...attentionQuery(workspaceId),
    select: ({ data }) => data.filter((entry) => attentionWords(entry, workspaceId) !== null),
  });
}

export const firstStepsQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "first-steps"],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/first-steps", {
        path: { workspace_id: workspaceId },
        signal,
      }),
  });

const spans = {
  "24h": { bucket: "hour", days: 1 },
  "7d": { bucket: "day", days: 6 },
  "30d": { bucket: "day", days: 29 },
} as const;

export const statisticsQuery = (
  workspaceId: string,
  metric: "connections" | "reader_wait" | "reconnects" | "refreshes" | "tokens_served",
  period: Period,
  connectorId?: string,
) =>
  queryOptions({
    queryKey: [...of(workspaceId), "statistics", metric, period, connectorId ?? "all"],
    staleTime: minute / 2,
    refetchInterval: minute,
    queryFn: ({ signal }) => {
      const { bucket, days } = spans[period];
      return call("get", "/v1/workspaces/{workspace_id}/statistics", {
        path: { workspace_id: workspaceId },
        query: {
          metric,
          bucket,
          from: instantAt(now() - days * day),
          ...(connectorId === undefined ? {} : { connector_id: connectorId }),
        },
        signal,
      });
    },
  });

export const latestChangesQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: [...of(workspaceId), "audit-records", "latest"],
    queryFn: ({ signal }) =>
      call("get", "/v1/workspaces/{workspace_id}/audit-records", {
        path: { workspace_id: workspaceId },
        query: { limit: 5 },
        signal,
      }),
  });
