/** Routes of a workspace's apps. */
import { errorBody } from "@grantry/contract/common";
import { workspaceParams } from "@grantry/contract/operator";
import {
  appChanges,
  appView,
  createAppBody,
  createdAppAnswer,
  workspaceAppParams,
  workspaceAppsAnswer,
} from "@grantry/contract/workspace";
import { GrantryError } from "../../lib/error.ts";
import { workspacesOfCaller } from "../../service/accounts/index.ts";
import { createApp, listApps, readApp, updateApp } from "../../service/manage/index.ts";
import { requireCaller, requireWorkspaceOperator } from "../bearer.ts";
import type { HttpContext } from "../context.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/workspace/:workspaceId/apps";
const tags = ["operator"];

export function registerAppRoutes(instance: ZodInstance, context: HttpContext): void {
  registerCreate(instance, context);
  registerReads(instance, context);
  registerUpdate(instance, context);
}

function registerCreate(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    "/api/apps",
    {
      schema: {
        tags,
        summary: "Create an app, as the official command line does",
        body: createAppBody,
        response: { 200: createdAppAnswer, "4xx": errorBody },
      },
    },
    async ({ headers, body }) => {
      const asked = body.organization_id ?? null;
      const workspaceId = asked ?? (await onlyWorkspace(context, headers));
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "apps:write");
      return await createApp(context, operator, body.name);
    },
  );
}

/** Never one of several: the caller must say which (SEC-76). */
async function onlyWorkspace(
  context: HttpContext,
  headers: Parameters<typeof requireCaller>[1],
): Promise<string> {
  const workspaces = await workspacesOfCaller(context, await requireCaller(context, headers));
  const [only, another] = workspaces;
  if (only !== undefined && another === undefined) return only.workspaceId;
  throw new GrantryError("bad_request", {
    detail: "organization_id: name the workspace; GET /api/workspace/workspaces lists yours.",
  });
}

function registerReads(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    base,
    {
      schema: {
        tags,
        summary: "List the workspace's apps",
        params: workspaceParams,
        response: { 200: workspaceAppsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "apps:read");
      return { apps: await listApps(context, operator) };
    },
  );
  instance.get(
    `${base}/:appId`,
    {
      schema: {
        tags,
        summary: "One app: origins, identity providers",
        params: workspaceAppParams,
        response: { 200: appView, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { workspaceId, appId } = params;
      const operator = await requireWorkspaceOperator(context, workspaceId, headers, "apps:read");
      return await readApp(context, operator, appId);
    },
  );
}

function registerUpdate(instance: ZodInstance, context: HttpContext): void {
  instance.put(
    `${base}/:appId`,
    {
      schema: {
        tags,
        summary: "Change an app: name, origins, identity providers, address of its functions",
        params: workspaceAppParams,
        body: appChanges,
        response: { 200: appView, "4xx": errorBody },
      },
    },
    async ({ params, headers, body }) => {
      const operator = await requireWorkspaceOperator(context, params.workspaceId, headers);
      const changes = {
        name: body.name,
        origins: body.origins,
        identityProviders: body.identity_providers,
        functionsUrl: body.functions_url,
      };
      return await updateApp(context, operator, { appId: params.appId, changes });
    },
  );
}
