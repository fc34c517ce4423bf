/** How a server that is to end lets go of its callers without losing what they are just sending. */
import { once } from "node:events";
import { Server } from "node:net";
import type { FastifyInstance } from "fastify";
import { systemClock } from "../lib/clock.ts";

declare module "fastify" {
  interface FastifyInstance {
    /** Whether each answer is its connection's last. */
    readonly draining: { value: boolean };
  }
}

/**
 * Takes no connection any more, serves those that there are, and tells each with its next answer that it was the last. Resolves once none is
 * left, or after so long. To end idle ones at once would lose requests that are on their way in them: a proxy must not send such a one
 * anew where it could do something twice, and tells its caller that the server is away.
 */
export async function drain(http: FastifyInstance, maxMs: number): Promise<void> {
  http.draining.value = true;
  const enough = new AbortController();
  const ended = once(http.server, "close", { signal: enough.signal });
  // Not http.Server's own, which ends the idle ones.
  Server.prototype.close.call(http.server);
  const late = systemClock.sleep(maxMs, enough.signal);
  await Promise.race([ended, late]);
  enough.abort();
  await Promise.allSettled([ended, late]);
}
