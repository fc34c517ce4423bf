/** Tests of connectors: the real flow once, nothing kept. */
import { address } from "@grantry/contract/v1/common";
import {
  connectorTest,
  startedConnectorTest,
  testConnectorRequest,
} from "@grantry/contract/v1/connector-tests";
import type { z } from "zod";
import {
  authorizationSeconds,
  type ConnectorTest,
  readTest,
  startTest,
} from "../../service/connect/index.ts";
import { route } from "../route.ts";
import { viewAuthorization } from "./authorization-views.ts";
import { instantOf } from "./time.ts";

const tag = "Connectors";
const tests = "/v1/workspaces/:workspace_id/connectors/:connector_id/tests";

function viewTest(one: ConnectorTest): z.output<typeof connectorTest> {
  return {
    ...viewAuthorization(one),
    purpose: "test",
    connector_id: one.connectorId,
    requested_scopes: [...one.requestedScopes],
    steps: one.steps.map((step) => ({ ...step })),
    created_at: instantOf(one.createdAt),
    expires_at: instantOf(one.expiresAt),
  };
}

export const connectorTestOperations = [
  route({
    method: "POST",
    path: tests,
    for: "operator",
    permission: "workspace:write",
    operationId: "testConnector",
    tag,
    summary: "Go through the real flow once and keep nothing; open connect_url in a browser",
    params: address("workspace_id", "connector_id"),
    body: testConnectorRequest,
    answer: startedConnectorTest,
    status: 201,
    answerSeconds: authorizationSeconds,
    refuses: [
      "connector_not_found",
      "connector_misconfigured",
      "user_connections_disabled",
      "scopes_invalid",
      "scopes_forbidden",
      "connection_config_invalid",
    ],
    handler: async (context, operator, { params: { connectorId }, body }) => {
      const { locale = null } = body;
      const started = await startTest(context, operator, { connectorId, locale });
      const { authorizationId, redirectUrl } = started;
      const test = await readTest(context, operator, { connectorId, authorizationId });
      return { ...viewTest(test), connect_url: redirectUrl };
    },
  }),
  route({
    method: "GET",
    path: `${tests}/:authorization_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getConnectorTest",
    tag,
    summary: "What came of a test that you started, step by step",
    params: address("workspace_id", "connector_id", "authorization_id"),
    answer: connectorTest,
    refuses: ["authorization_not_found"],
    handler: async (context, operator, { params: { connectorId, authorizationId } }) =>
      viewTest(await readTest(context, operator, { connectorId, authorizationId })),
  }),
];
