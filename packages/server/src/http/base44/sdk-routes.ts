/** What the official SDK calls on its own. Nothing is kept of it. */
import { appParams } from "@grantry/contract/base44/common";
import { z } from "zod";
import { route } from "../route.ts";

const empty = z.object({});

export const sdkRoutes = [
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
