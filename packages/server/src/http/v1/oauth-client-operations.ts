/** OAuth clients of a workspace. */
import { address } from "@grantry/contract/v1/common";
import {
  oauthClient,
  oauthClientList,
  oauthClientReservation,
  updateOAuthClientRequest,
} from "@grantry/contract/v1/connectors";
import { deleted, plainListQuery } from "@grantry/contract/v1/people";
import type { z } from "zod";
import {
  deleteOAuthClient,
  listOAuthClients,
  type OAuthClient,
  readOAuthClient,
  reserveOAuthClient,
  updateOAuthClient,
} from "../../service/manage/index.ts";
import { route } from "../route.ts";
import { listing, pageOfAll } from "./list.ts";
import { instantOf, instantOrNull } from "./time.ts";
import { version } from "./version.ts";

const tag = "Connectors";
const workspace = "/v1/workspaces/:workspace_id";

/** A client as `/v1` shows it. */
export function viewClient(one: OAuthClient): z.output<typeof oauthClient> {
  return {
    id: one.oauthClientId,
    name: one.name,
    provider_id: one.providerId,
    client_id: one.clientId,
    redirect_uri: one.redirectUri,
    used_by_other_servers: one.usedByOtherServers,
    preferred: one.preferred,
    previous_secret: one.hasPreviousSecret,
    secret_replaced_at: instantOrNull(one.secretReplacedAt),
    connectors: one.connectors.map(({ connectorId, name, appId }) => ({
      id: connectorId,
      name,
      app_id: appId,
    })),
    created_at: instantOf(one.createdAt),
    updated_at: instantOf(one.updatedAt),
  };
}

const ofClient = address("workspace_id", "oauth_client_id");

const clientVersion = version(ofClient, {
  read: async (context, operator, { oauthClientId }) =>
    viewClient(await readOAuthClient(context, operator, oauthClientId)),
  target: ({ oauthClientId }) => ({ kind: "oauth_client", id: oauthClientId }),
  besides: ["connectors"],
});

export const oauthClientOperations = [
  route({
    method: "GET",
    path: `${workspace}/oauth-clients`,
    for: "operator",
    permission: "workspace:read",
    operationId: "listOAuthClients",
    tag,
    summary: "The workspace's OAuth clients, those that were registered first before others",
    params: address("workspace_id"),
    query: plainListQuery,
    answer: oauthClientList,
    handler: async (context, operator, request) =>
      pageOfAll(
        listing(context, request),
        await listOAuthClients(context, operator),
        { keyOf: ({ createdAt, oauthClientId }) => [createdAt, oauthClientId] },
        viewClient,
      ),
  }),
  route({
    method: "POST",
    path: `${workspace}/oauth-clients/reservations`,
    for: "operator",
    permission: "workspace:write",
    operationId: "reserveOAuthClient",
    tag,
    summary: "The redirect URI of a client that is yet to be registered at its provider",
    params: address("workspace_id"),
    answer: oauthClientReservation,
    status: 201,
    repeatable: true,
    handler: (context, operator) => {
      const { oauthClientId, redirectUri } = reserveOAuthClient(context, operator);
      return { id: oauthClientId, redirect_uri: redirectUri };
    },
  }),
  route({
    method: "GET",
    path: `${workspace}/oauth-clients/:oauth_client_id`,
    for: "operator",
    permission: "workspace:read",
    operationId: "getOAuthClient",
    tag,
    summary: "One OAuth client, and what must be registered for it",
    params: ofClient,
    version: clientVersion,
    answer: oauthClient,
    refuses: ["oauth_client_not_found"],
    handler: async (context, operator, { params }) =>
      viewClient(await readOAuthClient(context, operator, params.oauthClientId)),
  }),
  route({
    method: "PATCH",
    path: `${workspace}/oauth-clients/:oauth_client_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "updateOAuthClient",
    tag,
    summary:
      "Rename a client; say that other servers use it, too, or that shared connections get it",
    params: ofClient,
    version: clientVersion,
    body: updateOAuthClientRequest,
    answer: oauthClient,
    shows: { preferred: true, updated_at: "2026-05-04T09:30:00Z" },
    refuses: ["oauth_client_not_found"],
    handler: async (context, operator, { params: { oauthClientId }, body }) => {
      const marks = {
        name: body.name,
        usedByOtherServers: body.used_by_other_servers,
        preferred: body.preferred,
      };
      return viewClient(await updateOAuthClient(context, operator, { oauthClientId, marks }));
    },
  }),
  route({
    method: "DELETE",
    path: `${workspace}/oauth-clients/:oauth_client_id`,
    for: "operator",
    permission: "workspace:write",
    operationId: "deleteOAuthClient",
    tag,
    summary: "Delete an OAuth client that no connector uses",
    params: ofClient,
    version: clientVersion,
    answer: deleted,
    shows: { id: "ocl_b7" },
    refuses: ["oauth_client_not_found", "oauth_client_in_use"],
    handler: async (context, operator, { params: { oauthClientId } }) => {
      await deleteOAuthClient(context, operator, oauthClientId);
      return { id: oauthClientId, deleted: true as const };
    },
  }),
];
