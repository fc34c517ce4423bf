/** What a workspace looks like at a glance. */

export type { NamedConnector } from "../../store/overview.ts";
export { type AppLimit, listAppLimits } from "./app-limits.ts";
export { getAttention } from "./attention.ts";
export type { Attention, AttentionKind } from "./attention-kinds.ts";
export type { OverviewContext } from "./context.ts";
export { countStatesRegularly } from "./count-states.ts";
export { type FirstSteps, getFirstSteps } from "./first-steps.ts";
export { ignoreAttention } from "./ignore.ts";
export { getStatistics, type Statistics } from "./statistics.ts";
