/** Routes of apps as a whole, as the official command line asks for them. */
import { appsAnswer, appsQuery, redirectUrisAnswer } from "@grantry/contract/base44/app";
import { appParams } from "@grantry/contract/base44/common";
import { createAppBody, createdAppAnswer } from "@grantry/contract/base44/workspace";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { type Operator, workspacesOfCaller } from "../../service/accounts/index.ts";
import { createApp, listOperatorsApps, listRedirectUris } from "../../service/manage/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewListedApp, viewRedirectUris } from "./app-views.ts";

/** The only one of the caller's where none is named; never one of several: they must say which (SEC-76). */
async function workspaceOf(
  context: HttpContext,
  caller: Operator,
  { organization_id: named }: z.output<typeof createAppBody>,
): Promise<string> {
  if (named != null) return named;
  const [only, another] = await workspacesOfCaller(context, caller);
  if (only !== undefined && another === undefined) return only.workspaceId;
  throw new GrantryError("bad_request", {
    detail: "organization_id: name the workspace; GET /api/workspace/workspaces lists yours.",
  });
}

export const appsRoutes = [
  route({
    method: "GET",
    path: "/api/apps",
    for: "operator",
    permission: "apps:read",
    summary: "The apps of the operator's workspaces, the newest first",
    query: appsQuery,
    answer: appsAnswer,
    handler: async (context, reach) => (await listOperatorsApps(context, reach)).map(viewListedApp),
  }),
  route({
    method: "POST",
    path: "/api/apps",
    for: "operator",
    permission: "apps:write",
    summary: "Create an app, as the official command line does",
    body: createAppBody,
    answer: createdAppAnswer,
    workspaceOf,
    handler: async (context, operator, { body }) => {
      const { appId: id, name } = await createApp(context, operator, body.name);
      return { id, name };
    },
  }),
  route({
    method: "GET",
    path: "/api/apps/:appId/oauth-redirect-uris",
    for: "operator",
    permission: "apps:read",
    summary: "The redirect URIs to register at providers",
    params: appParams,
    answer: redirectUrisAnswer,
    handler: async (context, { app }) => viewRedirectUris(await listRedirectUris(context, app)),
  }),
];
