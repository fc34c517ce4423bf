/** Routes of what a workspace allows per integration type. */
import { appParams } from "@grantry/contract/base44/common";
import {
  governanceAnswer,
  governanceBulk,
  governanceBulkAnswer,
  governanceParams,
  governanceSwitch,
  governanceView,
} from "@grantry/contract/base44/governance";
import { workspaceParams } from "@grantry/contract/base44/operator";
import { readGovernance, setGovernance, setGovernanceInBulk } from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { policyChangeOf, viewPolicy, viewPolicyResult } from "./governance-views.ts";

const base = "/api/workspace/:workspaceId/connector-governance";
const type = `${base}/:integrationType` as const;

const reads = [
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "workspace:read",
    summary:
      "Which kinds of connections and which scopes the workspace allows, per integration type",
    params: workspaceParams,
    answer: governanceAnswer,
    handler: async (context, { workspaceId }) => ({
      connectors: (await readGovernance(context, workspaceId)).map(viewPolicy),
    }),
  }),
  route({
    method: "GET",
    path: "/api/apps/:appId/external-auth/connector-governance",
    for: "operator",
    permission: "apps:read",
    summary: "The same, of the app's workspace",
    params: appParams,
    answer: governanceAnswer,
    handler: async (context, { app }) => ({
      connectors: (await readGovernance(context, app.workspaceId)).map(viewPolicy),
    }),
  }),
];

const changes = [
  route({
    method: "PUT",
    path: `${type}/builder-connection`,
    for: "operator",
    permission: "workspace:write",
    summary: "Allow shared connections of a type, or stop them",
    params: governanceParams,
    body: governanceSwitch,
    answer: governanceView,
    handler: async (context, operator, { params: { integrationType: type }, body }) =>
      viewPolicy(
        await setGovernance(context, operator, {
          type,
          sharedConnections: body.enabled ? "allowed" : "off",
        }),
      ),
  }),
  route({
    method: "PUT",
    path: `${type}/per-user-connection`,
    for: "operator",
    permission: "workspace:write",
    summary: "Allow app users' connections of a type, or stop them",
    params: governanceParams,
    body: governanceSwitch,
    answer: governanceView,
    handler: async (context, operator, { params: { integrationType: type }, body }) =>
      viewPolicy(
        await setGovernance(context, operator, {
          type,
          userConnections: body.enabled ? "allowed" : "off",
        }),
      ),
  }),
  route({
    method: "PUT",
    path: `${base}/bulk`,
    for: "operator",
    permission: "workspace:write",
    summary: "Set switches and allowed scopes of up to a hundred types",
    params: workspaceParams,
    body: governanceBulk,
    answer: governanceBulkAnswer,
    handler: async (context, operator, { body }) => ({
      results: (await setGovernanceInBulk(context, operator, body.actions.map(policyChangeOf))).map(
        viewPolicyResult,
      ),
    }),
  }),
];

export const governanceRoutes = [...reads, ...changes];
