/** Routes of the signed-in app user. */
import {
  connectionsAnswer,
  disconnectAnswer,
  initiateBody,
  meAnswer,
} from "@grantry/contract/app-user";
import {
  appParams,
  attemptStatus,
  authorizationParams,
  connectionView,
  connectorParams,
  errorBody,
  initiateAnswer,
} from "@grantry/contract/common";
import type { FastifyRequest } from "fastify";
import type { AppUser } from "../../service/app-users/index.ts";
import {
  authorizationStatus,
  returnUrlOfPage,
  startAuthorization,
} from "../../service/connect/index.ts";
import {
  disconnect,
  getConnectionStatus,
  listConnections,
} from "../../service/connections/index.ts";
import { requireAppUser } from "../bearer.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import type { HttpContext } from "../context.ts";
import { forPages } from "../cors.ts";
import type { ZodInstance } from "../zod-instance.ts";

const base = "/api/apps/:appId/app-user-auth";
const tags = ["app user"];

export function registerAppUserRoutes(instance: ZodInstance, context: HttpContext): void {
  registerConnect(instance, context);
  registerConnections(instance, context);
  registerMe(instance, context);
}

function registerConnect(instance: ZodInstance, context: HttpContext): void {
  instance.post(
    `${base}/connectors/:connectorId/initiate`,
    {
      config: forPages,
      schema: {
        tags,
        summary: "Start connecting the user's account; send the browser to redirect_url",
        params: connectorParams,
        body: initiateBody,
        response: { 200: initiateAnswer, "4xx": errorBody },
      },
    },
    async (request, reply) => {
      const user = await requireAppUser(context, request.params.appId, request.headers);
      const started = await startAuthorization(context, {
        app: user.app,
        address: { kind: "id", connectorId: request.params.connectorId },
        owner: { kind: "user", issuer: user.issuer, userId: user.userId },
        userLabel: labelOf(user),
        returnUrl: request.body?.return_url ?? pageUrl(request),
        settings: request.body?.connection_config ?? {},
        sameOriginBrowser: request.headers.origin === new URL(context.publicUrl).origin,
      });
      if (started.cookie !== null) setBrowserCookie(context, reply, started.cookie);
      return {
        redirect_url: started.redirectUrl,
        connection_id: started.authorizationId,
        already_authorized: false,
      };
    },
  );
  instance.get(
    `${base}/authorizations/:authorizationId`,
    {
      config: forPages,
      schema: {
        tags,
        summary: "What became of an attempt to connect",
        params: authorizationParams,
        response: { 200: attemptStatus, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const user = await requireAppUser(context, params.appId, headers);
      return await authorizationStatus(context, user, params.authorizationId);
    },
  );
}

/** The official browser SDK sends the page's address with every call; others send none. */
function pageUrl(request: FastifyRequest): string | null {
  const value = request.headers["x-origin-url"];
  return typeof value === "string" && value !== "" ? returnUrlOfPage(value) : null;
}

function labelOf({ name, email, userId }: AppUser): string {
  const known = [name, email].filter((part) => part !== null);
  return known.length === 0 ? userId : known.join(", ");
}

function registerConnections(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    `${base}/connections`,
    {
      config: forPages,
      schema: {
        tags,
        summary: "Every connector the user may connect, and where each connection stands",
        params: appParams,
        response: { 200: connectionsAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const user = await requireAppUser(context, params.appId, headers);
      return { connections: await listConnections(context, user) };
    },
  );
  instance.get(
    `${base}/connectors/:connectorId`,
    {
      config: forPages,
      schema: {
        tags,
        summary: "Where the user's connection for one connector stands",
        params: connectorParams,
        response: { 200: connectionView, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const user = await requireAppUser(context, params.appId, headers);
      return await getConnectionStatus(context, user, params.connectorId);
    },
  );
  instance.delete(
    `${base}/connectors/:connectorId`,
    {
      config: forPages,
      schema: {
        tags,
        summary: "Disconnect: revoke at the provider and erase the tokens",
        params: connectorParams,
        response: { 200: disconnectAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const { app, issuer, userId } = await requireAppUser(context, params.appId, headers);
      const { connectorId } = params;
      const owner = { kind: "user", issuer, userId } as const;
      const revocation = await disconnect(context, app, { connectorId, owner });
      return { status: "disconnected" as const, connector_id: connectorId, revocation };
    },
  );
}

function registerMe(instance: ZodInstance, context: HttpContext): void {
  instance.get(
    "/api/apps/:appId/entities/User/me",
    {
      config: forPages,
      schema: {
        tags,
        summary: "Who is signed in; the SDK asks on its own",
        params: appParams,
        response: { 200: meAnswer, "4xx": errorBody },
      },
    },
    async ({ params, headers }) => {
      const user = await requireAppUser(context, params.appId, headers);
      return { id: user.userId, email: user.email, full_name: user.name };
    },
  );
}
