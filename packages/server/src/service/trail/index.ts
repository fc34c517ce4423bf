/** The audit trail as a chain: linked, checked, and reads of tokens put on it. */

export type { TrailContext } from "./context.ts";
export { forgetPerson } from "./forget.ts";
export { linkRegularly, linkWaiting } from "./linker.ts";
export { removeOldRecords } from "./retention.ts";
export { type TrailSettings, trailSettings } from "./settings.ts";
export { openSinks, type SinkSettings } from "./shipping/open.ts";
export { shipRegularly } from "./shipping/regularly.ts";
export { createShipper, type Shipper } from "./shipping/ship.ts";
export { type AuditSink, type SinkKind, sinkKinds } from "./shipping/sink.ts";
export { type SinkState, sinkStates } from "./shipping/state.ts";
export { createTokenReads, type TokenRead, type TokenReads } from "./token-reads.ts";
export { type VerifiedChain, verifyChain } from "./verify.ts";
