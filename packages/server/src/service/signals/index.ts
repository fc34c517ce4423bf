/** What identity providers tell unasked: that somebody is signed out, has changed their password, is gone. */

export type { SignalsContext } from "./context.ts";
export { takeCompanyLogout } from "./logout.ts";
export { receiveSignal } from "./receive.ts";
export { type SignalError, SignalRefusal } from "./refusal.ts";
export {
  createStream,
  deleteStream,
  listStreams,
  readStream,
  type ShownStream,
  updateStream,
} from "./streams.ts";
export { sweepSignals } from "./sweep.ts";
