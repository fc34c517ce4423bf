/** Apps of a workspace, and moving their users. */
import {
  app,
  appList,
  createAppRequest,
  movedUsers,
  moveUsersRequest,
  refusedOriginList,
  updateAppRequest,
} from "@grantry/contract/v1/apps";
import { address } from "@grantry/contract/v1/common";
import { plainListQuery } from "@grantry/contract/v1/people";
import {
  createApp,
  listApps,
  listRefusedOrigins,
  moveUsers,
  readApp,
  updateApp,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { appVersion, ofApp, viewApp } from "./app-views.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf } from "./time.ts";

const tag = "Apps";
const apps = "/v1/workspaces/:workspace_id/apps";

export const appOperations = [
  route({
    method: "GET",
    path: apps,
    for: "operator",
    permission: "apps:read",
    operationId: "listApps",
    tag,
    summary: "The apps of the workspace, by name",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: appList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listApps(context, operator),
        { keyOf: ({ name, appId }) => [name, appId] },
        (one) => viewApp(context, one),
      ),
  }),
  route({
    method: "POST",
    path: apps,
    for: "operator",
    permission: "apps:write",
    operationId: "createApp",
    tag,
    summary: "Create an app; it has no origins yet",
    params: address("workspace_id"),
    body: createAppRequest,
    answer: app,
    shows: { origins: [] },
    status: 201,
    refuses: ["limit_reached"],
    handler: async (context, operator, { body }) =>
      viewApp(context, await createApp(context, operator, body.name)),
  }),
  route({
    method: "GET",
    path: `${apps}/:app_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getApp",
    tag,
    summary: "One app: origins, identity providers",
    params: ofApp,
    version: appVersion,
    answer: app,
    refuses: ["app_not_found"],
    handler: async (context, operator, { params }) =>
      viewApp(context, await readApp(context, operator, params.appId)),
  }),
  route({
    method: "PATCH",
    path: `${apps}/:app_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateApp",
    tag,
    summary:
      "Change an app: name, origins, identity providers, address of its functions, completion, branding",
    params: ofApp,
    version: appVersion,
    body: updateAppRequest,
    answer: app,
    refuses: ["app_not_found", "app_name_taken"],
    handler: async (context, operator, { params: { appId }, body }) => {
      const changes = {
        name: body.name,
        origins: body.origins,
        identityProviders: body.identity_providers,
        functionsUrl: body.functions_url,
        completion: body.completion,
        nativeReturnUrls: body.native_return_urls,
        branding: body.branding && {
          displayName: body.branding.display_name,
          color: body.branding.color,
          supportUrl: body.branding.support_url,
          privacyUrl: body.branding.privacy_url,
        },
      };
      return viewApp(context, await updateApp(context, operator, { appId, changes }));
    },
  }),
  route({
    method: "GET",
    path: `${apps}/:app_id/refused-origins`,
    for: "operator",
    permission: "apps:read",
    operationId: "listRefusedOrigins",
    tag,
    summary:
      "From where pages called the app in the last day without being allowed to, the latest first",
    params: ofApp,
    query: plainListQuery,
    answer: refusedOriginList,
    refuses: ["app_not_found"],
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listRefusedOrigins(context, operator, request.params.appId),
        { keyOf: ({ lastAt, origin }) => [lastAt, origin], descending: true },
        ({ origin, firstAt, lastAt }) => ({
          origin,
          first_refused_at: instantOf(firstAt),
          last_refused_at: instantOf(lastAt),
        }),
      ),
  }),
  route({
    method: "POST",
    path: `${apps}/:app_id/users/move`,
    for: "operator",
    permission: "workspace:write",
    operationId: "moveUsers",
    tag,
    summary: "Give users' connections to the users of an identity provider, page by page",
    params: ofApp,
    body: moveUsersRequest,
    answer: movedUsers,
    refuses: ["app_not_found", "issuer_unknown"],
    handler: async (context, operator, { params: { appId }, body }) => {
      const { from, to, users, dry_run: dryRun, after = null, limit } = body;
      const { issuer = null, user_id_claim: userIdClaim = null } = from;
      const moved = await moveUsers(context, operator, {
        appId,
        from:
          from.kind === "issuer" ? { kind: "issuer", issuer, userIdClaim } : { kind: "unassigned" },
        to: to.issuer,
        users: users === undefined ? null : new Map(Object.entries(users)),
        dryRun,
        after,
        limit,
      });
      return {
        dry_run: moved.dryRun,
        connections: moved.connections.map((one) => ({
          connection_id: one.connectionId,
          connector_id: one.connectorId,
          user_id: one.userId,
          new_user_id: one.newUserId,
          outcome: one.outcome,
        })),
        next: moved.next,
      };
    },
  }),
];
