/** Routes of the signed-in app user. */
import { disconnectAnswer, initiateBody, meAnswer } from "@grantry/contract/base44/app-user";
import { appParams, connectorParams, initiateAnswer } from "@grantry/contract/base44/common";
import type { FastifyRequest } from "fastify";
import { appUserLabel } from "../../service/app-users/index.ts";
import { returnUrlOfPage, startAuthorization } from "../../service/connect/index.ts";
import { disconnect } from "../../service/connections/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import { route } from "../route.ts";
import { viewStarted } from "./authorization-views.ts";

const base = "/api/apps/:appId/app-user-auth";

/** The official browser SDK sends the page's address with every call; others send none. */
function pageUrl({ headers }: Pick<FastifyRequest, "headers">): string | null {
  const value = headers["x-origin-url"];
  return typeof value === "string" && value !== "" ? returnUrlOfPage(value) : null;
}

export const appUserRoutes = [
  route({
    method: "POST",
    path: `${base}/connectors/:connectorId/initiate`,
    for: "app_user",
    limits: ["user_calls", "consent_starts", "app_consent_starts"],
    summary: "Start connecting the user's account; send the browser to redirect_url",
    params: connectorParams,
    body: initiateBody,
    answer: initiateAnswer,
    handler: async (context, user, request, reply) => {
      const { params, body, headers } = request;
      const started = await startAuthorization(context, {
        app: user.app,
        address: { kind: "id", connectorId: params.connectorId },
        owner: { kind: "user", issuer: user.issuer, userId: user.userId },
        userLabel: appUserLabel(user, context.defences.personName),
        profile: user,
        returnUrl: body?.return_url ?? pageUrl(request),
        settings: body?.connection_config ?? {},
        locale: null,
        sameOriginBrowser: headers.origin === new URL(context.publicUrl).origin,
      });
      if (started.cookie !== null) setBrowserCookie(context, reply, started.cookie);
      return viewStarted(started);
    },
  }),
  route({
    method: "DELETE",
    path: `${base}/connectors/:connectorId`,
    for: "app_user",
    summary: "Disconnect: revoke at the provider and erase the tokens",
    whileFrozen: true,
    params: connectorParams,
    answer: disconnectAnswer,
    handler: async (context, { app, issuer, userId }, { params: { connectorId } }) => {
      const owner = { kind: "user", issuer, userId } as const;
      const revocation = await disconnect(context, app, { connectorId, owner });
      return { status: "disconnected" as const, connector_id: connectorId, revocation };
    },
  }),
  route({
    method: "GET",
    path: "/api/apps/:appId/entities/User/me",
    for: "app_user",
    summary: "Who is signed in; the SDK asks on its own",
    params: appParams,
    answer: meAnswer,
    handler: (_context, { userId, email, name }) => ({ id: userId, email, full_name: name }),
  }),
];
