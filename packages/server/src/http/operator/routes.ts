/** Routes of the operator. Authorizing shared connections; the rest of the management follows. */
import { appParams, attemptStatus, errorBody, initiateAnswer } from "@grantry/contract/common";
import {
  attemptQuery,
  availableIntegrationsAnswer,
  sharedInitiateBody,
} from "@grantry/contract/operator";
import type { StartInput } from "../../service/authorization/start.ts";
import { startAuthorization } from "../../service/authorization/start.ts";
import { authorizationStatus } from "../../service/authorization/status.ts";
import { listAvailable } from "../../service/connector/list-available.ts";
import type { ServiceContext } from "../../service/context.ts";
import { requireOperator } from "../bearer.ts";
import type { ZodInstance } from "../zod-instance.ts";
import { registerConnectionRoutes } from "./connection-routes.ts";
import { registerProviderRoutes } from "./provider-routes.ts";

const base = "/api/apps/:appId/external-auth";
const tags = ["operator"];

export function registerOperatorRoutes(instance: ZodInstance, context: ServiceContext): void {
  registerCatalogue(instance, context);
  registerAuthorization(instance, context);
  registerProviderRoutes(instance, context);
  registerConnectionRoutes(instance, context);
}

function registerAuthorization(instance: ZodInstance, context: ServiceContext): void {
  instance.post(
    `${base}/initiate`,
    {
      schema: {
        tags,
        summary: "Start authorizing a shared connection; open redirect_url in a browser",
        params: appParams,
        body: sharedInitiateBody,
        response: { 200: initiateAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireOperator(context, params.appId, headers);
      const started = await startAuthorization(context, {
        app: operator.app,
        address: addressOf(body),
        owner: { kind: "app" },
        userLabel: operator.label,
        returnUrl: body.return_url ?? null,
        settings: body.connection_config ?? {},
        sameOriginBrowser: false,
      });
      return {
        redirect_url: started.redirectUrl,
        connection_id: started.authorizationId,
        already_authorized: false,
      };
    },
  );
  instance.get(
    `${base}/status`,
    {
      schema: {
        tags,
        summary: "What became of an attempt to authorize",
        params: appParams,
        querystring: attemptQuery,
        response: { 200: attemptStatus, "4xx": errorBody },
      },
    },
    async ({ params, headers, query }) => {
      const operator = await requireOperator(context, params.appId, headers);
      return await authorizationStatus(context, operator, query.connection_id);
    },
  );
}

function registerCatalogue(instance: ZodInstance, context: ServiceContext): void {
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
      const { app } = await requireOperator(context, params.appId, headers);
      return await listAvailable(context, app.workspaceId);
    },
  );
}

/** The contract lets exactly one of the two through. */
function addressOf(body: {
  integration_type?: string | undefined;
  connector_id?: string | undefined;
}): StartInput["address"] {
  return body.connector_id === undefined
    ? { kind: "type", integrationType: body.integration_type ?? "" }
    : { kind: "id", connectorId: body.connector_id };
}
