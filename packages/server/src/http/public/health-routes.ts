/** Whether the process lives, and can serve. */
import { z } from "zod";
import { route } from "../route.ts";

const health = z.object({ status: z.literal("ok") });

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
    summary: "The process can serve: its database takes writes",
    answer: health,
    refusal: null,
    handler: async (context) => {
      await context.readiness.require(context);
      return { status: "ok" as const };
    },
  }),
];
