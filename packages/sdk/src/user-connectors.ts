/** `client.connectors`: what the signed-in app user may do. */
import { parseUrl, pathSegment, requireText } from "./arguments.ts";
import type { Complete } from "./complete.ts";
import type { Authorization, Connect, ConnectCalls } from "./connect.ts";
import { toAppUserConnections, toCompleted, toReceipts } from "./connection.ts";
import type { UserConnectorsModule } from "./connector-modules.ts";
import type { AppUserConnection, CallOptions, ConnectAppUserOptions } from "./connector-types.ts";
import { currentPage } from "./page.ts";
import type { Credentials, Send, WireRequest } from "./request.ts";
import { connectResult, returnUrlOf } from "./return-url.ts";
import type * as v1 from "./v1-shapes.ts";
import { readObjects, readText, readTextOrNull, type Unread, unexpectedAnswer } from "./wire.ts";

/** Below the app's address. */
const root = "/me";

/** Of the list of connectors. */
const pageItems = 200;
/** A list that goes on beyond this does not end. */
const pagesMax = 100;

/** Makes the methods that run in a page only. */
export interface PageConnects {
  createConnect(calls: ConnectCalls): Connect;
  createComplete(calls: ConnectCalls): Complete;
}

/** Builds the module. `credentials` says who asks. */
export function createUserConnectors(
  send: Send,
  credentials: Credentials,
  inPage: PageConnects,
): UserConnectorsModule {
  const get = <Shape>(path: string, { signal }: CallOptions, quiet = false) =>
    send<Shape>({ method: "GET", path: root + path, credentials, signal, quiet });

  const post = <Shape>(path: string, more: Partial<WireRequest>) =>
    send<Shape>({ method: "POST", path: root + path, credentials, ...more });

  const initiate = async (
    id: string,
    options: ConnectAppUserOptions,
    challenge: string | null,
  ): Promise<Authorization> => {
    const body = { ...startBody(id, options), challenge: challenge ?? undefined };
    const { signal } = options;
    const sent = { body, signal, repeat: "by_key" } as const;
    return toAuthorization(await post<v1.StartedAuthorization>("/authorizations", sent));
  };

  const disconnect = async (id: string, { signal }: CallOptions = {}) => {
    // Not sent again: where it has taken effect, there would be nothing to disconnect.
    return toReceipts(await post<v1.Receipts>(`${connectorPath(id)}/disconnect`, { signal }));
  };

  const getConnectionStatus = async (id: string, options: CallOptions = {}) => {
    const [first] = toAppUserConnections(await get<v1.MyConnector>(connectorPath(id), options));
    return first as AppUserConnection;
  };

  const listConnections = async (options: CallOptions = {}) => {
    const all: AppUserConnection[] = [];
    let path = `/connectors?limit=${pageItems}`;
    for (let page = 0; page < pagesMax; page += 1) {
      const body = await get<v1.MyConnectorList>(path, options);
      all.push(...readObjects(body, "data").flatMap(toAppUserConnections));
      const cursor = readTextOrNull(body, "next_cursor");
      if (cursor === null) return all;
      path = `/connectors?limit=${pageItems}&cursor=${encodeURIComponent(cursor)}`;
    }
    throw unexpectedAnswer("The server's list of connectors does not end.");
  };

  const completeOne: ConnectCalls["complete"] = async ({ id, code, verifier }) => {
    const path = `/authorizations/${pathSegment(id, "Authorization ID")}/complete`;
    const body: v1.CompleteMyAuthorizationRequest = { code, verifier };
    const sent = { body, quiet: true, repeat: "as_it_is" } as const;
    return toCompleted(await post<v1.CompletedAuthorization>(path, sent));
  };

  const calls: ConnectCalls = { initiate, complete: completeOne, get, getConnectionStatus };
  const connect = inPage.createConnect(calls);
  return {
    connectAppUser: async (id, options = {}) => (await initiate(id, options, null)).connectUrl.href,
    connect: (id, options = {}) => connect(id, options),
    complete: inPage.createComplete(calls),
    connectResult,
    disconnectAppUser: async (id, options) => {
      await disconnect(id, options);
    },
    disconnect,
    listConnections,
    getConnectionStatus,
  };
}

function connectorPath(connectorId: string): string {
  return `/connectors/${pathSegment(connectorId, "Connector ID")}`;
}

function startBody(id: string, options: ConnectAppUserOptions): v1.StartMyAuthorizationRequest {
  requireText(id, "Connector ID");
  const page = currentPage();
  const pageUrl = page === null ? undefined : returnUrlOf(page.location.href);
  return {
    connector_id: id,
    return_url: options.returnUrl ?? pageUrl,
    settings: options.connectionConfig,
  };
}

function toAuthorization(body: Unread<v1.StartedAuthorization>): Authorization {
  const connectUrl = parseUrl(readText(body, "connect_url"));
  // A popup is opened on this address: any other scheme could run script with the page's origin.
  if (connectUrl === null || !/^https?:$/.test(connectUrl.protocol)) {
    throw unexpectedAnswer("The server's answer names no http or https address to continue at.");
  }
  return { connectUrl, authorizationId: readText(body, "id") };
}
