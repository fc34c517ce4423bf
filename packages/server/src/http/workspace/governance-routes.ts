/** Routes of what a workspace allows per integration type. */
import { appParams, errorBody } from "@grantry/contract/common";
import {
  governanceAnswer,
  governanceBulk,
  governanceBulkAnswer,
  governanceParams,
  governanceScopes,
  governanceSwitch,
  governanceView,
} from "@grantry/contract/governance";
import { workspaceParams } from "@grantry/contract/operator";
import { readGovernance, setGovernance, setGovernanceInBulk } from "../../service/manage/index.ts";
import { requireOperator, requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/connector-governance";
const tags = ["operator"];

export function registerGovernanceRoutes(instance: ZodInstance, context: HttpContext): void {
  registerReads(instance, context);
  registerSwitch(instance, context, "builder-connection");
  registerSwitch(instance, context, "per-user-connection");
  registerScopes(instance, context);
  registerBulk(instance, context);
}

function registerReads(instance: ZodInstance, context: HttpContext): void {
  const response = { 200: governanceAnswer, "4xx": errorBody };
  instance.get(
    base,
    {
      schema: {
        tags,
        summary:
          "Which kinds of connections and which scopes the workspace allows, per integration type",
        params: workspaceParams,
        response,
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = params;
      await requireWorkspaceOperator(context, workspaceId, headers, "workspace:read");
      return { connectors: await readGovernance(context, workspaceId) };
    },
  );
  instance.get(
    "/api/apps/:appId/external-auth/connector-governance",
    {
      schema: {
        tags,
        summary: "The same, of the app's workspace",
        params: appParams,
        response,
      },
    },
    async ({ params, headers }) => {
      const { app } = await requireOperator(context, params.appId, headers, "apps:read");
      return { connectors: await readGovernance(context, app.workspaceId) };
    },
  );
}

const switches = {
  "builder-connection": {
    summary: "Allow shared connections of a type, or stop them",
    member: "builder_connection_enabled",
  },
  "per-user-connection": {
    summary: "Allow app users' connections of a type, or stop them",
    member: "per_user_connection_enabled",
  },
} as const;

function registerSwitch(
  instance: ZodInstance,
  context: HttpContext,
  name: keyof typeof switches,
): void {
  const { summary, member } = switches[name];
  instance.put(
    `${base}/:integrationType/${name}`,
    {
      schema: {
        tags,
        summary,
        params: governanceParams,
        body: governanceSwitch,
        response: { 200: governanceView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const action = { integration_type: params.integrationType, [member]: body.enabled };
      return await setGovernance(context, operator, action);
    },
  );
}

function registerScopes(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    `${base}/:integrationType/allowed-scopes`,
    {
      schema: {
        tags,
        summary: "Say which scopes of a type may be asked for; null allows all",
        params: governanceParams,
        body: governanceScopes,
        response: { 200: governanceView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      return await setGovernance(context, operator, {
        integration_type: params.integrationType,
        allowed_scopes: body.scopes,
      });
    },
  );
}

function registerBulk(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    `${base}/bulk`,
    {
      schema: {
        tags,
        summary: "Set switches and allowed scopes of up to a hundred types",
        params: workspaceParams,
        body: governanceBulk,
        response: { 200: governanceBulkAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      return { results: await setGovernanceInBulk(context, operator, body.actions) };
    },
  );
}
