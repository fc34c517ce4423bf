/** The signed-in user's connectors, connections and attempts to connect. */
import { iconPathOf } from "@grantry/catalogue/icon-path";
import { address } from "@grantry/contract/v1/common";
import { myConnectionsQuery, myConnectorsQuery } from "@grantry/contract/v1/connection-queries";
import {
  connection,
  connectionList,
  myConnectorList,
  receipt,
  receipts,
} from "@grantry/contract/v1/connections";
import { type AppUser, ownersHandles } from "../../service/app-users/index.ts";
import {
  disconnect,
  disconnectById,
  getUserConnection,
  getUserConnector,
  listUserConnectors,
  type UserConnector,
} from "../../service/connections/index.ts";
import type { HttpContext } from "../context.ts";
import { route } from "../route.ts";
import { viewConnection } from "./connection-views.ts";
import { listing, pageOfAll } from "./list.ts";
import { viewField } from "./setting-fields.ts";

const me = "/v1/apps/:app_id/me";
const ofConnection = address("app_id", "connection_id");
const ofConnector = address("app_id", "connector_id");

function viewConnector(
  { connector, settingFields, logo, connection: own }: UserConnector,
  handle: string | null,
) {
  return {
    ...connector,
    logo: viewLogo(logo),
    setting_fields: settingFields.map(viewField),
    connections: own === null ? [] : [viewConnection(own, handle)],
  };
}

/** As data, so that a page can draw it whatever its policy says of images. */
function viewLogo(logo: UserConnector["logo"]) {
  const path = logo?.icon == null ? undefined : iconPathOf(logo.icon);
  return logo === null || path === undefined ? null : { path, color: logo.color };
}

const asOwner = ({ issuer, userId }: AppUser) => ({ kind: "user", issuer, userId }) as const;

/** The caller's own handle; null before the first attempt to connect. */
async function handleOf(context: HttpContext, user: AppUser): Promise<string | null> {
  const owned = { appId: user.app.appId, owner: asOwner(user) };
  const [handle = null] = await ownersHandles(context, [owned]);
  return handle;
}

const reads = [
  route({
    method: "GET",
    path: `${me}/connectors`,
    for: "app_user",
    operationId: "listMyConnectors",
    tag: "Connections",
    summary: "What the user may connect, by name, with the user's connections",
    params: address("app_id"),
    query: myConnectorsQuery,
    answer: myConnectorList,
    handler: async (context, user, request) => {
      const { connector_id: id } = request.query;
      const all = await listUserConnectors(context, user);
      const handle = await handleOf(context, user);
      return pageOfAll(
        listing(context, request),
        id === undefined ? all : all.filter(({ connector }) => connector.id === id),
        { keyOf: ({ connector }) => [connector.name, connector.id] },
        (one) => viewConnector(one, handle),
      );
    },
  }),
  route({
    method: "GET",
    path: `${me}/connectors/:connector_id`,
    for: "app_user",
    operationId: "getMyConnector",
    tag: "Connections",
    summary: "One connector, a shared one of the app, too, with the user's connections",
    params: ofConnector,
    answer: myConnectorList.shape.data.element,
    refuses: ["connector_not_found"],
    handler: async (context, user, { params }) =>
      viewConnector(
        await getUserConnector(context, user, params.connectorId),
        await handleOf(context, user),
      ),
  }),
  route({
    method: "GET",
    path: `${me}/connections`,
    for: "app_user",
    operationId: "listMyConnections",
    whileFrozen: true,
    tag: "Connections",
    summary: "The user's connections, disconnected ones, too",
    params: address("app_id"),
    query: myConnectionsQuery,
    answer: connectionList,
    handler: async (context, user, request) => {
      const { connector_id: id, type, status } = request.query;
      const all = (await listUserConnectors(context, user)).flatMap(({ connection: own }) =>
        own === null ? [] : [own],
      );
      const meant = all.filter(
        ({ connector, status: now }) =>
          (id === undefined || connector.id === id) &&
          (type === undefined || connector.type === type) &&
          (status === undefined || now === status),
      );
      const handle = await handleOf(context, user);
      const found = pageOfAll(
        listing(context, request),
        meant,
        { keyOf: ({ connectionId }) => [connectionId] },
        (one) => viewConnection(one, handle),
      );
      return { ...found, total: null };
    },
  }),
  route({
    method: "GET",
    path: `${me}/connections/:connection_id`,
    for: "app_user",
    operationId: "getMyConnection",
    whileFrozen: true,
    tag: "Connections",
    summary: "One of the user's connections",
    params: ofConnection,
    answer: connection,
    refuses: ["connection_not_found"],
    handler: async (context, user, { params }) =>
      viewConnection(
        await getUserConnection(context, user, params.connectionId),
        await handleOf(context, user),
      ),
  }),
];

const ends = [
  route({
    method: "POST",
    path: `${me}/connections/:connection_id/disconnect`,
    for: "app_user",
    operationId: "disconnectMyConnection",
    whileFrozen: true,
    tag: "Connections",
    summary: "Disconnect: revoke at the provider and erase the tokens",
    params: ofConnection,
    answer: receipt,
    refuses: ["connection_not_found", "not_connected"],
    handler: async (context, user, { params: { connectionId } }) => ({
      connection_id: connectionId,
      revocation: await disconnectById(context, user, connectionId),
    }),
  }),
  route({
    method: "POST",
    path: `${me}/connectors/:connector_id/disconnect`,
    for: "app_user",
    operationId: "disconnectMyConnector",
    whileFrozen: true,
    tag: "Connections",
    summary: "Disconnect every account of one connector",
    params: ofConnector,
    answer: receipts,
    refuses: ["connector_not_found", "not_connected"],
    handler: async (context, user, { params: { connectorId } }) => {
      const { connection: own } = await getUserConnector(context, user, connectorId);
      const owner = asOwner(user);
      const revocation = await disconnect(context, user.app, { connectorId, owner });
      return { receipts: own === null ? [] : [{ connection_id: own.connectionId, revocation }] };
    },
  }),
];

export const myOperations = [...reads, ...ends];
