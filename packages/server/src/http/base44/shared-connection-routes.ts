/** Routes of an app's shared connections: what builders and the official command line use. */
import { appParams, attemptStatus, typeParams } from "@grantry/contract/base44/common";
import { attemptQuery, availableIntegrationsAnswer } from "@grantry/contract/base44/operator";
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
} from "@grantry/contract/base44/shared-connection";
import {
  authorizationStatus,
  deployConnectors,
  disconnectShared,
  getConnectionConfig,
  type InitiateInput,
  initiateShared,
  listSharedConnections,
  removeIntegration,
  setIntegration,
} from "../../service/connect/index.ts";
import { listAvailable } from "../../service/providers/index.ts";
import { route } from "../route.ts";
import { viewAuthorization } from "./authorization-views.ts";
import { viewCatalogue } from "./catalogue-views.ts";
import {
  viewConnectionConfig,
  viewDeployed,
  viewSharedList,
  viewSharedOutcome,
} from "./shared-connection-views.ts";

const base = "/api/apps/:appId/external-auth";
const integration = `${base}/integrations/:integrationType` as const;

/** What an app has, and may have. */
const reads = [
  route({
    method: "GET",
    path: `${base}/available-integrations`,
    for: "operator",
    permission: "apps:read",
    summary: "Every integration type, with the settings that it needs",
    params: appParams,
    answer: availableIntegrationsAnswer,
    handler: async (context, { app }) =>
      viewCatalogue(await listAvailable(context, app.workspaceId)),
  }),
  route({
    method: "GET",
    path: `${base}/list`,
    for: "operator",
    permission: "apps:read",
    summary: "The app's shared connections: active, expired and disconnected ones",
    params: appParams,
    answer: sharedListAnswer,
    handler: async (context, operator) =>
      viewSharedList(await listSharedConnections(context, operator)),
  }),
  route({
    method: "GET",
    path: `${base}/status`,
    for: "operator",
    permission: "apps:read",
    summary: "What became of an attempt to authorize",
    params: appParams,
    query: attemptQuery,
    answer: attemptStatus,
    handler: async (context, operator, { query }) =>
      viewAuthorization(await authorizationStatus(context, operator, query.connection_id)),
  }),
  route({
    method: "GET",
    path: `${base}/connection-config/:integrationType`,
    for: "operator",
    permission: "apps:read",
    summary: "The settings that a type takes, and what they are now",
    params: typeParams,
    answer: connectionConfigAnswer,
    handler: async (context, operator, { params }) =>
      viewConnectionConfig(await getConnectionConfig(context, operator, params.integrationType)),
  }),
];

/** The contract lets neither through; the ID says more than the type. */
function addressOf(body: {
  integration_type?: string | null | undefined;
  connector_id?: string | null | undefined;
}): InitiateInput["address"] {
  return body.connector_id == null
    ? { kind: "type", integrationType: body.integration_type ?? "" }
    : { kind: "id", connectorId: body.connector_id };
}

const starts = [
  route({
    method: "POST",
    path: `${base}/initiate`,
    for: "operator",
    permission: "apps:write",
    summary: "Start authorizing a shared connection; open redirect_url in a browser",
    params: appParams,
    body: sharedInitiateBody,
    answer: sharedAttemptAnswer,
    handler: async (context, operator, { body }) =>
      viewSharedOutcome(
        await initiateShared(context, operator, {
          address: addressOf(body),
          scopes: body.scopes ?? [],
          settings: body.connection_config ?? null,
          forceReconnect: body.force_reconnect ?? false,
          returnUrl: body.return_url ?? null,
          locale: null,
        }),
      ),
  }),
  route({
    method: "PUT",
    path: integration,
    for: "operator",
    permission: "apps:write",
    summary: "Set exactly the scopes of a shared connection",
    params: typeParams,
    body: setIntegrationBody,
    answer: sharedAttemptAnswer,
    handler: async (context, operator, { params, body }) =>
      viewSharedOutcome(
        await setIntegration(context, operator, {
          integrationType: params.integrationType,
          scopes: body.scopes,
          settings: body.connection_config ?? null,
          dryRun: body.dry_run,
          locale: null,
        }),
      ),
  }),
  route({
    method: "PUT",
    path: "/api/apps/:appId/deployment/connectors",
    for: "operator",
    permission: "apps:write",
    summary: "Set which shared connections the app has; new ones wait for their consent",
    params: appParams,
    body: deploymentBody,
    answer: deployedConnectors,
    handler: async (context, operator, { body }) => {
      const wanted = body.connectors.map(({ integration_type: integrationType, scopes }) => ({
        integrationType,
        scopes,
      }));
      return viewDeployed(await deployConnectors(context, operator, wanted));
    },
  }),
];

const ends = [
  route({
    method: "DELETE",
    path: integration,
    for: "operator",
    permission: "apps:write",
    summary: "Disconnect: revoke at the provider and erase the tokens; the scopes stay",
    params: typeParams,
    answer: sharedDisconnectAnswer,
    handler: async (context, operator, { params: { integrationType } }) => {
      const revocation = await disconnectShared(context, operator, integrationType);
      return { status: "disconnected" as const, integration_type: integrationType, revocation };
    },
  }),
  route({
    method: "DELETE",
    path: `${integration}/remove`,
    for: "operator",
    permission: "apps:write",
    summary: "Disconnect, and forget the scopes as well",
    params: typeParams,
    answer: sharedRemoveAnswer,
    handler: async (context, operator, { params: { integrationType } }) => {
      await removeIntegration(context, operator, integrationType);
      return { status: "removed" as const, integration_type: integrationType };
    },
  }),
];

export const sharedConnectionRoutes = [...reads, ...starts, ...ends];
