/** How often calls for an app may come, and how many were refused. */
import { listCounts, spanSeconds, startOf } from "../../store/statistics.ts";
import type { WorkspaceOperator } from "../accounts/index.ts";
import {
  functionsAtOnceMax,
  functionsAtOncePolicy,
  type LimitedOf,
  policies,
  policyNames,
} from "../limits/index.ts";
import { requireAppOf } from "./app-of.ts";
import type { OverviewContext } from "./context.ts";

export interface AppLimit {
  readonly policy: string;
  readonly of: LimitedOf;
  /** Null where nothing is limited. */
  readonly quota: number | null;
  /** Null of what is under way at once. */
  readonly seconds: number | null;
  readonly refusedLastDay: number;
}

/** What is counted by address or key belongs to no app. */
const ofApps: ReadonlySet<LimitedOf> = new Set(["app", "user", "connection"]);
const shownHours = 24;

/** Throws app_not_found. */
export async function listAppLimits(
  context: OverviewContext,
  { workspaceId }: WorkspaceOperator,
  appId: string,
): Promise<AppLimit[]> {
  await requireAppOf(context.store, workspaceId, appId);
  const now = startOf("hour", context.clock.nowSeconds());
  const counts = await listCounts(context.store, {
    workspaceId,
    metric: "rate_limited",
    span: "hour",
    appId,
    connectorId: null,
    from: now - (shownHours - 1) * spanSeconds.hour,
    to: now,
  });
  const refusedLastDay = (policy: string) =>
    counts.reduce((sum, { detail, count }) => (detail === policy ? sum + count : sum), 0);
  const floods = policyNames
    .filter((policy) => ofApps.has(policies[policy].of))
    .map((policy) => {
      const rate = context.limits.floods.rateOf(policy, appId);
      return {
        policy,
        of: policies[policy].of,
        quota: rate?.quota ?? null,
        seconds: rate?.seconds ?? null,
        refusedLastDay: refusedLastDay(policy),
      };
    });
  const atOnce = {
    policy: functionsAtOncePolicy,
    of: "app" as const,
    quota: functionsAtOnceMax,
    seconds: null,
    refusedLastDay: refusedLastDay(functionsAtOncePolicy),
  };
  return [...floods, atOnce];
}
