/** Whether the process lives, and can serve. */
import { z } from "zod";
import { route } from "../route.ts";

const health = z.object({ status: z.literal("ok") });
const readiness = health.extend({
  key_service: z.literal("failing").optional(),
  take_over: z.literal("awaited").optional(),
});

export const healthRoutes = [
  route({
    method: "GET",
    path: "/healthz",
    for: "public",
    limits: {
      none: "It is answered from memory, and whoever balances load asks from one address.",
    },
    summary: "The process is alive",
    answer: health,
    refusal: null,
    handler: () => ({ status: "ok" as const }),
  }),
  route({
    method: "GET",
    path: "/readyz",
    for: "public",
    limits: { none: "The database is asked once a second at most, whoever asks." },
    summary:
      "The process can serve: its database takes writes, and it has the keys to open what is in it",
    answer: readiness,
    refusal: null,
    handler: async (context) => {
      await context.readiness.require(context);
      // It serves on with the data keys that it has: no reason to take it out of service, but to look.
      const failing = context.keyServices.isFailing() ? { key_service: "failing" as const } : {};
      // Restored from a backup: it reads tokens that are valid, and asks no provider.
      const awaited = context.asking.isAllowed ? {} : { take_over: "awaited" as const };
      return { status: "ok" as const, ...failing, ...awaited };
    },
  }),
];
