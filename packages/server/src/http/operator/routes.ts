/** Routes of the operator. */
import { appParams, errorBody } from "@grantry/contract/common";
import { availableIntegrationsAnswer } from "@grantry/contract/operator";
import { listAvailable } from "../../service/providers/index.ts";
import { requireOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";
import { registerAppRoutes } from "./app-routes.ts";
import { registerConnectionChangeRoutes } from "./connection-change-routes.ts";
import { registerConnectionRoutes } from "./connection-routes.ts";
import { registerProviderRoutes } from "./provider-routes.ts";
import { registerRevocationRoutes } from "./revocation-routes.ts";
import { registerSharedConnectionRoutes } from "./shared-connection-routes.ts";

const base = "/api/apps/:appId/external-auth";
const tags = ["operator"];

export function registerOperatorRoutes(instance: ZodInstance, context: HttpContext): void {
  registerCatalogue(instance, context);
  registerSharedConnectionRoutes(instance, context);
  registerAppRoutes(instance, context);
  registerProviderRoutes(instance, context);
  registerConnectionRoutes(instance, context);
  registerRevocationRoutes(instance, context);
  registerConnectionChangeRoutes(instance, context);
}

function registerCatalogue(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/available-integrations`,
    {
      schema: {
        tags,
        summary: "Every integration type, with the settings that it needs",
        params: appParams,
        response: { 200: availableIntegrationsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { app } = await requireOperator(context, params.appId, headers, "apps:read");
      return await listAvailable(context, app.workspaceId);
    },
  );
}
