/** The token engine: reads, refreshes, and those of them that nobody asked for. */

export { refreshDueRegularly } from "./background.ts";
export { checkToken, endRevoked, type TokenVerdict } from "./check-token.ts";
export { claim } from "./claim.ts";
export type { EngineContext } from "./context.ts";
export { describeRefusals, type Refusals } from "./describe-refusals.ts";
export { flushNotes, flushNotesRegularly } from "./flush-notes.ts";
export {
  getToken,
  getTokenOfConnection,
  getTokenOfCurrentUser,
  getTokenOfNamedUser,
  type TokenResult,
} from "./get.ts";
export {
  isGood,
  isRefreshable,
  noDemands,
  stillLives,
  type TokenDemands,
} from "./is-good.ts";
export { keepUnstored } from "./keep-answer.ts";
export { isLeased } from "./lease.ts";
export { createEngineParts } from "./parts.ts";
export { refreshed } from "./refresh.ts";
export { needsReauth, notConnected, requireNotEnded } from "./refusals.ts";
export type { EngineOverrides } from "./settings.ts";
export { waitBoundsMs } from "./statistics.ts";
export { tokenHosts } from "./token-hosts.ts";
export { tokenSetOf } from "./token-set.ts";
export { endUnrefreshable, verdictOf } from "./unrefreshable.ts";
