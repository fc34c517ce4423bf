/** Routes that need no credential and answer machines: health, the contract, the SDK's own calls. */
import { appParams } from "@grantry/contract/common";
import { z } from "zod";
import { route } from "../route.ts";

const health = z.object({ status: z.literal("ok") });
const empty = z.object({});

const healthRoutes = [
  route({
    method: "GET",
    path: "/healthz",
    for: "public",
    summary: "The process is alive",
    answer: health,
    refusal: null,
    handler: () => ({ status: "ok" as const }),
  }),
  route({
    method: "GET",
    path: "/readyz",
    for: "public",
    summary: "The process can serve: its database takes writes",
    answer: health,
    refusal: null,
    handler: async (context) => {
      await context.readiness.require(context);
      return { status: "ok" as const };
    },
  }),
];

/** What the official SDK calls on its own. Nothing is kept of it. */
const sdkRoutes = [
  route({
    method: "POST",
    path: "/api/apps/:appId/analytics/track/batch",
    for: "public",
    forPages: true,
    summary: "Accepted and forgotten: the SDK's usage events",
    params: appParams,
    answer: empty,
    refusal: null,
    handler: () => ({}),
  }),
  route({
    method: "GET",
    path: "/api/apps/public/prod/public-settings/by-id/:appId",
    for: "public",
    forPages: true,
    summary: "Asked for by older generated apps before anything else",
    params: appParams,
    answer: z.object({ id: z.string(), public_settings: empty }),
    refusal: null,
    handler: (_context, _nobody, { params }) => ({ id: params.appId, public_settings: {} }),
  }),
];

export const publicRoutes = [...healthRoutes, ...sdkRoutes];
