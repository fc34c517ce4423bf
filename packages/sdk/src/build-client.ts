/** Puts a client together, from parts that differ between pages and backends. */
import { bearerToken, pathSegment, serverAddress } from "./arguments.ts";
import { type AuthModule, createAuth } from "./auth.ts";
import type { CreateClientConfig, GrantryClient } from "./client.ts";
import { createFunctions } from "./functions.ts";
import { currentPage, type PageWindow } from "./page.ts";
import {
  type Credentials,
  createExchange,
  createSend,
  type Exchange,
  type Send,
  type SendSettings,
} from "./request.ts";
import { createServiceConnectors } from "./service-connectors.ts";
import { createUserConnectors, type PageConnects } from "./user-connectors.ts";
import { bearerHeader, createUserCredentials, type UserCredentials } from "./user-token.ts";

/** What a client does in a page only: a backend's bundle need not hold it. */
export interface PageParts extends PageConnects {
  requireUser(page: PageWindow, auth: AuthModule, appBaseUrl: string): Promise<void>;
}

const retryForMsDefault = { backend: 20_000, page: 2_000 };
const timeoutMsDefault = 30_000;
const functionTimeoutMsDefault = 120_000;

/** What calls of a client go by. */
export interface Caller {
  readonly page: PageWindow | null;
  readonly settings: SendSettings;
  readonly user: UserCredentials;
  readonly asUser: Credentials;
  readonly send: Send;
  readonly exchange: Exchange;
}

/** Throws an Error where an option is missing or unusable. */
export function createCaller(config: CreateClientConfig): Caller {
  const page = currentPage();
  const appId = pathSegment(config.appId, "App ID");
  const server = serverAddress(config.serverUrl, page);
  const settings = {
    root: `${server}/v1/apps/${appId}`,
    headers: furtherHeaders(config),
    timeoutMs: config.options?.timeoutMs ?? timeoutMsDefault,
    retryForMs: config.options?.retryForMs ?? retryForMsDefault[page === null ? "backend" : "page"],
    onError: config.options?.onError,
  };
  const user = createUserCredentials(config.token);
  const asUser = async () => bearerHeader(await user.token());
  const timeoutMs = config.options?.timeoutMs ?? functionTimeoutMsDefault;
  const exchange = createExchange({ ...settings, timeoutMs });
  return { page, settings, user, asUser, exchange, send: createSend(settings) };
}

/** What the signed-in user may do. Throws likewise. */
export function buildUserClient(
  config: CreateClientConfig,
  parts: PageParts,
): Omit<GrantryClient, "asServiceRole"> {
  return userPart(config, createCaller(config), parts);
}

/** See `createClient`. Throws likewise. */
export function buildClient(config: CreateClientConfig, parts: PageParts): GrantryClient {
  const caller = createCaller(config);
  const { settings, exchange, user, send } = caller;
  const serviceToken = bearerToken(config.serviceToken, "serviceToken");
  const service =
    serviceToken === undefined
      ? null
      : {
          connectors: createServiceConnectors(send, {
            root: settings.root,
            serviceToken,
            userToken: user.token,
          }),
          functions: createFunctions(exchange, async () => bearerHeader(serviceToken)),
        };
  return {
    ...userPart(config, caller, parts),
    get asServiceRole() {
      if (service !== null) return service;
      throw new Error(
        "Service token is required to use asServiceRole. Please provide a serviceToken when creating the client.",
      );
    },
  };
}

function userPart(
  config: CreateClientConfig,
  { page, exchange, user, asUser, send }: Caller,
  parts: PageParts,
) {
  const auth = createAuth(send, asUser);
  if (config.requiresAuth === true && page !== null) {
    // Later, so that a token set right after the client was made counts.
    setTimeout(() => void parts.requireUser(page, auth, config.appBaseUrl ?? ""), 0);
  }
  return {
    connectors: createUserConnectors(send, asUser, parts),
    auth,
    functions: createFunctions(exchange, asUser),
    setToken: user.set,
  };
}

/** Headers of every request. */
function furtherHeaders(config: CreateClientConfig): Headers {
  const headers = buildHeaders(config.headers);
  // The platform's own error would quote a value, which may be a secret.
  if (headers === null) throw new Error("headers holds something that HTTP cannot carry");
  return headers;
}

function buildHeaders(entries: Record<string, string> | undefined): Headers | null {
  try {
    return new Headers(entries);
  } catch {
    return null;
  }
}
