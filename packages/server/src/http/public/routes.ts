/** Routes that need no credential and answer machines: health, the contract, the SDK's own calls. */
import { appParams } from "@grantry/contract/common";
import { z } from "zod";
import { createReadiness } from "../../service/upkeep/index.ts";
import type { HttpContext } from "../context.ts";
import { forPages } from "../cors.ts";
import type { ZodInstance } from "../zod-instance.ts";

const tags = ["public"];
const health = z.object({ status: z.literal("ok") });

export function registerPublicRoutes(instance: ZodInstance, context: HttpContext): void {
  registerHealth(instance, context);
  registerSdkCalls(instance);
  instance.get("/api/openapi.json", { schema: { hide: true } }, () => instance.swagger());
}

function registerHealth(instance: ZodInstance, context: HttpContext): void {
  const schema = { tags, response: { 200: health } };
  const readiness = createReadiness();
  instance.get(
    "/healthz",
    { schema: { ...schema, summary: "The process is alive" } },
    () => ({ status: "ok" }) as const,
  );
  instance.get(
    "/readyz",
    { schema: { ...schema, summary: "The process can serve: its database takes writes" } },
    async () => {
      await readiness.require(context);
      return { status: "ok" } as const;
    },
  );
}

/** What the official SDK calls on its own. Nothing is kept of it. */
function registerSdkCalls(instance: ZodInstance): void {
  const empty = z.object({});
  instance.post(
    "/api/apps/:appId/analytics/track/batch",
    {
      config: forPages,
      schema: {
        tags,
        summary: "Accepted and forgotten: the SDK's usage events",
        params: appParams,
        response: { 200: empty },
      },
    },
    () => ({}),
  );
  instance.get(
    "/api/apps/public/prod/public-settings/by-id/:appId",
    {
      config: forPages,
      schema: {
        tags,
        summary: "Asked for by older generated apps before anything else",
        params: appParams,
        response: { 200: z.object({ id: z.string(), public_settings: empty }) },
      },
    },
    ({ params }) => ({ id: params.appId, public_settings: {} }),
  );
}
