/** Consents: begun, looked at, completed by the app, given up; by the user, and by the app's backend for users or all of them. */
import {
  authorization,
  completeAuthorizationRequest,
  completedAuthorization,
  completeMyAuthorizationRequest,
  startAuthorizationRequest,
  startedAuthorization,
  startMyAuthorizationRequest,
} from "@grantry/contract/v1/authorizations";
import { address } from "@grantry/contract/v1/common";
import type { OwnerInput } from "@grantry/contract/v1/tokens";
import type { z } from "zod";
import { appUserLabel } from "../../service/app-users/index.ts";
import {
  authorizationOfApp,
  authorizationSeconds,
  authorizationStatus,
  cancelAuthorization,
  cancelForApp,
  isUsersOwn,
  type NamedOwner,
  redeem,
  redeemByBackend,
  startAuthorization,
  startByBackend,
} from "../../service/connect/index.ts";
import { setBrowserCookie } from "../browser-cookie.ts";
import { route } from "../route.ts";
import { viewAuthorization, viewRedeemed, viewStarted } from "./authorization-views.ts";

const tag = "Authorizations";
const me = "/v1/apps/:app_id/me/authorizations";
const ofApp = "/v1/apps/:app_id/authorizations";
const ofMine = address("app_id", "authorization_id");

type StartOf = z.output<typeof startAuthorizationRequest>;

/** What the starts by a user and by a backend may be refused with alike. */
const startRefusals = [
  "connector_not_found",
  "user_connections_disabled",
  "connection_config_invalid",
  "return_url_not_allowed",
  "scopes_forbidden",
  "challenge_required",
] as const;

/** What both starts ask for alike. */
function startOf(body: Pick<StartOf, "return_url" | "locale" | "challenge">) {
  const { return_url: returnUrl, locale, challenge } = body;
  return {
    returnUrl: returnUrl ?? null,
    locale: locale ?? null,
    challenge: challenge ?? null,
  };
}

const ofUsers = [
  route({
    method: "POST",
    path: me,
    for: "app_user",
    limits: ["user_calls", "consent_starts", "app_consent_starts"],
    operationId: "startMyAuthorization",
    tag,
    summary: "Start connecting the user's account; send the user's browser to connect_url",
    params: address("app_id"),
    body: startMyAuthorizationRequest,
    answer: startedAuthorization,
    status: 201,
    answerSeconds: authorizationSeconds,
    refuses: startRefusals,
    handler: async (context, user, { body, headers }, reply) => {
      const started = await startAuthorization(context, {
        app: user.app,
        address: { kind: "id", connectorId: body.connector_id },
        owner: { kind: "user", issuer: user.issuer, userId: user.userId },
        userLabel: appUserLabel(user, context.defences.personName),
        profile: user,
        settings: body.settings ?? {},
        ...startOf(body),
        sameOriginBrowser: headers.origin === new URL(context.publicUrl).origin,
      });
      if (started.cookie !== null) setBrowserCookie(context, reply, started.cookie);
      return viewStarted(started);
    },
  }),
  route({
    method: "GET",
    path: `${me}/:authorization_id`,
    for: "app_user",
    operationId: "getMyAuthorization",
    tag,
    summary: "What became of an attempt to connect",
    params: ofMine,
    answer: authorization,
    refuses: ["authorization_not_found"],
    handler: async (context, user, { params: { authorizationId } }) =>
      viewAuthorization(await authorizationStatus(context, user, authorizationId)),
  }),
  route({
    method: "POST",
    path: `${me}/:authorization_id/complete`,
    for: "app_user",
    operationId: "completeMyAuthorization",
    tag,
    summary: "Complete a consent that began with a challenge; only now is anything exchanged",
    params: ofMine,
    body: completeMyAuthorizationRequest,
    answer: completedAuthorization,
    refuses: ["completion_invalid"],
    handler: async (context, user, { params: { authorizationId }, body }) => {
      const { app, issuer, userId } = user;
      const owner = { kind: "user" as const, issuer, userId };
      const proofs = { authorizationId, code: body.code, verifier: body.verifier };
      const redeemed = await redeem(context, { app, owner, backend: null, ...proofs });
      return await viewRedeemed(context, redeemed);
    },
  }),
  route({
    method: "POST",
    path: `${me}/:authorization_id/cancel`,
    for: "app_user",
    operationId: "cancelMyAuthorization",
    tag,
    summary: "Give up an attempt to connect; one that has ended stays as it is",
    params: ofMine,
    answer: authorization,
    shows: { status: "canceled" },
    refuses: ["authorization_not_found"],
    handler: async (context, user, { params: { authorizationId } }) => {
      const { appId } = user.app;
      const canceled = await cancelAuthorization(
        context,
        { appId, authorizationId },
        isUsersOwn(user),
      );
      return viewAuthorization(canceled);
    },
  }),
];

function ownerOf({ kind, user_id: userId = "", issuer, token }: OwnerInput): NamedOwner {
  if (kind === "app") return { kind };
  return token === undefined ? { userId, issuer } : { token };
}

function addressOf({ connector_id: connectorId, type: integrationType = "" }: StartOf) {
  return connectorId === undefined
    ? { kind: "type" as const, integrationType }
    : { kind: "id" as const, connectorId };
}

const ofBackends = [
  route({
    method: "POST",
    path: ofApp,
    for: "verified_backend",
    permission: "connections:manage",
    limits: ["backend_calls", "app_consent_starts"],
    operationId: "startAuthorization",
    tag,
    summary:
      "Start connecting an account of a user, or one for the whole app; send the person's browser to connect_url",
    params: address("app_id"),
    body: startAuthorizationRequest,
    answer: startedAuthorization,
    status: 201,
    answerSeconds: authorizationSeconds,
    refuses: [
      ...startRefusals,
      "shared_connections_disabled",
      "app_user_required",
      "issuer_required",
      "issuer_unknown",
    ],
    handler: async (context, backend, { body }) =>
      viewStarted(
        await startByBackend(context, backend, ownerOf(body.owner), {
          address: addressOf(body),
          settings: body.settings ?? null,
          ...startOf(body),
        }),
      ),
  }),
  route({
    method: "GET",
    path: `${ofApp}/:authorization_id`,
    for: "verified_backend",
    permission: "connections:manage",
    operationId: "getAuthorization",
    tag,
    summary: "What became of an attempt to connect that the app has under way",
    params: ofMine,
    answer: authorization,
    refuses: ["authorization_not_found"],
    handler: async (context, backend, { params: { authorizationId } }) =>
      viewAuthorization(await authorizationOfApp(context, backend, authorizationId)),
  }),
  route({
    method: "POST",
    path: `${ofApp}/:authorization_id/complete`,
    for: "verified_backend",
    permission: "connections:manage",
    operationId: "completeAuthorization",
    tag,
    summary:
      "Complete a consent that began with a challenge, for the same owner; only now is anything exchanged",
    params: ofMine,
    body: completeAuthorizationRequest,
    answer: completedAuthorization,
    refuses: ["completion_invalid", "app_user_required", "issuer_required", "issuer_unknown"],
    handler: async (context, backend, { params: { authorizationId }, body }) => {
      const { code, verifier } = body;
      const proofs = { authorizationId, code, verifier };
      const redeemed = await redeemByBackend(context, backend, ownerOf(body.owner), proofs);
      return await viewRedeemed(context, redeemed);
    },
  }),
  route({
    method: "POST",
    path: `${ofApp}/:authorization_id/cancel`,
    for: "verified_backend",
    permission: "connections:manage",
    operationId: "cancelAuthorization",
    tag,
    summary:
      "Give up an attempt to connect for a user or the app; one that has ended stays as it is",
    params: ofMine,
    answer: authorization,
    shows: { status: "canceled" },
    refuses: ["authorization_not_found"],
    handler: async (context, backend, { params: { authorizationId } }) =>
      viewAuthorization(await cancelForApp(context, backend, authorizationId)),
  }),
];

export const authorizationOperations = [...ofUsers, ...ofBackends];
