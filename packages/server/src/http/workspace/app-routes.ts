/** Routes of a workspace's apps. */
import { workspaceParams } from "@grantry/contract/operator";
import { moveUsersAnswer, moveUsersBody } from "@grantry/contract/user-moves";
import {
  appChanges,
  appView,
  createAppBody,
  createdAppAnswer,
  workspaceAppParams,
  workspaceAppsAnswer,
} from "@grantry/contract/workspace";
import type { z } from "zod";
import { GrantryError } from "../../lib/error.ts";
import { type Caller, workspacesOfCaller } from "../../service/accounts/index.ts";
import { createApp, listApps, moveUsers, readApp, updateApp } from "../../service/manage/index.ts";
import { viewApp, viewUserMove } from "../base44/app-views.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";

const base = "/api/workspace/:workspaceId/apps";

/** The only one of the caller's where none is named; never one of several: they must say which (SEC-76). */
async function workspaceOf(
  context: HttpContext,
  caller: Caller,
  { organization_id: named }: z.output<typeof createAppBody>,
): Promise<string> {
  if (named != null) return named;
  const [only, another] = await workspacesOfCaller(context, caller);
  if (only !== undefined && another === undefined) return only.workspaceId;
  throw new GrantryError("bad_request", {
    detail: "organization_id: name the workspace; GET /api/workspace/workspaces lists yours.",
  });
}

export const appRoutes = [
  route({
    method: "POST",
    path: "/api/apps",
    for: "operator",
    permission: "apps:write",
    summary: "Create an app, as the official command line does",
    body: createAppBody,
    answer: createdAppAnswer,
    workspaceOf,
    handler: async (context, operator, { body }) =>
      viewApp(await createApp(context, operator, body.name)),
  }),
  route({
    method: "GET",
    path: base,
    for: "operator",
    permission: "apps:read",
    summary: "List the workspace's apps",
    params: workspaceParams,
    answer: workspaceAppsAnswer,
    handler: async (context, operator) => ({
      apps: (await listApps(context, operator)).map(viewApp),
    }),
  }),
  route({
    method: "GET",
    path: `${base}/:appId`,
    for: "operator",
    permission: "apps:read",
    summary: "One app: origins, identity providers",
    params: workspaceAppParams,
    answer: appView,
    handler: async (context, operator, { params }) =>
      viewApp(await readApp(context, operator, params.appId)),
  }),
  route({
    method: "PUT",
    path: `${base}/:appId`,
    for: "operator",
    permission: "workspace:write",
    summary: "Change an app: name, origins, identity providers, address of its functions",
    params: workspaceAppParams,
    body: appChanges,
    answer: appView,
    handler: async (context, operator, { params: { appId }, body }) => {
      const changes = {
        name: body.name,
        origins: body.origins,
        identityProviders: body.identity_providers,
        functionsUrl: body.functions_url,
      };
      return viewApp(await updateApp(context, operator, { appId, changes }));
    },
  }),
  route({
    method: "POST",
    path: `${base}/:appId/users/move`,
    for: "operator",
    permission: "workspace:write",
    summary: "Give users' connections to the users of an identity provider, page by page",
    params: workspaceAppParams,
    body: moveUsersBody,
    answer: moveUsersAnswer,
    handler: async (context, operator, { params: { appId }, body: { from, users, ...body } }) =>
      viewUserMove(
        await moveUsers(context, operator, {
          appId,
          from:
            "unassigned" in from
              ? { kind: "unassigned" }
              : { kind: "issuer", issuer: from.issuer, userIdClaim: from.user_id_claim ?? null },
          to: body.to.issuer,
          users: users === undefined ? null : new Map(Object.entries(users)),
          dryRun: body.dry_run,
          after: body.after ?? null,
          limit: body.limit,
        }),
      ),
  }),
];
