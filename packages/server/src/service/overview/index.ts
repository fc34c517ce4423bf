/** What a workspace looks like at a glance. */

export type { OverviewContext } from "./context.ts";
export { countStates } from "./count-states.ts";
export { getStatistics, type Statistics } from "./statistics.ts";
