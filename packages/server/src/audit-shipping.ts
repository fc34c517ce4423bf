/** Sends the audit trail to the sinks that are configured, with an edge of its own: nobody's calls wait for it. */
import type { Config } from "./config.ts";
import type { HttpContext } from "./http/context.ts";
import { createOutbound, type OutboundOptions } from "./lib/outbound.ts";
import { openSinks, shipRegularly } from "./service/trail/index.ts";

/** How long a sink may take to answer: shorter than a process holds it. */
const answerMsMax = 15_000;

export function startShipping(
  context: HttpContext,
  { allowedPrivateOrigins, ...settings }: Config["auditSinks"],
  options: Omit<OutboundOptions, "allowedPrivateOrigins" | "sandbox"> = {},
): { stop(): void; end(): Promise<void> } {
  const outbound = createOutbound({
    totalTimeoutMs: answerMsMax,
    ...options,
    allowedPrivateOrigins: new Set(allowedPrivateOrigins),
  });
  const sinks = openSinks(settings, { send: outbound.send, clock: context.clock });
  const { stop, end } = shipRegularly(context, sinks);
  return {
    stop,
    end: async () => {
      await end();
      await outbound.close();
    },
  };
}
