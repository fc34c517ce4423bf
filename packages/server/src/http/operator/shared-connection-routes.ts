/** Routes of an app's shared connections: what builders and the official command line use. */
import { appParams, attemptStatus, errorBody, typeParams } from "@grantry/contract/common";
import { attemptQuery } from "@grantry/contract/operator";
import {
  connectionConfigAnswer,
  deployedConnectors,
  deploymentBody,
  setIntegrationBody,
  sharedAttemptAnswer,
  sharedDisconnectAnswer,
  sharedInitiateBody,
  sharedListAnswer,
  sharedRemoveAnswer,
} from "@grantry/contract/shared-connection";
import {
  authorizationStatus,
  deployConnectors,
  disconnectShared,
  getConnectionConfig,
  type InitiateInput,
  initiateShared,
  listIntegrations,
  removeIntegration,
  setIntegration,
} from "../../service/connect/index.ts";
import { requireOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/apps/:appId/external-auth";
const integration = `${base}/integrations/:integrationType`;
const tags = ["operator"];

export function registerSharedConnectionRoutes(instance: ZodInstance, context: HttpContext): void {
  registerReads(instance, context);
  registerInitiate(instance, context);
  registerSet(instance, context);
  registerEnds(instance, context);
  registerDeployment(instance, context);
}

function registerDeployment(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    "/api/apps/:appId/deployment/connectors",
    {
      schema: {
        tags,
        summary: "Set which shared connections the app has; new ones wait for their consent",
        params: appParams,
        body: deploymentBody,
        response: { 200: deployedConnectors, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const wanted = body.connectors.map(({ integration_type: integrationType, scopes }) => ({
        integrationType,
        scopes,
      }));
      const operator = await requireOperator(context, params.appId, headers);
      return await deployConnectors(context, operator, wanted);
    },
  );
}

function registerReads(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/list`,
    {
      schema: {
        tags,
        summary: "The app's shared connections: active, expired and disconnected ones",
        params: appParams,
        response: { 200: sharedListAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) =>
      await listIntegrations(
        context,
        await requireOperator(context, params.appId, headers, "apps:read"),
      ),
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
      const operator = await requireOperator(context, params.appId, headers, "apps:read");
      return await authorizationStatus(context, operator, query.connection_id);
    },
  );
  instance.get(
    `${base}/connection-config/:integrationType`,
    {
      schema: {
        tags,
        summary: "The settings that a type takes, and what they are now",
        params: typeParams,
        response: { 200: connectionConfigAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireOperator(context, params.appId, headers, "apps:read");
      return await getConnectionConfig(context, operator, params.integrationType);
    },
  );
}

function registerInitiate(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${base}/initiate`,
    {
      schema: {
        tags,
        summary: "Start authorizing a shared connection; open redirect_url in a browser",
        params: appParams,
        body: sharedInitiateBody,
        response: { 200: sharedAttemptAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) =>
      await initiateShared(context, await requireOperator(context, params.appId, headers), {
        address: addressOf(body),
        scopes: body.scopes ?? [],
        settings: body.connection_config ?? null,
        forceReconnect: body.force_reconnect ?? false,
        returnUrl: body.return_url ?? null,
      }),
  );
}

/** The contract lets neither through; the ID says more than the type. */
function addressOf(body: {
  integration_type?: string | null | undefined;
  connector_id?: string | null | undefined;
}): InitiateInput["address"] {
  return body.connector_id == null
    ? { kind: "type", integrationType: body.integration_type ?? "" }
    : { kind: "id", connectorId: body.connector_id };
}

function registerSet(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    integration,
    {
      schema: {
        tags,
        summary: "Set exactly the scopes of a shared connection",
        params: typeParams,
        body: setIntegrationBody,
        response: { 200: sharedAttemptAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) =>
      await setIntegration(context, await requireOperator(context, params.appId, headers), {
        integrationType: params.integrationType,
        scopes: body.scopes,
        settings: body.connection_config ?? null,
        dryRun: body.dry_run,
      }),
  );
}

function registerEnds(instance: ZodInstance, context: HttpContext): void {
  instance.delete(
    integration,
    {
      schema: {
        tags,
        summary: "Disconnect: revoke at the provider and erase the tokens; the scopes stay",
        params: typeParams,
        response: { 200: sharedDisconnectAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireOperator(context, params.appId, headers);
      const { integrationType } = params;
      const revocation = await disconnectShared(context, operator, integrationType);
      return { status: "disconnected" as const, integration_type: integrationType, revocation };
    },
  );
  instance.delete(
    `${integration}/remove`,
    {
      schema: {
        tags,
        summary: "Disconnect, and forget the scopes as well",
        params: typeParams,
        response: { 200: sharedRemoveAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const operator = await requireOperator(context, params.appId, headers);
      await removeIntegration(context, operator, params.integrationType);
      return { status: "removed" as const, integration_type: params.integrationType };
    },
  );
}
