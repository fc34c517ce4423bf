/** The users of an app: who is signed in, and tokens by which the backend signs somebody in. */
import { address, listQuery } from "@grantry/contract/v1/common";
import { me } from "@grantry/contract/v1/server";
import { createUserTokenRequest, userToken } from "@grantry/contract/v1/tokens";
import { foundUsers, searchUsersRequest, user, userList } from "@grantry/contract/v1/users";
import { operatorAtApp } from "../../service/accounts/index.ts";
import {
  type Backend,
  findUserByHandle,
  issueUserToken,
  listUsers,
  searchUsers,
  type UsersSeen,
} from "../../service/app-users/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { type Listing, listing } from "./list.ts";
import { viewUser } from "./user-views.ts";

const tag = "Users";

/** A page of an app's users. */
async function pageOfUsers(context: HttpContext, seen: UsersSeen, { after, limit, page }: Listing) {
  const [createdAt, id] = after ?? [];
  const from = after === null ? null : { createdAt: Number(createdAt), id: String(id) };
  const { users, next } = await listUsers(context, seen, { after: from, limit });
  return page(users.map(viewUser), next === null ? null : [next.createdAt, next.id]);
}

const seenBy = ({ app, connectorIds }: Backend): UsersSeen => ({ ...allOf(app), connectorIds });
const allOf = ({ appId, workspaceId }: Backend["app"]): UsersSeen => ({
  workspaceId,
  appId,
  connectorIds: null,
});

const ofApp = "/v1/apps/:app_id/users";
const ofWorkspace = "/v1/workspaces/:workspace_id/apps/:app_id/users";
const inWorkspace = address("workspace_id", "app_id");

const usersOfApps = [
  route({
    method: "GET",
    path: ofApp,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "listUsers",
    tag,
    summary:
      "The app's users who have connected something, began to, or got a user token, newest first",
    params: address("app_id"),
    query: listQuery({}),
    answer: userList,
    handler: (context, backend, request) =>
      pageOfUsers(context, seenBy(backend), listing(context, request)),
  }),
  route({
    method: "POST",
    path: `${ofApp}/search`,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "searchUsers",
    tag,
    summary: "The users with an id of the app's own, which must not stand in an address",
    params: address("app_id"),
    body: searchUsersRequest,
    answer: foundUsers,
    handler: async (context, backend, { body: { user_id: userId, issuer } }) => ({
      data: (await searchUsers(context, seenBy(backend), { userId, issuer })).map(viewUser),
    }),
  }),
  route({
    method: "GET",
    path: `${ofApp}/:user_id`,
    for: "verified_backend",
    permission: "connections:read",
    operationId: "getUser",
    tag,
    summary: "One user of the app",
    params: address("app_id", "user_id"),
    answer: user,
    refuses: ["user_not_found"],
    handler: async (context, backend, { params }) =>
      viewUser(await findUserByHandle(context, seenBy(backend), params.userId)),
  }),
  route({
    method: "GET",
    path: ofWorkspace,
    for: "operator",
    permission: "apps:read",
    operationId: "listWorkspaceUsers",
    tag,
    summary:
      "An app's users who have connected something, began to, or got a user token, newest first",
    params: inWorkspace,
    query: listQuery({}),
    answer: userList,
    handler: async (context, operator, request) => {
      const { app } = await operatorAtApp(context, operator, request.params.appId);
      return await pageOfUsers(context, allOf(app), listing(context, request));
    },
  }),
  route({
    method: "POST",
    path: `${ofWorkspace}/search`,
    for: "operator",
    permission: "apps:read",
    operationId: "searchWorkspaceUsers",
    tag,
    summary: "The users with an id of the app's own, which must not stand in an address",
    params: inWorkspace,
    body: searchUsersRequest,
    answer: foundUsers,
    handler: async (context, operator, { params, body: { user_id: userId, issuer } }) => {
      const { app } = await operatorAtApp(context, operator, params.appId);
      return { data: (await searchUsers(context, allOf(app), { userId, issuer })).map(viewUser) };
    },
  }),
  route({
    method: "GET",
    path: `${ofWorkspace}/:user_id`,
    for: "operator",
    permission: "apps:read",
    operationId: "getWorkspaceUser",
    tag,
    summary: "One user of an app",
    params: address("workspace_id", "app_id", "user_id"),
    answer: user,
    refuses: ["user_not_found"],
    handler: async (context, operator, { params }) => {
      const { app } = await operatorAtApp(context, operator, params.appId);
      return viewUser(await findUserByHandle(context, allOf(app), params.userId));
    },
  }),
];

export const userOperations = [
  ...usersOfApps,
  route({
    method: "GET",
    path: "/v1/apps/:app_id/me",
    for: "app_user",
    operationId: "getMe",
    tag,
    summary: "The signed-in user",
    params: address("app_id"),
    answer: me,
    handler: (_context, { userId, issuer, email, name }) => ({
      user_id: userId,
      issuer: issuer?.issuer ?? null,
      email,
      name,
    }),
  }),
  route({
    method: "POST",
    path: "/v1/apps/:app_id/user-tokens",
    for: "verified_backend",
    permission: "users:sign-in",
    operationId: "createUserToken",
    tag,
    summary: "A short-lived JWT for one of the app's users",
    params: address("app_id"),
    body: createUserTokenRequest,
    answer: userToken,
    status: 201,
    // Another token does no harm, and one that is kept would be over.
    repeatable: true,
    refuses: ["issuer_required", "issuer_unknown"],
    handler: async (context, { app }, { body }) => {
      const { token, expiresIn } = await issueUserToken(context, app, {
        userId: body.user_id,
        issuer: body.issuer,
        email: body.email,
        emailVerified: body.email_verified,
        name: body.name,
        expiresIn: body.expires_in,
      });
      return { access_token: token, token_type: "Bearer" as const, expires_in: expiresIn };
    },
  }),
];
