/** `client.connectors`: the routes of the signed-in app user. */
import { parseUrl, pathSegment } from "./arguments.ts";
import type { Authorization, Connect, ConnectCalls } from "./connect.ts";
import { revocations, toAppUserConnection } from "./connection.ts";
import type { UserConnectorsModule } from "./connector-modules.ts";
import type { ConnectorId } from "./connector-registries.ts";
import type { CallOptions, ConnectAppUserOptions, DisconnectResult } from "./connector-types.ts";
import { GrantryError } from "./errors.ts";
import { currentPage } from "./page.ts";
import type { Credentials, Send } from "./request.ts";
import { connectResult, returnUrlOf } from "./return-url.ts";
import {
  readBoolean,
  readObjects,
  readOneOf,
  readText,
  readTextOrNull,
  type WireObject,
} from "./wire.ts";

const root = "/app-user-auth";

/** Makes the method `connect`. */
export type CreateConnect = (calls: ConnectCalls) => Connect;

/** Builds the module. `credentials` says who asks. */
export function createUserConnectors(
  send: Send,
  credentials: Credentials,
  createConnect: CreateConnect,
): UserConnectorsModule {
  const get = (path: string, options: CallOptions, quiet = false) =>
    send({ method: "GET", path, credentials, signal: options.signal, quiet });

  const initiate = async (id: string, options: ConnectAppUserOptions): Promise<Authorization> => {
    const path = `${connectorPath(id)}/initiate`;
    const body = initiateBody(options);
    const { signal } = options;
    return toAuthorization(await send({ method: "POST", path, credentials, body, signal }));
  };

  const disconnect = async (id: string, options: CallOptions = {}): Promise<DisconnectResult> => {
    const { signal } = options;
    const path = connectorPath(id);
    return toDisconnectResult(await send({ method: "DELETE", path, credentials, signal }));
  };

  const getConnectionStatus = async (id: string, options: CallOptions = {}) =>
    toAppUserConnection(await get(connectorPath(id), options));

  const authorizationStatus = async (id: string, options: CallOptions) => {
    const authorizationId = pathSegment(id, "Authorization ID");
    const body = await get(`${root}/authorizations/${authorizationId}`, options, true);
    const status = readOneOf(body, "status", ["PENDING", "ACTIVE", "FAILED"]);
    return { status, error: readTextOrNull(body, "error") };
  };

  const connect = createConnect({ initiate, authorizationStatus, getConnectionStatus });
  return {
    connectAppUser: async (id, options = {}) => (await initiate(id, options)).redirectUrl.href,
    connect: (id, options = {}) => connect(id, options),
    connectResult,
    disconnectAppUser: async (id, options) => {
      await disconnect(id, options);
    },
    disconnect,
    listConnections: async (options = {}) =>
      readObjects(await get(`${root}/connections`, options), "connections").map(
        toAppUserConnection,
      ),
    getConnectionStatus,
  };
}

function connectorPath(connectorId: string): string {
  return `${root}/connectors/${pathSegment(connectorId, "Connector ID")}`;
}

/** The body of an initiate request; undefined, so that none is sent, where it would say nothing. */
function initiateBody(options: ConnectAppUserOptions): WireObject | undefined {
  const page = currentPage();
  const pageUrl = page === null ? undefined : returnUrlOf(page.location.href);
  const returnUrl = options.returnUrl ?? pageUrl;
  const { connectionConfig } = options;
  if (returnUrl === undefined && connectionConfig === undefined) return undefined;
  return { return_url: returnUrl, connection_config: connectionConfig };
}

function toAuthorization(body: WireObject): Authorization {
  const redirectUrl = parseUrl(readText(body, "redirect_url"));
  // A popup is opened on this address: any other scheme could run script with the page's origin.
  if (redirectUrl === null || !/^https?:$/.test(redirectUrl.protocol)) {
    const message = "The server's answer names no http or https address to continue at.";
    throw new GrantryError(message, { code: "unexpected_answer", status: 200 });
  }
  return {
    redirectUrl,
    authorizationId: readText(body, "connection_id"),
    isAlreadyAuthorized: readBoolean(body, "already_authorized"),
  };
}

function toDisconnectResult(body: WireObject): DisconnectResult {
  return {
    connectorId: readText(body, "connector_id") as ConnectorId,
    revocation: readOneOf(body, "revocation", revocations),
  };
}
