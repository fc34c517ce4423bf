/** Sends the audit trail to the sinks that are configured, with an edge of its own: nobody's calls wait for it. */
import type { Config } from "./config.ts";
import type { HttpContext } from "./http/context.ts";
import { createOutbound, type OutboundOptions } from "./lib/outbound.ts";
import { afterwards } from "./lib/regularly.ts";
import { openSinks, shipRegularly } from "./service/trail/index.ts";

/** How long a sink may take to answer: shorter than a process holds it. */
const answerMsMax = 15_000;
/** And how long when the server ends, which waits for what is under way: what is then broken off is sent again. */
const lastAnswerMsMax = 2_000;

export function startShipping(
  context: HttpContext,
  { allowedPrivateOrigins, ...settings }: Config["auditSinks"],
  options: Omit<OutboundOptions, "allowedPrivateOrigins" | "sandbox">,
): { stop(): void; end(): Promise<void> } {
  const outbound = createOutbound({
    totalTimeoutMs: answerMsMax,
    ...options,
    allowedPrivateOrigins: new Set(allowedPrivateOrigins),
  });
  const sinks = openSinks(settings, { send: outbound.send, clock: context.clock });
  const { stop, end } = shipRegularly(context, sinks);
  let letGo = () => {};
  return {
    stop: () => {
      stop();
      letGo = afterwards(context.clock, lastAnswerMsMax, () => void outbound.close());
    },
    end: async () => {
      letGo();
      await end();
      await outbound.close();
    },
  };
}
